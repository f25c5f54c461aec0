"""One delivery: how far it is, what is wrong with it, last month beside this, and the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs.tasks import walk_soon
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.workbench.departments.sources import Source, Sources, sources_of
from mianshen.bureau.workbench.departments.words import (
    STEPS,
    reached,
    repair_title,
    standing_of,
)
from mianshen.bureau.workbench.desk import AtDesk, out_of_sight, told
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import said
from mianshen.run.messages import Lang
from mianshen.run.reading.mending import masked_cell

ROWS_SHOWN = 50
KINDS = {
    "joined": said("Joined", "新增"),
    "left": said("Left", "退出"),
    "changed": said("Changed", "变更"),
}
_FIELDS = ("identity", "start", "end", "household", "recognised", "office")


@dataclass(frozen=True)
class Beside:
    """Somebody on the list, masked, with what it says now and said before."""

    place: str
    name: str
    number: str
    now: str
    before: str


@page(said("A delivery", "报送详情"), sees=[Sight.ROSTERS])
@require_safe
def batch(request: AtDesk, batch: int) -> HttpResponse:
    """A delivery, with the rows that wait or the people who joined, left or changed."""
    sources, found = seen(request, batch)
    if intake.is_moving(found):
        # Whoever looks at a delivery whose job was lost lets it go on.
        walk_soon(found.pk, found.profile, is_urgent=True)
    asked = request.GET.get("show", "")
    shown = _about(request, sources, found)
    if asked in KINDS:
        shown |= _people(sources, found, asked, request.GET.get("after", ""))
    elif asked == "repaired":
        rules = intake.repairs_by_rule(found)
        shown["repairs"] = [(repair_title(rule), count) for rule, count in rules.items()]
    elif shown["can_be_mended"]:
        shown |= _waiting(request, sources, found)
    return render(request, "departments/batch.html", {**shown, "show": asked, "kinds": KINDS})


@page(said("Progress of a delivery", "报送进度"), sees=[Sight.ROSTERS])
@require_safe
def batch_progress(request: AtDesk, batch: int) -> HttpResponse:
    """How far a delivery is, asked for again and again; once it stands still the page is new."""
    sources, found = seen(request, batch)
    response = render(request, "departments/progress.html", _about(request, sources, found))
    if not intake.is_moving(found):
        response.headers["HX-Refresh"] = "true"
    return response


@page(said("Decide on a delivery", "确认入库"), does=[Act.UPLOAD])
@require_POST
def decide_batch(request: AtDesk, batch: int) -> HttpResponse:
    """Let a delivery be applied, as it is or as incomplete, or send it back."""
    sources, found = seen(request, batch)
    if not sources.named(found.source).is_handed_in:
        raise out_of_sight()
    act, why = request.POST.get("act", ""), request.POST.get("why", "").strip()
    if act == "refuse":
        intake.refuse(found, request.desk.actor, why)
        done = said("{name} was sent back", "已退回 {name}", name=found.name)
    else:
        is_partial = {"partial": True, "whole": False}.get(act)
        with transaction.atomic():
            intake.decide(found, request.desk.actor, why, is_partial=is_partial)
            walk_soon(found.pk, found.profile, is_urgent=True)
        done = said("{name} is being applied", "{name} 正在入库", name=found.name)
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("batch", args=[found.pk]))


def seen(request: AtDesk, number: int) -> tuple[Sources, intake.Batch]:
    """A delivery that may be seen, and the sources around it."""
    found = intake.batch_by_number(number)
    if found is None:
        raise Http404
    sources = sources_of(request.desk)
    if found.profile != sources.profile.name:
        raise out_of_sight()
    sources.named(found.source)
    return sources, found


def _about(request: AtDesk, sources: Sources, found: intake.Batch) -> dict[str, Any]:
    source: Source = sources.named(found.source)
    done = reached(found)
    return {
        "batch": found,
        "source": source,
        "standing": standing_of(found),
        "steps": [(title, number < done) for number, (_, title) in enumerate(STEPS)],
        "done": done,
        "is_moving": intake.is_moving(found),
        "is_applied": found.state == intake.State.APPLIED,
        "is_waiting": found.state == intake.State.WAITING,
        "is_to_decide": source.is_handed_in
        and not intake.is_moving(found)
        and found.state in (intake.State.WAITING, intake.State.DIFFED),
        "needs_reason": intake.needs_reason(found),
        "can_be_mended": found.state
        in (intake.State.WAITING, intake.State.DIFFED, intake.State.APPLIED),
        "problems": [one["zh" if request.lang is Lang.ZH else "en"] for one in found.problems],
        "drift": [(title, found.drift[name]) for name, title in _DRIFT if name in found.drift],
    }


_DRIFT = (
    ("columns_new", said("new columns", "新增的列")),
    ("columns_gone", said("columns missing", "缺少的列")),
    ("words_new", said("new words", "新出现的类别")),
    ("words_gone", said("words missing", "没有再出现的类别")),
)


def _waiting(request: AtDesk, sources: Sources, found: intake.Batch) -> dict[str, Any]:
    after = request.GET.get("after", "")
    rows = intake.waiting_rows(found, int(after) if after.isdigit() else 0, ROWS_SHOWN + 1)
    proposals = intake.proposals_of(found)
    fields = _fields(sources, found)
    theirs = [one for one in proposals if one.by != request.desk.actor]
    return {
        "rows": [(one, _spot(found, one.place), _values(one, fields)) for one in rows[:ROWS_SHOWN]],
        "after": rows[ROWS_SHOWN - 1].id if len(rows) > ROWS_SHOWN else None,
        "proposals": [(one, one.masked(fields).items()) for one in proposals],
        "proposed": {one.place for one in proposals},
        "to_agree": theirs if sources.named(found.source).is_mended else [],
    }


def _spot(batch: intake.Batch, place: str) -> str:
    """Sheet and line of a row, without the name of the file."""
    return place.removeprefix(batch.name).lstrip(":")


def _values(row: intake.WaitingRow, fields: Mapping[str, str]) -> list[str]:
    return [masked_cell(fields.get(fault.column, ""), fault.value) for fault in row.faults]


def _fields(sources: Sources, found: intake.Batch) -> dict[str, str]:
    """The field of each column, as the layout names columns."""
    columns = sources.named(found.source).layout.columns
    named = columns if not isinstance(columns, str) and columns is not None else {}
    return {column: name for name, columns in named.items() for column in columns}


def _people(sources: Sources, found: intake.Batch, kind: str, after: str) -> dict[str, Any]:
    pairs = intake.beside(found, kind, after, ROWS_SHOWN + 1)
    listed = pairs[:ROWS_SHOWN]
    now = _written(found, sources, [one.now for one in listed])
    last = intake.batch_by_number(found.difference.get("last") or 0) if kind != "joined" else None
    before = _written(last, sources, [one.before for one in listed])
    people = [_beside(one, now, before) for one in listed]
    more = len(pairs) > ROWS_SHOWN
    return {"people": people, "after": people[-1].place if more else None}


def _written(batch: intake.Batch | None, sources: Sources, places: Sequence[str]) -> intake.Written:
    wanted = [one for one in places if one]
    if batch is None or not wanted:
        return intake.Written({})
    return intake.as_written(batch, sources.profile, wanted)


def _beside(one: intake.Beside, now: intake.Written, before: intake.Written) -> Beside:
    here, place = (now, one.now) if one.now else (before, one.before)
    number = next(
        (text for name in ("certno", "disability_card") if (text := here.of(place, name))), ""
    )
    fields = [name for name in _FIELDS if now.of(one.now, name) or before.of(one.before, name)]
    if one.now and one.before:
        fields = [name for name in fields if now.of(one.now, name) != before.of(one.before, name)]
    return Beside(
        place,
        masked_cell("name", here.of(place, "name")),
        masked_cell("certno", number),
        " · ".join(text for name in fields if (text := now.of(one.now, name))),
        " · ".join(text for name in fields if (text := before.of(one.before, name))),
    )
