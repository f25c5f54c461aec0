"""Every sentence about a mistake is said in English and in Chinese."""

import copy
import pickle
import re

import pytest

from mianshen.policy.documents import DocumentError, parse_document
from mianshen.policy.loading import examine
from mianshen.policy.saying import Said, chinese, said, sentence_of
from unit.policy.pack_texts import document, programme, small

HAN = re.compile(r"[\u4e00-\u9fff]")


def test_values_that_are_sentences_are_said_in_both_languages() -> None:
    hint = said("; did you mean {word!r}?", "；是不是“{word}”？", word="when")
    whole = said("{key!r} is wrong{hint}", "“{key}”不对{hint}", key="wen", hint=hint)
    assert whole == "'wen' is wrong; did you mean 'when'?"
    assert chinese(whole) == "“wen”不对；是不是“when”？"


def test_a_plain_text_is_the_same_in_both() -> None:
    assert chinese("安庆") == "安庆"
    assert sentence_of(ValueError("plain")) == "plain"


def test_a_sentence_survives_being_copied_and_sent() -> None:
    sentence = Said("no", "不行")
    for other in (copy.deepcopy(sentence), pickle.loads(pickle.dumps(sentence))):
        assert (other, chinese(other)) == ("no", "不行")


def test_an_exception_keeps_the_sentence_it_was_raised_with() -> None:
    sentence = Said("no", "不行")
    assert sentence_of(ValueError(sentence)) is sentence


@pytest.mark.parametrize(
    "text",
    [
        "- a list",
        "id: [x\n",
        "id: x\nid: y\n",
        "? [a]\n: b\n",
        small("region: 1").replace("identities", "identites"),
        small("note: [x]\nyear: {starts: 13-01}\naccount_money: lent"),
        small("parameters: {x: {values: {}}, y: {values: [{from: soon, value: much}]}}"),
        small("payers: {p: {from: []}, q: {from: x, provisional_satisfies: perhaps}}"),
        small("parameters: {a: {}, min: {}}\npayers: {p: {from: x}, q: {from: x}}"),
        small(layers="[{id: aid, members: [a, zz], advance: [x, x]}, {id: aid, members: [a]}]"),
        small(layers="[{id: aid}]"),
        programme("base: in_scope -\nterms: [{ratio: 1, amount: 1}, {bands: [{up_to: 1}]}]"),
        programme("base: year_base\nwhen: visit\nterms: [{ratio: age is 男, gate: {}}]"),
        programme("base: (1\nwhen: age in [a]\nterms: [{ratio: nor(1)}]"),
        programme(
            "base: a\nwho: {any: 谁}\nrequires: x\npools: y\nterms: [{when: sex > 1, ratio: 1}]"
        ),
        programme("base: wage\nwhen: visit is in\nper: life\nonce: visit\nterms: [{ratio: 1}]"),
        programme("base: 1\nwhen: visit is impatient\nadjust: [{on: line, points: 1}]\nterms: []"),
        programme(
            "base: 1\nsettled: year_end\nterms: [{guarantee: {share: 1, of: 1}, line: {amount: 1}}]"
        ),
    ],
)
def test_each_mistake_is_told_in_chinese_too(text: str) -> None:
    try:
        problems = examine(document(text)).problems
    except DocumentError as error:
        problems = error.problems
    assert problems
    for problem in problems:
        assert HAN.search(chinese(problem.message)), problem
        assert chinese(problem.message) != problem.message, problem


def test_what_yaml_itself_refuses_is_told_in_chinese_too() -> None:
    with pytest.raises(DocumentError) as refused:
        parse_document("pack.yaml", "id: {")
    assert HAN.search(chinese(refused.value.problems[0].message))
