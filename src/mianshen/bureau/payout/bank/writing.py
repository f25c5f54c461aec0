"""A batch as the bytes of a file: CSV, XLSX, fixed width or pain.001; the same batch, the same."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter

from mianshen.bureau.payout.bank.layout import Column, PaymentFile
from mianshen.bureau.payout.bank.lines import OutBatch, fields_of
from mianshen.bureau.payout.bank.pain import pain_001
from mianshen.bureau.payout.errors import refused

EXTENSIONS = {"csv": "csv", "xlsx": "xlsx", "fixed": "txt", "pain.001": "xml"}
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def file_bytes(batch: OutBatch, layout: PaymentFile) -> bytes:
    """The file of a batch; raises `PayoutError` where a value does not fit its column."""
    if layout.format == "pain.001":
        return pain_001(batch)
    if layout.format == "xlsx":
        return _xlsx(batch, layout)
    text = _fixed(batch, layout) if layout.format == "fixed" else _csv(batch, layout)
    return text if isinstance(text, bytes) else text.encode(layout.encoding)


def _lines(batch: OutBatch, layout: PaymentFile) -> Iterator[tuple[Sequence[Column], list[str]]]:
    whole = batch.fields()
    if layout.before:
        yield layout.before, _cells(layout.before, whole)
    if layout.header and layout.format != "fixed":
        yield (), [column.title or column.field for column in layout.columns]
    for one in batch.payments:
        yield layout.columns, _cells(layout.columns, whole | fields_of(one))
    if layout.after:
        yield layout.after, _cells(layout.after, whole)


def _cells(columns: Sequence[Column], values: Mapping[str, str]) -> list[str]:
    return [values[column.field] if column.field else column.text for column in columns]


def _csv(batch: OutBatch, layout: PaymentFile) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=layout.delimiter, lineterminator="\r\n")
    writer.writerows(cells for _, cells in _lines(batch, layout))
    return text.getvalue()


def _fixed(batch: OutBatch, layout: PaymentFile) -> bytes:
    lines = []
    for number, (columns, cells) in enumerate(_lines(batch, layout), 1):
        pairs = zip(columns, cells, strict=True)
        lines.append(b"".join(_placed(column, cell, layout, number) for column, cell in pairs))
    return b"".join(line + b"\r\n" for line in lines)


def _placed(column: Column, cell: str, layout: PaymentFile, number: int) -> bytes:
    """A value in the bytes of its column, padded; widths count bytes as banks do."""
    width = column.width or 0
    value, pad = cell.encode(layout.encoding), column.pad.encode(layout.encoding)
    if len(value) > width or any(char < " " for char in cell):
        raise refused(
            "line {number}: {title} does not fit its {width} bytes; widen the column in bank.yaml"
            " or shorten the value at its source",
            "第 {number} 行：{title} 放不进 {width} 个字节；请在 bank.yaml 加宽该列或从来源处缩短",
            number=number,
            title=column.title or column.field,
            width=width,
        )
    filling = pad * ((width - len(value)) // len(pad)) + b" " * ((width - len(value)) % len(pad))
    return filling + value if column.align == "right" else value + filling


def _xlsx(batch: OutBatch, layout: PaymentFile) -> bytes:
    """A workbook of text cells: a number cell would pass amounts through binary floats."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet("代发明细")
    for row, (_, cells) in enumerate(_lines(batch, layout)):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    book.close()
    return file.getvalue()
