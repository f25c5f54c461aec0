"""转村（社区）核实: asked about an order, and answered from the village on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import VisitShown
from mianshen.bureau.offices.services import region_names, staff_names
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.services import PersonStanding
from mianshen.bureau.trail.services import record
from mianshen.bureau.workbench.desk import AtDesk, lang_of, out_of_sight, told
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.policy.saying import Said, said

_SHOWN_MAX = 50
_ASKS = (Act.CONFIRM, Act.REVIEW)

QUESTIONS = (
    said("Do they live here, and are they well?", "本人是否在本村居住、身体状况如何？"),
    said("Was it an accident, and who is liable?", "这次住院是不是外伤，有没有责任方？"),
    said("Is the account theirs, and do they use it?", "社会保障卡是否本人持有、能正常使用？"),
    said("Did anybody else help with this bill?", "这笔费用还有没有单位、保险或慈善给过补助？"),
)
MET = (
    said("Met them; all as listed.", "见到本人，情况属实。"),
    said("Met the family; all as listed.", "见到家属，情况属实。"),
    said("Something has changed: ", "情况有变化："),
)
NOT_MET = (
    said("Nobody at home; I will come again.", "家中无人，改日再去。"),
    said("Working elsewhere; reached by phone.", "外出务工，已电话联系。"),
    said("In hospital.", "住院未归。"),
)


@dataclass(frozen=True)
class Row:
    """A question with whom it is about, where they live and who asked."""

    visit: VisitShown
    name: str
    region: str
    standing: PersonStanding | None
    asked_by: str
    answered_by: str


@page(said("Visits", "转村（社区）核实"), does=[Act.VISIT, *_ASKS], menu=Menu.VISITS)
@require_safe
def visits(request: AtDesk) -> HttpResponse:
    """Whom to visit, and for those who ask what was answered."""
    desk = request.desk
    asks = desk.may_somewhere((), _ASKS)
    to_make = casework.visits_to_make(desk.scope)
    mine = {one.visit for one in to_make}
    seen = casework.visits_seen(desk.scope, _SHOWN_MAX) if asks else []
    others = [one for one in seen if one.visit not in mine]
    rows = _rows(request, [*to_make, *others])
    shown = {
        "to_make": rows[: len(to_make)],
        "open": [one for one in rows[len(to_make) :] if not one.visit.answer],
        "answered": [one for one in rows[len(to_make) :] if one.visit.answer],
        "makes": desk.may_somewhere((), [Act.VISIT]),
        "asks": asks,
    }
    return render(request, "helpers/visits.html", shown)


@page(said("Visit", "上门核实"), does=[Act.VISIT, *_ASKS])
@require_safe
def visit(request: AtDesk, visit: int) -> HttpResponse:
    """One question on one screen: whom and what, then whether they were met, then one sentence."""
    (row,) = _rows(request, [_seen(request, visit)])
    is_mine = _may_make(request, row.visit)
    met = request.GET.get("met") if is_mine else None
    shown = {
        "row": row,
        "is_mine": is_mine,
        "met": met if met in ("yes", "no") else "",
        "sentences": MET if met == "yes" else NOT_MET,
    }
    return render(request, "helpers/visit.html", shown)


@page(said("Name for a visit", "上门查看姓名"), does=[Act.VISIT])
@require_POST
def name(request: AtDesk, visit: int) -> HttpResponse:
    """The whole name, no number, for whoever visits and while the question is open; recorded."""
    found = _seen(request, visit)
    if not _may_make(request, found):
        raise out_of_sight()
    called = registry.called([found.person]).get(found.person)
    if called is None:
        raise Http404
    purpose = {"purpose": f"visit:{visit}", "shown": "name"}
    record(request.desk.actor, "look", f"person:{found.person}", purpose)
    return render(request, "helpers/name.html", {"called": called})


@page(said("Answer a visit", "回复核实"), does=[Act.VISIT])
@require_POST
def answer(request: AtDesk, visit: int) -> HttpResponse:
    """Met and answered, or not met; with a sentence either way."""
    sentence = request.POST.get("sentence", "")
    if request.POST.get("met") == "yes":
        casework.answer_visit(visit, sentence, request.desk.by())
        done = said("Answered. Whoever asked sees it now.", "已回复，提出核实的人马上能看到。")
    else:
        casework.not_met(visit, sentence, request.desk.by())
        done = said("Noted. It stays on your list.", "已记下，这一户还在您的名单上。")
    return _to_list(request, done)


@page(said("Ask the village", "转村（社区）核实"), does=_ASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: AtDesk, order: int) -> HttpResponse:
    """A question about an order, for whoever makes visits where its person lives."""
    found = casework.orders_seen(request.desk.scope).filter(pk=order).first()
    if found is None:
        raise out_of_sight()
    if request.method == "POST":
        casework.ask_visit(order, request.POST.get("question", ""), request.desk.by())
        done = said("Order {n}: the village was asked", "工单 {n} 已转村（社区）核实", n=order)
        messages.success(request, told(done, lang_of(request)))
        return HttpResponseRedirect(reverse("order", args=[order]))
    shown = {
        "order": found,
        "called": registry.called([found.person]).get(found.person),
        "region": region_names({found.region}, request.desk.day).get(found.region, ""),
        "questions": QUESTIONS,
    }
    return render(request, "helpers/ask.html", shown)


def _seen(request: AtDesk, visit: int) -> VisitShown:
    found = casework.visit_seen(visit, request.desk.scope)
    if found is None:
        raise out_of_sight()
    return found


def _may_make(request: AtDesk, visit: VisitShown) -> bool:
    return (
        not visit.answer
        and visit.asked_by != request.desk.staff.pk
        and request.desk.scope.may_do(Act.VISIT, visit.region)
    )


def _rows(request: AtDesk, visits: Sequence[VisitShown]) -> list[Row]:
    people = {one.person for one in visits}
    called = registry.called(people) if people else {}
    standing = registry.standing_of(people, request.desk.day) if people else {}
    regions = region_names({one.region for one in visits}, request.desk.day) if people else {}
    staff = staff_names({n for one in visits for n in (one.asked_by, one.answered_by) if n})
    return [
        Row(
            one,
            called[one.person].name if one.person in called else "",
            regions.get(one.region, one.region),
            standing.get(one.person),
            staff.get(one.asked_by, ""),
            staff.get(one.answered_by or 0, ""),
        )
        for one in visits
    ]


def _to_list(request: AtDesk, done: Said) -> HttpResponse:
    messages.success(request, told(done, lang_of(request)))
    return HttpResponseRedirect(reverse("visits"))
