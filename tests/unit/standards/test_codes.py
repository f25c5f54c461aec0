"""What national and local codes mean, and that an unknown one never stops a settlement."""

import pytest

from mianshen.standards.code_tables import CODE_TABLES
from mianshen.standards.codes import (
    HospitalGrade,
    VisitKind,
    hospital_grade,
    label,
    unknown_codes,
    visit_kind,
)
from mianshen.standards.findings import Grade
from unit.standards.settlement_factory import settlement


@pytest.mark.parametrize(
    ("med_type", "expected"),
    [
        ("11", "outpatient"),
        ("1301", "outpatient"),
        ("14", "chronic_outpatient"),
        ("21", "inpatient"),
        ("21303", "inpatient"),
        ("22", "inpatient"),
        ("23", "inpatient"),
        ("24", "inpatient"),
        ("28", "inpatient"),
        ("41", "pharmacy"),
        ("51", "maternity"),
        ("52", "inpatient"),
        ("53_04", "maternity"),
        ("71", "home_bed"),
        ("9901", "other"),
        ("88", "other"),
        (None, "other"),
    ],
)
def test_the_kind_of_visit_follows_the_first_two_digits(
    med_type: str | None, expected: VisitKind
) -> None:
    assert visit_kind(med_type) == expected


def test_a_region_says_what_its_own_codes_mean() -> None:
    local: dict[str, VisitKind] = {"9901": "chronic_outpatient", "28": "outpatient"}
    assert visit_kind("9901", local) == "chronic_outpatient"
    assert visit_kind("28", local) == "outpatient"
    assert visit_kind("21", local) == "inpatient"


@pytest.mark.parametrize(
    ("hosp_lv", "dedc_hosp_lv", "expected"),
    [
        ("2", None, "三级"),
        ("02", None, "三级"),
        ("12", None, "三级"),
        ("5", None, "二级"),
        ("13", None, "二级"),
        ("10", None, "一级"),
        ("11", None, "未定级"),
        ("2", "2", "二级"),
        (None, "1", "一级"),
        (None, "03", "三级"),
        (None, "4", "未定级"),
        (None, "9", "未定级"),
        ("8", "77", "一级"),
        ("77", None, None),
        (None, None, None),
    ],
)
def test_the_start_line_grade_decides_before_the_grade_of_the_hospital(
    hosp_lv: str | None, dedc_hosp_lv: str | None, expected: HospitalGrade | None
) -> None:
    assert hospital_grade(hosp_lv, dedc_hosp_lv) == expected


@pytest.mark.parametrize(
    ("table", "code", "region", "expected"),
    [
        ("insutype", "390", "", "城乡居民基本医疗保险"),
        ("med_type", "2108", "", "普通住院"),
        ("med_type", "9901", "430102", "门诊两病"),
        ("med_type", "9901", "500112", "重大疾病门诊"),
        ("med_type", "9901", "110101", None),
        ("psn_type", "1105", "", "在职"),
        ("psn_idet_type", "2205", "", "医疗照顾人员"),
        ("insutype", "3901", "", None),
    ],
)
def test_a_code_has_the_label_of_its_table_and_region(
    table: str, code: str, region: str, expected: str | None
) -> None:
    assert label(table, code, region) == expected


def test_every_table_the_platform_needs_is_there() -> None:
    on_settlements = {"insutype", "med_type", "psn_type", "psn_cert_type", "mdtrt_cert_type"}
    on_settlements |= {"setl_type", "pay_loc", "out_flag", "clr_type", "clr_way", "vali_flag"}
    on_settlements |= {"flag", "acct_used_flag", "fund_pay_type", "hosp_lv", "dedc_hosp_lv"}
    on_items = {"dscg_way", "med_chrgitm_type", "chrgitm_lv", "list_type", "manl_reim_rea"}
    on_people = {"disa_lv", "psn_idet_type", "sp_psn_type", "mat_idet_code"}
    on_payments = {"dfr_souc", "trt_issu_way", "fin_dspo_flag"}
    assert on_settlements | on_items | on_people | on_payments <= set(CODE_TABLES)
    assert all(table.labels and table.title for table in CODE_TABLES.values())


def test_an_unknown_code_is_only_warned_of() -> None:
    row = settlement(insutype="777", med_type="9901", insu_admdvs=None)
    findings = unknown_codes(row)
    assert [finding.grade for finding in findings] == [Grade.WARN, Grade.WARN]
    assert findings[0].sentence == (
        "insutype is 777, which the national table 险种类型 does not list."
    )
    assert unknown_codes(settlement()) == ()
