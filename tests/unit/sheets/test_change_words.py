"""Every change is said in one sentence, in both languages, without a word of the program."""

import re
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

import pytest

from cases.factories import PERSON, YEAR, bill, held_in, pack
from mianshen.engine import facts as known_facts
from mianshen.engine.difference import Change, Kind
from mianshen.engine.facts import (
    Application,
    AttributeFact,
    Choice,
    Closure,
    Delivery,
    Opening,
    OtherPayment,
    Person,
    Pin,
    PoolOpening,
    Rejection,
    Release,
    Responsibility,
)
from mianshen.run.messages import Lang
from mianshen.sheets.change_words import FIELDS, KINDS, ChangeWords
from mianshen.sheets.titles import VARIABLES, Titles

POLICY = pack(
    """
parameters:
  line: {title: 起付标准, title_en: the start line, values: [{from: 2020-01-01, value: 1000}]}
attributes: {income: {type: number, title: 家庭收入, title_en: income}}
pools: {shared: {amount: 1, title: 共用, title_en: shared by all}}
payers: {late: {from: [惠民保], title: 惠民商业保险, title_en: commercial insurance}}
layers:
  - {id: first, title: 商保, title_en: commercial, payers: [late]}
  - {id: relief, title: 救助层, title_en: relief, members: [help]}
programmes:
  help: {title: 困难救助, title_en: relief of need, base: total_left, terms: [{amount: line}]}
"""
)
LINE = POLICY.parameters["line"]
IDENTITY = held_in("低保", "01-01", "12-31")
PAYMENT = OtherPayment("1", PERSON, "惠民保", 500_00, event="S1", origin="others.csv:2")
DAY = date(YEAR, 3, 1)

FACTS = {
    Kind.RESPONSIBILITY: Responsibility(PERSON, "small"),
    Kind.PERSON: Person(PERSON, DAY),
    Kind.IDENTITY: IDENTITY,
    Kind.ATTRIBUTE: AttributeFact(PERSON, "income", Fraction(1200)),
    Kind.OPENING: Opening(PERSON, "help", DAY, consumed_fen=300_00),
    Kind.POOL_OPENING: PoolOpening(PERSON, "shared", 100_00),
    Kind.EVENT: bill("6000", paid={"hifp_pay": "10"}),
    Kind.PIN: Pin("S1", "relief", ("help",)),
    Kind.CHOICE: Choice(PERSON, "relief", "help"),
    Kind.PAYMENT: PAYMENT,
    Kind.CLOSURE: Closure("惠民保", DAY),
    Kind.DELIVERY: Delivery(PERSON, "S1", "help", 100_00),
    Kind.APPLICATION: Application(PERSON, "help", DAY),
    Kind.RELEASE: Release(PERSON, "help", "S1"),
    Kind.REJECTION: Rejection(PERSON, "help", "S1", "第三条"),
}


def said(change: Change, lang: Lang = Lang.ZH) -> str:
    return ChangeWords(Titles(POLICY, lang)).sentence(change)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Change(Kind.PAYMENT, None, PAYMENT), "新增其他渠道支付：惠民商业保险 → S1，500.00 元"),
        (
            Change(Kind.PAYMENT, PAYMENT, replace(PAYMENT, amount_fen=700_00)),
            "其他渠道支付：惠民商业保险 → S1改变：金额由 500.00 改为 700.00",
        ),
        (
            Change(Kind.IDENTITY, IDENTITY, replace(IDENTITY, end=DAY)),
            "身份：低保 2023-01-01 至 2023-03-01改变：结束日由 2023-12-31 改为 2023-03-01",
        ),
        (
            Change(
                Kind.EVENT,
                bill("6000", paid={"hifp_pay": "10"}, grade="二级"),
                bill("7000", paid={"hifp_pay": "20"}, grade="三级"),
            ),
            "结算：03-01 (2023-03-01)改变：符合政策范围金额由 6,000.00 改为 7,000.00，"
            "医疗费总额由 6,000.00 改为 7,000.00，医院等级由 二级 改为 三级，"
            "统筹基金由 10.00 改为 20.00",
        ),
        (
            Change(Kind.REJECTION, None, Rejection(PERSON, "help", "S1", "第三条")),
            "新增部门不予救助：困难救助 → S1 (第三条)",
        ),
        (
            Change(Kind.PARAMETER, LINE, LINE.model_copy(update={"values": ()}), "line"),
            "“起付标准”由 1,000（2020-01-01 起） 改为 待补",
        ),
        (Change(Kind.AS_OF, DAY, date(YEAR, 4, 1)), "测算基准日由 2023-03-01 改为 2023-04-01"),
        (Change(Kind.YEAR_CLOSED, False, True), "年度已关账"),
        (Change(Kind.COMPLETE_FROM, None, DAY), "数据起始日由 全年 改为 2023-03-01"),
    ],
)
def test_a_change_is_one_sentence(change: Change, sentence: str) -> None:
    assert said(change) == sentence


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_every_kind_of_fact_is_told_in_both_languages(kind: Kind) -> None:
    fact = FACTS[kind]
    for change in (Change(kind, None, fact), Change(kind, fact, None)):
        chinese, english = said(change), said(change, Lang.EN)
        assert re.search("[\u4e00-\u9fff]", chinese)
        assert not re.search("[a-z]{3}", chinese.replace("small", ""))
        assert not re.search("[\u4e00-\u9fff]", english.replace("低保", "").replace("第三条", ""))
    assert ChangeWords(Titles(POLICY, Lang.ZH)).origin(Change(kind, None, fact)) == getattr(
        fact, "origin", ""
    )


def test_there_are_words_for_every_kind_and_field() -> None:
    assert set(KINDS) == set(Kind)
    assert set(FACTS) | {
        Kind.AS_OF,
        Kind.YEAR_CLOSED,
        Kind.COMPLETE_FROM,
        Kind.PARAMETER,
        Kind.PACK,
        Kind.SPELLING,
    } == set(Kind)
    named = {one.name for kind in FACTS for one in fields(type(FACTS[kind]))}
    told_otherwise = {"origin", "amounts_fen", "facts", "paid_fen"}
    assert named - told_otherwise - set(VARIABLES) <= set(FIELDS)
    assert known_facts.Identity in {type(one) for one in FACTS.values()}


def test_a_policy_that_changed_is_told_rule_by_rule() -> None:
    text = "layers: [{id: only, members: [help]}]\nprogrammes:\n  help:\n    title: 困难救助\n"
    text += "    base: total_left\n    terms: [{ratio: 70%}]\n"
    change = Change(Kind.PACK, (pack(text),), (pack(text.replace("70%", "80%")),), "small")
    words = ChangeWords(Titles(POLICY, Lang.ZH))
    assert words.sentence(change) == "待遇政策（small）改版"
    assert list(words.rules(change)) == ["救助项目“困难救助” 第1行：救助比例由 70% 改为 80%"]
