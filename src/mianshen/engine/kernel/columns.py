"""Units of people as rows of whole numbers, an event a row, in the order of the fold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mianshen.engine.facts import Event, Facts, FactsError
from mianshen.engine.kernel.coverage import Uncovered, UncoveredError
from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.plan import AMOUNTS, KINDS, Plan
from mianshen.engine.reference.charges import Charge, prepare
from mianshen.engine.reference.members import PoolRef, Seats
from mianshen.engine.reference.place import Place
from mianshen.engine.reference.state import State
from mianshen.engine.reference.unit import Unit
from mianshen.engine.reference.values import Unknown
from mianshen.engine.results import Reason
from mianshen.money import FEN_PER_YUAN
from mianshen.policy.schema import Kind, Per

Row = list[int]


@dataclass(frozen=True)
class Question:
    """What every unit is asked."""

    year: int
    as_of: date
    year_closed: bool


@dataclass(frozen=True)
class UnitRows:
    """One unit ready for the fold: its rows, the events behind them and those excluded.

    Bases that the fold cannot change are kept exactly in `steady`, by row and programme, until the
    scale of the programme is known.
    """

    charges: Sequence[Charge]
    rows: list[Row]
    steady: dict[tuple[int, int], Fraction]
    excluded: Sequence[tuple[Event, Seats, Reason]]


class Columns:
    """Turns facts into rows by one plan."""

    def __init__(self, plan: Plan, question: Question) -> None:
        self._plan = plan
        self._question = question
        self._steady = [index for index, base in enumerate(plan.bases) if base is None]

    def unit(self, facts: Facts) -> UnitRows:
        """The rows of one unit; raises `UncoveredError` for one the kernel does not cover."""
        _check(facts)
        question, seats = self._question, self._plan.seats
        try:
            charges = prepare(facts, {seats.pack.id: seats}, question.as_of)
        except FactsError as error:
            raise UncoveredError(Uncovered.FACTS) from error
        people = {person.id: person for person in facts.people}
        unit = Unit(facts, charges, question.as_of, question.year_closed, people)
        if charges.year_level:
            raise UncoveredError(Uncovered.YEAR_PAYMENT)
        if any(charge.event.kind is Kind.DAILY for charge in charges.folded):
            raise UncoveredError(Uncovered.DAILY)
        self._plan.cases.check_visits(unit)
        steady = dict(self._steady_bases(unit))
        rows = [self._row(unit, charge) for charge in charges.folded]
        _check_amounts(rows, self._plan)
        self._group(unit, rows)
        for (e, m), _ in steady.items():
            rows[e][self._plan.blocks.base_known + m] = 1
        return UnitRows(charges.folded, rows, steady, charges.excluded)

    def _row(self, unit: Unit, charge: Charge) -> Row:
        plan, blocks = self._plan, self._plan.blocks
        row = [0] * blocks.width
        row[at.U_COST], row[at.U_IN_SCOPE] = charge.cost_fen, charge.in_scope_fen
        row[at.U_PAID] = sum(charge.paid_fen.values())
        row[at.U_KIND] = KINDS.index(charge.event.kind)
        amounts = charge.event.amounts_fen
        for index, name in enumerate(AMOUNTS):
            row[at.U_AMOUNTS + index] = amounts.get(name, 0)
        for index, fen in enumerate(charge.paid_fen.values()):
            row[blocks.paid + index] = fen
        for index, layer in enumerate(plan.seats.pack.layers):
            row[blocks.layer_advance + index] = charge.layer_advance_fen.get(layer.id, 0)
        for index, member in enumerate(plan.members):
            row[blocks.advance + index] = charge.advance_fen.get(member, 0)
            row[blocks.case + index] = -1
            if member.programme.kind is charge.event.kind:
                row[blocks.case + index] = plan.cases.verdict(index, unit, charge)
            row[blocks.base_known + index] = plan.bases[index] is not None
        return row

    def _steady_bases(self, unit: Unit) -> Iterator[tuple[tuple[int, int], Fraction]]:
        """Bases the fold cannot change; also makes room for them in the programme's grain."""
        place = Place(unit, State())
        for m in self._steady:
            member = self._plan.members[m]
            for charge in unit.folded:
                if charge.event.kind is member.programme.kind:
                    base = place.formula_on(member.programme.base, member, charge)
                    if not isinstance(base, Unknown):
                        self._plan.tables.grains[m].add([base], [])
                        yield (charge.index, m), base

    def _group(self, unit: Unit, rows: list[Row]) -> None:
        """Say of each event which is the first of its visit, its accounts and its periods."""
        blocks, first = self._plan.blocks, _First()
        person = unit.folded[0].person if rows else ""
        advanced = [unit.has_advances(member, person) for member in self._plan.members]
        for charge, row in zip(unit.folded, rows, strict=True):
            e = charge.index
            row[at.U_VISIT] = first.of(("visit", charge.visit), e)
            for m, member in enumerate(self._plan.members):
                label = charge.label(member.year)
                row[blocks.account + m] = first.of(("account", m, label), e)
                row[blocks.visit + m] = first.of(("visit of account", m, label, charge.visit), e)
                row[blocks.advanced + m] = advanced[m]
            for q, pool in enumerate(self._plan.pools):
                row[blocks.period + q] = first.of(_period(q, pool, charge), e)


class _First:
    """The first event that each of many keys was met on."""

    def __init__(self) -> None:
        self._met: dict[object, int] = {}

    def of(self, key: object, e: int) -> int:
        return self._met.setdefault(key, e)


def _period(q: int, pool: PoolRef, charge: Charge) -> object:
    match pool.per:
        case Per.VISIT:
            return (q, charge.visit)
        case Per.YEAR:
            return (q, charge.label(pool.year))
        case Per.LIFE:
            return (q,)


def _check(facts: Facts) -> None:
    if facts.responsibilities:
        raise UncoveredError(Uncovered.SEVERAL_PACKS)
    if len({event.person for event in facts.events}) > 1 or len(facts.people) > 1:
        raise UncoveredError(Uncovered.HOUSEHOLD)
    if facts.openings or facts.pool_openings:
        raise UncoveredError(Uncovered.OPENING)
    if facts.pins:
        raise UncoveredError(Uncovered.PINNED)


def _check_amounts(rows: Sequence[Row], plan: Plan) -> None:
    """Every amount is at most what the proofs of fit stand on, and none is below zero."""
    blocks = plan.blocks
    for row in rows:
        amounts = row[at.U_AMOUNTS : blocks.case]
        amounts += row[at.U_COST : at.U_PAID + 1]
        if min(amounts) < 0:
            raise UncoveredError(Uncovered.AMOUNTS)
    totals = [sum(row[index] for row in rows) for index in range(blocks.case) if rows]
    if max(totals, default=0) > at.AMOUNT_MAX_FEN:
        raise UncoveredError(Uncovered.AMOUNTS)


def scaled(base: Fraction, scale: int) -> int:
    """A base in yuan as a whole number of 1/scale fen."""
    value = base * FEN_PER_YUAN * scale
    assert value.denominator == 1, "the grain holds every base"
    return value.numerator
