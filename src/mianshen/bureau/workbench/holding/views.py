"""暂缓: held lines, and people of whom nothing can be assessed, by reason and page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.offices.services import region_names
from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.registry import services as registry
from mianshen.bureau.reporting import services as reporting
from mianshen.bureau.reporting.services import HeldCount, HeldShown, WaitingPerson
from mianshen.bureau.workbench.centre.at import view_of
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.holding.at import counted
from mianshen.bureau.workbench.holding.words import WAITING, reason_title
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.engine.results import Reason
from mianshen.policy.saying import Said, said

PAGE_ROWS = 50


@dataclass(frozen=True)
class Shown:
    """A held line or a person who waits, with names."""

    one: HeldShown | WaitingPerson
    name: str
    region: str
    reason: Said
    programme: str = ""


@page(said("Held and waiting", "暂缓与复核"), sees=[Sight.SETTLEMENTS], menu=Menu.CLEARING)
@require_safe
def held(request: AtDesk) -> HttpResponse:
    """Lines that may still come, with what each waits for."""
    lines, people = counted(request.desk)
    reason = _among(request.GET.get("reason", ""), lines)
    found = reporting.held_lines(view_of(request.desk), reason, _after(request), PAGE_ROWS + 1)
    rows = found[:PAGE_ROWS]
    titles = assessment.programme_titles() if rows else {}
    called = registry.called([one.line.person for one in rows])
    regions = region_names({one.region for one in rows}, request.desk.day)
    shown = {
        "rows": [
            Shown(
                one,
                called[one.line.person].name if one.line.person in called else "",
                regions.get(one.region, ""),
                reason_title(one.line.reason),
                titles.get((one.line.pack, one.line.programme), one.line.programme),
            )
            for one in rows
        ],
        "after": rows[-1].line.number if len(found) > PAGE_ROWS else None,
        "reasons": [(one.reason, reason_title(Reason(one.reason)), one) for one in lines],
        "chosen": reason,
        "held_fen": sum(one.held_fen for one in lines),
        **_tabs("held", lines, people),
    }
    return render(request, "holding/held.html", shown)


@page(said("People who wait", "不能测算的人员"), sees=[Sight.SETTLEMENTS], menu=Menu.CLEARING)
@require_safe
def waiting(request: AtDesk) -> HttpResponse:
    """People of whom nothing can be assessed until something is mended."""
    lines, people = counted(request.desk)
    why = _among(request.GET.get("reason", ""), people)
    found = reporting.waiting_people(view_of(request.desk), why, _after(request), PAGE_ROWS + 1)
    rows = found[:PAGE_ROWS]
    called = registry.called([one.person for one in rows])
    regions = region_names({one.region for one in rows}, request.desk.day)
    shown = {
        "rows": [
            Shown(
                one,
                called[one.person].name if one.person in called else "",
                regions.get(one.region, ""),
                WAITING[one.why],
            )
            for one in rows
        ],
        "after": rows[-1].number if len(found) > PAGE_ROWS else None,
        "reasons": [(one.reason, WAITING[one.reason], one) for one in people],
        "chosen": why,
        **_tabs("waiting", lines, people),
    }
    return render(request, "holding/waiting.html", shown)


def _tabs(tab: str, lines: Sequence[HeldCount], people: Sequence[HeldCount]) -> dict[str, object]:
    waits = sum(one.lines for one in people)
    return {"tab": tab, "held_count": sum(one.lines for one in lines), "waiting_count": waits}


def _among(asked: str, counts: Sequence[HeldCount]) -> str:
    return asked if any(one.reason == asked for one in counts) else ""


def _after(request: AtDesk) -> int:
    asked = request.GET.get("after", "")
    return int(asked) if asked.isdecimal() else 0
