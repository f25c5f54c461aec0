"""Files as offices send them, row by row, and beside each the truth about every row of it."""

import io
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import polars as pl

from mianshen.synth.layouts import Source
from mianshen.synth.workbooks import ROWS_MAX, Sheet, Workbook, spooled

ROLE_FOLDERS = {
    "rosters": "data/rosters",
    "settlements": "data/settlements",
    "one_stop": "data/counter",
    "e_bills": "data/bills",
    "others": "data/others",
    "people": "data/people",
    "accounts": "data/people",
    "opening": "data/opening",
    "backlog": "data/opening",
}
"""What offices send lies under `data`, apart from the truth, so that a reader finds it alone."""

PARTIAL_FOLDER = "partial"
TRUTH_COLUMNS = ("sheet", "row", "person", "holds", "dirt", "field", "clean")
FIRST_SHEET = "Sheet1"
ZERO_REPORT = ("零报告：本期无发生", "填表人：陈静")
"""What stands under the header where an office has nothing to tell, signed."""

_BYTE_ORDER_MARK = "\ufeff"


class Delivery:
    """One file of one source and month, with its truth.

    `append` takes rows of text by field; the layout decides on order, titles and encoding.
    `sheets` are the names of the sheets where a workbook has one for each township. Open files
    are closed with `files`, also when the work stops half-way.
    """

    def __init__(
        self,
        root: Path,
        folder: str,
        source: Source,
        month: int,
        region: str,
        sheets: Sequence[str],
        files: ExitStack,
    ) -> None:
        self.source = source
        self.name = f"{folder}/{source.file_name(month)}"
        self.path = root / self.name
        self.titles = _titles(source, region, month)
        self.rows = 0
        self._files = files
        self._truth_path = root / "truth" / "rows" / f"{self.name}.csv"
        self._truths: dict[str, IO[bytes]] = {}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._truth_path.parent.mkdir(parents=True, exist_ok=True)
        self._body = (
            _WorkbookBody(self, sheets, files) if source.is_workbook else _CsvBody(self, files)
        )

    def append(self, cells: pl.DataFrame, truth: pl.DataFrame, sheet: str = FIRST_SHEET) -> None:
        """Write rows and their truth (`TRUTH_COLUMNS` but the first two) in the same order."""
        if not len(cells):
            return
        self.rows += len(cells)
        ordered = cells.select(list(self.source.headers) or cells.columns)
        for name, first, start, count in self._body.append(ordered, sheet):
            rows = pl.int_range(first, first + count, eager=True)
            placed = truth.slice(start, count).with_columns(
                pl.lit(name).alias("sheet"), rows.alias("row")
            )
            told = _without_empty_quotes(placed.select(TRUTH_COLUMNS))
            told.write_csv(self._truth_of(name), include_header=False)

    def close(self) -> None:
        """Finish the file, and its truth sheet after sheet."""
        with self._truth_path.open("wb") as whole:
            whole.write((",".join(TRUTH_COLUMNS) + "\n").encode())
            for name in self._body.close():
                if name in self._truths:
                    self._truths[name].seek(0)
                    shutil.copyfileobj(self._truths[name], whole)
                    self._truths[name].close()

    def _truth_of(self, sheet: str) -> IO[bytes]:
        if sheet not in self._truths:
            self._truths[sheet] = spooled(self._truth_path.parent, self._files)
        return self._truths[sheet]


Placed = tuple[str, int, int, int]
"""Where rows went: sheet, number of the first row there, place of the first, how many."""


class _CsvBody:
    def __init__(self, delivery: Delivery, files: ExitStack) -> None:
        self._delivery = delivery
        self._file: IO[bytes] = files.enter_context(delivery.path.open("wb"))
        self._line = 1
        self._width = 0

    def append(self, cells: pl.DataFrame, _sheet: str) -> list[Placed]:
        if not self._width:
            self._begin(cells.columns)
        first = self._line
        self._write(cells)
        return [("", first, 0, len(cells))]

    def close(self) -> list[str]:
        if not self._width:
            self._begin(list(self._delivery.source.headers))
        if not self._delivery.rows:
            for line in ZERO_REPORT:
                self._line_of([line])
        elif self._delivery.source.has_total:
            self._line_of(["合计", str(self._delivery.rows)])
        self._file.close()
        return [""]

    def _begin(self, columns: Sequence[str]) -> None:
        source = self._delivery.source
        self._width = len(columns)
        if source.is_national or (source.encoding == "utf-8" and not source.title_rows):
            self._file.write(_BYTE_ORDER_MARK.encode())
        for title in self._delivery.titles:
            self._line_of([title])
        self._line_of([source.headers.get(name, name) for name in columns])

    def _line_of(self, texts: list[str]) -> None:
        padded = [*texts, *[""] * (self._width - len(texts))][: self._width]
        self._write(
            pl.DataFrame([padded], orient="row", schema=[str(n) for n in range(len(padded))])
        )

    def _write(self, cells: pl.DataFrame) -> None:
        made = io.BytesIO()
        _without_empty_quotes(cells).write_csv(made, include_header=False)
        raw = made.getvalue()
        encoding = self._delivery.source.encoding
        self._file.write(raw if encoding == "utf-8" else raw.decode().encode(encoding))
        self._line += len(cells)


class _WorkbookBody:
    def __init__(self, delivery: Delivery, names: Sequence[str], files: ExitStack) -> None:
        self._delivery = delivery
        self._book = Workbook(delivery.path, files)
        self._parts: dict[str, list[Sheet]] = {}
        source = delivery.source
        self._one_sheet = (
            FIRST_SHEET if source.layout.sheet in ("first", "all") else source.layout.sheet
        )
        for name in names if source.layout.sheet == "all" else (self._one_sheet,):
            self._parts[name] = [self._new_sheet(name)]

    def append(self, cells: pl.DataFrame, sheet: str) -> list[Placed]:
        name = sheet if self._delivery.source.layout.sheet == "all" else self._one_sheet
        placed: list[Placed] = []
        start = 0
        while start < len(cells):
            into = self._sheet_with_room(name)
            # The last row of a sheet is kept for the footer.
            count = min(len(cells) - start, ROWS_MAX - 1 - into.rows)
            placed.append((into.name, into.rows + 1, start, count))
            part = _filled_down(cells.slice(start, count), self._delivery.source)
            into.append(part, [name for name in cells.columns if name in DATE_FIELDS])
            start += count
        return placed

    def close(self) -> list[str]:
        sheets = [sheet for parts in self._parts.values() for sheet in parts]
        for sheet in sheets:
            if not self._delivery.rows:
                sheet.append(pl.DataFrame({"line": ZERO_REPORT}))
            elif self._delivery.source.has_total:
                sheet.append(pl.DataFrame({"a": ["合计"], "b": [str(sheet.rows)]}))
        if self._one_sheet != FIRST_SHEET:
            note = self._book.new_sheet("填报说明")
            note.append(pl.DataFrame({"note": ["填报说明：证件号码请按文本填写。"]}))
            self._book.close([note, *sheets])
        else:
            self._book.close(sheets)
        return [sheet.name for sheet in sheets]

    def _sheet_with_room(self, name: str) -> Sheet:
        parts = self._parts[name]
        if parts[-1].rows >= ROWS_MAX - 1:
            parts.append(self._new_sheet(f"{name}({len(parts) + 1})"))
        return parts[-1]

    def _new_sheet(self, name: str) -> Sheet:
        sheet = self._book.new_sheet(name)
        for title in self._delivery.titles:
            sheet.append(pl.DataFrame({"title": [title]}))
        headers = self._delivery.source.headers
        sheet.append(pl.DataFrame({field: [header] for field, header in headers.items()}))
        return sheet


DATE_FIELDS = frozenset(
    (
        *("start", "end", "born", "died", "moved", "paid_on", "first_day", "last_day"),
        *("begndate", "enddate", "setl_time", "brdy"),
    )
)
"""The fields that hold a day."""


def _without_empty_quotes(cells: pl.DataFrame) -> pl.DataFrame:
    """Empty texts as missing ones, which CSV writes as nothing at all and not as two quotes."""
    texts = pl.col(pl.String)
    return cells.with_columns(pl.when(texts != "").then(texts))


def _filled_down(cells: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Rows in which members of a household stand below it without saying so again."""
    if "household" not in source.layout.fill_down:
        return cells
    again = pl.col("household") == pl.col("household").shift(1)
    return cells.with_columns(
        pl.when(again).then(pl.lit("")).otherwise(pl.col(name)).alias(name)
        for name in source.layout.fill_down
    )


def _titles(source: Source, region: str, month: int) -> list[str]:
    year, of_year = divmod(month, 100)
    lines = [
        f"{region}{source.layout.title}",
        f"填报单位：{source.layout.department}　{year}年{of_year}月",
    ]
    lines += [""] * source.title_rows
    return lines[: source.title_rows]
