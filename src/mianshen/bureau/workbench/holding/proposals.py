"""复核: a release or waiver that one person asks for with a reason and another decides."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.services import HeldLine, Proposal, Ruled
from mianshen.bureau.offices.services import region_names
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import AtDesk, lang_of, told
from mianshen.bureau.workbench.holding.at import may_release, region_of, seen
from mianshen.bureau.workbench.holding.words import PROPOSED, reason_title, what_ends
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.policy.saying import Said, said


@dataclass(frozen=True)
class Shown:
    """A proposal with names; `is_mine` where whoever looks at it has made it."""

    asked: Proposal
    title: Said
    name: str
    region: str
    programme: str
    may_decide: bool
    is_mine: bool


@page(said("A held line", "暂缓的一笔"), sees=[Sight.SETTLEMENTS], menu=Menu.CLEARING)
@require_safe
def line(request: AtDesk, line: int) -> HttpResponse:
    """What one line waits for, what lets it go on, and what may be asked for."""
    held = _held(line)
    region = region_of(request.desk, held.person)
    titles = assessment.programme_titles()
    shown = {
        "line": held,
        "reason": reason_title(held.reason),
        "ends": what_ends(held.reason),
        "programme": titles.get((held.pack, held.programme), held.programme),
        "called": registry.called([held.person]).get(held.person),
        "region": region_names({region}, request.desk.day).get(region, ""),
        "open": [(PROPOSED[one.kind], one) for one in _open_about(held)],
        "may_release": may_release(request.desk, region),
    }
    return render(request, "holding/line.html", shown)


@page(said("Propose", "提出放行或免补"), does=[Act.RELEASE])
@require_POST
def propose(request: AtDesk, line: int) -> HttpResponse:
    """Ask for a release of the line, or a waiver of the year's opening balance."""
    held = _held(line)
    request.desk.scope.require(Act.RELEASE, region_of(request.desk, held.person))
    kind, why = request.POST.get("kind", ""), request.POST.get("why", "")
    if any(one.kind == kind for one in _open_about(held)):
        raise refused(
            "this was proposed before and waits for a second person", "已有人提出，正在等另一人复核"
        )
    stated = request.desk.by().stated
    if kind == Ruled.RELEASE and held.event is not None and held.may_be_released:
        assessment.propose_release(held.person, held.programme, held.event, why, stated)
    elif kind == Ruled.WAIVER and held.may_be_waived:
        assessment.propose_waiver(held.person, held.year, why, stated)
    else:
        raise refused(
            "this line does not go on by that; look at what it waits for",
            "这一笔不能这样办理，请先看清暂缓原因",
        )
    sentence = said("Proposed; a second person decides", "已提出，请另一人复核")
    return _done(request, sentence)


@page(said("Waiting for a second person", "待复核"), sees=[Sight.SETTLEMENTS], menu=Menu.CLEARING)
@require_safe
def proposals(request: AtDesk) -> HttpResponse:
    """Everything that was proposed about people one sees, oldest first."""
    found = assessment.open_proposals()
    regions = seen(request.desk, {one.person for one in found}) if found else {}
    mine = [one for one in found if one.person in regions]
    called = registry.called([one.person for one in mine])
    names = region_names(set(regions.values()), request.desk.day)
    titles = {name: title for (_, name), title in assessment.programme_titles().items()}
    rows = [
        Shown(
            one,
            PROPOSED[one.kind],
            called[one.person].name if one.person in called else "",
            names.get(regions[one.person], ""),
            titles.get(one.subject, one.subject),
            may_release(request.desk, regions[one.person]),
            one.proposed_by == request.desk.actor,
        )
        for one in mine
    ]
    return render(request, "holding/proposals.html", {"rows": rows, "tab": "proposals"})


@page(said("Decide a proposal", "复核放行或免补"), does=[Act.RELEASE])
@require_POST
def decide(request: AtDesk, asked: int) -> HttpResponse:
    """Grant what somebody else proposed, or turn it down."""
    found = next((one for one in assessment.open_proposals() if one.pk == asked), None)
    if found is None:
        raise refused("somebody decided this before", "这一件已有人处理，请刷新后再看")
    request.desk.scope.require(Act.RELEASE, region_of(request.desk, found.person))
    stated = request.desk.by().stated
    match request.POST.get("act", ""):
        case "grant":
            assessment.grant(asked, stated)
            sentence = said(
                "Granted: the person is assessed anew with the next batch, and what is due comes"
                " to an order by itself",
                "已同意：下一批测算时重新测算，应救助的自动列入工单",
            )
        case "refuse":
            assessment.refuse(asked, stated)
            sentence = said("Turned down: it stays held", "已退回：继续暂缓，原因不变")
        case _:
            raise refused("this act is not known", "没有这一步")
    return _done(request, sentence)


def _held(number: int) -> HeldLine:
    found = assessment.held_line(number)
    if found is None:
        raise refused(
            "this line is held no more, or changed since; look at the list again",
            "这一笔已不再暂缓或已有变化，请回到清单刷新",
        )
    return found


def _open_about(held: HeldLine) -> list[Proposal]:
    """What waits for a second person about a line, or about its year's opening balance."""
    return [
        one
        for one in assessment.open_proposals([held.person])
        if (one.subject, one.event) == (held.programme, held.event) or one.year == held.year
    ]


def _done(request: AtDesk, sentence: Said) -> HttpResponse:
    messages.success(request, told(sentence, lang_of(request)))
    return HttpResponseRedirect(reverse("held-proposals"))
