"""Draws depend on seed, stream and number alone, and keep to whole numbers."""

import numpy as np
import pytest

from mianshen.synth.dice import MILLION, Dice, Knots, spread
from mianshen.synth.documents import bank_cards, with_check_digit
from mianshen.synth.slots import slot_kinds

NUMBERS = np.arange(50_000, dtype=np.int64)


def test_a_draw_does_not_depend_on_its_neighbours() -> None:
    dice = Dice(7)
    whole = dice.words("one", NUMBERS)
    assert (dice.words("one", NUMBERS[123:456]) == whole[123:456]).all()
    assert (dice.words("two", NUMBERS) != whole).mean() > np.float64(1) / 2


def test_a_draw_is_fixed_for_all_time() -> None:
    assert Dice(1).below("age", NUMBERS[:6], 1_000).tolist() == [209, 607, 5, 335, 942, 947]


def test_choices_are_as_likely_as_their_weights() -> None:
    chosen = np.bincount(Dice(3).choose("weights", NUMBERS, (1, 0, 3)), minlength=3)
    assert chosen[1] == 0
    assert 12_000 < chosen[0] < 13_000


def test_quantiles_lie_on_the_straight_lines_of_the_table() -> None:
    knots = Knots((0, 500_000, MILLION), (10, 20, 1_000))
    drawn = Dice(3).quantile("table", NUMBERS, knots)
    assert drawn.min() == 10
    assert 950 < drawn.max() <= 1_000
    assert 24_000 < int((drawn < 20).sum()) < 26_000
    assert knots.mean() == (500_000 * 30 + 500_000 * 1_020, 2 * MILLION)


@pytest.mark.parametrize(
    ("shares", "values"),
    [((0, MILLION), (1,)), ((0, 5, 5, MILLION), (1, 2, 3, 4)), ((1, MILLION), (1, 2))],
)
def test_a_table_that_is_none_is_refused(shares: tuple[int, ...], values: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="table"):
        Knots(shares, values)


def test_parts_of_units_add_up_exactly() -> None:
    units = np.arange(14, dtype=np.int64)
    assert spread(17_089, 14, units).sum() == 17_089


def test_of_each_thousand_exactly_so_many_are_struck() -> None:
    kinds = slot_kinds(Dice(9), "dirt", NUMBERS[:5_000], (2, 0, 7)).reshape(5, 1_000)
    for thousand in kinds:
        assert np.bincount(thousand + 1, minlength=4).tolist() == [991, 2, 0, 7]


def test_check_digits_follow_the_published_example() -> None:
    # GB 11643-1999, appendix: the number 11010519491231002X.
    assert with_check_digit(np.array([11010519491231002], dtype=np.int64)).to_list() == [
        "11010519491231002X"
    ]


def test_bank_cards_pass_the_luhn_check() -> None:
    for card in bank_cards(NUMBERS[:50]).to_list():
        digits = [int(digit) for digit in reversed(card)]
        doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
        assert len(card) == 19
        assert (sum(digits[::2]) + sum(doubled)) % 10 == 0
