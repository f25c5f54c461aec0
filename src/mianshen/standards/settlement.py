"""The canonical settlement: one record under the national field names, read from one table row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from mianshen.standards.fields import (
    FIELD_BY_NAME,
    FIELDS,
    Field,
    HeaderMap,
    Kind,
    is_required,
    resolve_headers,
)
from mianshen.standards.findings import Problem, Rule, problem, shown
from mianshen.standards.readings import FundDetail, Value, given_text, read_value

__all__ = [
    "FIELDS",
    "NAMING",
    "FundDetail",
    "HeaderMap",
    "Problem",
    "Repair",
    "Settlement",
    "parse_settlement",
    "read_cell",
    "resolve_headers",
]

_UNLIKE = frozenset(
    national.name for national in FIELDS if national.kind in (Kind.ID, Kind.TEXT, Kind.FUNDS)
)
NAMING = frozenset(("psn_no", "certno", "psn_name"))
"""Fields of which a settlement has to have one, to be anybody's."""
_ATTRIBUTES = {national.name: national.attribute for national in FIELDS}


@dataclass(frozen=True, slots=True)
class Repair:
    """A code that was not taken as written: the field, the text as found, the code as kept."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """One settlement (结算) as the national platform records it.

    Units: `…_fen` are whole fen, `age_years` and `pool_prop_selfpay` (the share the pool pays, 0 to
    1) are exact fractions; dates and times are those of China, without a zone. None means the
    sender did not give the field; every amount of a reversal is negative except `balc_fen`.
    `extra` holds unknown columns by their own names, `repairs` the codes that were mended and
    `where` the place the row came from; the last two do not count when two records are compared.
    Source: data-standard §1.
    """

    setl_id: str
    setl_time: datetime
    medfee_sumamt_fen: int
    mdtrt_id: str | None = None
    init_setl_id: str | None = None
    medins_setl_id: str | None = None
    psn_no: str | None = None
    psn_name: str | None = None
    psn_cert_type: str | None = None
    certno: str | None = None
    gend: str | None = None
    naty: str | None = None
    brdy: date | None = None
    age_years: Fraction | None = None
    insutype: str | None = None
    psn_type: str | None = None
    cvlserv_flag: str | None = None
    sp_psn_type: str | None = None
    sp_psn_type_lv: str | None = None
    insu_admdvs: str | None = None
    fixmedins_code: str | None = None
    fixmedins_name: str | None = None
    fix_blng_admdvs: str | None = None
    hosp_lv: str | None = None
    dedc_hosp_lv: str | None = None
    lmtpric_hosp_lv: str | None = None
    begndate: date | None = None
    enddate: date | None = None
    mdtrt_cert_type: str | None = None
    med_type: str | None = None
    setl_type: str | None = None
    pay_loc: str | None = None
    dise_codg: str | None = None
    dise_name: str | None = None
    fulamt_ownpay_amt_fen: int | None = None
    overlmt_selfpay_fen: int | None = None
    preselfpay_amt_fen: int | None = None
    inscp_scp_amt_fen: int | None = None
    act_pay_dedc_fen: int | None = None
    hifp_pay_fen: int | None = None
    pool_prop_selfpay: Fraction | None = None
    cvlserv_pay_fen: int | None = None
    hifes_pay_fen: int | None = None
    hifmi_pay_fen: int | None = None
    hifob_pay_fen: int | None = None
    maf_pay_fen: int | None = None
    hifdm_pay_fen: int | None = None
    pref_fund_pay_fen: int | None = None
    oth_pay_fen: int | None = None
    fund_pay_sumamt_fen: int | None = None
    psn_part_amt_fen: int | None = None
    acct_pay_fen: int | None = None
    psn_cash_pay_fen: int | None = None
    acct_mulaid_pay_fen: int | None = None
    hosp_part_amt_fen: int | None = None
    balc_fen: int | None = None
    clr_optins: str | None = None
    clr_way: str | None = None
    clr_type: str | None = None
    refd_setl_flag: str | None = None
    mid_setl_flag: str | None = None
    vali_flag: str | None = None
    invono: str | None = None
    year: str | None = None
    manl_reim_rea: str | None = None
    memo: str | None = None
    exp_content: str | None = None
    rid: str | None = None
    updt_time: datetime | None = None
    funds: tuple[FundDetail, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)
    repairs: tuple[Repair, ...] = field(default=(), compare=False)
    where: str = field(default="", compare=False)

    @property
    def visit_id(self) -> str:
        """The visit it belongs to; a settlement without 就诊ID is a visit of its own."""
        return self.mdtrt_id or self.setl_id


def parse_settlement(
    row: Mapping[str, str], where: str, headers: HeaderMap | None = None
) -> Settlement | tuple[Problem, ...]:
    """Read one table row into a settlement, or into every problem that keeps it from being one.

    Shapes: `row` maps the table's own column names to text; `where` is the caller's words for its
    place. `headers` is what `resolve_headers` found for the whole table; without it the row's own
    names are resolved. Empty cells and `null` are None, `0` is zero. Source: data-standard §1.
    """
    if headers is None:
        found = _headers_of(tuple(row))
        if isinstance(found, tuple):
            return tuple(replace(header_problem, where=where) for header_problem in found)
        headers = found
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    repairs: list[Repair] = []
    for name, columns in headers.columns.items():
        national = FIELD_BY_NAME[name]
        outcome = _read_field(national, columns, row, where)
        if isinstance(outcome, Problem):
            problems.append(outcome)
        elif outcome is not None:
            value, written = outcome
            values[_ATTRIBUTES[name]] = value
            if national.kind is Kind.CODE and value != written:
                repairs.append(Repair(name, written, str(value)))
    attempted = {found_problem.field for found_problem in problems}
    if not (values.keys() & NAMING or attempted & NAMING):
        problems.append(problem(where, "psn_no", Rule.PERSON_MISSING))
    if problems:
        return tuple(problems)
    extra = {
        column: row[column].strip()
        for column in headers.unknown
        if row.get(column) and row[column].strip()
    }
    return Settlement(**values, extra=extra, repairs=tuple(repairs), where=where)


@lru_cache(maxsize=64)
def _headers_of(columns: tuple[str, ...]) -> HeaderMap | tuple[Problem, ...]:
    return resolve_headers(columns)


def _read_field(
    national: Field, columns: Sequence[str], row: Mapping[str, str], where: str
) -> tuple[Value, str] | Problem | None:
    """The value and its text from the columns that carry the field; None when none gives it."""
    agreed: tuple[Value, str] | None = None
    for column in columns:
        raw = row.get(column)
        if not raw:
            continue
        read = read_cell if national.name in _UNLIKE else _read_cell_once
        found = read(national.name, raw)
        if found is None:
            continue
        value, text = found
        if isinstance(value, Rule):
            return problem(where, national.name, value, _shown(national, text))
        if agreed is None:
            agreed = (value, text)
        elif value != agreed[0]:
            texts = f"{_shown(national, agreed[1])}, {_shown(national, text)}"
            return problem(where, national.name, Rule.COLUMNS_DISAGREE, texts)
    if agreed is None and is_required(national.name):
        return problem(where, national.name, Rule.VALUE_MISSING)
    return agreed


def read_cell(name: str, raw: str) -> tuple[Value | Rule, str] | None:
    """What a cell of a field says, with the text that was read; None where it says nothing."""
    national = FIELD_BY_NAME[name]
    text = given_text(national, raw)
    return None if text is None else (read_value(national, text), text)


_read_cell_once = lru_cache(maxsize=65_536)(read_cell)
"""Codes, dates and round amounts come again and again; numbers and names hardly do."""


def _shown(national: Field, text: str) -> str:
    if national.personal:
        return f"{len(text)} characters, hidden"
    return repr(shown(text))
