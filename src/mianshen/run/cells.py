"""One row of a table that we define ourselves: its cells as values, its problems collected."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from mianshen.run.messages import Message, cell_message, message
from mianshen.run.reading.headers import Columns
from mianshen.run.reading.tables import Row
from mianshen.sources.field_names import PERSONAL
from mianshen.standards.fields import FIELD_BY_NAME, Field, Kind
from mianshen.standards.findings import Rule, shown
from mianshen.standards.identity.disability import DisabilityCard, read_disability_card
from mianshen.standards.readings import Value, given_text, read_value

_TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("是", "1", "true", "yes", "y", "有"), True),
    **dict.fromkeys(("否", "0", "false", "no", "n", "无"), False),
}
_SEXES: Mapping[str, str] = {
    **dict.fromkeys(("男", "男性", "1", "m", "male"), "男"),
    **dict.fromkeys(("女", "女性", "2", "f", "female"), "女"),
}
_COUNT_DIGITS_MAX = 9
_CERTNO_CHARS = 18
_OF_KIND: Mapping[Kind, Field] = {kind: Field(kind, kind, kind) for kind in Kind}
_FOUND = frozenset(("value", "source", "name"))


@lru_cache(maxsize=65_536)
def _read_once(kind: Kind, text: str) -> Value | Rule:
    """The value of a text; dates and amounts come again and again."""
    return read_value(_OF_KIND[kind], text)


def read_truth(text: str) -> bool | None:
    """The truth that 是 or 否 (or 1, 0, yes, no …) states, or None for anything else."""
    return _TRUTHS.get(text.strip().casefold())


class RowReader:
    """Reads the cells of one row; whatever cannot be read goes to `problems`."""

    def __init__(self, row: Row, columns: Columns, problems: list[Message]) -> None:
        self.place = row.place
        self._cells = row.cells
        self._columns = columns
        self._problems = problems

    def beside(self, problems: list[Message]) -> "RowReader":
        """A reader of the same row that notes its problems elsewhere."""
        return RowReader(Row(self.place, self._cells), self._columns, problems)

    def where(self, field: str) -> str:
        """The place of a cell: `file:row:column`."""
        return f"{self.place}:{self._columns.get(field, field)}"

    def refuse(self, field: str, code: str, **values: object) -> None:
        """Note a problem with a cell."""
        for name in _FOUND.intersection(values):
            values[name] = shown(str(values[name]))
        self._problems.append(message(code, self.where(field), **values))

    def text(self, field: str) -> str | None:
        """The text of a cell, or None when it is empty or there is no such column."""
        return self.text_of_column(self._columns[field]) if field in self._columns else None

    def text_of_column(self, column: str) -> str | None:
        """The same by the column's own name."""
        raw = self._cells.get(column)
        return given_text(_OF_KIND[Kind.CODE], raw) if raw else None

    def required(self, field: str) -> str | None:
        """The text of a cell that must not be empty."""
        text = self.text(field)
        if text is None:
            self._problems.append(cell_message(Rule.VALUE_MISSING, self.where(field)))
        return text

    def person(self) -> tuple[str | None, str | None]:
        """The certificate number and person number; whose they are is for the matching to say."""
        values: list[str | None] = []
        for name in ("certno", "psn_no"):
            text = self.text(name)
            value = None if text is None else read_value(FIELD_BY_NAME[name], text)
            if isinstance(value, Rule):
                found = "" if FIELD_BY_NAME[name].personal else shown(text or "")
                self._problems.append(cell_message(value, self.where(name), found))
                return None, None
            values.append(str(value) if value is not None else None)
        certno = values[0] or self._certno_of_card()
        if certno is None and values[1] is None and self.text("name") is None:
            self._problems.append(message("nobody", self.place))
        return certno, values[1]

    def _certno_of_card(self) -> str | None:
        card, text = self.disability_card(), self.text("disability_card") or ""
        if card is not None:
            return card.certno
        # Of a card that lost digits the beginning of the identity number may be left.
        return text[:_CERTNO_CHARS] if "*" in text else None

    def disability_card(self) -> DisabilityCard | None:
        """What the number of a disability card holds, where there is one."""
        text = self.text("disability_card")
        card = read_disability_card(text) if text else None
        if text and card is None and self.text("certno") is None and "*" not in text:
            self.refuse("disability_card", "not_a_disability_card", length=len(text))
        return card

    def date(self, field: str, *, required: bool = False) -> date | None:
        """A date, or None where none is given."""
        value = self._read(field, Kind.DATE, required=required)
        return value if isinstance(value, date) else None

    def amount_fen(self, field: str, *, required: bool = False) -> int | None:
        """An amount in fen that is not below zero, or None where none is given."""
        value = self.signed_fen(field, required=required)
        if value is not None and value < 0:
            self.refuse(field, "below_zero", value=self.text(field))
            return None
        return value

    def signed_fen(self, field: str, *, required: bool = False) -> int | None:
        """An amount in fen, below zero where something is taken back, or None if none is given."""
        value = self._read(field, Kind.MONEY, required=required)
        return value if isinstance(value, int) else None

    def number(self, column: str, text: str) -> Fraction | None:
        """A plain decimal number in a column of the pack's own."""
        value = read_value(_OF_KIND[Kind.NUMBER], text)
        if isinstance(value, Fraction):
            return value
        place = f"{self.place}:{column}"
        self._problems.append(cell_message(Rule.NOT_A_NUMBER, place, shown(text)))
        return None

    def count(self, field: str) -> int | None:
        """A whole number, or None where none is given."""
        text = self.text(field)
        if text is None:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= _COUNT_DIGITS_MAX):
            self.refuse(field, "not_a_count", value=text)
            return None
        return int(text)

    def truth(self, field: str) -> bool | None:
        """是 or 否, or None where neither is given."""
        text = self.text(field)
        truth = None if text is None else read_truth(text)
        if text is not None and truth is None:
            self.refuse(field, "not_a_truth", value=text)
        return truth

    def sex(self, field: str) -> str | None:
        """男 or 女, or None where neither is given."""
        text = self.text(field)
        sex = None if text is None else _SEXES.get(text.casefold())
        if text is not None and sex is None:
            self.refuse(field, "not_a_sex", value=text)
        return sex

    def option(self, column: str, text: str, options: Sequence[str]) -> str | None:
        """A word that must be one of the options, where there are any."""
        if options and text not in options:
            where, listed = f"{self.place}:{column}", "、".join(options)
            found = shown(text)
            self._problems.append(message("not_an_option", where, value=found, options=listed))
            return None
        return text

    def _read(self, field: str, kind: Kind, *, required: bool) -> Value | None:
        text = self.required(field) if required else self.text(field)
        if text is None:
            return None
        value = _read_once(kind, text)
        if isinstance(value, Rule):
            found = "" if field in PERSONAL else shown(text)
            self._problems.append(cell_message(value, self.where(field), found))
            return None
        return value
