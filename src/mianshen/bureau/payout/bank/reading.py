"""A bank's return file as lines about payments, read by the columns that `bank.yaml` declares."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from mianshen.bureau.payout.bank.layout import ReturnFileLayout
from mianshen.bureau.payout.bank.pain import pain_002
from mianshen.bureau.payout.bank.rows import Answer, ReturnRow, Said
from mianshen.bureau.payout.errors import PayoutError, refused
from mianshen.money import parse_yuan
from mianshen.policy.saying import said
from mianshen.run.messages import InputError, Lang
from mianshen.run.reading.grids import Record
from mianshen.run.reading.text_files import scan_text, text_sheet
from mianshen.run.reading.workbooks import read_workbook

_HEADER_WITHIN = 30


def read_return(path: Path, layout: ReturnFileLayout) -> Answer:
    """Read a return file whole; raises `PayoutError` with every line that cannot be read."""
    if not path.is_file():
        raise refused("there is no file {name}", "没有文件 {name}", name=path.name)
    try:
        if layout.format == "pain.002":
            return pain_002(path, path.name)
        return _Reader(path.name, layout).read(_records(path, layout))
    except PayoutError:
        raise
    except InputError as error:
        pairs = zip(error.lines(Lang.EN), error.lines(Lang.ZH), strict=True)
        raise PayoutError(*(said("{a}", "{b}", a=a, b=b) for a, b in pairs)) from error


def _records(path: Path, layout: ReturnFileLayout) -> Iterator[Record]:
    if layout.format == "xlsx":
        for sheet in read_workbook(path, path.name)[:1]:
            yield from sheet.records()
        return
    scan = scan_text(path, path.name)
    if layout.encoding not in scan.encodings:
        raise refused(
            "{name} is not in {encoding}: say in bank.yaml what it is in",
            "{name} 不是 {encoding} 编码：请在 bank.yaml 写明实际编码",
            name=path.name,
            encoding=layout.encoding,
        )
    if layout.format == "csv":
        yield from text_sheet(path, path.name, layout.encoding, layout.delimiter).records()
        return
    for line, raw in enumerate(path.read_bytes().split(b"\n"), 1):
        if raw.strip():
            yield line, _sliced(raw, layout)


def _sliced(raw: bytes, layout: ReturnFileLayout) -> list[str]:
    if layout.totals_mark and raw.decode(layout.encoding, "replace").startswith(layout.totals_mark):
        return raw.decode(layout.encoding, "replace").split("|")
    return [
        raw[first - 1 : last].decode(layout.encoding, "replace").strip()
        for first, last in layout.slices.values()
    ]


class _Reader:
    """Reads records one by one and keeps what is wrong with each."""

    def __init__(self, name: str, layout: ReturnFileLayout) -> None:
        self.name, self.layout = name, layout
        self.places = (
            {field: place for place, field in enumerate(layout.slices)}
            if layout.format == "fixed"
            else None
        )
        self.rows: list[ReturnRow] = []
        self.faults: list[PayoutError] = []
        self.count: int | None = None
        self.sum_fen: int | None = None

    def read(self, records: Iterator[Record]) -> Answer:
        """All records; raises `PayoutError` with every fault there is."""
        for line, cells in records:
            if not any(cell.strip() for cell in cells):
                continue
            try:
                self._take(line, [cell.strip() for cell in cells])
            except PayoutError as error:
                self.faults.append(error)
        if self.places is None:
            raise refused(
                "{name}: no header with the columns {columns} was found",
                "{name}：没有找到含这些列的表头：{columns}",
                name=self.name,
                columns="、".join(names[0] for names in self.layout.columns.values()),
            )
        if self.faults:
            raise PayoutError(*(one for fault in self.faults for one in fault.sentences))
        return Answer(tuple(self.rows), self.count, self.sum_fen)

    def _take(self, line: int, cells: list[str]) -> None:
        if self.layout.totals_mark and cells[0].startswith(self.layout.totals_mark):
            self._totals(line, cells)
        elif self.places is None:
            self._header(line, cells)
        else:
            self._row(line, cells, self.places)

    def _header(self, line: int, cells: list[str]) -> None:
        found = {
            field: cells.index(name)
            for field, names in self.layout.columns.items()
            for name in names
            if name in cells
        }
        if {"payment", "status"} <= set(found):
            self.places = found
        elif line > _HEADER_WITHIN:
            raise refused(
                "{where}: no header within the first {lines} lines",
                "{where}：前 {lines} 行没有表头",
                where=f"{self.name}:{line}",
                lines=_HEADER_WITHIN,
            )

    def _totals(self, line: int, cells: list[str]) -> None:
        places = self.layout.totals
        if places is None:
            return
        try:
            self.count = int(cells[places[0] - 1])
            self.sum_fen = parse_yuan(cells[places[1] - 1])
        except (ValueError, IndexError):
            raise self._wrong(line, "totals", "") from None

    def _row(self, line: int, cells: list[str], places: Mapping[str, int]) -> None:
        value = {
            field: cells[place] if place < len(cells) else "" for field, place in places.items()
        }
        where = f"{self.name}:{line}"
        self.rows.append(
            ReturnRow(
                where,
                value["payment"],
                self._said(line, value["status"]),
                value.get("code") or value["status"],
                value.get("reason") or self.layout.reasons.get(value["status"], ""),
                self._amount(line, value.get("amount", ""), value.get("amount_fen", "")),
                self._day(line, value.get("day", "")),
                value.get("reference", ""),
            )
        )

    def _said(self, line: int, status: str) -> Said:
        for words, meaning in (
            (self.layout.paid, Said.PAID),
            (self.layout.refused, Said.REFUSED),
            (self.layout.waiting, Said.WAITING),
        ):
            if status in words:
                return meaning
        raise refused(
            "{where}: status {status!r} is not in bank.yaml; ask the bank what it means and add it",
            "{where}：bank.yaml 里没有状态“{status}”；请向银行确认含义后补上",
            where=f"{self.name}:{line}",
            status=status,
        )

    def _amount(self, line: int, yuan: str, fen: str) -> int | None:
        try:
            if fen:
                return int(fen)
            return parse_yuan(yuan) if yuan else None
        except ValueError:
            raise self._wrong(line, "amount", yuan or fen) from None

    def _day(self, line: int, text: str) -> date | None:
        digits = text.replace("-", "").replace("/", "")[:8]
        try:
            return date.fromisoformat(digits) if text else None
        except ValueError:
            raise self._wrong(line, "day", text) from None

    def _wrong(self, line: int, field: str, text: str) -> PayoutError:
        return refused(
            "{where}: {field} cannot be read: {text!r}; get the file from the bank again",
            "{where}：{field} 读不出：“{text}”；请向银行重新索取",
            where=f"{self.name}:{line}",
            field=field,
            text=text,
        )
