"""待遇政策: what is in force and by which clause, its versions, and what changed between two."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.services import PolicyVersion
from mianshen.bureau.offices.services import districts_on
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.workbench.desk import AtDesk, lang_of
from mianshen.bureau.workbench.keeping import kept
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.bureau.workbench.policies.versions import (
    policies_in_force,
    portrait_of,
    title_of,
    version_of,
)
from mianshen.policy.saying import said
from mianshen.sheets.pack_changes import tell_changes

READERS = (Sight.POLICY,)
WRITERS = (Act.WRITE_POLICY, Act.SIGN_POLICY)


@page(said("Policy", "待遇政策"), sees=READERS, does=WRITERS, menu=Menu.POLICY)
@require_safe
def policies(request: AtDesk) -> HttpResponse:
    """The packs in force, each with its versions; who was assessed under which comes as a part."""
    return render(request, "policies/policies.html", {"policies": policies_in_force()})


@page(said("Assessed under which version", "各版本测算情况"), sees=READERS)
@require_safe
def assessed(request: AtDesk) -> HttpResponse:
    """People and sums by version and benefit year, for whoever sees the policy of all districts."""
    districts = districts_on(request.desk.day)
    sees_all = all(request.desk.scope.may_see(Sight.POLICY, one.district_id) for one in districts)
    versions = {(one.pack, one.digest): one for one in reversed(assessment.policy_versions())}
    if not sees_all:
        return render(request, "policies/assessed.html", {"sees_all": False})
    through, anew = assessment.newest_answer(), "anew" in request.GET
    found = kept(("assessed",), through, assessment.assessed_under, anew=anew)
    rows = [(one, versions.get((one.pack, one.digest))) for one in found.figures]
    shown = {"rows": rows, "counted_at": found.at, "sees_all": True}
    return render(request, "policies/assessed.html", shown)


@page(said("A policy", "政策画像"), sees=READERS, does=WRITERS)
@require_safe
def sheet(request: AtDesk, digest: str) -> HttpResponse:
    """A version as a readable sheet: who gets what, by which clause."""
    version = version_of(digest, assessment.policy_versions())
    pack = assessment.policy(digest)
    shown = {
        "version": version,
        "title": title_of(pack),
        "portrait": portrait_of(digest, lang_of(request)),
    }
    return render(request, "policies/sheet.html", shown)


@page(said("What changed", "版本比对"), sees=READERS, does=WRITERS)
@require_safe
def changes(request: AtDesk) -> HttpResponse:
    """Two versions of a pack compared in words: programme by programme, figure by figure."""
    versions = assessment.policy_versions()
    pair = _pair(request, versions)
    shown: dict[str, object] = {"versions": versions, "pair": pair}
    if pair is not None:
        old, new = (assessment.policy(one.digest) for one in pair)
        told = tell_changes(old, new, lang_of(request))
        groups = groupby(told.changes, key=lambda one: one.where)
        shown |= {
            "title": title_of(new),
            "groups": [(where, list(group)) for where, group in groups],
            "number": len(told.changes),
        }
    return render(request, "policies/changes.html", shown)


def _pair(
    request: AtDesk, versions: Sequence[PolicyVersion]
) -> tuple[PolicyVersion, PolicyVersion] | None:
    """The versions asked for, otherwise the last two of the first pack that has two."""
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if old and new:
        pair = version_of(old, versions), version_of(new, versions)
        if pair[0].pack != pair[1].pack:
            raise Http404
        return pair
    for newer, older in pairwise(versions):
        if newer.pack == older.pack:
            return older, newer
    return None
