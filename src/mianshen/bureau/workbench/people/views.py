"""救助对象: one person on one page: classes over time, open questions; the rest comes in parts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.claims import services as claims
from mianshen.bureau.offices.services import region_names
from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.services import Called, PersonStanding
from mianshen.bureau.workbench.desk import AtDesk, lang_of
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.bureau.workbench.people import charts
from mianshen.bureau.workbench.people.identity import may_propose
from mianshen.bureau.workbench.people.within import people_seen, require_seen
from mianshen.bureau.workbench.people.words import ENDS, GONE, NO_ACCOUNT, STARTS, TASKS
from mianshen.policy.saying import Said, said


@dataclass(frozen=True)
class Question:
    """Something that waits for an answer; `detail` is what else is known of it."""

    sentence: str
    detail: str = ""


@page(said("Person", "救助对象"), sees=[Sight.PEOPLE], menu=Menu.PEOPLE)
@require_safe
def person(request: AtDesk, person: int) -> HttpResponse:
    """Who it is, which classes they belong to and did, and what is open about them."""
    region = require_seen(request.desk, person)
    spans = registry.spans_of(person)
    standing = registry.standing_of([person], request.desk.day)[person]
    shown = {
        "person": person,
        "called": registry.called([person]).get(person, Called("", None, None)),
        "region": region_names({region}, request.desk.day).get(region, region) if region else "",
        "standing": standing,
        "spans": [(one, STARTS[one.start_reason], ENDS[one.end_reason]) for one in spans],
        "chart": charts.classes(spans, (), request.desk.day),
        "questions": list(_questions(request, person, standing)),
        "became": registry.merged_into().get(person),
        "may_join": may_propose(request.desk, region),
    }
    return render(request, "people/person.html", shown)


@page(said("Household", "家庭成员"), sees=[Sight.PEOPLE])
@require_safe
def household(request: AtDesk, person: int) -> HttpResponse:
    """Who shares the household as lists state it; names of those alone who may be seen."""
    require_seen(request.desk, person)
    homes = registry.households_of([person])
    members = sorted(registry.members_of(homes.values()) - {person}) if homes else []
    seen = people_seen(request.desk, members) if members else {}
    called = registry.called(seen) if seen else {}
    standing = registry.standing_of(seen, request.desk.day) if seen else {}
    shown = {
        "members": [_member(one, called, standing) for one in seen],
        "elsewhere": len(members) - len(seen),
        "is_in_doubt": bool(homes and registry.homes_in_doubt(homes.values())),
    }
    return render(request, "people/household.html", shown)


def _member(
    person: int, called: dict[int, Called], standing: dict[int, PersonStanding]
) -> dict[str, object]:
    return {"person": person, "called": called.get(person), "standing": standing[person]}


def _questions(request: AtDesk, person: int, standing: PersonStanding) -> Iterator[Question]:
    for one in assessment.waiting(lang_of(request), people=[person]):
        yield Question(one.sentence, one.event)
    for kind in sorted(standing.gone):
        yield Question(GONE[kind])
    for task in payout.tasks_of(person):
        yield Question(TASKS.get(task.kind, Said(task.kind, task.kind)), task.why)
    if not standing.has_account:
        yield Question(NO_ACCOUNT)
    if reasons := claims.waiting_rows([person]).get(person):
        rows = said(
            "{n} rows about them have to be mended before they are assessed",
            "有 {n} 类数据待纠正后才能测算",
            n=len(reasons),
        )
        yield Question(rows)
