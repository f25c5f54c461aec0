"""A formula keeps its text, and answers about its words once its pack is checked."""

import pytest

from mianshen.policy.expressions.checker import Vocabulary
from mianshen.policy.expressions.parser import ExpressionError
from mianshen.policy.expressions.vocabulary import Type
from mianshen.policy.formula import Formula
from mianshen.policy.schema import Line
from unit.policy.expression_shapes import WORDS, shape

VOCABULARY = Vocabulary(WORDS, {}, frozenset())


def test_a_bound_formula_answers_about_its_words() -> None:
    formula = Formula("费用.总额 - min(left, 3)")
    formula.bind(VOCABULARY, Type.NUMBER)
    assert formula.names == {"费用.总额", "left"}
    assert (formula.dynamic, formula.wide) == (True, True)
    assert shape(formula.node) == "(- 费用.总额 (min left 3))"


def test_a_formula_cannot_be_asked_before_its_pack_was_checked() -> None:
    with pytest.raises(AssertionError, match="was read before its pack was checked"):
        assert Formula("1").node


def test_a_formula_that_does_not_fit_says_so() -> None:
    with pytest.raises(ExpressionError, match="is not known here"):
        Formula("nowhere").bind(VOCABULARY, Type.NUMBER)


def test_a_formula_shows_its_text() -> None:
    assert repr(Formula("a + 1")) == "Formula('a + 1')"


@pytest.mark.parametrize(
    ("spelling", "text"),
    [("a * 2", "a * 2"), (500, "500"), (True, "true"), (Formula("a"), "a")],
)
def test_a_formula_is_spelled_as_a_text_or_a_whole_number(spelling: object, text: str) -> None:
    line = Line.model_validate({"amount": spelling})
    assert line.amount.text == text
    assert line.model_dump()["amount"] == text


@pytest.mark.parametrize("spelling", [None, 0.7, ["a"], {"a": "b"}])
def test_anything_else_is_no_formula(spelling: object) -> None:
    with pytest.raises(ValueError, match="a formula was expected here, for example"):
        Line.model_validate({"amount": spelling})


def test_a_formula_that_cannot_be_parsed_names_its_column() -> None:
    with pytest.raises(ValueError, match=r"not '\*' \(column 5 of the formula\)"):
        Line.model_validate({"amount": "a + * b"})
