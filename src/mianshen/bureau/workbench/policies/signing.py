"""拟定与签发: a pack is proposed with its reason, read and tried, and signed by somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.offices.services import districts_on
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.workbench.desk import AtDesk, Desk, told
from mianshen.bureau.workbench.pages import page
from mianshen.bureau.workbench.policies.versions import title_of
from mianshen.bureau.workbench.policies.views import READERS, WRITERS
from mianshen.policy.saying import Said, said


@dataclass(frozen=True)
class Proposed:
    """Words that wait to be signed; `before` is the hash of those in force that they replace."""

    number: int
    digest: str
    title: Said
    reason: str
    by: str
    at: object
    before: str | None
    may_sign: bool


@page(said("Put a policy in force", "政策启用"), sees=READERS, does=WRITERS)
@require_safe
def pending(request: AtDesk) -> HttpResponse:
    """What waits to be signed, and the packs on this machine that can be proposed."""
    may_write = _may(request.desk, Act.WRITE_POLICY)
    shown = {
        "proposed": _proposed(request.desk),
        "at_hand": assessment.packs_at_hand(_profiles(request.desk)),
        "may_write": may_write,
    }
    return render(request, "policies/pending.html", shown)


@page(said("Propose a policy", "提请启用政策"), does=[Act.WRITE_POLICY])
@require_POST
def propose(request: AtDesk) -> HttpResponse:
    """Ask that the district pays by a pack; its words are kept as they are now."""
    _require(request.desk, Act.WRITE_POLICY)
    wanted = request.POST.get("digest", "")
    found = {one.digest: one for one in assessment.packs_at_hand(_profiles(request.desk))}
    if wanted not in found:
        raise Http404
    one, reason = found[wanted], request.POST.get("reason", "").strip()
    assessment.propose_policy(one.pack, one.overlays, reason, request.desk.by().stated)
    done = said("proposed; a colleague signs it", "已提请，请同事签发")
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("policies-pending"))


@page(said("Sign a policy", "签发政策"), does=[Act.SIGN_POLICY])
@require_POST
def sign(request: AtDesk, draft: int) -> HttpResponse:
    """Pay by what was proposed from now on, or turn it down."""
    _require(request.desk, Act.SIGN_POLICY)
    stated = request.desk.by().stated
    if request.POST.get("act") == "turn-down":
        assessment.turn_down_policy(draft, stated)
        done = said("turned down; nothing was changed", "未同意，未作改动")
    else:
        assessment.sign_policy(draft, stated)
        done = said(
            "signed: everyone with bills is assessed anew by it",
            "已签发施行：有费用的对象都会按新版重新测算",
        )
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("policies-pending"))


def _proposed(desk: Desk) -> Sequence[Proposed]:
    waiting = assessment.policy_proposals()
    in_force = {one.pack: one.digest for one in assessment.policy_versions() if one.is_in_force}
    may_sign = _may(desk, Act.SIGN_POLICY)
    return [
        Proposed(
            one.pk,
            one.text_id,
            title_of(assessment.policy(one.text_id)),
            one.reason,
            one.proposed_by,
            one.proposed_at,
            in_force.get(one.text.pack),
            may_sign and one.proposed_by != desk.actor,
        )
        for one in waiting
    ]


def _profiles(desk: Desk) -> list[str]:
    return [one.profile for one in districts_on(desk.day) if one.profile]


def _regions(desk: Desk) -> list[str]:
    """Policies are the installation's: who writes or signs them does for every district in it."""
    return [one.district_id.ljust(12, "0") for one in districts_on(desk.day)]


def _may(desk: Desk, act: Act) -> bool:
    return any(desk.scope.may_do(act, region) for region in _regions(desk))


def _require(desk: Desk, act: Act) -> None:
    if not _may(desk, act):
        desk.scope.require(act, next(iter(_regions(desk)), ""))
