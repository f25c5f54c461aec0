"""Text of one cell into one value: what each kind of national field accepts and refuses."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from mianshen.money import parse_yuan
from mianshen.standards.code_tables import CODE_TABLES
from mianshen.standards.fields import Field, Kind
from mianshen.standards.findings import Rule

_AMOUNT_FEN_MAX = 10**16 - 1
_FUND_DETAILS_MAX = 200
_YEARS = range(1900, 2100)

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?", re.ASCII)
_DAY_CLOSED_UP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?()", re.ASCII)
_PLAIN_AMOUNT = re.compile(r"(-?)(\d{1,14})(?:\.(\d{1,2}))?", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_SPREADSHEET_NUMBER = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+|\d\.\d+[Ee]\d+|\d+\.0+", re.ASCII)
_CODE_WITH_DECIMALS = re.compile(r"(\d+)\.0+", re.ASCII)
_AROUND = " \t\r\n\u00a0\u3000\ufeff\u200b'"


@dataclass(frozen=True, slots=True)
class FundDetail:
    """One line of 基金分项 (setldetail): what one fund paid on the settlement, in fen."""

    fund_pay_type: str
    fund_payamt_fen: int
    inscp_scp_amt_fen: int | None = None
    crt_payb_lmt_amt_fen: int | None = None
    fund_pay_type_name: str | None = None
    setl_proc_info: str | None = None
    poolarea_fund_pay_type: str | None = None
    poolarea_fund_pay_type_name: str | None = None


Value = str | int | date | datetime | Fraction | tuple[FundDetail, ...]
"""What a readable cell becomes."""


def given_text(field: Field, raw: str) -> str | None:
    """The text of a cell without wrapping and, except in free text, without full-width forms.

    None means not given: an empty cell, or the word `null` of the platform's bulk text files.
    """
    text = raw.strip(_AROUND)
    if field.kind not in (Kind.TEXT, Kind.FUNDS) and not text.isascii():
        text = unicodedata.normalize("NFKC", text).strip(_AROUND)
    return None if not text or text.casefold() == "null" else text


def read_value(field: Field, text: str) -> Value | Rule:
    """Read a given text as the field's kind; the rule that is broken where it cannot be read."""
    value = _READERS[field.kind](field, text)
    if field.length and not isinstance(value, Rule) and len(str(value)) > field.length:
        return Rule.TOO_LONG
    return value


def _read_id(field: Field, text: str) -> Value | Rule:
    if _SPREADSHEET_NUMBER.fullmatch(text):
        return Rule.DAMAGED_BY_SPREADSHEET
    return text.upper() if field.personal else text


def _read_code(field: Field, text: str) -> Value | Rule:
    whole = _CODE_WITH_DECIMALS.fullmatch(text)
    code = whole[1] if whole else text
    if len(code) == field.code_width - 1 and code.isdigit():
        return code.zfill(field.code_width)
    if field.table and not code.isascii():
        labels = CODE_TABLES[field.table].labels
        meant = [known for known, label in labels.items() if label == code]
        return meant[0] if len(meant) == 1 else code
    return code


def _read_text(_field: Field, text: str) -> Value | Rule:
    return text


def _read_money(_field: Field, text: str) -> Value | Rule:
    # Nearly every amount has at most two decimals; there is nothing to round and no need of
    # `parse_yuan`, which costs as much as the rest of the row.
    plain = _PLAIN_AMOUNT.fullmatch(text)
    if plain:
        sign, yuan, decimals = plain.groups("")
        return int(f"{sign}{yuan}{decimals:0<2}")
    try:
        amount_fen = parse_yuan(text)
    except ValueError:
        return Rule.NOT_AN_AMOUNT
    return amount_fen if abs(amount_fen) <= _AMOUNT_FEN_MAX else Rule.AMOUNT_OUT_OF_RANGE


def _read_number(_field: Field, text: str) -> Value | Rule:
    return Fraction(text) if _NUMBER.fullmatch(text) else Rule.NOT_A_NUMBER


def _read_ratio(_field: Field, text: str) -> Value | Rule:
    if not _NUMBER.fullmatch(text):
        return Rule.NOT_A_NUMBER
    ratio = Fraction(text)
    return ratio if ratio <= 1 else Rule.RATIO_OUT_OF_RANGE


def _read_moment(text: str) -> datetime | Rule:
    match = _DAY.fullmatch(text) or _DAY_CLOSED_UP.fullmatch(text)
    if not match:
        return Rule.NOT_A_DATE
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    microsecond = int((match[7] or "").ljust(6, "0"))
    if year not in _YEARS:
        return Rule.DATE_OUT_OF_RANGE
    try:
        return datetime(year, month, day, hour, minute, second, microsecond)
    except ValueError:
        return Rule.NOT_A_DATE


def _read_datetime(_field: Field, text: str) -> Value | Rule:
    return _read_moment(text)


def _read_date(_field: Field, text: str) -> Value | Rule:
    moment = _read_moment(text)
    return moment if isinstance(moment, Rule) else moment.date()


def _read_funds(_field: Field, text: str) -> Value | Rule:
    try:
        # Numbers stay text, so that no amount passes through binary fractions.
        lines = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return Rule.NOT_FUND_DETAILS
    if not isinstance(lines, list):
        return Rule.NOT_FUND_DETAILS
    if len(lines) > _FUND_DETAILS_MAX:
        return Rule.TOO_MANY_FUND_DETAILS
    details = []
    for line in lines:
        detail = _fund_detail(line) if isinstance(line, dict) else Rule.NOT_FUND_DETAILS
        if isinstance(detail, Rule):
            return detail
        details.append(detail)
    # The order of the list carries nothing; a fixed one lets two deliveries compare as equal.
    return tuple(sorted(details, key=repr))


def _fund_detail(line: Mapping[str, object]) -> FundDetail | Rule:
    values: dict[str, Any] = {}
    for field in _DETAIL_FIELDS:
        raw = line.get(field.name)
        if raw is not None and not isinstance(raw, str):
            return Rule.NOT_FUND_DETAILS
        text = given_text(field, raw or "")
        value = None if text is None else read_value(field, text)
        if isinstance(value, Rule):
            return value
        values[field.attribute] = value
    if values["fund_pay_type"] is None or values["fund_payamt_fen"] is None:
        return Rule.NOT_FUND_DETAILS
    return FundDetail(**values)


_DETAIL_FIELDS = (
    Field("fund_pay_type", "基金支付类型", Kind.CODE, 6, table="fund_pay_type"),
    Field("fund_payamt", "基金支付金额", Kind.MONEY),
    Field("inscp_scp_amt", "符合政策范围金额", Kind.MONEY),
    Field("crt_payb_lmt_amt", "本次可支付限额金额", Kind.MONEY),
    Field("fund_pay_type_name", "基金支付类型名称", Kind.TEXT, 200),
    Field("setl_proc_info", "结算过程信息", Kind.TEXT, 4000),
    Field("poolarea_fund_pay_type", "统筹区基金支付类型", Kind.CODE, 10),
    Field("poolarea_fund_pay_type_name", "统筹区基金支付类型名称", Kind.TEXT, 200),
)

_READERS: Mapping[Kind, Callable[[Field, str], Value | Rule]] = {
    Kind.ID: _read_id,
    Kind.CODE: _read_code,
    Kind.TEXT: _read_text,
    Kind.MONEY: _read_money,
    Kind.RATIO: _read_ratio,
    Kind.NUMBER: _read_number,
    Kind.DATE: _read_date,
    Kind.DATETIME: _read_datetime,
    Kind.FUNDS: _read_funds,
}
