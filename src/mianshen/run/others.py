"""What others have paid, row by row, and the days through which a source has sent everything."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from mianshen.engine.facts import Closure, OtherPayment
from mianshen.policy.pack import Pack
from mianshen.run.cells import RowReader
from mianshen.run.people import Named, Register
from mianshen.run.reading.intake import take_rows
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.periods import Period
from mianshen.run.reading.tables import Table, line_of
from mianshen.run.settlements import FUND_PREFIX, PAYER_FIELDS
from mianshen.sources.field_names import OTHERS

OTHERS_PREFIX = "others:"

_ORDER_DIGITS = 9
_AGAIN = "again"
_BESIDE_RANK = 3
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PaidRow:
    """One payment by others as its row states it; the payment's person is still to be keyed."""

    named: Named
    payment: OtherPayment


@dataclass(frozen=True)
class Others:
    """Payments by others and closures of their sources; `again` rows came a second time.

    `stated` closures stand in the files; `periods` are those a closing source has delivered.
    """

    rows: tuple[PaidRow, ...] = ()
    stated: tuple[Closure, ...] = ()
    periods: tuple[tuple[str, Period], ...] = ()
    again: int = 0

    @property
    def closures(self) -> tuple[Closure, ...]:
        """What is stated, and what the deliveries of one period after the other close."""
        return (*self.stated, *closed_by_periods(self.periods))

    def named(self) -> Iterable[Named]:
        """Who the people of the payments are."""
        return (row.named for row in self.rows)

    def payments(self, register: Register) -> list[OtherPayment]:
        """The payments as facts, each under the key of its person."""
        return [
            replace(row.payment, person=key)
            for row in self.rows
            for key in [register.key_at(row.named.where)]
            if key is not None
        ]


def read_others(tables: Sequence[Table], pack: Pack, ledger: Ledger) -> Others:
    """Read tables of payments by others; rows that cannot be used go to quarantine."""
    rows: list[PaidRow] = []
    closures: list[Closure] = []
    known: dict[str, PaidRow] = {}
    again = 0
    for table in tables:

        def read(reader: RowReader, table: Table = table) -> PaidRow | Closure | str | None:
            return _read_row(reader, table, pack, known)

        for made in take_rows(table, ledger, read):
            match made:
                case Closure():
                    closures.append(made)
                case PaidRow():
                    rows.append(made)
                case _:
                    again += 1
    periods = tuple(_periods(tables, pack))
    return Others(tuple(rows), tuple(closures), periods, again)


def _periods(tables: Iterable[Table], pack: Pack) -> Iterable[tuple[str, Period]]:
    for table in tables:
        source = _spelled(pack, table.layout.fixed.get("source", ""))
        if table.layout.closes and table.period and source:
            yield source, table.period


def closed_by_periods(delivered: Iterable[tuple[str, Period]]) -> Iterable[Closure]:
    """What deliveries of one period after the other close; behind a gap nothing is known."""
    periods: dict[str, list[Period]] = defaultdict(list)
    for source, period in delivered:
        periods[source].append(period)
    for source, given in periods.items():
        through = min(given).last
        for period in sorted(given):
            if period.first > through + _DAY:
                break
            through = max(through, period.last)
        yield Closure(source, through)


def _read_row(
    reader: RowReader, table: Table, pack: Pack, known: dict[str, PaidRow]
) -> PaidRow | Closure | str | None:
    source = _source(reader, pack)
    if source is None:
        return None
    if reader.text("through") is not None:
        return _closure(reader, source)
    paid = _paid(reader, table, pack, source, number_of(reader))
    first = known.setdefault(paid.payment.id, paid)
    if first is paid:
        return paid
    if not _says_the_same(first, paid):
        where = first.named.where
        reader.refuse("id", "payment_id_repeated", id=paid.payment.id, first=where)
    return _AGAIN


def number_of(reader: RowReader) -> str:
    """By which number a row is known: its own, or where it stands."""
    place, line = line_of(reader.place)
    return reader.text("id") or f"{place}:{line:0{_ORDER_DIGITS}d}"


def _says_the_same(one: PaidRow, other: PaidRow) -> bool:
    """Whether a payment was delivered again; where it stands does not matter."""
    number, other_number = (row.named.certno or row.named.psn_no for row in (one, other))
    return number == other_number and one.payment == replace(
        other.payment, origin=one.payment.origin
    )


def payer_of(pack: Pack, source: str) -> str | None:
    """The payer of the pack that takes a source."""
    return next((name for name, one in pack.payers.items() if source in one.sources), None)


def _source(reader: RowReader, pack: Pack) -> str | None:
    """The source as the pack spells it; `商保` is enough where the pack says `others:商保`."""
    text = reader.required("source")
    if text is None:
        return None
    spelled = _spelled(pack, text)
    if spelled is not None:
        return spelled
    known = [source for payer in pack.payers.values() for source in payer.sources]
    others = tuple(one for one in known if one not in PAYER_FIELDS and FUND_PREFIX not in one)
    hint = f" ({'、'.join(others)})" if others else ""
    reader.refuse("source", "source_unknown", source=text, hint=hint)
    return None


def _spelled(pack: Pack, text: str) -> str | None:
    found = (one for one in (text, OTHERS_PREFIX + text) if payer_of(pack, one) is not None)
    return next(found, None)


def _closure(reader: RowReader, source: str) -> Closure | None:
    beside = ("source", "through", "id")
    stated = [reader.text(name) for name in OTHERS if name not in beside]
    if any(stated):
        reader.refuse("through", "closure_alone")
    through = reader.date("through")
    return Closure(source, through) if through else None


def _paid(reader: RowReader, table: Table, pack: Pack, source: str, payment_id: str) -> PaidRow:
    settlement = reader.text("setl_id")
    first, last = reader.date("first_day"), reader.date("last_day")
    payer = payer_of(pack, source)
    if settlement and (first or last):
        reader.refuse("setl_id", "payment_both")
    elif not settlement and (first is None or last is None):
        reader.refuse("setl_id", "payment_needs_span")
    elif first and last and last < first:
        reader.refuse("last_day", "end_before_start", start=first, end=last)
    elif not settlement and payer is not None and pack.payers[payer].allocate is None:
        reader.refuse("source", "payment_no_allocation", payer=payer)
    payment = OtherPayment(
        payment_id,
        "",
        source,
        reader.amount_fen("amount", required=True) or 0,
        settlement,
        first,
        last,
        reader.truth("provisional") or False,
        reader.place,
    )
    return PaidRow(named_beside(reader, table), payment)


def named_beside(reader: RowReader, table: Table) -> Named:
    """Who a row of a table beside settlements and rosters names."""
    certno, psn_no = reader.person()
    return Named(
        reader.place,
        certno,
        psn_no,
        reader.text("name"),
        rank=_BESIDE_RANK,
        role=table.role,
        source=table.told_by,
    )
