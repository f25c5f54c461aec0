"""Text becomes a tree by fixed precedence, or is refused at the column that does not fit."""

from itertools import chain

import pytest

from mianshen.policy.expressions import tree
from mianshen.policy.expressions.parser import (
    DEPTH_MAX,
    NODES_MAX,
    TEXT_MAX_CHARS,
    ExpressionError,
    parse,
    tokenize,
)
from unit.policy.expression_shapes import shape
from unit.policy.pack_texts import unmarked


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a + b * c", "(+ a (* b c))"),
        ("a * b + c", "(+ (* a b) c)"),
        ("(a + b) * c", "(* (+ a b) c)"),
        ("a - b - c", "(- (- a b) c)"),
        ("a - (b - c)", "(- a (- b c))"),
        ("a / b * c", "(* (/ a b) c)"),
        ("-a * b", "(* (minus a) b)"),
        ("a - -b", "(- a (minus b))"),
        ("a + b > c * d", "(> (+ a b) (* c d))"),
        ("a or b and c", "(or a (and b c))"),
        ("a and b or c and d", "(or (and a b) (and c d))"),
        ("a and (b or c)", "(and a (or b c))"),
        ("a and b and c", "(and a b c)"),
        ("not a and b", "(and (not a) b)"),
        ("not a = b", "(not (= a b))"),
        ("not not a", "(not (not a))"),
        ("not (a or b)", "(not (or a b))"),
        ("(a = b) = true", "(= (= a b) true)"),
        ("min(a, b + 1, c)", "(min a (+ b 1) c)"),
        ("max(a)", "(max a)"),
        ("min(max(a, 0), 5)", "(min (max a 0) 5)"),
    ],
)
def test_operators_bind_as_in_arithmetic_and_logic(text: str, meaning: str) -> None:
    assert shape(parse(text)) == meaning


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("70%", "7/10"),
        ("100%", "1"),
        ("0.5%", "1/200"),
        ("1_000_000", "1000000"),
        ("717.05", "14341/20"),
        ("１２", "12"),
        ("true", "true"),
        ("false", "false"),
    ],
)
def test_a_literal_has_its_exact_value(text: str, value: str) -> None:
    assert shape(parse(text)) == value


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("（总费用 − 起付线）× ７０%", "(总费用 - 起付线) * 70%"),
        ("总费用 ÷ 2", "总费用 / 2"),
        ("min（总费用，1000）", "min(总费用, 1000)"),
        ("a ≥ b", "a >= b"),
        ("a ≤ b", "a <= b"),
        ("a ≠ b", "a != b"),
        ("a is b", "a = b"),
        ("a is not b", "a != b"),
        ("a\n  and\tb", "a and b"),
    ],
)
def test_other_ways_to_write_a_sign_mean_the_same(text: str, plain: str) -> None:
    assert shape(parse(text)) == shape(parse(plain))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("visit in [inpatient, pharmacy]", "(in ['inpatient', 'pharmacy'] visit)"),
        ("visit not in [inpatient]", "(not (in ['inpatient'] visit))"),
        ("病种 in 重大疾病", "(in ['重大疾病'] 病种)"),
        ("med_type in [11, '2 1', \"3\"]", "(in ['11', '2 1', '3'] med_type)"),
        ("diagnosis starts with [C, D0]", "(starts ['C', 'D0'] diagnosis)"),
        ("diagnosis not starts with C50", "(not (starts ['C50'] diagnosis))"),
        ("holds(低保)", "(holds 低保)"),
        ("holds(低保, '特困（城市）', 3)", "(holds 低保 特困（城市） 3)"),
        ("a in [x] and not b", "(and (in ['x'] a) (not b))"),
        ("费用.总额 > 0", "(> 费用.总额 0)"),
        ('"二 级"', "'二 级'"),
    ],
)
def test_words_and_lists_are_read_as_written(text: str, meaning: str) -> None:
    assert shape(parse(text)) == meaning


def test_every_part_knows_its_column() -> None:
    node = parse("  总费用 >= min(a, 5)")
    assert {shape(part): part.at for part in tree.walk(node)} == {
        "(>= 总费用 (min a 5))": 6,
        "总费用": 2,
        "(min a 5)": 9,
        "a": 13,
        "5": 16,
    }


def test_the_names_read_are_those_of_variables_alone() -> None:
    node = parse("not (-a + min(b, c) > 1) or d in [e] and holds(f) or 'g' = h")
    assert tree.names(node) == {"a", "b", "c", "d", "h"}


def test_tokens_end_with_the_end_of_the_text() -> None:
    assert [(token.kind, token.text, token.at) for token in tokenize("a×1 ")] == [
        ("name", "a", 0),
        ("symbol", "*", 1),
        ("number", "1", 2),
        ("end", "", 4),
    ]


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("▸", "a value was expected here, not the end"),
        ("  ▸", "a value was expected here, not the end"),
        ("a +▸", "a value was expected here, not the end"),
        ("a + ▸* b", "a value was expected here, not '*'"),
        ("- ▸- a", "a value was expected here, not '-'"),
        ("(▸)", "a value was expected here, not ')'"),
        ("a ▸b", "'b' was not expected here"),
        ("2▸x", "'x' was not expected here"),
        ("a = b ▸= c", "'=' was not expected here"),
        ("(a + b▸", "')' was expected here, not the end"),
        ("(a ▸]", "')' was expected here, not ']'"),
        ("a + ▸$", "'$' has no meaning in an expression"),
        ("a ▸; b", "';' has no meaning in an expression"),
        ("▸'a", '"\'" has no meaning in an expression'),
        ("a > ▸and b", "a value was expected before 'and'"),
        ("a > 1 and ▸in", "a value was expected before 'in'"),
        ("▸round(a)", "'round' is not a function; there are min, max and holds"),
        ("min(▸)", "a value was expected here, not ')'"),
        ("min(a▸", "')' was expected here, not the end"),
        ("holds(▸)", "a word was expected here, not ')'"),
        ("holds(低保  ▸", "')' was expected here, not the end"),
        ("a in ▸5", "'[' was expected here, not '5'"),
        ("a in [▸", "a word was expected here, not the end"),
        ("a in [b ▸c]", "']' was expected here, not 'c'"),
        ("a in [b, ▸]", "a word was expected here, not ']'"),
        ("a starts ▸[b]", "'with' was expected here, not '['"),
        ("a ▸not > b", "'in' or 'starts with' was expected after 'not'"),
        ("a is▸", "a value was expected here, not the end"),
    ],
)
def test_what_does_not_fit_is_named_at_its_column(marked: str, message: str) -> None:
    text, ((_, column),) = unmarked(marked)
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert (str(refused.value), refused.value.at) == (message, column - 1)


@pytest.mark.parametrize(
    ("text", "longer", "message"),
    [
        (
            "a".ljust(TEXT_MAX_CHARS),
            "a".ljust(TEXT_MAX_CHARS + 1),
            f"the expression is longer than {TEXT_MAX_CHARS} characters",
        ),
        (
            "(" * (DEPTH_MAX - 1) + "a" + ")" * (DEPTH_MAX - 1),
            "(" * DEPTH_MAX + "a" + ")" * DEPTH_MAX,
            f"nested deeper than {DEPTH_MAX} levels",
        ),
        (
            "max(" * (DEPTH_MAX - 1) + "a" + ")" * (DEPTH_MAX - 1),
            "max(" * DEPTH_MAX + "a" + ")" * DEPTH_MAX,
            f"nested deeper than {DEPTH_MAX} levels",
        ),
        (
            "not " * DEPTH_MAX + "a",
            "not " * (DEPTH_MAX + 1) + "a",
            f"nested deeper than {DEPTH_MAX} levels",
        ),
        (
            "+".join("a" * (NODES_MAX // 2)),
            "+".join("a" * (NODES_MAX // 2 + 1)),
            f"the expression has more than {NODES_MAX} parts",
        ),
        (
            f"max({','.join('a' * (NODES_MAX - 1))})",
            f"max({','.join('a' * NODES_MAX)})",
            f"the expression has more than {NODES_MAX} parts",
        ),
    ],
    ids=["length", "brackets", "functions", "negations", "operators", "operands"],
)
def test_each_limit_lets_its_last_value_through(text: str, longer: str, message: str) -> None:
    parse(text)
    with pytest.raises(ExpressionError, match=message):
        parse(longer)


def test_siblings_in_brackets_are_not_nested() -> None:
    parse(" + ".join(chain.from_iterable([["(a)", "min(a)"]] * DEPTH_MAX)))
