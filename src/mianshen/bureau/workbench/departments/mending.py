"""待纠正数据: a row mended in place by one person, checked and agreed to by another."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mianshen.bureau.intake import services as intake
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record
from mianshen.bureau.workbench.departments.batches import seen
from mianshen.bureau.workbench.departments.sources import Sources
from mianshen.bureau.workbench.desk import AtDesk, out_of_sight, told
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import said
from mianshen.run.reading.mending import masked_cell

_CELL = "cell:"


@dataclass(frozen=True)
class Cell:
    """A cell of a row as it may be shown."""

    column: str
    text: str
    is_wrong: bool


@page(said("Mend a row", "更正一行"), does=[Act.CORRECT])
@require_http_methods(["GET", "HEAD", "POST"])
def waiting_row(request: AtDesk, waiting: int) -> HttpResponse:
    """A row that waits, cell by cell; what is written into it waits for a colleague."""
    found = intake.waiting_row(waiting)
    if found is None:
        raise Http404
    batch, row = found
    sources, batch = _mended(request, batch.pk)
    if request.method == "POST":
        return _propose(request, batch, row)
    written = intake.as_written(batch, sources.profile, [row.place])
    shown = {
        "row": row,
        "batch": batch,
        "cells": list(_cells(row, written)),
        "may_leave_out": batch.role != "settlements",
    }
    return render(request, _template(request), shown)


@page(said("Check corrections", "核对更正"), does=[Act.CORRECT])
@require_POST
def check_corrections(request: AtDesk, batch: int) -> HttpResponse:
    """Corrections of others in full, so that they can be held against the paper; recorded."""
    _, found = _mended(request, batch)
    theirs = [one for one in intake.proposals_of(found) if one.by != request.desk.actor]
    places = [one.place for one in theirs]
    record(request.desk.actor, "look_corrections", f"batch:{found.pk}", {"places": places})
    return render(request, "departments/check.html", {"batch": found, "proposals": theirs})


@page(said("Agree to corrections", "复核更正"), does=[Act.CORRECT])
@require_POST
def agree_corrections(request: AtDesk, batch: int) -> HttpResponse:
    """Agree to corrections, upon which the file is read again, or turn them down."""
    sources, found = _mended(request, batch)
    chosen = {int(one) for one in request.POST.getlist("proposal") if one.isdigit()}
    actor = request.desk.actor
    if request.POST.get("act") == "disagree":
        intake.disagree(found, chosen, actor)
        done = said("{n} corrections turned down", "未同意 {n} 项更正", n=len(chosen))
    else:
        before = found.account["quarantined"]
        after = intake.agree(found, chosen, sources.profile, actor)
        done = said(
            "{n} corrections agreed to; {mended} rows can be used now",
            "已同意 {n} 项更正，{mended} 行现在可用",
            n=len(chosen),
            mended=before - after.account["quarantined"],
        )
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("batch", args=[found.pk]))


def _mended(request: AtDesk, number: int) -> tuple[Sources, intake.Batch]:
    sources, batch = seen(request, number)
    if not sources.named(batch.source).is_mended:
        raise out_of_sight()
    return sources, batch


def _propose(request: AtDesk, batch: intake.Batch, row: intake.WaitingRow) -> HttpResponse:
    cells = {
        name.removeprefix(_CELL): str(text).strip()
        for name, text in request.POST.items()
        if name.startswith(_CELL) and str(text).strip()
    }
    leaves_out = request.POST.get("act") == "leave_out"
    if not cells and not leaves_out:
        raise refused("write what is to stand in a cell", "请填写要更正的内容")
    why = request.POST.get("why", "")
    intake.propose(batch, row.place, {} if leaves_out else cells, why, request.desk.actor)
    done = said("kept; a colleague checks it now", "已提交，请同事复核")
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("batch", args=[batch.pk]))


def _cells(row: intake.WaitingRow, written: intake.Written) -> Iterator[Cell]:
    """The cells of a row, those that are wrong first, personal ones masked."""
    wrong = {fault.column for fault in row.faults}
    cells = {one: text for one, text in written.cells.get(row.place, {}).items() if one.strip()}
    for column in sorted(cells, key=lambda one: one not in wrong):
        text = masked_cell(written.fields.get(column, ""), cells[column])
        yield Cell(column, text, column in wrong)


def _template(request: HttpRequest) -> str:
    return "departments/row.html" if request.htmx else "departments/row_page.html"
