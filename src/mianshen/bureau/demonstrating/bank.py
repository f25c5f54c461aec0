"""The bank of a demonstration: it answers each batch in the format that its profile declares."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import xlsxwriter

from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.bank.layout import ReturnFileLayout
from mianshen.bureau.payout.errors import refused
from mianshen.money import format_yuan

_REPORT = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
_PAID, _NO_ACCOUNT = "ACSC", "AC01"

REFUSED_EVERY = 83
"""Of a month's thousand lines ten to fifteen come back (退票)."""

_Row = Mapping[str, str]
_ENDINGS = {"xlsx": "xlsx", "pain.002": "xml"}


def answer(batch: str, layout: ReturnFileLayout, folder: Path, day: date, name: str) -> Path:
    """Write what the bank says of a batch: most are paid, every so many an account is not right.

    Raises `PayoutError` where the bank speaks a format this one does not.
    """
    writer = _WRITERS.get(layout.format)
    if writer is None:
        raise refused(
            "the bank of the demonstration cannot answer in {format}",
            "示范用的银行不会写 {format} 回盘",
            format=layout.format,
        )
    payments = payout.payments_of(batch)
    rows = [
        {
            "payment": one.number,
            "status": _status(layout, is_paid=_is_paid(one.number)),
            "amount": format_yuan(one.amount_fen),
            "amount_fen": str(one.amount_fen),
            "reason": "" if _is_paid(one.number) else "账户状态不符",
            "day": f"{day:%Y%m%d}",
            "reference": f"{batch}{one.sequence:06d}",
        }
        for one in payments
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.{_ENDINGS.get(layout.format, 'txt')}"
    path.write_bytes(writer(rows, layout, sum(one.amount_fen for one in payments)))
    return path


def _status(layout: ReturnFileLayout, *, is_paid: bool) -> str:
    """A word of the bank's; in a report of ISO 20022 the status, or the reason of a refusal."""
    if layout.format == "pain.002":
        return _PAID if is_paid else _NO_ACCOUNT
    return layout.paid[0] if is_paid else layout.refused[-1]


def _is_paid(payment: str) -> bool:
    """A payment that is sent again goes through: its number in the batch is another."""
    return int(payment.rsplit("-", 1)[1]) % REFUSED_EVERY != 0


def _csv(rows: Sequence[_Row], layout: ReturnFileLayout, total_fen: int) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=layout.delimiter, lineterminator="\r\n")
    writer.writerows(_cells(rows, layout, total_fen))
    return text.getvalue().encode(layout.encoding)


def _xlsx(rows: Sequence[_Row], layout: ReturnFileLayout, total_fen: int) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate(_cells(rows, layout, total_fen)):
        sheet.write_row(number, 0, cells)
    book.close()
    return content.getvalue()


def _cells(rows: Sequence[_Row], layout: ReturnFileLayout, total_fen: int) -> list[list[str]]:
    fields = list(layout.columns)
    table = [[layout.columns[field][0] for field in fields]]
    table += [[row.get(field, "") for field in fields] for row in rows]
    if layout.totals_mark and layout.totals is not None:
        cells = [""] * max(len(fields), *layout.totals)
        count, total = layout.totals
        cells[0] = layout.totals_mark
        cells[count - 1], cells[total - 1] = str(len(rows)), format_yuan(total_fen)
        table.append(cells)
    return table


def _pain(rows: Sequence[_Row], layout: ReturnFileLayout, _total_fen: int) -> bytes:
    """A payment status report (pain.002.001.10), a transaction for each payment."""
    report = ElementTree.Element("Document", xmlns=_REPORT)
    root = ElementTree.SubElement(report, "CstmrPmtStsRpt")
    batch = rows[0]["payment"].rpartition("-")[0] if rows else ""
    _texts(root, "GrpHdr", {"MsgId": f"R{batch}", "CreDtTm": "2000-01-01T00:00:00"})
    whole = {"OrgnlMsgId": batch, "OrgnlMsgNmId": "pain.001.001.09"}
    _texts(root, "OrgnlGrpInfAndSts", whole)
    payments = _texts(root, "OrgnlPmtInfAndSts", {"OrgnlPmtInfId": batch})
    for row in rows:
        is_paid = row["status"] == _PAID
        ids = {"OrgnlEndToEndId": row["payment"], "TxSts": row["status"] if is_paid else "RJCT"}
        one = _texts(payments, "TxInfAndSts", ids)
        if not is_paid:
            why = _texts(one, "StsRsnInf", {})
            _texts(why, "Rsn", {"Cd": row["status"]})
            _texts(why, "AddtlInf", {}).text = layout.reasons.get(row["status"], row["reason"])
        day = f"{row['day'][:4]}-{row['day'][4:6]}-{row['day'][6:]}T00:00:00"
        _texts(one, "AccptncDtTm", {}).text = day
        _texts(one, "AcctSvcrRef", {}).text = row["reference"]
        amount = _texts(_texts(_texts(one, "OrgnlTxRef", {}), "Amt", {}), "InstdAmt", {})
        amount.set("Ccy", "CNY")
        amount.text = row["amount"]
    return ElementTree.tostring(report, encoding="utf-8", xml_declaration=True)


def _texts(parent: Element, name: str, texts: Mapping[str, str]) -> Element:
    """An element with children that hold texts."""
    made = ElementTree.SubElement(parent, name)
    for child, text in texts.items():
        ElementTree.SubElement(made, child).text = text
    return made


def _fixed(rows: Sequence[_Row], layout: ReturnFileLayout, _total_fen: int) -> bytes:
    width = max(last for _, last in layout.slices.values())
    lines = []
    for row in rows:
        line = bytearray(b" " * width)
        for field, (first, last) in layout.slices.items():
            told = row.get(field, "").encode(layout.encoding)[: last - first + 1]
            line[first - 1 : first - 1 + len(told)] = told
        lines.append(bytes(line))
    return b"\n".join(lines) + b"\n"


_WRITERS = {"csv": _csv, "xlsx": _xlsx, "fixed": _fixed, "pain.002": _pain}
