"""What may be ordered now, and how differences of one fund are set off."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from cases.factories import PERSON, YEAR, assessed, bill, pack
from mianshen.engine.facts import Delivery
from mianshen.engine.netting import net, net_by_fund, nets_in_columns
from mianshen.engine.results import Line, Status

CAPPED = """
layers: [{id: aid, members: [help]}]
programmes:
  help:
    base: in_scope_left
    fund: city
    terms: [{ratio: 70%}]
    caps: [{amount: 6000}]
"""


def delivered(event: str, yuan: int, place: str = "help") -> Delivery:
    return Delivery(PERSON, event, place, yuan * 100)


def test_what_was_delivered_at_the_counter_is_not_ordered_again() -> None:
    found = assessed(pack(CAPPED), bill("5000", paid={"maf_pay": "1000"})).lines[0]
    assert (found.amount_fen, found.delivered_fen, found.order_fen) == (
        3500_00,
        1000_00,
        2500_00,
    )


def test_money_that_filled_the_pool_leaves_nothing_to_order_and_nothing_to_claw_back() -> None:
    of = pack(CAPPED)
    visits = [bill("5000", "01-01"), bill("10000", "02-01")]
    found = assessed(of, *visits, deliveries=(delivered("02-01", 6000),))
    assert [line.amount_fen for line in found.lines] == [3500_00, 2500_00]
    assert [line.order_fen for line in found.lines] == [0, 0]
    (sums,) = net(found.lines, [of])
    assert (sums.fund, sums.difference_fen, sums.top_up_fen, sums.claw_back_fen) == (
        "city",
        0,
        0,
        0,
    )


def test_no_order_lifts_delivered_money_above_the_bill() -> None:
    of = pack(
        "layers: [{id: first, members: [a]}, {id: second, members: [b]}]\n"
        "programmes:\n"
        "  a: {base: in_scope_left, terms: [{ratio: 80%}]}\n"
        "  b: {base: in_scope_left, terms: [{ratio: 50%}]}\n"
    )
    found = assessed(of, bill("1000"), deliveries=(delivered("03-01", 900, "b"),))
    by_programme = {line.programme: line for line in found.lines}
    assert by_programme["a"].amount_fen == 800_00
    assert by_programme["a"].order_fen == 100_00
    assert by_programme["b"].order_fen == 0


def test_a_recovery_makes_room_for_the_order_again() -> None:
    of = pack(CAPPED)
    twice = (delivered("03-01", 3000), delivered("03-01", -2000))
    found = assessed(of, bill("1000"), deliveries=twice).lines[0]
    assert (found.delivered_fen, found.order_fen) == (1000_00, 0)


def test_funds_are_netted_apart_and_simulated_programmes_left_out() -> None:
    of = pack(
        "layers: [{id: first, members: [sim]}, {id: second, members: [a, b]}]\n"
        "programmes:\n"
        "  sim: {base: in_scope_left, simulated: true, terms: [{ratio: 50%}]}\n"
        "  a: {base: in_scope_left, fund: city, terms: [{ratio: 50%}]}\n"
        "  b: {base: in_scope_left, terms: [{ratio: 50%}]}\n"
    )
    found = assessed(of, bill("1000"), deliveries=(delivered("03-01", 300, "b"),))
    assert [line.order_fen for line in found.lines] == [200_00, 0, 0]
    sums = net(found.lines, [of])
    assert [(one.fund, one.entitled_fen, one.delivered_fen) for one in sums] == [
        ("b", 125_00, 300_00),
        ("city", 250_00, 0),
    ]
    assert [(one.top_up_fen, one.claw_back_fen) for one in sums] == [(0, 175_00), (200_00, 0)]


def test_a_line_of_a_programme_no_pack_knows_is_not_netted() -> None:
    stray = Line(PERSON, "1", "stray", YEAR, Status.ENTITLED, amount_fen=1)
    assert net([stray], []) == ()


def test_what_was_delivered_on_a_held_line_is_neither_claimed_back_nor_set_off() -> None:
    of = pack(CAPPED)
    held = Line(PERSON, "e", "help", YEAR, Status.HELD, 0, held_fen=500_00, delivered_fen=300_00)
    (sums,) = net([held], [of])
    assert (sums.delivered_fen, sums.claw_back_fen) == (0, 0)


FEN = st.integers(0, 9_00)
LINES = st.builds(
    Line,
    person=st.sampled_from(["1", "2"]),
    event=st.just("e"),
    programme=st.sampled_from(["a", "b", "c"]),
    year=st.just(YEAR),
    status=st.sampled_from(Status),
    amount_fen=FEN,
    delivered_fen=FEN,
    order_fen=FEN,
)


@given(st.lists(LINES, min_size=1))
def test_a_table_of_lines_is_netted_as_the_lines_are(lines: list[Line]) -> None:
    funds = {"a": "city", "b": "city", "c": "county"}
    columns = ("status", "amount_fen", "delivered_fen", "order_fen")
    table = pl.DataFrame(
        {
            "person": [line.person for line in lines],
            "fund": [funds[line.programme] for line in lines],
            **{name: [getattr(line, name) for line in lines] for name in columns},
        }
    )
    found = nets_in_columns(table, ["person", "fund"]).sort("person", "fund").rows()
    assert found == [
        (one.person, one.fund, one.top_up_fen, one.claw_back_fen)
        for one in net_by_fund(lines, funds)
    ]
