"""Laws of netting: no order matters, no row is lost, and the views add up."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from mianshen.standards.reversals import (
    Netting,
    Outcome,
    flow_view,
    is_exact_negative,
    is_reversal,
    net,
    stock_view,
)
from mianshen.standards.settlement import Settlement
from unit.standards.settlement_factory import refund_of, settlement

VALID = (Outcome.KEPT, Outcome.REVERSED, Outcome.REVERSAL, Outcome.ORPHAN)
FIRST_DAY = datetime(2024, 1, 1)

flags = st.sampled_from([None, "0", "1"])
moments = st.integers(0, 5).map(lambda day: FIRST_DAY + timedelta(days=day))


@st.composite
def originals(draw: st.DrawFn) -> Settlement:
    bill_fen = draw(st.sampled_from([0, 100_00, 200_00]))
    return settlement(
        setl_id=f"S{draw(st.integers(1, 12))}",
        mdtrt_id=draw(st.sampled_from(["V1", "V1", None])),
        psn_no=draw(st.sampled_from(["P1", "P1", "P2"])),
        setl_time=draw(moments),
        updt_time=draw(st.none() | moments),
        refd_setl_flag=draw(flags),
        vali_flag=draw(st.sampled_from([None, "1", "1", "1", "1", "0"])),
        mid_setl_flag=draw(flags),
        medfee_sumamt_fen=bill_fen,
        psn_cash_pay_fen=draw(st.sampled_from([None, bill_fen, bill_fen // 2])),
        where=draw(st.sampled_from(["a.csv:1", "b.csv:1"])),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Settlement]:
    rows = draw(st.lists(originals(), max_size=6))
    if rows:
        for number in range(draw(st.integers(0, 4))):
            original = draw(st.sampled_from(rows))
            names = st.sampled_from([original.setl_id, None, None, "S99"])
            refund = refund_of(
                original,
                f"R{number}" if draw(st.integers(0, 9)) else "R0",
                init_setl_id=draw(names),
                setl_time=draw(moments),
                mid_setl_flag=None,
                hifp_pay_fen=-600_00 if draw(st.integers(0, 4)) else -599_00,
            )
            rows.append(refund)
        rows += draw(st.lists(st.sampled_from(rows), max_size=2))
    return rows


def identity(row: Settlement) -> str:
    return repr(row)


def traces(netting: Netting) -> Counter[tuple[str, str, str, str | None]]:
    return Counter(
        (identity(row.settlement), row.outcome, row.reason, row.partner) for row in netting.rows
    )


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(rows: list[Settlement], random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert net(shuffled) == net(rows)
    assert traces(net(shuffled)) == traces(net(rows))


@given(histories())
def test_every_row_ends_in_exactly_one_place(rows: list[Settlement]) -> None:
    ended = Counter(identity(row.settlement) for row in net(rows).rows)
    assert ended == Counter(map(identity, rows))


@given(histories())
def test_a_settlement_counts_at_most_once(rows: list[Settlement]) -> None:
    counted = Counter(row.settlement.setl_id for row in net(rows).with_outcome(*VALID))
    assert all(count == 1 for count in counted.values())
    assert not any(is_reversal(row) for row in net(rows).kept)


@given(histories())
def test_what_is_delivered_twice_counts_as_once(rows: list[Settlement]) -> None:
    assert net([*rows, *rows]).kept == net(rows).kept
    assert flow_view(net([*rows, *rows])) == flow_view(net(rows))


@given(histories())
def test_reversals_and_their_originals_meet_in_pairs_of_opposite_amounts(
    rows: list[Settlement],
) -> None:
    netting = net(rows)
    reversed_rows = {row.settlement.setl_id: row for row in netting.with_outcome(Outcome.REVERSED)}
    reversals = netting.with_outcome(Outcome.REVERSAL)
    assert len(reversals) == len(reversed_rows)
    for reversal in reversals:
        original = reversed_rows[str(reversal.partner)]
        assert original.partner == reversal.settlement.setl_id
        assert is_exact_negative(reversal.settlement, original.settlement)
        assert is_reversal(reversal.settlement)
        assert not is_reversal(original.settlement)


@given(histories())
def test_the_flow_is_the_stock_and_the_orphans(rows: list[Settlement]) -> None:
    netting = net(rows)
    stock, flow = stock_view(netting), flow_view(netting)
    orphans = [row.settlement for row in netting.with_outcome(Outcome.ORPHAN)]
    for name in ("medfee_sumamt_fen", "hifp_pay_fen"):
        valid_fen = sum(getattr(r.settlement, name) or 0 for r in netting.with_outcome(*VALID))
        assert flow.sums_fen[name] == valid_fen
        beside_fen = sum(getattr(row, name) or 0 for row in orphans)
        assert flow.sums_fen[name] == stock.sums_fen[name] + beside_fen
    counted = sum(-1 if is_reversal(row) else 1 for row in orphans)
    assert flow.settlements == stock.settlements + counted
