"""Rows of many dialects become one record, or say in words why they cannot."""

import dataclasses
import json
import pickle
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from mianshen.money import parse_yuan
from mianshen.standards.fields import FIELDS, HeaderMap, Kind, fold_header
from mianshen.standards.findings import Problem, Rule
from mianshen.standards.readings import FundDetail
from mianshen.standards.settlement import Repair, Settlement, parse_settlement, resolve_headers

HEADER = ("setl_id", "psn_no", "setl_time", "medfee_sumamt")


def row(**changes: str) -> dict[str, str]:
    usual = {
        "setl_id": "40010001",
        "psn_no": "50000000000000000001",
        "setl_time": "2024-03-05 10:20:30",
        "medfee_sumamt": "1234.50",
    }
    return usual | changes


def read(cells: dict[str, str], headers: HeaderMap | None = None) -> Settlement:
    outcome = parse_settlement(cells, "settlements.csv:2", headers)
    assert isinstance(outcome, Settlement), outcome
    return outcome


def refused(cells: dict[str, str]) -> Problem:
    outcome = parse_settlement(cells, "settlements.csv:2")
    assert not isinstance(outcome, Settlement)
    (problem,) = outcome
    return problem


def test_a_row_of_national_names_becomes_a_settlement() -> None:
    settlement = read(row(mdtrt_id="V1", maf_pay="100", age="62.5", pool_prop_selfpay="0.7"))
    assert settlement.setl_id == "40010001"
    assert settlement.setl_time == datetime(2024, 3, 5, 10, 20, 30)
    assert settlement.medfee_sumamt_fen == 123450
    assert settlement.maf_pay_fen == 10000
    assert settlement.age_years == Fraction(125, 2)
    assert settlement.pool_prop_selfpay == Fraction(7, 10)
    assert settlement.visit_id == "V1"
    assert settlement.where == "settlements.csv:2"


def test_a_settlement_without_a_visit_number_is_a_visit_of_its_own() -> None:
    assert read(row()).visit_id == "40010001"


def test_the_record_has_exactly_the_fields_of_the_table() -> None:
    beside = {"extra", "repairs", "where"}
    attributes = {field.name for field in dataclasses.fields(Settlement)} - beside
    assert attributes == {field.attribute for field in FIELDS}


def test_no_two_fields_claim_one_name() -> None:
    names = [
        fold_header(name)
        for field in FIELDS
        for name in {field.name, field.label, *field.aliases, *field.stand_ins}
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("column", "attribute"),
    [
        (name, field.attribute)
        for field in FIELDS
        if field.kind is Kind.MONEY and field.name != "medfee_sumamt"
        for name in (field.name, field.label, *field.aliases, *field.stand_ins)
    ],
)
def test_every_known_name_of_an_amount_is_read(column: str, attribute: str) -> None:
    assert getattr(read(row(**{column: "-0.07"})), attribute) == -7


@pytest.mark.parametrize(
    "column", ["MAF_PAY", " maf_pay ", "\ufeffmaf_pay", "ＭＡＦ＿ＰＡＹ", "医疗救助 金额（元）"]
)
def test_headers_are_compared_without_case_width_and_blanks(column: str) -> None:
    assert read(row(**{column: "1"})).maf_pay_fen == 100


def test_free_text_keeps_its_own_width() -> None:
    settlement = read(row(dise_name=" 糖尿病（２型） ", dise_codg="Ｅ11.900"))
    assert (settlement.dise_name, settlement.dise_codg) == ("糖尿病（２型）", "E11.900")


def test_unknown_columns_are_kept_as_they_are() -> None:
    settlement = read(row(镇街=" 复盛镇 ", 救助身份="", 备用="   "))
    assert settlement.extra == {"镇街": "复盛镇"}


@pytest.mark.parametrize("text", ["", "  ", "null", "NULL", "\u3000"])
def test_an_empty_amount_is_not_given_and_zero_is_zero(text: str) -> None:
    assert read(row(maf_pay=text)).maf_pay_fen is None
    assert read(row(maf_pay="0")).maf_pay_fen == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05", datetime(2024, 3, 5)),
        ("2024-03-05 10:20:30", datetime(2024, 3, 5, 10, 20, 30)),
        ("2024-03-05T10:20:30", datetime(2024, 3, 5, 10, 20, 30)),
        ("2024-03-05 10:20:30.05", datetime(2024, 3, 5, 10, 20, 30, 50_000)),
        ("20240305", datetime(2024, 3, 5)),
        ("20240305102030", datetime(2024, 3, 5, 10, 20, 30)),
        ("２０２４-０３-０５", datetime(2024, 3, 5)),
    ],
)
def test_dates_are_read_in_the_forms_of_the_platform(text: str, expected: datetime) -> None:
    settlement = read(row(setl_time=text, begndate=text))
    assert settlement.setl_time == expected
    assert settlement.begndate == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("column", "text", "rule"),
    [
        ("setl_id", "", Rule.VALUE_MISSING),
        ("medfee_sumamt", "null", Rule.VALUE_MISSING),
        ("psn_no", "", Rule.PERSON_MISSING),
        ("setl_id", "4" * 31, Rule.TOO_LONG),
        ("setl_id", "5.202E+19", Rule.DAMAGED_BY_SPREADSHEET),
        ("psn_no", "5E+19", Rule.DAMAGED_BY_SPREADSHEET),
        ("psn_no", "400100001.0", Rule.DAMAGED_BY_SPREADSHEET),
        ("maf_pay", "一百", Rule.NOT_AN_AMOUNT),
        ("maf_pay", "1.5E3", Rule.NOT_AN_AMOUNT),
        ("maf_pay", "100000000000000", Rule.AMOUNT_OUT_OF_RANGE),
        ("age", "六十", Rule.NOT_A_NUMBER),
        ("pool_prop_selfpay", "70%", Rule.NOT_A_NUMBER),
        ("pool_prop_selfpay", "70", Rule.RATIO_OUT_OF_RANGE),
        ("setl_time", "2024-02-30", Rule.NOT_A_DATE),
        ("setl_time", "45356", Rule.NOT_A_DATE),
        ("begndate", "5 March", Rule.NOT_A_DATE),
        ("enddate", "9999-12-31", Rule.DATE_OUT_OF_RANGE),
        ("setldetail", "610100", Rule.NOT_FUND_DETAILS),
        ("setldetail", "{", Rule.NOT_FUND_DETAILS),
        ("setldetail", "[" * 100_000, Rule.NOT_FUND_DETAILS),
        ("setldetail", "[1]", Rule.NOT_FUND_DETAILS),
        ("setldetail", '[{"fund_pay_type": "610100"}]', Rule.NOT_FUND_DETAILS),
        ("setldetail", '[{"fund_payamt": "1"}]', Rule.NOT_FUND_DETAILS),
        ("setldetail", '[{"fund_pay_type": ["610100"]}]', Rule.NOT_FUND_DETAILS),
        ("setldetail", '[{"fund_pay_type": "1", "fund_payamt": NaN}]', Rule.NOT_AN_AMOUNT),
        ("setldetail", "[" + "{}," * 200 + "{}]", Rule.TOO_MANY_FUND_DETAILS),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_a_place_and_a_remedy(
    column: str, text: str, rule: Rule
) -> None:
    problem = refused(row(**{column: text}))
    assert (problem.where, problem.field, problem.rule) == ("settlements.csv:2", column, rule)
    assert problem.remedy


def test_a_problem_reads_as_one_line() -> None:
    assert refused(row(maf_pay="一百")).sentence == (
        "settlements.csv:2: maf_pay: the value is not an amount in yuan (found '一百')."
        " Write the amount as digits with a decimal point, such as 1234.50."
    )
    assert refused(row(setl_id="")).sentence == (
        "settlements.csv:2: setl_id: this field is empty and a settlement cannot be read"
        " without it. Ask the sender for the missing value."
    )


def test_a_problem_does_not_show_personal_data() -> None:
    problem = refused(row(certno="1.23456789012346E+17"))
    assert problem.value == "20 characters, hidden"


def test_all_problems_of_a_row_are_told_at_once() -> None:
    outcome = parse_settlement(row(maf_pay="x", psn_no="5E+19", setl_time=""), "a:2")
    assert isinstance(outcome, tuple)
    assert {problem.field for problem in outcome} == {"maf_pay", "psn_no", "setl_time"}


def test_a_person_may_be_known_by_certificate_alone() -> None:
    cells = row(certno=" '11010119900307801x\t")
    del cells["psn_no"]
    assert read(cells).certno == "11010119900307801X"


def test_two_columns_of_one_field_may_agree() -> None:
    assert read(row(psn_part_amt="25.10", psn_pay="25.1")).psn_part_amt_fen == 2510
    assert read(row(psn_part_amt="", psn_pay="25.1")).psn_part_amt_fen == 2510


def test_two_columns_of_one_field_that_disagree_are_a_problem() -> None:
    problem = refused(row(psn_part_amt="25.10", psn_pay="0"))
    assert (problem.field, problem.rule) == ("psn_part_amt", Rule.COLUMNS_DISAGREE)
    assert problem.value == "'25.10', '0'"


@pytest.mark.parametrize("text", ["0", "-0.01", "12.3", "0012", "1,234.5", "+7", "16.4050", ".5"])
def test_an_amount_means_what_the_money_module_reads(text: str) -> None:
    assert read(row(maf_pay=text)).maf_pay_fen == parse_yuan(text)


def test_a_near_name_is_read_only_where_no_true_name_is() -> None:
    both = read(row(act_pay_dedc="300", crt_dedc="500", dedc_std="800"))
    assert both.act_pay_dedc_fen == 300_00
    assert both.extra == {"crt_dedc": "500", "dedc_std": "800"}
    assert read(row(dedc_std="800", crt_dedc="500")).act_pay_dedc_fen == 500_00


@pytest.mark.parametrize(
    ("column", "text", "kept"),
    [
        ("psn_cert_type", "1", "01"),
        ("naty", "9", "09"),
        ("mdtrt_cert_type", "3.0", "03"),
        ("manl_reim_rea", "6", "06"),
        ("med_type", "21.0", "21"),
        ("med_type", "门诊慢特病", "14"),
        ("refd_setl_flag", "是", "1"),
        ("vali_flag", "无效", "0"),
    ],
)
def test_a_code_that_lost_its_form_is_restored_and_the_repair_recorded(
    column: str, text: str, kept: str
) -> None:
    settlement = read(row(**{column: text}))
    assert getattr(settlement, column) == kept
    assert settlement.repairs == (Repair(column, text, kept),)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("psn_cert_type", "01"),
        ("psn_cert_type", "X"),
        ("setl_type", "1"),
        ("med_type", "普通住院"),
        ("med_type", "9901"),
        ("insutype", "777"),
        ("fix_blng_admdvs", "市本级"),
    ],
)
def test_a_code_that_is_unknown_or_could_mean_two_things_is_left_alone(
    column: str, text: str
) -> None:
    settlement = read(row(**{column: text}))
    assert getattr(settlement, column) == text
    assert settlement.repairs == ()


def details(*lines: dict[str, Any]) -> str:
    return json.dumps(lines, ensure_ascii=False)


def test_fund_details_are_read_from_json_without_losing_a_fen() -> None:
    text = details(
        {"fund_pay_type": "610100", "fund_payamt": 292.54, "setl_proc_info": None},
        {
            "fund_pay_type": 390100,
            "fund_payamt": "1313.0400",
            "inscp_scp_amt": "",
            "crt_payb_lmt_amt": 2000,
            "poolarea_fund_pay_type": "3901001",
            "fund_pay_type_name": "统筹（居民）",
            "local_note": ["kept out"],
        },
    )
    assert read(row(setldetail=text)).funds == (
        FundDetail("390100", 131304, None, 200000, "统筹（居民）", None, "3901001"),
        FundDetail("610100", 29254),
    )


def test_the_order_of_fund_details_does_not_matter() -> None:
    lines = [
        {"fund_pay_type": "610100", "fund_payamt": 1},
        {"fund_pay_type": "390100", "fund_payamt": 2},
    ]
    forward, backward = details(*lines), details(*reversed(lines))
    assert read(row(setldetail=forward)) == read(row(基金分项=backward))
    assert read(row(setldetail="[]")).funds == read(row()).funds == ()


def test_a_header_is_resolved_once_for_a_whole_table() -> None:
    headers = resolve_headers((*HEADER, "镇街", "psn_pay", "psn_part_amt"))
    assert isinstance(headers, HeaderMap)
    assert headers.columns["psn_part_amt"] == ("psn_pay", "psn_part_amt")
    assert headers.unknown == ("镇街",)
    assert read(row(镇街="a", psn_pay="1"), headers).psn_part_amt_fen == 100


def test_a_table_without_what_every_settlement_needs_is_refused() -> None:
    outcome = resolve_headers(("结算时间", "maf_pay"))
    assert isinstance(outcome, tuple)
    assert [(problem.field, problem.rule) for problem in outcome] == [
        ("setl_id (结算ID)", Rule.COLUMN_MISSING),
        ("medfee_sumamt (医疗费总额)", Rule.COLUMN_MISSING),
        ("psn_no", Rule.PERSON_COLUMN_MISSING),
    ]


def test_a_column_written_twice_is_refused_but_blank_columns_are_not() -> None:
    outcome = resolve_headers((*HEADER, "maf_pay", "maf_pay"))
    assert isinstance(outcome, tuple)
    assert [(problem.field, problem.rule) for problem in outcome] == [
        ("maf_pay", Rule.COLUMN_REPEATED)
    ]
    assert isinstance(resolve_headers((*HEADER, "", "")), HeaderMap)


def test_a_row_without_needed_columns_says_so_at_its_place() -> None:
    cells = row()
    del cells["medfee_sumamt"]
    problem = refused(cells)
    assert (problem.where, problem.rule) == ("settlements.csv:2", Rule.COLUMN_MISSING)


def test_settlements_compare_by_content_and_travel_between_processes() -> None:
    one = read(row(psn_cert_type="1"))
    other = parse_settlement(row(psn_cert_type="01"), "elsewhere.csv:7")
    assert one == other
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == one
