"""Bank files: the same batch is the same bytes, in every form, and what comes back is read."""

import io
import itertools
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import fastexcel
import pytest

from bureau import paying
from mianshen.bureau.demonstrating.bank import answer as demonstrated
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.bank.layout import BankLayout, read_bank
from mianshen.bureau.payout.bank.lines import Out, OutBatch
from mianshen.bureau.payout.bank.reading import read_return
from mianshen.bureau.payout.bank.rows import Said
from mianshen.bureau.payout.bank.writing import file_bytes
from mianshen.bureau.payout.errors import PayoutError

ROOT = Path(__file__).resolve().parents[2]
BATCH = OutBatch(
    "B2025-000001",
    date(2025, 3, 26),
    "医疗救助",
    "某区医疗保障局",
    "62000",
    [
        Out("B2025-000001-000001", 1, 231_740, "张𠮷", "6228480012345678901", "某行", "314651"),
        Out("B2025-000001-000002", 2, 5, "李国", "6228480012345678902", "某行", ""),
    ],
)


def layout(format_: str, **more: object) -> BankLayout:
    columns = [
        {"title": "户名", "field": "holder", "width": 12},
        {"title": "金额", "field": "amount", "width": 10, "align": "right"},
        {"title": "分", "field": "amount_fen", "width": 8, "align": "right", "pad": "0"},
    ]
    return BankLayout.model_validate(
        {
            "bank": "某行",
            "debtor": "某区医疗保障局",
            "payment_file": {"format": format_, "columns": columns, **more},
            "return_file": {"format": "pain.002"},
        }
    )


@pytest.mark.parametrize("format_", ["csv", "xlsx", "fixed", "pain.001"])
def test_the_same_batch_is_the_same_bytes(format_: str) -> None:
    out = layout(format_).payment_file

    assert file_bytes(BATCH, out) == file_bytes(replace(BATCH), out)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_csv_keeps_rare_characters_in_both_encodings(encoding: str) -> None:
    text = file_bytes(BATCH, layout("csv", encoding=encoding).payment_file).decode(encoding)

    assert text.splitlines()[:2] == ["户名,金额,分", "张𠮷,2317.40,231740"]


def test_a_fixed_file_counts_bytes() -> None:
    lines = file_bytes(BATCH, layout("fixed").payment_file).split(b"\r\n")

    assert {len(line) for line in lines[:-1]} == {30}
    assert lines[1] == "李国".encode("gb18030") + b" " * 8 + b"      0.05" + b"00000005"


def test_a_value_that_does_not_fit_its_column_is_told_and_not_cut() -> None:
    long = replace(BATCH, payments=[replace(BATCH.payments[0], holder="某某某某某某某")])

    with pytest.raises(PayoutError, match="户名 does not fit its 12 bytes"):
        file_bytes(long, layout("fixed").payment_file)


def test_a_workbook_holds_amounts_as_text() -> None:
    content = file_bytes(BATCH, layout("xlsx").payment_file)
    sheet = fastexcel.read_excel(io.BytesIO(content).getvalue()).load_sheet(0, header_row=None)

    assert sheet.to_polars().rows()[1] == ("张𠮷", "2317.40", "231740")


def test_pain_001_has_accounts_without_iban_and_sums_that_agree() -> None:
    text = file_bytes(BATCH, layout("pain.001").payment_file).decode("utf-8")

    assert "<CtrlSum>2317.45</CtrlSum>" in text
    assert '<InstdAmt Ccy="CNY">0.05</InstdAmt>' in text
    assert "<Othr><Id>6228480012345678901</Id></Othr>" in text
    assert "<MmbId>314651</MmbId>" in text
    assert "IBAN" not in text


def report(status: str, reason: str = "", amount: str = "2317.40", count: int = 1) -> str:
    why = f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>" if reason else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>R1</MsgId><CreDtTm>2025-03-27T08:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>B2025-000001</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
<OrgnlNbOfTxs>{count}</OrgnlNbOfTxs><OrgnlCtrlSum>2317.40</OrgnlCtrlSum></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>B2025-000001</OrgnlPmtInfId><TxInfAndSts>
<OrgnlEndToEndId>B2025-000001-000001</OrgnlEndToEndId><TxSts>{status}</TxSts>{why}
<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">{amount}</InstdAmt></Amt></OrgnlTxRef>
</TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""


@pytest.mark.parametrize(
    ("status", "said"), [("ACSC", Said.PAID), ("RJCT", Said.REFUSED), ("PDNG", Said.WAITING)]
)
def test_pain_002_says_what_became_of_each_payment(tmp_path: Path, status: str, said: Said) -> None:
    path = tmp_path / "report.xml"
    path.write_text(report(status, "AC04"), "utf-8")

    answer = read_return(path, layout("pain.001").return_file)

    (row,) = answer.rows
    assert (row.payment, row.said, row.code) == ("B2025-000001-000001", said, "AC04")
    assert (row.amount_fen, answer.declared_count, answer.declared_fen) == (231_740, 1, 231_740)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (report("XXXX"), "status 'XXXX' is not known"),
        (report("ACSC", amount="viel"), "not a pain.002 report"),
        ("<Document/>", "not a pain.002 report"),
        ("no xml at all", "not a pain.002 report"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + report("ACSC"), "DOCTYPE"),
    ],
)
def test_what_is_no_report_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "report.xml"
    path.write_text(text, "utf-8")

    with pytest.raises(PayoutError, match=told):
        read_return(path, layout("pain.001").return_file)


@pytest.mark.parametrize("profile", ["xinjin", "jingan"])
def test_the_layouts_of_the_profiles_write_and_read(tmp_path: Path, profile: str) -> None:
    bank = read_bank(ROOT / "profiles" / profile / "bank.yaml")
    assert file_bytes(BATCH, bank.payment_file)
    path = tmp_path / "back.txt"
    path.write_bytes(_back(bank))

    answer = read_return(path, bank.return_file)

    assert [(row.payment, row.said, row.amount_fen) for row in answer.rows] == [
        (BATCH.payments[0].payment, Said.PAID, 231_740),
        (BATCH.payments[1].payment, Said.REFUSED, 5),
    ]
    assert answer.rows[1].reason


def _back(bank: BankLayout) -> bytes:
    """What the bank of a profile would answer: the first payment paid, the second refused."""
    back = bank.return_file
    statuses = [next(iter(back.paid)), next(iter(back.refused))]
    pairs = list(zip(BATCH.payments, statuses, strict=True))
    if back.format == "csv":
        head = ["明细号,返回码,原因,金额,记账日期,银行流水号"]
        body = [
            f"{one.payment},{status},,{one.amount_fen // 100}.{one.amount_fen % 100:02d},20250327,"
            for one, status in pairs
        ]
        return "\r\n".join(itertools.chain(head, body)).encode(back.encoding)
    lines = [f"D{one.payment:<24}{status}{one.amount_fen:015d}" for one, status in pairs]
    return "\r\n".join(lines).encode(back.encoding)


CODED = """\
bank: x
debtor: y
bank_codes: {某行: "%s"}
payment_file:
  format: csv
  columns: [{title: 户名, field: holder}, {title: 联行号, field: bank_code}]
return_file: {format: pain.002}
"""


@pytest.mark.parametrize("code", ["31465100000", "3146510000011", "31465100000X", "农商行"])
def test_a_clearing_number_has_twelve_digits(tmp_path: Path, code: str) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(CODED % code, "utf-8")

    with pytest.raises(PayoutError, match=r"bank.yaml:3"):
        read_bank(path)


@pytest.mark.usefixtures("database")
def test_the_clearing_number_is_the_accounts_own_or_the_one_of_its_bank(tmp_path: Path) -> None:
    (tmp_path / "bank.yaml").write_text(CODED % "314651000001", "utf-8")
    bank = read_bank(tmp_path / "bank.yaml")
    paying.open_fund()
    paying.handed_over(100, 200, 300)
    request = paying.funded()
    street = _Banks({1: ("某行", ""), 2: ("某行", "314651000999"), 3: ("别的行", "")})
    batch = payout.make_batch(request, bank.bank, paying.CLERK, street, paying.TODAY).batch
    assert batch is not None
    told = (tmp_path, street, paying.TODAY, paying.CLERK)
    written = payout.write_bank_file(batch, bank, *told)

    rows = [line.split(",") for line in written.path.read_text("gb18030").splitlines()]
    assert [code for _, code in rows] == ["联行号", "314651000001", "314651000999", ""]


class _Banks(paying.Street):
    """People whose accounts are with the banks that they are given with, and their numbers."""

    def __init__(self, banks: Mapping[int, tuple[str, str]]) -> None:
        super().__init__()
        self._banks = banks

    def open_accounts(self, accounts: Collection[int]) -> Mapping[int, payout.OpenedAccount]:
        opened = super().open_accounts(accounts)
        return {
            one: payout.OpenedAccount(found.holder, found.number, *self._banks[one % 1000])
            for one, found in opened.items()
        }


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("profile", ["baoshan", "jingan", "xinjin"])
def test_the_bank_of_a_demonstration_answers_as_its_profile_declares(
    tmp_path: Path, profile: str
) -> None:
    back = read_bank(ROOT / "profiles" / profile / "bank.yaml").return_file
    paying.open_fund()
    paying.handed_over(100, 200)
    batch = paying.batched(paying.funded())
    answer = read_return(demonstrated(batch, back, tmp_path, paying.TODAY, "back"), back)

    told = [(one.said, one.amount_fen, one.day or paying.TODAY) for one in answer.rows]
    assert told == [(Said.PAID, 100, paying.TODAY), (Said.PAID, 200, paying.TODAY)]
    assert [one.payment for one in answer.rows] == [one.number for one in paying.payments(batch)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("bank: x\ndebtor: y\npayment_fil:\n  format: csv\n", "bank.yaml:3:1: .*payment_file"),
        ("bank: x\ndebtor: y\npayment_file:\n  format: doc\n", "bank.yaml:4"),
        ("- x\n", "begins with `bank:`"),
    ],
)
def test_a_layout_with_a_fault_is_told_at_its_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(PayoutError, match=told):
        read_bank(path)
