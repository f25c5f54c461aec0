"""A policy as a sheet, and two policies compared in words."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from cases.factories import pack
from mianshen.policy.pack import Pack
from mianshen.policy.schema import PackSpelling
from mianshen.run.messages import Lang
from mianshen.run.shipped import load, locate, shipped_packs
from mianshen.sheets.pack_changes import plain, tell_changes
from mianshen.sheets.policy_words import CHOICES, FIELDS
from mianshen.sheets.portrait import Portrait, draw_portrait
from mianshen.sheets.portrait_text import portrait_page

POLICY = """
parameters:
  line: {title: 起付标准, title_en: the line, values: [{from: 2023-01-01, value: 3000}]}
  share: {title: 待补比例, title_en: the missing ratio}
layers:
  - {id: relief, title: 医疗救助, members: [care, tilt]}
  - {id: offices, title: 部门, members: [union]}
  - {id: premiums, title: 参保, members: [premium]}
programmes:
  care:
    title: 医疗救助
    title_en: medical aid
    office: 医疗保障局
    who: {any: [特困, 低保]}
    when: visit is inpatient or visit is outpatient
    base: in_scope_left
    law: {document: 某府发〔2023〕1号, clause: 第五条}
    terms:
      - {who: [特困], ratio: 100%}
      - who: [低保]
        when: visit is inpatient
        line: {amount: line}
        ratio: 70%
        law: {document: 某府发〔2023〕1号, clause: 第六条}
    caps: [{amount: 60000}]
  tilt:
    title: 倾斜救助
    office: 医疗保障局
    who: {any: [低保边缘]}
    when: visit is inpatient
    base: in_scope_left
    terms: [{ratio: share}]
  union: {title: 工会帮扶, office: 总工会, base: total_left, terms: [{amount: 500}]}
  premium: {title: 资助参保, kind: premium, who: {any: [特困]}, base: price, terms: [{ratio: 90%}]}
"""


def portrait_of(text: str, lang: Lang = Lang.ZH) -> Portrait:
    return draw_portrait(pack(text), lang)


def cells(portrait: Portrait, title: str) -> dict[str, list[str]]:
    row = next(row for row in portrait.rows if title in row.titles)
    return {cell.title: [one.rule for one in cell.offered] for cell in row.cells}


def test_every_class_stands_against_every_kind_of_aid() -> None:
    portrait = portrait_of(POLICY)
    assert portrait.columns == ("资助参保", "门诊", "住院", "倾斜", "部门专项")
    assert cells(portrait, "特困") == {
        "资助参保": ["基数 × 90%"],
        "门诊": ["基数 × 100%"],
        "住院": ["基数 × 100%"],
        "倾斜": [],
        "部门专项": ["定额 500"],
    }
    assert cells(portrait, "低保") == {
        "资助参保": [],
        "门诊": [],
        "住院": ["起付线 3,000（每次就诊）；(基数 − 起付线) × 70%"],
        "倾斜": [],
        "部门专项": ["定额 500"],
    }
    assert cells(portrait, "低保边缘")["倾斜"] == ["基数 × （待补）"]
    assert cells(portrait, "没有以上身份")["部门专项"] == ["定额 500"]


def test_a_figure_stands_beside_its_clause() -> None:
    row = next(row for row in portrait_of(POLICY).rows if "低保" in row.titles)
    (offered,) = next(cell.offered for cell in row.cells if cell.title == "住院")
    assert offered.law == "某府发〔2023〕1号 第六条"
    assert offered.caps == ("年度限额 60,000",)


def test_rules_and_formulas_are_counted() -> None:
    assert dict(portrait_of(POLICY).counts) == {
        "救助项目": 4,
        "待遇标准": 5,
        "规则（对象和条件）": 8,
        "算式": 11,
        "限额": 1,
        "政策参数": 2,
        "待补参数": 1,
    }


@pytest.mark.parametrize("name", sorted(shipped_packs()))
@pytest.mark.parametrize("lang", list(Lang))
def test_every_shipped_pack_has_a_portrait(name: str, lang: Lang) -> None:
    drawn = draw_portrait(load(locate(name)), lang)
    assert drawn.rows
    page = portrait_page(drawn)
    assert drawn.rows[-1].titles[0] in page


def changes(old: Pack, new: Pack, lang: Lang = Lang.ZH) -> list[tuple[str, str, str]]:
    return [(one.where, one.sentence, one.law) for one in tell_changes(old, new, lang).changes]


CARE = "救助项目“医疗救助”"


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (
            "ratio: 70%",
            "ratio: 80%",
            (
                f"{CARE} 第2行（低保；就诊类型为住院）",
                "救助比例由 70% 改为 80%",
                "某府发〔2023〕1号 第六条",
            ),
        ),
        (
            "amount: 60000",
            "amount: 80000",
            (CARE, "限额由 年度限额 60,000 改为 年度限额 80,000", "某府发〔2023〕1号 第五条"),
        ),
        (
            "value: 3000}",
            "value: 3000}, {from: 2024-01-01, value: 2500}",
            ("政策参数“起付标准”", "2024-01-01 起新增 2,500", ""),
        ),
        (
            "value: 3000",
            "value: 2000",
            ("政策参数“起付标准”", "2023-01-01 起由 3,000 改为 2,000", ""),
        ),
        (
            "      - {who: [特困], ratio: 100%}\n",
            "",
            (CARE, "取消第1行（特困）：基数 × 100%", ""),
        ),
        (
            "who: {any: [低保边缘]}",
            "who: {any: [低保边缘, 特困]}",
            (
                "救助项目“倾斜救助”",
                "对象由 结算日具有 低保边缘 改为 结算日具有 低保边缘、特困 之一",
                "",
            ),
        ),
        (
            "clause: 第六条",
            "clause: 第七条",
            (
                f"{CARE} 第2行（低保；就诊类型为住院）",
                "依据由 某府发〔2023〕1号 第六条 改为 某府发〔2023〕1号 第七条",
                "",
            ),
        ),
        (
            "{title: 工会帮扶, office: 总工会",
            "{title: 工会帮扶, office: 总工会, simulated: true",
            ("救助项目“工会帮扶”", "仅测算由 否 改为 是", ""),
        ),
    ],
)
def test_a_change_of_a_pack_is_one_sentence(was: str, now: str, told: tuple[str, ...]) -> None:
    assert was in POLICY
    assert changes(pack(POLICY), pack(POLICY.replace(was, now))) == [told]


def test_a_programme_that_is_new_or_gone_is_told() -> None:
    without = POLICY.replace("[union]", "[other]").replace(
        "  union: {title: 工会", "  other: {title: 红会"
    )
    told = changes(pack(POLICY), pack(without))
    assert ("救助项目“工会帮扶”", "取消", "") in told
    assert any(where == "救助项目“红会帮扶”" and "新增" in text for where, text, _ in told)


def test_the_same_pack_has_no_changes_and_others_do() -> None:
    names = sorted(shipped_packs())
    for name, other in zip(names, [*names[1:], names[0]], strict=True):
        one, two = load(locate(name)), load(locate(other))
        assert changes(one, load(locate(name))) == []
        for lang in Lang:
            assert changes(one, two, lang)


def test_english_sentences_are_english() -> None:
    told = changes(pack(POLICY), pack(POLICY.replace("ratio: 70%", "ratio: 80%")), Lang.EN)
    ((where, sentence, _),) = told
    assert where.startswith("programmes: medical aid row 2 (subsistence allowance")
    assert sentence == "ratio 70% → 80%"


def models(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel | StrEnum):
        yield annotation
    for part in get_args(annotation):
        yield from models(part)


def test_there_are_words_for_every_key_and_choice_of_the_language() -> None:
    waiting, seen = [PackSpelling], set()
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        if issubclass(model, StrEnum):
            assert set(CHOICES[model]) == set(model)
        else:
            assert set(model.model_fields) <= set(FIELDS)
            for field in model.model_fields.values():
                waiting += models(field.annotation)


def test_formulas_are_compared_by_their_text() -> None:
    assert plain(pack(POLICY).spelling) == plain(pack(POLICY).spelling)
