"""The cells of a row as the fields they carry: dates in one form, numbers whole, gaps filled."""

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from mianshen.run.masking import masked_name, masked_number
from mianshen.run.reading.dates import date_reader
from mianshen.run.reading.ledger import FileAccount, Ledger, Repair
from mianshen.sources.field_names import (
    AMOUNTS,
    CERTIFICATES,
    DATES,
    LAST_DAYS,
    LONG_NUMBERS,
    PERSON_NAMES,
    PERSONAL,
)
from mianshen.sources.layouts import Layout
from mianshen.standards.identity.mending import mend_number
from mianshen.standards.identity.names import fold_name

if TYPE_CHECKING:
    from mianshen.run.reading.tables import Part

_EXACT_DIGITS_MAX = 15
_MONEY_WRAPPING = re.compile(r"^[¥￥]|[元圆]$|[\s\u00a0\u3000]")
_PLAIN_AMOUNT = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_CERT_TYPES = ("cert_type", "psn_cert_type")


class _Kind(Enum):
    DATE = auto()
    CERTIFICATE = auto()
    LONG_NUMBER = auto()
    AMOUNT = auto()
    NAME = auto()


def _kind_of(field: str, *, has_numbers: bool) -> _Kind | None:
    """How the cells of a field are mended, if they are."""
    if field in DATES:
        return _Kind.DATE
    if field in CERTIFICATES:
        return _Kind.CERTIFICATE
    if field in LONG_NUMBERS:
        return _Kind.LONG_NUMBER if has_numbers else None
    if field in AMOUNTS:
        return _Kind.AMOUNT
    return _Kind.NAME if field in PERSON_NAMES else None


def masked_cell(field: str, text: str) -> str:
    """A cell as it may be shown."""
    if field in CERTIFICATES:
        return masked_number(text)
    if field in PERSON_NAMES:
        return masked_name(text)
    return "*" * len(text) if field in PERSONAL else text


class CellMender:
    """Mends the cells of one sheet and writes every repair into the ledger."""

    def __init__(self, layout: Layout, part: "Part", account: FileAccount, ledger: Ledger) -> None:
        field_at = part.field_at
        self._names = part.header.names
        self._field_at = field_at
        self._account = account
        self._ledger = ledger
        self._read_date = date_reader(layout.dates)
        self._above: dict[int, str] = {}
        self._trusted: set[tuple[int, int]] = set()
        self._fixed = [
            (field, value)
            for field, value in layout.fixed.items()
            if field not in part.header.columns
        ]
        long_numbers = [index for index, field in field_at.items() if field in LONG_NUMBERS]
        self._numbers = part.sheet.numbers(long_numbers)
        self._lines_with_numbers = frozenset(line for line, _ in self._numbers)
        self._to_fill = [i for i, field in field_at.items() if field in layout.fill_down]
        self._to_mend = [
            (index, field, kind)
            for index, field in field_at.items()
            for kind in [_kind_of(field, has_numbers=bool(self._numbers))]
            if kind is not None
        ]
        self._mend_at = {at[0]: at for at in self._to_mend}
        self._type_at = next(
            (index for index, field in field_at.items() if field in _CERT_TYPES), None
        )

    def trust(self, line: int, index: int) -> None:
        """Take a cell for text, although the workbook has a number there: it was corrected."""
        self._trusted.add((line, index))

    def has_number(self, line: int) -> bool:
        """Whether a cell of a line that should hold text holds a number."""
        return line in self._lines_with_numbers

    def fill(self, cells: list[str]) -> None:
        """Fill gaps below merged cells as the rows above say; every row in turn, again or not."""
        for index in self._to_fill:
            cells[index] = self._filled(index, cells[index])

    def mend(self, place: str, line: int, cells: list[str]) -> dict[str, str]:
        """The cells by column name, each as its field is read; fixed values stand beside them."""
        before = len(self._ledger.repairs)
        self.fill(cells)
        for index, field, kind in self._to_mend:
            if cells[index]:
                cells[index] = self._mended(place, line, (index, field, kind), cells)
        row = dict(zip(self._names, cells, strict=True))
        for field, value in self._fixed:
            row[field] = value
        if len(self._ledger.repairs) > before:
            self._account.repaired += 1
        return row

    def mend_alone(self, index: int, raw: str) -> str:
        """One cell as its field is read, as if no other stood in its row."""
        known = self._mend_at.get(index)
        if known is None or not raw:
            return raw
        cells = [""] * len(self._names)
        cells[index] = raw
        return self._mended("", 0, known, cells)

    def _mended(
        self, place: str, line: int, at: tuple[int, str, _Kind], cells: Sequence[str]
    ) -> str:
        index, field, kind = at
        raw = cells[index]
        match kind:
            case _Kind.DATE:
                return self._read_date(raw, field in LAST_DAYS)
            case _Kind.CERTIFICATE:
                return self._certificate(place, line, index, cells)
            case _Kind.LONG_NUMBER:
                return self._long_number(line, index, raw)
            case _Kind.AMOUNT:
                return raw if _PLAIN_AMOUNT.fullmatch(raw) else self._amount(place, field, raw)
            case _Kind.NAME:
                return self._name(place, field, raw)

    def _filled(self, index: int, raw: str) -> str:
        if raw.strip():
            self._above[index] = raw
        return self._above.get(index, raw)

    def _certificate(self, place: str, line: int, index: int, cells: Sequence[str]) -> str:
        raw = self._long_number(line, index, cells[index])
        cert_type = cells[self._type_at].strip().zfill(2) if self._type_at is not None else None
        mended = mend_number(raw, cert_type)
        field = self._field_at[index]
        if mended.damaged:
            self._note(place, field, "digits_lost", masked_number(raw), masked_number(mended.text))
        for mend in mended.mends:
            self._note(place, field, mend, masked_number(raw.strip()), masked_number(mended.text))
        return mended.text

    def _long_number(self, line: int, index: int, raw: str) -> str:
        """A number of more digits than a spreadsheet keeps, as the spreadsheet would show it."""
        digits = raw.strip()
        is_number = (line, index) in self._numbers and (line, index) not in self._trusted
        if is_number and digits.isdigit() and len(digits) > _EXACT_DIGITS_MAX:
            return f"{digits[0]}.{digits[1:_EXACT_DIGITS_MAX]}E+{len(digits) - 1}"
        return raw

    def _amount(self, place: str, field: str, raw: str) -> str:
        text = unicodedata.normalize("NFKC", raw) if not raw.isascii() else raw
        text = _MONEY_WRAPPING.sub("", text).replace("，", ",")
        if text != raw.strip():
            self._note(place, field, "amount_written_plainly", raw.strip()[:40], text[:40])
        return text

    def _name(self, place: str, field: str, raw: str) -> str:
        stripped = raw.strip()
        folded = fold_name(stripped) if not stripped.isascii() else stripped
        if folded != stripped:
            self._note(place, field, "name_folded", masked_name(stripped), masked_name(folded))
        return folded

    def _note(self, place: str, field: str, rule: str, before: str, after: str) -> None:
        self._ledger.repairs.append(Repair(place, field, rule, before, after))
