"""A table as a workbook laid out for paper: title, unit, repeated head, total, signatures, 口径."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from mianshen.bureau.reporting.definitions import ABOUT_PERIODS, TITLES
from mianshen.bureau.reporting.tables import Cell, Column, Row, Sort, Table
from mianshen.policy.saying import Said, chinese, said
from mianshen.run.messages import Lang

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_A4 = 9
_HEAD_ROWS = 3
_WIDTHS = {Sort.MONEY: 14, Sort.COUNT: 9}
_WORDS = {
    "township": 18, "department": 18, "programme": 24, "fund": 22, "document": 22, "day": 11,
    "payment": 22, "name": 10, "certno": 20, "what": 9,
}  # fmt: skip
_WORD_WIDTH = 14
_UNIT = said("Unit: yuan, people, lines", "单位：元、人、笔")
_SHEETS = (said("Table", "表"), said("How it is counted", "口径说明"))
_SIGNED = said(
    "Approved by:            Checked by:            Made by:            Date:",
    "单位负责人：            审核：            制表：            日期：",
)
_HEAD = (said("Column", "栏目"), said("How it is counted", "口径"))


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on a workbook beside the figures: whose it is, and whether it was handed in."""

    district: Said
    state: Said
    lang: Lang = Lang.ZH


def workbook(table: Table, printed: Printed) -> bytes:
    """The bytes of a workbook; the same table and words, the same bytes."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": _MADE, "title": _in(TITLES[table.kind], printed.lang)})
    _Sheet(book, table, printed).write()
    _notes(book, table, printed.lang)
    book.close()
    return file.getvalue()


class _Sheet:
    """The sheet with the figures."""

    def __init__(self, book: Any, table: Table, printed: Printed) -> None:
        self.table, self.printed = table, printed
        self.sheet = book.add_worksheet(_in(_SHEETS[0], printed.lang))
        self.formats = _formats(book)
        self.last = len(table.columns) - 1

    def write(self) -> None:
        """Title, head, rows, total, signatures, and how it lies on paper."""
        table, lang = self.table, self.printed.lang
        self._over(0, _in(TITLES[table.kind], lang), "title")
        about = (self.printed.district, table.period.title, self.printed.state, _UNIT)
        self._over(1, "    ".join(_in(one, lang) for one in about), "about")
        for place, column in enumerate(table.columns):
            self.sheet.write_string(2, place, _in(column.title, lang), self.formats["head"])
            self.sheet.set_column(place, place, _width(column))
        for number, row in enumerate(table.rows):
            self._row(_HEAD_ROWS + number, row)
        end = _HEAD_ROWS + len(table.rows)
        self._row(end, table.total, "total_")
        self._over(end + 2, _in(_SIGNED, lang), "signed")
        self._lay_out(end + 2)

    def _over(self, row: int, text: str, style: str) -> None:
        self.sheet.merge_range(row, 0, row, self.last, text, self.formats[style])

    def _row(self, place: int, row: Row, style: str = "") -> None:
        for number, (column, cell) in enumerate(zip(self.table.columns, row.cells, strict=True)):
            self._cell(place, number, column, cell, style)

    def _cell(self, place: int, number: int, column: Column, cell: Cell, style: str) -> None:
        if isinstance(cell, int):
            # Exact in the file as well: a binary float would not be.
            exact = Decimal(cell).scaleb(-2) if column.sort is Sort.MONEY else cell
            style += "money" if column.sort is Sort.MONEY else "count"
            self.sheet.write_number(place, number, exact, self.formats[style])
        else:
            text = _in(cell or "", self.printed.lang)
            self.sheet.write_string(place, number, text, self.formats[f"{style}word"])

    def _lay_out(self, end: int) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, _HEAD_ROWS - 1)
        sheet.freeze_panes(_HEAD_ROWS, 1)
        sheet.print_area(0, 0, end, self.last)
        sheet.center_horizontally()
        pages = ("&CPage &P of &N", "&C第 &P 页，共 &N 页")
        sheet.set_footer(pages[self.printed.lang is Lang.ZH])


def _notes(book: Any, table: Table, lang: Lang) -> None:
    formats = _formats(book)
    sheet = book.add_worksheet(_in(_SHEETS[1], lang))
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    for place, title in enumerate(_HEAD):
        sheet.write_string(0, place, _in(title, lang), formats["head"])
    for row, column in enumerate(table.columns, 1):
        sheet.write_string(row, 0, _in(column.title, lang), formats["word"])
        sheet.write_string(row, 1, _in(column.counted, lang), formats["word"])
    end = len(table.columns) + 1
    sheet.merge_range(end, 0, end, 1, _in(ABOUT_PERIODS, lang), formats["word"])
    sheet.set_row(end, 48)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, end, 1)


def _formats(book: Any) -> dict[str, Any]:
    line: dict[str, Any] = {"border": 1, "font_size": 10, "valign": "vcenter"}
    bold = {**line, "bold": True}
    yuan = {"num_format": "#,##0.00", "align": "right"}
    whole = {"num_format": "#,##0", "align": "right"}
    told: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 16, "align": "center"},
        "about": {"font_size": 10, "align": "center"},
        "head": {**bold, "align": "center", "text_wrap": True, "bg_color": "#F2F4F7"},
        "word": {**line, "text_wrap": True},
        "money": {**line, **yuan},
        "count": {**line, **whole},
        "total_word": bold,
        "total_money": {**bold, **yuan},
        "total_count": {**bold, **whole},
        "signed": {"font_size": 11},
    }
    return {name: book.add_format(one) for name, one in told.items()}


def _width(column: Column) -> int:
    return _WIDTHS.get(column.sort) or _WORDS.get(column.name, _WORD_WIDTH)


def _in(sentence: str, lang: Lang) -> str:
    return chinese(sentence) if lang is Lang.ZH else str(sentence)
