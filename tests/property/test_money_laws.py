"""Laws of money that hold for every amount."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mianshen.money import (
    Rounding,
    RoundingUnit,
    fen_from_yuan,
    format_yuan,
    parse_yuan,
    round_to_integer,
    share_by_largest_remainder,
)

amounts_fen = st.integers(-(10**16), 10**16)


@given(amounts_fen, st.booleans())
def test_what_is_written_reads_back(fen: int, grouped: bool) -> None:
    assert parse_yuan(format_yuan(fen, grouped=grouped)) == fen


@given(st.fractions(), st.sampled_from(Rounding))
def test_rounding_moves_less_than_one_and_is_odd(value: Fraction, rounding: Rounding) -> None:
    rounded = round_to_integer(value, rounding)
    assert abs(rounded - value) < 1
    assert round_to_integer(-value, rounding) == -rounded


@given(st.fractions(), st.fractions(), st.sampled_from(Rounding))
def test_rounding_keeps_the_order(one: Fraction, other: Fraction, rounding: Rounding) -> None:
    low, high = sorted((one, other))
    assert round_to_integer(low, rounding) <= round_to_integer(high, rounding)


@given(st.fractions(), st.sampled_from(Rounding), st.sampled_from(RoundingUnit))
def test_what_is_payable_is_a_multiple_of_the_unit(
    value: Fraction, rounding: Rounding, unit: RoundingUnit
) -> None:
    size = {RoundingUnit.FEN: 1, RoundingUnit.JIAO: 10, RoundingUnit.YUAN: 100}[unit]
    paid = fen_from_yuan(value, rounding, unit)
    assert paid % size == 0
    assert abs(paid - value * 100) < size


@given(
    st.integers(0, 10**12),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any),
)
def test_shares_add_up_and_stay_within_one_of_their_part(total: int, weights: list[int]) -> None:
    shares = share_by_largest_remainder(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12), st.data())
def test_no_share_of_at_most_the_whole_exceeds_its_weight(
    weights: list[int], data: st.DataObject
) -> None:
    total = data.draw(st.integers(0, sum(weights)))
    shares = share_by_largest_remainder(total, weights)
    assert all(share <= weight for share, weight in zip(shares, weights, strict=True))
