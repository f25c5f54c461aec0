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
from mianshen.policy.saying import Said, said
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
        "digest": digest,
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
        shown["numbers"] = [_number(digest, versions) for digest in pair]
        old, new = map(assessment.policy, pair)
        told = tell_changes(old, new, lang_of(request))
        groups = groupby(told.changes, key=lambda one: one.where)
        shown |= {
            "title": title_of(new),
            "groups": [(where, list(group)) for where, group in groups],
            "number": len(told.changes),
        }
    return render(request, "policies/changes.html", shown)


def _pair(request: AtDesk, versions: Sequence[PolicyVersion]) -> tuple[str, str] | None:
    """The words asked for, by their hashes; else the last two versions of the first pack with two.

    Raises `Http404` where they are of two packs.
    """
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if old and new:
        for digest in (old, new):
            version_of(digest, versions)
        if assessment.policy(old).id != assessment.policy(new).id:
            raise Http404
        return old, new
    for newer, older in pairwise(versions):
        if newer.pack == older.pack:
            return older.digest, newer.digest
    return None


def _number(digest: str, versions: Sequence[PolicyVersion]) -> Said:
    """How a version is called: by its number, or as one that waits to be signed."""
    version = version_of(digest, versions)
    if version is None:
        return said("the one proposed", "待签发版")
    return said("version {n}", "第 {n} 版", n=version.number)
