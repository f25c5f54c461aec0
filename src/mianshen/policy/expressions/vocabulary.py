"""The words an expression may read: their types, their values, and when they become known."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What kind of value a word stands for."""

    NUMBER = "number"
    TEXT = "text"
    RANK = "rank"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Variable:
    """One word of the vocabulary.

    `options` are the words a text or rank may take (ascending for a rank; empty means any text).
    `dynamic` words read what the fold has paid so far, all others are known before it.
    `wide` words count costs outside the insured scope (they make a base one on total costs).
    """

    name: str
    type: Type
    title: str
    options: tuple[str, ...] = ()
    dynamic: bool = False
    wide: bool = False


def _facts(*variables: Variable) -> dict[str, Variable]:
    return {variable.name: variable for variable in variables}


GRADES = ("未定级", "一级", "二级", "三级")
PLACES = ("本地", "市内异地", "省内异地", "跨省异地")
VISITS = (
    "inpatient",
    "outpatient",
    "chronic_outpatient",
    "pharmacy",
    "maternity",
    "home_bed",
    "other",
)
INSURANCES = ("职工", "居民", "离休", "其他")

CARE_AMOUNTS: Mapping[str, Variable] = _facts(
    Variable("total", Type.NUMBER, "医疗费总额", wide=True),
    Variable("in_scope", Type.NUMBER, "符合政策范围金额"),
    Variable("full_self_pay", Type.NUMBER, "全自费金额", wide=True),
    Variable("over_limit", Type.NUMBER, "超限价自费费用", wide=True),
    Variable("self_pay_first", Type.NUMBER, "先行自付金额", wide=True),
    Variable("hospital_part", Type.NUMBER, "医院负担金额", wide=True),
    Variable("account_pay", Type.NUMBER, "个人账户支出", wide=True),
)

CARE_FACTS: Mapping[str, Variable] = _facts(
    Variable("visit", Type.TEXT, "就诊类型", VISITS),
    Variable("med_type", Type.TEXT, "医疗类别"),
    Variable("grade", Type.RANK, "医院等级", GRADES),
    Variable("insurance", Type.TEXT, "险种", INSURANCES),
    Variable("place", Type.RANK, "就医地", PLACES),
    Variable("diagnosis", Type.TEXT, "病种编码"),
    Variable("hospital", Type.TEXT, "定点医药机构编号"),
    Variable("referred", Type.TRUTH, "规范转诊"),
    Variable("filed", Type.TRUTH, "异地备案"),
    Variable("stay_days", Type.NUMBER, "住院天数"),
)

PREMIUM_FACTS: Mapping[str, Variable] = _facts(
    Variable("price", Type.NUMBER, "所选档次缴费标准", wide=True),
    Variable("tier", Type.NUMBER, "缴费档次"),
    Variable("scheme", Type.TEXT, "参保险种"),
)

DAILY_FACTS: Mapping[str, Variable] = _facts(
    Variable("wage", Type.NUMBER, "月均缴费工资", wide=True),
    Variable("days", Type.NUMBER, "天数"),
)

PERSON_FACTS: Mapping[str, Variable] = _facts(
    Variable("age", Type.NUMBER, "周岁年龄"),
    Variable("sex", Type.TEXT, "性别", ("男", "女")),
)

FOLD_STATE: Mapping[str, Variable] = _facts(
    Variable("in_scope_left", Type.NUMBER, "政策范围内剩余自付", dynamic=True),
    Variable("total_left", Type.NUMBER, "剩余个人负担", dynamic=True, wide=True),
    Variable("year_base", Type.NUMBER, "本项目年度累计基数", dynamic=True),
    Variable("year_paid", Type.NUMBER, "本项目年度累计救助", dynamic=True),
    Variable("year_borne", Type.NUMBER, "年度累计个人负担", dynamic=True, wide=True),
    Variable("visit_number", Type.NUMBER, "本年度第几次", dynamic=True),
)
