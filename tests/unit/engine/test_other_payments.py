"""Payments by others: which of them count, on what, and what waits for them."""

from datetime import date

import pytest

from cases.factories import PERSON, YEAR, aid_in_all, aid_of, assessed, bill, pack
from mianshen.engine.facts import Closure, Delivery, FactsError, OtherPayment
from mianshen.engine.results import Line, Reason, Status
from mianshen.policy.pack import Pack

FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)


def after_major(allocate: str = "", help_more: str = "") -> Pack:
    """Aid of all that is left after major-illness insurance."""
    return pack(
        f"payers: {{major: {{from: [hifmi_pay], {allocate}}}}}\n"
        "layers: [{id: insured, payers: [major]}, {id: aid, members: [help]}]\n"
        f"programmes: {{help: {{base: in_scope_left, {help_more} terms: [{{ratio: 100%}}]}}}}\n"
    )


def span(yuan: int, *, source: str = "hifmi_pay", provisional: bool = False) -> OtherPayment:
    """A payment for all of the year."""
    return OtherPayment(
        "p",
        PERSON,
        source,
        yuan * 100,
        first_day=FIRST,
        last_day=LAST,
        provisional=provisional,
    )


def named(*, person: str = PERSON, source: str = "hifmi_pay") -> OtherPayment:
    """A payment of 300 yuan for the bill of the first of March."""
    return OtherPayment("p", person, source, 300_00, event="03-01")


def test_a_payment_that_names_a_bill_counts_on_it() -> None:
    found = assessed(after_major(), bill("1000"), payments=(named(),))
    assert aid_of(found, "help") == ["700.00"]


@pytest.mark.parametrize("stray", [named(person="Q"), named(source="unheard")])
def test_a_payment_of_another_person_or_an_unknown_source_counts_nowhere(
    stray: OtherPayment,
) -> None:
    assert aid_of(assessed(after_major(), bill("1000"), payments=(stray,)), "help") == ["1000.00"]


def test_a_span_that_the_pack_cannot_allocate_is_refused_in_words() -> None:
    with pytest.raises(FactsError, match=r"'major' is allocated; give the payer `allocate`"):
        assessed(after_major(), bill("1000"), payments=(span(300),))


def test_a_provisional_span_counts_no_more_than_its_bills_leave() -> None:
    of = after_major("allocate: chronological")
    found = assessed(of, bill("1000"), payments=(span(5000, provisional=True),))
    assert [(line.status, line.reason) for line in found.lines] == [
        (Status.ZERO, Reason.NOTHING_LEFT)
    ]
    firm = assessed(of, bill("1000"), payments=(span(5000),))
    assert [line.reason for line in firm.lines] == [Reason.PAYERS_EXCEED_COST]


def test_a_yearly_payment_lowers_a_yearly_programme_when_its_room_shrinks_later() -> None:
    of = pack(
        "payers: {welfare: {from: [charity], allocate: year_level}}\n"
        "layers: [{id: cared, payers: [welfare]}, {id: first, members: [gate]}, "
        "{id: second, members: [rest]}]\n"
        "programmes:\n"
        "  gate:\n"
        "    base: in_scope_left\n"
        "    per: year\n"
        "    terms: [{gate: {at_least: 5000, per: year}, ratio: 60%}]\n"
        "  rest: {base: in_scope_left, per: year, terms: [{ratio: 100%}]}\n"
    )
    paid = (span(1000, source="charity"),)
    before = assessed(of, bill("4900", "01-01"), payments=paid)
    assert aid_in_all(before) == "3900.00"
    after = assessed(of, bill("4900", "01-01"), bill("200", "02-01"), payments=paid)
    assert aid_of(after, "gate") == ["2860.00", "200.00"]
    assert aid_of(after, "rest") == ["1040.00", "0.00"]


def held(found: Line) -> bool:
    return found.status is Status.HELD and found.reason is Reason.WAITING_FOR_SOURCE


def test_a_source_is_waited_for_until_it_has_paid_or_is_closed_through_the_day() -> None:
    of = after_major("allocate: chronological", "requires: [major],")
    closed = (Closure("hifmi_pay", date(YEAR, 3, 1)),)
    for stated, waits in [
        ({}, True),
        ({"closures": closed}, False),
        ({"closures": (Closure("hifmi_pay", date(YEAR, 2, 28)),)}, True),
        ({"payments": (named(),)}, False),
        ({"payments": (named(person="Q"),)}, True),
        ({"payments": (span(300),)}, False),
        ({"payments": (span(300, provisional=True),)}, True),
    ]:
        (line,) = assessed(of, bill("1000"), **stated).lines
        assert held(line) is waits, stated


def test_a_payer_of_several_sources_is_silent_until_all_of_them_are_closed() -> None:
    of = pack(
        "payers: {basic: {from: [hifp_pay, employer]}}\n"
        "layers: [{id: insured, payers: [basic]}, {id: aid, members: [help]}]\n"
        "programmes: {help: {requires: [basic], base: in_scope_left, terms: [{ratio: 100%}]}}\n"
    )
    employer, state = (Closure(one, date(YEAR, 12, 31)) for one in ("employer", "hifp_pay"))
    for closed, waits in [((employer,), True), ((employer, state), False)]:
        (line,) = assessed(of, bill("1000"), closures=closed).lines
        assert held(line) is waits, closed


def test_money_delivered_on_what_the_pack_does_not_know_is_on_no_line() -> None:
    stray = (Delivery(PERSON, "03-01", "unheard", 100_00), Delivery("Q", "03-01", "help", 100_00))
    (line,) = assessed(after_major(), bill("1000"), deliveries=stray).lines
    assert (line.delivered_fen, line.order_fen) == (0, 1000_00)


def test_a_payment_for_the_year_leaves_a_factor_on_results_its_whole_room() -> None:
    of = pack(
        "payers: {major: {from: [hifmi_pay], allocate: year_level}}\n"
        "layers: [{id: insured, payers: [major]}, "
        "{id: aid, combine: parallel, members: [most, fifth]}]\n"
        "programmes:\n"
        "  most: {base: in_scope_left, terms: [{ratio: 85%}]}\n"
        "  fifth:\n"
        "    base: in_scope_left\n"
        "    per: year\n"
        "    terms: [{ratio: 50%}]\n"
        "    adjust: [{on: result, factor: 20%}]\n"
    )
    found = assessed(of, bill("10000"), payments=(span(1000),))
    # A fifth of 5000 would be 1000; 1500 is left on the bill, and the payer's 1000 come off it.
    assert (aid_of(found, "most"), aid_of(found, "fifth")) == (["8500.00"], ["500.00"])
