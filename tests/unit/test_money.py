"""Money: reading, writing, rounding and sharing amounts exactly."""

from fractions import Fraction

import numpy as np
import pytest

from mianshen.money import (
    Rounding,
    RoundingUnit,
    fen_from_yuan,
    format_yuan,
    parse_yuan,
    round_to_integer,
    share_by_largest_remainder,
    share_half_up,
    yuan_from_fen,
)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0),
        ("1", 100),
        ("0.01", 1),
        ("1,234.50", 123450),
        (" 16.4000 ", 1640),
        ("-25.1", -2510),
        ("+3.20", 320),
        (".5", 50),
        ("7.", 700),
        ("0.005", 1),
        ("0.004", 0),
        ("-0.005", -1),
        ("99999999999999.99", 9999999999999999),
    ],
)
def test_an_amount_written_as_a_decimal_is_read_exactly(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    ["", "-", ".", "abc", "1e5", "1.2.3", "１２", "--1", "+-1", "1 2", "0x10", "٣", "1" * 41],
)
def test_what_is_not_a_plain_decimal_is_refused_and_named(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount in yuan"):
        parse_yuan(text)


def test_a_refused_text_is_quoted_no_longer_than_an_amount_can_be() -> None:
    with pytest.raises(ValueError, match=f"^'{'9' * 40}' is not an amount in yuan$"):
        parse_yuan("9" * 5000)


def test_forty_characters_are_still_an_amount() -> None:
    assert parse_yuan("0" * 38 + "12") == 1200


@pytest.mark.parametrize(
    ("fen", "plain", "grouped"),
    [
        (0, "0.00", "0.00"),
        (5, "0.05", "0.05"),
        (123450, "1234.50", "1,234.50"),
        (-2510, "-25.10", "-25.10"),
        (-100000000, "-1000000.00", "-1,000,000.00"),
    ],
)
def test_fen_are_written_as_yuan_with_two_decimals(fen: int, plain: str, grouped: str) -> None:
    assert format_yuan(fen) == plain
    assert format_yuan(fen, grouped=True) == grouped


@pytest.mark.parametrize(
    ("rounding", "results"),
    [
        (Rounding.HALF_UP, [0, 1, 1, 2, 3, -1, -2]),
        (Rounding.HALF_EVEN, [0, 0, 1, 2, 2, 0, -2]),
        (Rounding.DOWN, [0, 0, 0, 1, 2, 0, -1]),
        (Rounding.UP, [1, 1, 1, 2, 3, -1, -2]),
    ],
)
def test_each_rounding_treats_halves_and_signs_in_its_own_way(
    rounding: Rounding, results: list[int]
) -> None:
    values = ["1/4", "1/2", "3/4", "3/2", "5/2", "-1/2", "-3/2"]
    assert [round_to_integer(Fraction(value), rounding) for value in values] == results


@pytest.mark.parametrize("rounding", list(Rounding))
def test_a_whole_number_stays_as_it_is(rounding: Rounding) -> None:
    assert [round_to_integer(Fraction(n), rounding) for n in (-2, 0, 3)] == [-2, 0, 3]


def test_halves_go_up_unless_another_rounding_is_asked_for() -> None:
    assert round_to_integer(Fraction(1, 2)) == 1
    assert fen_from_yuan(Fraction("23.345")) == 2335
    assert fen_from_yuan(Fraction("23.345"), Rounding.DOWN) == 2334


@pytest.mark.parametrize(
    ("unit", "fen"),
    [(RoundingUnit.FEN, 1235), (RoundingUnit.JIAO, 1230), (RoundingUnit.YUAN, 1200)],
)
def test_a_programme_may_pay_in_fen_jiao_or_yuan(unit: RoundingUnit, fen: int) -> None:
    assert fen_from_yuan(Fraction("12.346"), Rounding.HALF_UP, unit) == fen


def test_fen_and_yuan_are_the_same_amount() -> None:
    assert yuan_from_fen(12345) == Fraction("123.45")
    assert fen_from_yuan(yuan_from_fen(-12345)) == -12345


def test_what_rounding_leaves_goes_to_the_largest_remainders() -> None:
    assert share_by_largest_remainder(100, [1, 1, 1]) == [34, 33, 33]
    assert share_by_largest_remainder(10, [5, 3, 7]) == [3, 2, 5]
    assert share_by_largest_remainder(4, [4, 3]) == [2, 2]
    assert share_by_largest_remainder(5, [0, 2, 0]) == [0, 5, 0]
    assert share_by_largest_remainder(0, [1, 2]) == [0, 0]
    assert share_by_largest_remainder(7, [1]) == [7]


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [0, 0]), (1, []), (1, [2, -1])])
def test_a_share_without_sense_is_refused(total: int, weights: list[int]) -> None:
    refusal = "^a share needs a non-negative total and non-negative weights above zero$"
    with pytest.raises(ValueError, match=refusal):
        share_by_largest_remainder(total, weights)


@pytest.mark.parametrize(
    ("amount_fen", "part", "whole", "share_fen"),
    [
        (0, 700, 1_000, 0),
        (5, 1, 2, 3),
        (4_999, 1, 10_000, 0),
        (5_000, 1, 10_000, 1),
        (101, 3, 3, 101),
    ],
)
def test_a_share_rounds_halves_up(amount_fen: int, part: int, whole: int, share_fen: int) -> None:
    assert share_half_up(amount_fen, part, whole) == share_fen
    assert fen_from_yuan(Fraction(amount_fen * part, whole * 100)) == share_fen


def test_a_share_of_a_column_is_the_column_of_shares() -> None:
    column = np.arange(2_000, dtype=np.int64)
    shares = share_half_up(column, 683, 1_000).tolist()
    assert shares == [share_half_up(amount, 683, 1_000) for amount in column.tolist()]
