"""ISO 20022: a batch as pain.001.001.09, and what pain.002.001.10 says of its payments."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyiso20022.pain.pain_001_001_09 import (
    AccountIdentification4Choice,
    ActiveOrHistoricCurrencyAndAmount,
    AmountType4Choice,
    BranchAndFinancialInstitutionIdentification6,
    CashAccount38,
    ClearingSystemMemberIdentification2,
    CreditTransferTransaction34,
    CustomerCreditTransferInitiationV09,
    DateAndDateTime2Choice,
    Document,
    FinancialInstitutionIdentification18,
    GenericAccountIdentification1,
    GroupHeader85,
    PartyIdentification135,
    PaymentIdentification6,
    PaymentInstruction30,
    PaymentMethod3Code,
    RemittanceInformation16,
)
from pyiso20022.pain.pain_002_001_10 import Document as Report
from xsdata.exceptions import ConverterWarning, ParserError
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.models.datatype import XmlDate, XmlDateTime

from mianshen.bureau.payout.bank.lines import Out, OutBatch
from mianshen.bureau.payout.bank.rows import Answer, ReturnRow, Said
from mianshen.bureau.payout.errors import refused
from mianshen.money import format_yuan, parse_yuan

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
# Payment status codes of the ISO 20022 external code list.
_SAID = {
    "ACSC": Said.PAID,
    "ACCC": Said.PAID,
    "RJCT": Said.REFUSED,
    "CANC": Said.REFUSED,
    "ACTC": Said.WAITING,
    "ACCP": Said.WAITING,
    "ACSP": Said.WAITING,
    "ACWC": Said.WAITING,
    "PDNG": Said.WAITING,
    "RCVD": Said.WAITING,
}


def pain_001(batch: OutBatch) -> bytes:
    """A batch as one payment instruction; its date is the batch's, so it is always the same."""
    day = XmlDate.from_date(batch.day)
    header = GroupHeader85(
        msg_id=batch.number,
        cre_dt_tm=XmlDateTime(batch.day.year, batch.day.month, batch.day.day, 0, 0, 0),
        nb_of_txs=str(len(batch.payments)),
        ctrl_sum=Decimal(format_yuan(batch.sum_fen)),
        initg_pty=PartyIdentification135(nm=batch.debtor),
    )
    instruction = PaymentInstruction30(
        pmt_inf_id=batch.number,
        pmt_mtd=PaymentMethod3Code.TRF,
        nb_of_txs=str(len(batch.payments)),
        ctrl_sum=Decimal(format_yuan(batch.sum_fen)),
        reqd_exctn_dt=DateAndDateTime2Choice(dt=day),
        dbtr=PartyIdentification135(nm=batch.debtor),
        dbtr_acct=_account(batch.debtor_account),
        dbtr_agt=_agent("", ""),
        cdt_trf_tx_inf=[_transfer(one, batch.purpose) for one in batch.payments],
    )
    document = Document(
        cstmr_cdt_trf_initn=CustomerCreditTransferInitiationV09(
            grp_hdr=header, pmt_inf=[instruction]
        )
    )
    return XmlSerializer().render(document, ns_map={None: _NAMESPACE}).encode("utf-8")


def _transfer(one: Out, purpose: str) -> CreditTransferTransaction34:
    amount = ActiveOrHistoricCurrencyAndAmount(
        value=Decimal(format_yuan(one.amount_fen)), ccy="CNY"
    )
    return CreditTransferTransaction34(
        pmt_id=PaymentIdentification6(instr_id=one.payment, end_to_end_id=one.payment),
        amt=AmountType4Choice(instd_amt=amount),
        cdtr_agt=_agent(one.bank, one.bank_code),
        cdtr=PartyIdentification135(nm=one.holder),
        cdtr_acct=_account(one.account),
        rmt_inf=RemittanceInformation16(ustrd=[purpose]),
    )


def _account(number: str) -> CashAccount38:
    other = GenericAccountIdentification1(id=number)
    return CashAccount38(id=AccountIdentification4Choice(othr=other))


def _agent(name: str, code: str) -> BranchAndFinancialInstitutionIdentification6:
    member = ClearingSystemMemberIdentification2(mmb_id=code) if code else None
    return BranchAndFinancialInstitutionIdentification6(
        fin_instn_id=FinancialInstitutionIdentification18(
            clr_sys_mmb_id=member, nm=name or (None if code else "NOTPROVIDED")
        )
    )


def pain_002(path: Path, name: str) -> Answer:
    """What a payment status report says of each payment; raises `PayoutError`."""
    raw = path.read_bytes()
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise _unreadable(name, "DOCTYPE")
    config = ParserConfig(fail_on_converter_warnings=True)
    try:
        report = XmlParser(config=config).from_bytes(raw, Report).cstmr_pmt_sts_rpt
    except (ParserError, ConverterWarning, SyntaxError, ValueError, TypeError) as error:
        raise _unreadable(name, type(error).__name__) from error
    group = report.orgnl_grp_inf_and_sts
    rows = tuple(_rows(report, name))
    if not rows:
        raise refused(
            "{name}: the report says nothing of single payments; ask the bank for one that does",
            "{name}：回执没有逐笔状态；请向银行索取逐笔回执",
            name=name,
        )
    count, total = group.orgnl_nb_of_txs, group.orgnl_ctrl_sum
    whole = len(rows) == int(count) if count else False
    return Answer(
        rows,
        int(count) if whole and count else None,
        parse_yuan(format(total, "f")) if whole and total is not None else None,
    )


def _rows(report: Any, name: str) -> Iterator[ReturnRow]:
    place = 0
    for original in report.orgnl_pmt_inf_and_sts:
        for one in original.tx_inf_and_sts:
            place += 1
            where = f"{name}:TxInfAndSts[{place}]"
            if one.tx_sts not in _SAID:
                raise refused(
                    "{where}: status {status!r} is not known; ask the bank what it means",
                    "{where}：不认识的状态“{status}”；请向银行确认含义",
                    where=where,
                    status=one.tx_sts or "",
                )
            code, reason = _why(one)
            yield ReturnRow(
                where,
                one.orgnl_end_to_end_id or "",
                _SAID[one.tx_sts],
                code,
                reason,
                _amount(one),
                _day(one),
                one.acct_svcr_ref or "",
            )


def _why(one: Any) -> tuple[str, str]:
    for info in one.sts_rsn_inf:
        code = (info.rsn.cd or info.rsn.prtry or "") if info.rsn else ""
        return code, " ".join(info.addtl_inf)
    return "", ""


def _amount(one: Any) -> int | None:
    reference = one.orgnl_tx_ref
    amount = reference.amt.instd_amt if reference and reference.amt else None
    return parse_yuan(format(amount.value, "f")) if amount else None


def _day(one: Any) -> date | None:
    accepted = one.accptnc_dt_tm
    return date(accepted.year, accepted.month, accepted.day) if accepted else None


def _unreadable(name: str, why: str) -> Exception:
    return refused(
        "{name} is not a pain.002 report ({why}); get it from the bank again",
        "{name} 不是有效的 pain.002 回执（{why}）；请向银行重新索取",
        name=name,
        why=why,
    )
