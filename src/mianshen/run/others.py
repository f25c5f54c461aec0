"""What others have paid, row by row, and the days through which a source has sent everything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from mianshen.engine.facts import Closure, OtherPayment
from mianshen.policy.pack import Pack
from mianshen.run.cells import RowReader
from mianshen.run.messages import InputError, Message
from mianshen.run.people import Named, Register
from mianshen.run.reading import Table, match_columns
from mianshen.run.rosters import PERSON_COLUMNS
from mianshen.run.settlements import FUND_PREFIX, PAYER_FIELDS

OTHERS_PREFIX = "others:"

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    **PERSON_COLUMNS,
    "source": ("来源", "支付渠道", "支付方"),
    "amount": ("金额", "支付金额", "amount_yuan"),
    "setl_id": ("结算ID", "结算编号"),
    "first_day": ("开始日期", "first"),
    "last_day": ("结束日期", "last"),
    "provisional": ("暂定", "预拨"),
    "through": ("截至日期", "closed_through"),
    "id": ("编号", "payment_id"),
}
_ORDER_DIGITS = 9


@dataclass(frozen=True, slots=True)
class PaidRow:
    """One payment by others as its row states it; the payment's person is still to be keyed."""

    named: Named
    payment: OtherPayment


@dataclass(frozen=True)
class Others:
    """Payments by others and closures of their sources."""

    rows: tuple[PaidRow, ...] = ()
    closures: tuple[Closure, ...] = ()

    def named(self) -> Iterable[Named]:
        """Who the people of the payments are."""
        return (row.named for row in self.rows)

    def payments(self, register: Register) -> list[OtherPayment]:
        """The payments as facts, each under the key of its person."""
        return [
            replace(row.payment, person=register.key(row.named.certno, row.named.psn_no))
            for row in self.rows
        ]


def read_others(tables: Iterable[Table], pack: Pack) -> Others:
    """Read tables of payments by others; raises `InputError` with every row that cannot be used."""
    problems: list[Message] = []
    rows: list[PaidRow] = []
    closures: list[Closure] = []
    places: dict[str, str] = {}
    for table in tables:
        columns = match_columns(table, _COLUMNS, ("source",))
        for row in table.rows():
            reader = RowReader(table, row, columns, problems)
            source = _source(reader, pack)
            if source is None:
                continue
            if reader.text("through") is not None:
                closures += _closure(reader, source)
                continue
            fallback = f"{table.name}:{row.line:0{_ORDER_DIGITS}d}"
            paid = _paid(reader, pack, source, reader.text("id") or fallback)
            first = places.setdefault(paid.payment.id, reader.place)
            if first != reader.place:
                reader.refuse("id", "payment_id_repeated", id=paid.payment.id, first=first)
            rows.append(paid)
    if problems:
        raise InputError(problems)
    return Others(tuple(rows), tuple(closures))


def payer_of(pack: Pack, source: str) -> str | None:
    """The payer of the pack that takes a source."""
    return next((name for name, one in pack.payers.items() if source in one.sources), None)


def _source(reader: RowReader, pack: Pack) -> str | None:
    """The source as the pack spells it; `商保` is enough where the pack says `others:商保`."""
    text = reader.required("source")
    if text is None:
        return None
    for spelled in (text, OTHERS_PREFIX + text):
        if payer_of(pack, spelled) is not None:
            return spelled
    known = [source for payer in pack.payers.values() for source in payer.sources]
    others = tuple(one for one in known if one not in PAYER_FIELDS and FUND_PREFIX not in one)
    hint = f" ({'、'.join(others)})" if others else ""
    reader.refuse("source", "source_unknown", source=text, hint=hint)
    return None


def _closure(reader: RowReader, source: str) -> list[Closure]:
    stated = [reader.text(name) for name in _COLUMNS if name not in ("source", "through", "id")]
    if any(stated):
        reader.refuse("through", "closure_alone")
    through = reader.date("through")
    return [Closure(source, through)] if through else []


def _paid(reader: RowReader, pack: Pack, source: str, payment_id: str) -> PaidRow:
    certno, psn_no = reader.person()
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
    return PaidRow(Named(reader.place, certno, psn_no), payment)
