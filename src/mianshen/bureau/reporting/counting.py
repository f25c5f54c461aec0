"""The tables counted from the ledger, in one statement each, within what somebody may see."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from psycopg import sql

from mianshen.bureau.assessment.services import programme_titles
from mianshen.bureau.bitemporal.rows import Row as Found
from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.services import department_titles, region_names
from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.registry.services import called
from mianshen.bureau.reporting.definitions import COLUMNS
from mianshen.bureau.reporting.errors import refused
from mianshen.bureau.reporting.models import Kind
from mianshen.bureau.reporting.periods import NOT_AFTER, NOT_BEFORE, Period, bounds_of
from mianshen.bureau.reporting.statements import run
from mianshen.bureau.reporting.tables import Cell, Row, Table
from mianshen.policy.saying import said
from mianshen.run.masking import masked_name, masked_number
from mianshen.standards.regions import span_of

_TOTAL = said("Total", "合计")
_WITHOUT_ORDER = said("without an order", "无工单")
_WHAT = (said("came back", "付后退票"), said("paid", "发放"))
_EVERY = 2**31 - 1


@dataclass(frozen=True, slots=True)
class View:
    """A district's figures as somebody may see them on a day."""

    district: str
    scope: Scope

    @classmethod
    def of(cls, district: str, scope: Scope) -> "View":
        """Through the posts that somebody holds in that district, or over it, alone."""
        whole = span_of(district)
        spans = [(one, span_of(one.post.region)) for one in scope.grants]
        grants = tuple(one for one, of in spans if whole.covers(of) or of.covers(whole))
        return cls(district, replace(scope, grants=grants))

    @property
    def is_whole(self) -> bool:
        """Whether everything of the district may be seen."""
        return self.scope.may_see(Sight.REPORTS, self.district)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a long table from after so many, as many as a page shows; `is_open` unmasks them."""

    after: int = 0
    size: int = _EVERY
    is_open: bool = False


def count(kind: Kind, period: Period, view: View, part: Part | None = None) -> Table:
    """A table of a period; `part` is heeded by payments one by one.

    Raises `ReportingError` where the funds are asked for by whoever sees only a part of the
    district: a fund is the district's.
    """
    match kind:
        case Kind.SUMMARY:
            return _summary(period, view)
        case Kind.DEPARTMENTS:
            return _departments(period, view)
        case Kind.DETAILS:
            return _details(period, view, part or Part())
        case Kind.FUNDS:
            return _funds(period, view)


def _summary(period: Period, view: View) -> Table:
    found = _assistance(period, view, ["township"])
    names = region_names({one[1] for one in found if one[1]}, view.scope.day)
    rows = [
        Row(township, (_township(names, township), *_figures(figures)))
        for _, township, *figures in found[:-1]
        if any(figures)
    ]
    return _table(Kind.SUMMARY, period, rows, (_TOTAL, *_figures(found[-1][2:])))


def _departments(period: Period, view: View) -> Table:
    found = _assistance(period, view, ["department", "pack", "programme"])
    departments = department_titles(view.district, view.scope.day)
    programmes = programme_titles()
    rows = [
        Row(
            f"{department}/{pack}/{programme}",
            (
                departments.get(department, department) or _WITHOUT_ORDER,
                programmes.get((pack, programme), programme),
                *_figures(figures),
            ),
        )
        for _, department, pack, programme, *figures in found[:-1]
        if any(figures)
    ]
    return _table(Kind.DEPARTMENTS, period, rows, (_TOTAL, "", *_figures(found[-1][4:])))


def _assistance(period: Period, view: View, keys: Sequence[str]) -> list[Found]:
    """Rows by some columns, and last of all the total; each begins with whether it is that."""
    listed = sql.SQL(", ").join(map(sql.Identifier, keys))
    parts = {"keys": listed, "first": sql.Identifier(keys[0])}
    return _counted("assistance", period, view, parts)


def _figures(found: Sequence[int]) -> tuple[Cell, ...]:
    """Figures of a row, with what was paid less what came back after these two."""
    paid, returned = found[6], found[7]
    return (*found[:8], paid - returned, *found[8:])


def _details(period: Period, view: View, part: Part) -> Table:
    page = {"skip": part.after, "size": part.size, "zone": str(CHINA)}
    found = _counted("payments", period, view, {}, **page)
    if not found and part.after:
        return _details(period, view, replace(part, after=0))
    rows = list(_payment_rows(found, view, is_open=part.is_open))
    lines, fen = found[0][:2] if found else (0, 0)
    return _table(Kind.DETAILS, period, rows, (lines, _TOTAL, *[""] * 7, fen))


def _payment_rows(found: Sequence[Found], view: View, *, is_open: bool) -> Iterator[Row]:
    names = region_names({one[10] for one in found if one[10]}, view.scope.day)
    programmes = programme_titles() if found else {}
    people = _people({one[6] for one in found}, is_open=is_open)
    for _, _, number, key, day, payment, person, pack, programme, fund, township, fen in found:
        cells = (
            *(number, day.isoformat(), payment, _township(names, township)),
            *people.get(person, ("", "")),
            *(programmes.get((pack, programme), programme), fund, _WHAT[fen > 0], fen),
        )
        yield Row(str(key), cells, person)


def _people(people: Collection[int], *, is_open: bool) -> dict[int, tuple[str, str]]:
    """Name and number of some people, masked unless they were asked for."""
    found = {person: (one.name, one.certno or "") for person, one in called(people).items()}
    if is_open:
        return found
    return {
        person: (masked_name(name), masked_number(certno))
        for person, (name, certno) in found.items()
    }


def _funds(period: Period, view: View) -> Table:
    if not view.is_whole:
        raise refused(
            "the funds are the whole district's: a part of it has no table of its own",
            "资金属于全区，镇街或单个部门没有单独的资金使用表",
        )
    found = _counted("funds", period, view, {}, year=period.first.year)
    rows = [
        Row(code, (name, document, *_balance(figures))) for code, name, document, *figures in found
    ]
    total = [sum(one[n] for one in found) for n in range(3, 10)]
    return _table(Kind.FUNDS, period, rows, (_TOTAL, "", *_balance(total)))


def _balance(figures: Sequence[int]) -> tuple[int, ...]:
    """Opening, appropriated, paid, returned, the net of both, recovered, closing, committed."""
    opening, appropriated, paid, returned, *rest = figures
    return (opening, appropriated, paid, returned, paid - returned, *rest)


def _counted(
    name: str, period: Period, view: View, parts: Mapping[str, sql.Composable], **values: Any
) -> list[Found]:
    bounds = bounds_of(view.district, period)
    seen = view.scope.seen_in_sql(
        Sight.REPORTS, sql.Identifier("told", "region"), sql.Identifier("told", "department")
    )
    conditions = {"scope": seen.text, "not_before": NOT_BEFORE, "not_after": NOT_AFTER}
    asked = {**seen.values, **bounds.values, **values, "whole": view.district}
    return run(name, {**conditions, **parts}, **asked)


def _township(names: Mapping[str, str], township: str) -> str:
    return names.get(township, township) or _WITHOUT_ORDER


def _table(kind: Kind, period: Period, rows: Sequence[Row], total: Sequence[Cell]) -> Table:
    return Table(kind, period, COLUMNS[kind], tuple(rows), Row("total", tuple(total)))
