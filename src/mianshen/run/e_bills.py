"""电子票据 as a source tells of them: whose settlement each is for, how much, and how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from mianshen.run.cells import RowReader
from mianshen.run.others import named_beside
from mianshen.run.people import Named
from mianshen.run.reading.tables import Table

T = TypeVar("T")

FISCAL, TAX, DIGITAL = "1", "2", "3"
"""Kinds of bills as the national interfaces (4901) number them; the last has no code."""
OPEN, REIMBURSED, ASKED_FOR = "0", "1", "2"
"""Whether a bill was reimbursed, as the national interface (5501) says."""

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        **{one: one for one in (FISCAL, TAX, DIGITAL)},
        "财政电子票据": FISCAL,
        "税务电子发票": TAX,
        "数电票": DIGITAL,
    }
)
_FLUSHED: Mapping[str, bool] = MappingProxyType(
    {
        "0": False,
        "否": False,
        "正常": False,
        "未冲红": False,
        "1": True,
        "是": True,
        "冲红": True,
        "已冲红": True,
    }
)
_REIMBURSED: Mapping[str, str] = MappingProxyType(
    {
        **{one: one for one in (OPEN, REIMBURSED, ASKED_FOR)},
        "未报销": OPEN,
        "已报销": REIMBURSED,
        "申请中": ASKED_FOR,
        "报销中": ASKED_FOR,
    }
)


@dataclass(frozen=True, slots=True)
class ElectronicBill:
    """A bill (医疗收费电子票据) of a settlement, and how it stood when the source told of it.

    One is known by kind, code and number. `is_flushed` says that it was given back (冲红);
    `reimbursed` is one of `OPEN`, `REIMBURSED` and `ASKED_FOR`.
    """

    named: Named
    kind: str
    code: str
    number: str
    settlement: str
    amount_fen: int
    issued_on: date | None
    is_flushed: bool
    reimbursed: str


def read_e_bill(reader: RowReader, table: Table) -> ElectronicBill:
    """One row; what cannot be used of it goes to the reader's problems."""
    code = reader.text("bill_code") or ""
    kind = _word(reader, "bill_kind", _KINDS, FISCAL if code else DIGITAL)
    if kind != DIGITAL and not code:
        reader.required("bill_code")
    return ElectronicBill(
        named_beside(reader, table),
        kind,
        code,
        reader.required("bill_no") or "",
        reader.required("setl_id") or "",
        reader.amount_fen("amount", required=True) or 0,
        reader.date("issued_on"),
        _word(reader, "is_flushed", _FLUSHED, False),
        _word(reader, "reimbursed", _REIMBURSED, OPEN),
    )


def _word(reader: RowReader, field: str, words: Mapping[str, T], usual: T) -> T:
    """What a word of a cell means; an empty one means the usual."""
    text = reader.text(field)
    if text is None:
        return usual
    if text not in words:
        reader.refuse(field, "not_an_option", value=text, options="、".join(words))
    return words.get(text, usual)
