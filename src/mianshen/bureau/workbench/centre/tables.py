"""统计报表: the tables of a period on screen and as files, and as they were handed in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.ledger.services import newest_transfer
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import refused
from mianshen.bureau.reporting import services as reporting
from mianshen.bureau.reporting.services import Cell, Column, Kind, Part, Period, Row, Sort, Table
from mianshen.bureau.trail.services import record
from mianshen.bureau.workbench.centre.at import may_close, period_asked, periods_shown, view_of
from mianshen.bureau.workbench.desk import AtDesk, lang_of, out_of_sight, told
from mianshen.bureau.workbench.keeping import Kept, kept
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.policy.saying import Said, said
from mianshen.run.messages import Lang

PAGE_ROWS = 100
_PURPOSE_CHARS_MAX = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TRIAL = said("not handed in", "未报送（试算）")


@dataclass(frozen=True)
class Offered:
    """A table that can be opened, with the newest version that was handed in."""

    kind: Kind
    title: Said
    newest: reporting.HandedInTold | None


@dataclass(frozen=True)
class Difference:
    """One figure that is counted otherwise now than when it was handed in."""

    about: str
    column: Column
    was: Cell
    now: Cell
    by: int | None


@page(said("Tables", "统计报表"), sees=[Sight.REPORTS], menu=Menu.TABLES)
@require_safe
def tables(request: AtDesk) -> HttpResponse:
    """The tables of a period, what they come to, and which of them were handed in."""
    view, period = view_of(request.desk), period_asked(request.GET, request.desk)
    found = _counted(request, Kind.SUMMARY, period, view)
    summary = found.figures
    handed_in = reporting.handed_in(view.district, [period]) if view.is_whole else []
    shown = {
        **_about(request, period),
        "offered": list(_offered(view, handed_in)),
        "handed_in": [(reporting.TITLES[one.kind], one) for one in handed_in],
        "total": {name: summary.total_of(name) for name in ("approved", "net", "closing")},
        "people": summary.total_of("paid_people"),
        "counted_at": found.at,
    }
    return render(request, "centre/tables.html", shown)


@page(said("A table", "统计报表"), sees=[Sight.REPORTS], menu=Menu.TABLES)
@require_safe
def table(request: AtDesk, kind: str) -> HttpResponse:
    """One table of a period on screen, and how each of its columns is counted."""
    view, period = view_of(request.desk), period_asked(request.GET, request.desk)
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    counted = _counted(request, _kind(kind), period, view, Part(after, PAGE_ROWS))
    found = counted.figures
    is_long = found.kind is Kind.DETAILS
    more = is_long and after + len(found.rows) < found.total_of("number")
    shown = {
        **_about(request, period),
        **_laid_out(found),
        "after": after + PAGE_ROWS if more else None,
        "counted_at": counted.at,
        "is_about_people": is_long,
        "may_open": is_long and request.desk.may_somewhere([Sight.NUMBERS], []),
        "newest": next(
            (
                one
                for one in reporting.handed_in(view.district, [period])
                if one.kind is found.kind and view.is_whole
            ),
            None,
        ),
    }
    return render(request, "centre/table.html", shown)


@page(said("Download a table", "下载报表"), sees=[Sight.REPORTS])
@require_safe
def table_file(request: AtDesk, kind: str) -> HttpResponse:
    """A table as a workbook for print; names and numbers are masked."""
    period = period_asked(request.GET, request.desk)
    found = reporting.count(_kind(kind), period, view_of(request.desk))
    return _workbook(request, found)


@page(said("Download with names in full", "下载明文报表"), sees=[Sight.NUMBERS])
@require_POST
def open_table_file(request: AtDesk, kind: str) -> HttpResponse:
    """The same with names and numbers in full, for a purpose, which the trail keeps."""
    desk, purpose = request.desk, request.POST.get("purpose", "").strip()
    if not purpose:
        raise refused("say what you need it for", "请写明用途")
    view, period = view_of(desk), period_asked(request.POST, desk)
    if _kind(kind) is not Kind.DETAILS:
        raise Http404
    if not view.scope.may_see(Sight.NUMBERS, view.district):
        raise out_of_sight()
    found = reporting.count(Kind.DETAILS, period, view, Part(is_open=True))
    about = {"kind": kind, "period": str(period), "rows": len(found.rows)}
    purpose = purpose[:_PURPOSE_CHARS_MAX]
    record(desk.actor, "open_table", f"tables:{view.district}", {**about, "purpose": purpose})
    return _workbook(request, found)


@page(said("Hand a table in", "报送报表"), does=[Act.CLOSE_MONTH])
@require_POST
def hand_in(request: AtDesk, kind: str) -> HttpResponse:
    """Freeze a table as it is now, as a new version."""
    desk = request.desk
    view, period = view_of(desk), period_asked(request.POST, desk)
    kept = reporting.hand_in(_kind(kind), period, view, desk.actor, _district(request))
    done = said(
        "{title} of {period} is handed in, version {n}",
        "{period}{title}已报送，第 {n} 版",
        title=reporting.TITLES[kept.kind],
        period=period.title,
        n=kept.version,
    )
    messages.success(request, told(done, lang_of(request)))
    return HttpResponseRedirect(reverse("handed-in", args=[kept.number]))


@page(said("A table that was handed in", "已报送的报表"), sees=[Sight.REPORTS], menu=Menu.TABLES)
@require_safe
def handed_in(request: AtDesk, table: int) -> HttpResponse:
    """A table as it was handed in, and what is counted otherwise now."""
    try:
        found = reporting.frozen(table, view_of(request.desk))
    except reporting.HandedIn.DoesNotExist:
        raise Http404 from None
    differences = list(_differences(found))
    shown = {
        **_laid_out(found.table, PAGE_ROWS),
        "found": found.told,
        "about_periods": reporting.ABOUT_PERIODS,
        "differences": differences[:PAGE_ROWS],
        "differences_left": max(0, len(differences) - PAGE_ROWS),
        "rows_left": max(0, len(found.table.rows) - PAGE_ROWS),
        "tab": "tables",
    }
    return render(request, "centre/handed_in.html", shown)


@page(said("Download what was handed in", "下载已报送报表"), sees=[Sight.REPORTS])
@require_safe
def handed_in_file(request: AtDesk, table: int) -> HttpResponse:
    """The workbook as it was handed in, byte for byte."""
    try:
        told_, content = reporting.handed_in_file(table, view_of(request.desk))
    except reporting.HandedIn.DoesNotExist:
        raise Http404 from None
    version = said("v{n}", "第{n}版", n=told_.version)
    return _download(request, content, reporting.TITLES[told_.kind], told_.period, version)


def _counted(
    request: AtDesk, kind: Kind, period: Period, view: reporting.View, part: Part | None = None
) -> Kept[Table]:
    """A table as it is shown; whoever hands one in or takes it home has it counted then."""
    if part is not None and kind is Kind.DETAILS:
        return Kept(reporting.count(kind, period, view, part), now())
    about = (kind, period, view.district, view.scope.grants, view.scope.day)
    return kept(
        ("table", *about),
        newest_transfer(),
        lambda: reporting.count(kind, period, view),
        anew="anew" in request.GET,
    )


def _about(request: AtDesk, period: Period) -> dict[str, Any]:
    return {
        "period": period,
        "periods": periods_shown(request.desk, period),
        "may_close": may_close(request.desk),
        "about_periods": reporting.ABOUT_PERIODS,
        "is_whole": view_of(request.desk).is_whole,
        "query": urlencode({"period": str(period)}),
        "tab": "tables",
    }


def _offered(
    view: reporting.View, handed_in: Sequence[reporting.HandedInTold]
) -> Iterator[Offered]:
    for kind, title in reporting.TITLES.items():
        if view.is_whole or kind is not Kind.FUNDS:
            yield Offered(kind, title, next((one for one in handed_in if one.kind is kind), None))


def _laid_out(found: Table, rows_max: int | None = None) -> dict[str, Any]:
    """A table as its template goes through it: each cell with its column."""
    return {
        "table": found,
        "title": reporting.TITLES[found.kind],
        "rows": [_cells(found, row) for row in found.rows[:rows_max]],
        "total": _cells(found, found.total),
        "is_wide": len(found.columns) > 8,
    }


def _cells(found: Table, row: Row) -> list[tuple[Column, Cell]]:
    return list(zip(found.columns, row.cells, strict=True))


def _differences(found: reporting.Frozen) -> Iterator[Difference]:
    """Figure by figure; a row that came or went by its sum alone."""
    columns = found.table.columns
    for one in found.changes:
        row = one.was or one.now
        if row is None:
            continue
        about = _about_row(columns, row)
        for place, column in enumerate(columns):
            was, now = (None if side is None else side.cells[place] for side in (one.was, one.now))
            if column.name != "number" and was != now and _counts(column, one):
                yield Difference(about, column, was, now, one.differences[place])


def _counts(column: Column, one: reporting.Changed) -> bool:
    """Words of a row that came or went are told by the row itself."""
    return column.sort is not Sort.WORD or (one.was is not None and one.now is not None)


def _about_row(columns: Sequence[Column], row: Row) -> Said:
    """What a row is about: its words."""
    words = [
        cell
        for column, cell in zip(columns, row.cells, strict=True)
        if column.sort is Sort.WORD and isinstance(cell, str) and cell
    ]
    return Said(" · ".join(words), " · ".join(told(one, Lang.ZH) for one in words))


def _workbook(request: AtDesk, found: Table) -> HttpResponse:
    lang = lang_of(request)
    printed = reporting.Printed(_district(request), _TRIAL, lang)
    content = reporting.workbook(found, printed)
    return _download(request, content, reporting.TITLES[found.kind], found.period)


def _download(
    request: AtDesk, content: bytes, title: Said, period: Period, more: str = ""
) -> HttpResponse:
    lang = lang_of(request)
    parts = [told(title, lang), str(period), told(more, lang)]
    name = "_".join(part for part in parts if part)
    response = HttpResponse(content, content_type=_XLSX)
    header = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    response.headers["Content-Disposition"] = header or "attachment"
    return response


def _district(request: AtDesk) -> Said:
    place = request.desk.place
    if place is None:
        raise out_of_sight()
    return place.district_title


def _kind(spelled: str) -> Kind:
    try:
        return Kind(spelled)
    except ValueError:
        raise Http404 from None
