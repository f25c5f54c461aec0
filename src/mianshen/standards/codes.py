"""What a national code means: its label, the kind of visit, the grade of a hospital."""

from collections.abc import Mapping
from typing import Literal

from mianshen.standards.code_tables import CODE_TABLES, LOCAL_MED_TYPES
from mianshen.standards.fields import FIELDS
from mianshen.standards.findings import Finding, Grade
from mianshen.standards.settlement import Settlement

VisitKind = Literal[
    "inpatient",
    "outpatient",
    "chronic_outpatient",
    "pharmacy",
    "maternity",
    "home_bed",
    "other",
]
HospitalGrade = Literal["三级", "二级", "一级", "未定级"]

_FAMILY_DIGITS = 2

# Day surgery (28) is charged and settled as a stay of one day; a birth in hospital (52) is a stay.
_VISIT_KINDS: Mapping[str, VisitKind] = {
    "11": "outpatient",
    "12": "outpatient",
    "13": "outpatient",
    "14": "chronic_outpatient",
    "15": "outpatient",
    "18": "outpatient",
    "19": "outpatient",
    "21": "inpatient",
    "22": "inpatient",
    "23": "inpatient",
    "24": "inpatient",
    "28": "inpatient",
    "41": "pharmacy",
    "51": "maternity",
    "52": "inpatient",
    "53": "maternity",
    "71": "home_bed",
}

_GRADE_OF_HOSP_LV: Mapping[str, HospitalGrade] = {
    "1": "三级",
    "2": "三级",
    "3": "三级",
    "4": "三级",
    "5": "二级",
    "6": "二级",
    "7": "二级",
    "8": "一级",
    "9": "一级",
    "10": "一级",
    "11": "未定级",
    "12": "三级",
    "13": "二级",
    "14": "一级",
}

_GRADE_OF_DEDC_HOSP_LV: Mapping[str, HospitalGrade] = {
    "1": "一级",
    "2": "二级",
    "3": "三级",
    "4": "未定级",
    "9": "未定级",
}

# Families whose longer codes are local refinements of a national two-digit code.
_REFINED_TABLES = frozenset({"psn_type", "med_type", "clr_type", "psn_idet_type"})


def label(table: str, code: str, region: str = "") -> str | None:
    """The Chinese label of a code, or None where neither the nation nor the region publishes one.

    A longer code of 医疗类别, 人员类别, 清算类别 or 人员身份类别 falls back on its first two
    digits. `region` is a medical region code; it is asked first, because local codes of 医疗类别
    differ between provinces.
    Raises `KeyError` for a table that does not exist.
    """
    labels = CODE_TABLES[table].labels
    if table == "med_type":
        local = LOCAL_MED_TYPES.get(region[:_FAMILY_DIGITS], {})
        if code in local:
            return local[code]
    if code in labels:
        return labels[code]
    return labels.get(code[:_FAMILY_DIGITS]) if table in _REFINED_TABLES else None


def visit_kind(med_type: str | None, local: Mapping[str, VisitKind] | None = None) -> VisitKind:
    """The kind of visit of a 医疗类别 code.

    `local` maps whole codes of one region to a kind and comes first; codes from 99 on mean
    different things in different provinces and are `other` without it. 生育门诊 (51) and 计划生育
    (53) are `maternity`. The settlement's 清算类别 (clr_type) says nothing about this and is not
    asked. Source: data-standard §3, med_type.
    """
    code = med_type or ""
    if local and code in local:
        return local[code]
    return _VISIT_KINDS.get(code[:_FAMILY_DIGITS], "other")


def hospital_grade(hosp_lv: str | None, dedc_hosp_lv: str | None = None) -> HospitalGrade | None:
    """The grade of a hospital, or None when neither code is known.

    起付线医院等级 (dedc_hosp_lv) decides where it is given, because start lines follow it; its
    一级及以下 counts as 一级 and its 其他 as 未定级. Leading zeros do not matter.
    """
    by_start_line = _GRADE_OF_DEDC_HOSP_LV.get((dedc_hosp_lv or "").lstrip("0"))
    return by_start_line or _GRADE_OF_HOSP_LV.get((hosp_lv or "").lstrip("0"))


def unknown_codes(settlement: Settlement) -> tuple[Finding, ...]:
    """A warning for each code that no dictionary explains; an unknown code never stops a row."""
    findings = []
    for field in FIELDS:
        code = getattr(settlement, field.attribute) if field.table else None
        if not field.table or code is None:
            continue
        if label(field.table, code, settlement.insu_admdvs or "") is None:
            title = CODE_TABLES[field.table].title
            sentence = f"{field.name} is {code}, which the national table {title} does not list."
            findings.append(Finding(settlement.setl_id, Grade.WARN, "unknown_code", sentence))
    return tuple(findings)
