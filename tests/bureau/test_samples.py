"""Payees are drawn by a written seed, and the interval holds to the last digit."""

from fractions import Fraction
from math import comb
from pathlib import Path

import pytest

from bureau import paying
from bureau.paying import CLERK
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.errors import PayoutError
from mianshen.bureau.payout.sampling import MILLION, clopper_pearson


@pytest.mark.usefixtures("database")
def test_the_same_seed_draws_the_same_payees_and_their_answers_are_counted(
    tmp_path: Path,
) -> None:
    batch = paying.at_the_bank(tmp_path, *range(1, 21))
    paying.answered(tmp_path, batch, dict.fromkeys(range(1, 20), "0000") | {20: "3018"})

    first = payout.draw_sample(batch, 6, 7, CLERK)
    again = payout.draw_sample(batch, 6, 7, CLERK)
    drawn = [one.number for one in payout.sampled(first)]
    assert drawn == [one.number for one in payout.sampled(again)]
    for number in drawn[:4]:
        payout.enter_answer(first, number, payout.Answer.RECEIVED, CLERK)
    payout.enter_answer(first, drawn[4], payout.Answer.NOT_RECEIVED, CLERK)
    payout.enter_answer(first, drawn[5], payout.Answer.UNREACHED, CLERK)

    found = payout.interval(first)
    assert (found.asked, found.received) == (5, 4)
    # R: binom.test(4, 5)$conf.int is 0.2835821 to 0.9949492.
    assert (found.low, found.high) == (283_582, 994_950)
    with pytest.raises(PayoutError, match="nobody answered"):
        payout.interval(again)
    with pytest.raises(PayoutError, match="1 to 19 of the 19"):
        payout.draw_sample(batch, 20, 7, CLERK)


def _tail(hits: int, asked: int, share: Fraction) -> Fraction:
    return sum(
        (comb(asked, k) * share**k * (1 - share) ** (asked - k) for k in range(hits, asked + 1)),
        Fraction(0),
    )


@pytest.mark.parametrize(("hits", "asked"), [(0, 5), (5, 5), (4, 5), (58, 60), (97, 100)])
def test_the_bounds_are_the_last_millionths_outside_the_interval(hits: int, asked: int) -> None:
    low, high = clopper_pearson(hits, asked)
    tail = Fraction(25, 1000)

    if hits:
        assert _tail(hits, asked, Fraction(low, MILLION)) <= tail
        assert _tail(hits, asked, Fraction(low + 1, MILLION)) > tail
    else:
        assert low == 0
    if hits < asked:
        assert 1 - _tail(hits + 1, asked, Fraction(high, MILLION)) <= tail
        assert 1 - _tail(hits + 1, asked, Fraction(high - 1, MILLION)) > tail
    else:
        assert high == MILLION
