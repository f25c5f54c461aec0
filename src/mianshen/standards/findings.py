"""What a check has to say about a row: a problem that stops it, or a graded finding beside it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_SHOWN_CHARS_MAX = 60
_LONG_NUMBER = re.compile(r"\d{13,}[\dXx]?")


class Rule(StrEnum):
    """Why a row or a header cannot be read; the code is stable, the sentence may be translated."""

    COLUMN_REPEATED = "column_repeated"
    COLUMN_MISSING = "column_missing"
    PERSON_COLUMN_MISSING = "person_column_missing"
    VALUE_MISSING = "value_missing"
    PERSON_MISSING = "person_missing"
    COLUMNS_DISAGREE = "columns_disagree"
    TOO_LONG = "too_long"
    NOT_AN_AMOUNT = "not_an_amount"
    AMOUNT_OUT_OF_RANGE = "amount_out_of_range"
    NOT_A_NUMBER = "not_a_number"
    RATIO_OUT_OF_RANGE = "ratio_out_of_range"
    NOT_A_DATE = "not_a_date"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    DAMAGED_BY_SPREADSHEET = "damaged_by_spreadsheet"
    NOT_FUND_DETAILS = "not_fund_details"
    TOO_MANY_FUND_DETAILS = "too_many_fund_details"


_SENTENCES = {
    Rule.COLUMN_REPEATED: "the header has this column more than once",
    Rule.COLUMN_MISSING: "no column of the table carries this field",
    Rule.PERSON_COLUMN_MISSING: "no column of the table says who the person is",
    Rule.VALUE_MISSING: "this field is empty and a settlement cannot be read without it",
    Rule.PERSON_MISSING: "neither the person number nor the certificate number is given",
    Rule.COLUMNS_DISAGREE: "several columns carry this field and their values differ",
    Rule.TOO_LONG: "the value is longer than the national field allows",
    Rule.NOT_AN_AMOUNT: "the value is not an amount in yuan",
    Rule.AMOUNT_OUT_OF_RANGE: "the amount has more than 14 digits before the decimal point",
    Rule.NOT_A_NUMBER: "the value is not a plain decimal number",
    Rule.RATIO_OUT_OF_RANGE: "the value does not lie between 0 and 1",
    Rule.NOT_A_DATE: "the value is not a date that exists",
    Rule.DATE_OUT_OF_RANGE: "the year does not lie between 1900 and 2099",
    Rule.DAMAGED_BY_SPREADSHEET: "a spreadsheet has turned this number into a decimal",
    Rule.NOT_FUND_DETAILS: "the value is not a JSON list of fund details",
    Rule.TOO_MANY_FUND_DETAILS: "the list holds more fund details than one settlement can have",
}

_REMEDIES = {
    Rule.COLUMN_REPEATED: "Keep one of the columns, or give them different names.",
    Rule.COLUMN_MISSING: "Export the table with this column, or name the column that carries it.",
    Rule.PERSON_COLUMN_MISSING: "Export the table with 人员编号 (psn_no) or 证件号码 (certno).",
    Rule.VALUE_MISSING: "Ask the sender for the missing value.",
    Rule.PERSON_MISSING: "Ask the sender for psn_no or certno.",
    Rule.COLUMNS_DISAGREE: "Find out which column is right and remove the other.",
    Rule.TOO_LONG: "Check whether the columns of this row have shifted.",
    Rule.NOT_AN_AMOUNT: "Write the amount as digits with a decimal point, such as 1234.50.",
    Rule.AMOUNT_OUT_OF_RANGE: "Check the amount, and that it is in yuan.",
    Rule.NOT_A_NUMBER: "Write the number as digits with a decimal point.",
    Rule.RATIO_OUT_OF_RANGE: "Write 70% as 0.7.",
    Rule.NOT_A_DATE: "Write it as 2024-03-05, 2024-03-05 10:20:30, 20240305 or 20240305102030.",
    Rule.DATE_OUT_OF_RANGE: "Check the year; leave the field empty when the date is not known.",
    Rule.DAMAGED_BY_SPREADSHEET: "Export the column again as text; the lost digits are not here.",
    Rule.NOT_FUND_DETAILS: "Send a list of objects, each with fund_pay_type and fund_payamt.",
    Rule.TOO_MANY_FUND_DETAILS: "Check whether the details of several settlements were joined.",
}


def shown(text: str) -> str:
    """A found text as a message may show it: not too long, and no long number legible.

    Where columns have shifted a certificate number may stand in any of them.
    """
    short = text if len(text) <= _SHOWN_CHARS_MAX else f"{text[:_SHOWN_CHARS_MAX]}…"
    return _LONG_NUMBER.sub(lambda found: found[0][:4] + "*" * (len(found[0]) - 4), short)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a table or a row from being read.

    `where` is the caller's words for the place (file and line); `value` is as it was found, except
    that values of personal fields are replaced by their length.
    """

    where: str
    field: str
    rule: Rule
    value: str
    remedy: str

    @property
    def sentence(self) -> str:
        """The problem as one line for the person who has to mend the file."""
        found = f" (found {self.value})" if self.value else ""
        return f"{self.where}: {self.field}: {_SENTENCES[self.rule]}{found}. {self.remedy}"


def problem(where: str, field: str, rule: Rule, value: str = "") -> Problem:
    """A problem with the remedy that belongs to its rule."""
    return Problem(where, field, rule, value, _REMEDIES[rule])


class Grade(StrEnum):
    """How much a finding weighs: the row is set aside, is used and shown, or is explained."""

    REJECT = "reject"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One outcome of a check on a readable settlement.

    `identity` names the check (`I1` … `I6`, `payers_exceed_cost`, `unknown_code`); `amounts_fen`
    are the numbers the sentence shows, by name, in fen.
    """

    setl_id: str
    grade: Grade
    identity: str
    sentence: str
    amounts_fen: tuple[tuple[str, int], ...] = ()


def is_rejected(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings keeps the settlement out."""
    return any(finding.grade is Grade.REJECT for finding in findings)
