"""A tree is written so that it reads back the same, with brackets only where they are needed."""

from fractions import Fraction

import pytest

from mianshen.policy.expressions import tree
from mianshen.policy.expressions.parser import parse
from mianshen.policy.expressions.writing import percentage, plain_number, write
from unit.policy.expression_shapes import shape


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("(a + b) * c / 2", "(a + b) × c ÷ 2"),
        ("a + (b * c)", "a + b × c"),
        ("a - (b - c)", "a − (b − c)"),
        ("a - b - c", "a − b − c"),
        ("-(a + b) - (-c)", "−(a + b) − −c"),
        ("-(-a)", "−(−a)"),
        ("0.75 * a + 1.50 + 1_000", "75% × a + 1.5 + 1000"),
        ("min(a, max(b, 0%))", "min(a, max(b, 0))"),
        ("a and (b or c) and not d", "a and (b or c) and not d"),
        ("not (a and b)", "not (a and b)"),
        ("(a and b) or c", "a and b or c"),
        ("(a or b) or c", "(a or b) or c"),
        ("(a > b) = (c is not d)", "(a > b) = (c != d)"),
        ("(not a) = b", "(not a) = b"),
        ("a not in [x, '1 2', 11]", 'not a in [x, "1 2", "11"]'),
        ("a starts with C5", "a starts with [C5]"),
        ("a = 'and'", 'a = "and"'),
        ("a = '\"'", "a = '\"'"),
        ("holds(低保, '特困（城）')", 'holds(低保, "特困（城）")'),
        ("true or false", "true or false"),
    ],
)
def test_a_tree_is_written_as_a_reader_expects(text: str, again: str) -> None:
    assert write(parse(text)) == again


def test_a_plain_word_is_written_without_quotes() -> None:
    assert write(tree.Comparison("=", tree.Name("level", 0), tree.Text("二级", 8), 6)) == (
        "level = 二级"
    )


def test_names_are_spelled_as_the_caller_wishes() -> None:
    titles = {"in_scope": "符合政策范围金额"}
    text = write(parse("in_scope - basic"), lambda name: titles.get(name, name))
    assert text == "符合政策范围金额 − basic"


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("a / 0.123456789", "a ÷ (123456789 ÷ 1000000000)"),
        ("a * 1.00000001", "a × (100000001 ÷ 100000000)"),
        ("a + 0.000000001", "a + 1 ÷ 1000000000"),
    ],
)
def test_a_figure_with_many_decimals_stays_exact(text: str, again: str) -> None:
    assert write(parse(text)) == again
    parse(again)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-5", "-5"),
        ("1/2", "0.5"),
        ("-1/8", "-0.125"),
        ("1000.05", "1000.05"),
        ("0.000001", "0.000001"),
        ("0.0000001", "1/10000000"),
        ("-2/3", "-2/3"),
    ],
)
def test_a_number_is_a_decimal_where_it_is_one(value: str, text: str) -> None:
    assert plain_number(Fraction(value)) == text


@pytest.mark.parametrize(("value", "text"), [("7/10", "70%"), ("1/3", "100/3%"), ("1.2", "120%")])
def test_a_ratio_is_written_as_a_percentage(value: str, text: str) -> None:
    assert percentage(Fraction(value)) == text


def test_a_list_and_its_words_read_back() -> None:
    listing = tree.Listing(("a", "not", "b.c", "1"), 0)
    again = parse(f"x in {write(listing)}")
    assert isinstance(again, tree.Membership)
    assert shape(again.options) == shape(listing)
