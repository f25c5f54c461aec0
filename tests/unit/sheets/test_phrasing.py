"""Rules are said in the reader's language, every word of them."""

import re

import pytest

from cases.factories import pack
from mianshen.policy.pack import Pack
from mianshen.run.messages import Lang
from mianshen.run.shipped import Located, load, shipped_packs
from mianshen.sheets.phrasing import Phrasing
from mianshen.sheets.portrait import formulas_in
from mianshen.sheets.titles import VARIABLES, VARIABLES_EN, Titles

LATIN = re.compile(r"[A-Za-z]{2,}")
HAN = re.compile(r"[\u4e00-\u9fff]")

SMALL = """
parameters:
  share: {title: 救助比例, title_en: the ratio, values: [{from: 2020-01-01, value: 70%}]}
attributes:
  listed: {type: truth, title: 病种在目录内, title_en: the illness is listed}
payers: {basic: {from: [hifp_pay], title: 基本医保, title_en: basic insurance}}
layers: [{id: insured, payers: [basic]}, {id: aid, members: [help]}]
programmes:
  help:
    title: 救助
    title_en: aid
    who: {any: [低保, 特困], none: [低保边缘], on: stay}
    when: CONDITION
    base: max(in_scope - basic, 0) * share
    terms: [{ratio: share}]
"""


def phrasing(of: Pack, lang: Lang) -> Phrasing:
    return Phrasing(Titles(of, lang))


def conditioned(text: str) -> Pack:
    return pack(SMALL.replace("CONDITION", text))


@pytest.mark.parametrize("name", sorted(shipped_packs()))
def test_chinese_formulas_hold_no_word_of_the_pack_language(name: str) -> None:
    shipped = load(Located(shipped_packs()[name], name))
    titled = phrasing(shipped, Lang.ZH)
    untitled = {*shipped.programmes, *shipped.parameters, *shipped.payers}
    untitled |= {layer.id for layer in shipped.layers} | set(shipped.spelling.attributes)
    for _, formula in formulas_in(shipped.spelling):
        said = titled.condition(formula)
        assert [word for word in LATIN.findall(said) if word not in " ".join(untitled)] == [], said


@pytest.mark.parametrize("name", ["500112-yubei", "110000-beijing"])
def test_what_a_titled_pack_says_is_all_chinese(name: str) -> None:
    shipped = load(Located(shipped_packs()[name], name))
    titled = phrasing(shipped, Lang.ZH)
    said = [titled.condition(formula) for _, formula in formulas_in(shipped.spelling)]
    assert said
    assert [text for text in said if LATIN.search(text)] == []


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        (
            "listed and visit in [inpatient, outpatient]",
            "“病种在目录内” 且 就诊类型为住院、门诊之一",
            "“the illness is listed” and kind of visit is one of inpatient, outpatient",
        ),
        (
            "not listed or not (grade >= 二级 and total > 30000)",
            "不满足“病种在目录内” 或 不满足(医院等级 ≥ 二级 且 医疗费总额 > 30,000)",
            "not “the illness is listed” or"
            " not (grade of the hospital ≥ grade 2 and total bill > 30,000)",
        ),
        (
            "(place is 本地 or referred) and visit is not pharmacy",
            "(就医地为本地 或 “规范转诊”) 且 就诊类型不为药店",
            "(place of care is local or “referred”) and kind of visit is not pharmacy",
        ),
        (
            "diagnosis starts with [C, D]",
            "病种编码以C、D开头",
            "diagnosis begins with C, D",
        ),
        ("holds(低保)", "身份为低保", "is subsistence allowance (低保)"),
        ("true", "总是", "always"),
        ("listed = true", "病种在目录内 = 是", "the illness is listed = yes"),
    ],
)
def test_conditions_are_said_in_both_languages(text: str, chinese: str, english: str) -> None:
    of = conditioned(text)
    when = of.programmes["help"].when
    assert when is not None
    assert phrasing(of, Lang.ZH).condition(when) == chinese
    assert phrasing(of, Lang.EN).condition(when) == english


def test_a_formula_is_written_with_its_numbers() -> None:
    of = conditioned("listed")
    base = of.programmes["help"].base
    values = {"in_scope": "52000", "basic": "34790.5", "share": "7/10"}
    zh = phrasing(of, Lang.ZH)
    assert zh.formula(base) == "取最大(符合政策范围金额 − 基本医保、0) × 救助比例"
    assert zh.numbers(base, values) == "取最大(52,000 − 34,790.50、0) × 70%"
    assert phrasing(of, Lang.EN).numbers(base, {**values, "basic": "unknown"}) == (
        "the most of (52,000 − unknown, 0) × 70%"
    )


def test_whose_a_programme_is_names_the_day() -> None:
    who = conditioned("listed").programmes["help"].who
    assert who is not None
    of = conditioned("listed")
    assert phrasing(of, Lang.ZH).who(who) == "就诊期间任一日具有 低保、特困 之一，没有 低保边缘"
    assert phrasing(of, Lang.EN).who(who).endswith("on any day of the stay")


def test_every_word_of_the_vocabulary_is_named_in_both_languages() -> None:
    assert set(VARIABLES) == set(VARIABLES_EN)
    assert all(HAN.search(variable.title) for variable in VARIABLES.values())
    assert not [title for title in VARIABLES_EN.values() if HAN.search(title)]
