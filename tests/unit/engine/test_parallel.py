"""Programmes of one layer that pay beside each other, or as the person chooses."""

from datetime import date

from cases.factories import PERSON, YEAR, aid_of, assessed, bill, pack
from mianshen.engine.facts import Choice
from mianshen.engine.results import Reason


def test_a_share_is_measured_beside_what_was_delivered_on_those_that_do_not_pay() -> None:
    of = pack(
        "layers: [{id: beside, members: [one, year, half], combine: parallel, cut: pro_rata}]\n"
        "programmes:\n"
        "  one: {who: {any: [低保]}, base: in_scope_left, terms: [{ratio: 50%}],"
        " advance: [maf_pay]}\n"
        "  year: {base: in_scope_left, per: year, terms: [{ratio: 50%}]}\n"
        "  half: {base: in_scope_left, terms: [{ratio: 50%}]}"
    )
    delivered = bill("10000", "03-31", paid={"maf_pay": "10000.00"})
    found = assessed(of, bill("3900", "03-01", total="4900"), delivered)
    # Nothing is left on the second bill, so half wants nothing there and year need not share with
    # it: what its year comes to, 6950, fills the first bill beside the 1950 of half.
    assert aid_of(found, "half") == ["1950.00", "0.00"]
    assert aid_of(found, "year") == ["2950.00", "0.00"]


def test_a_share_taken_back_is_booked_again_before_the_next_bill_is_shared() -> None:
    of = pack(
        "payers: {basic: {from: [hifp_pay]}}\n"
        "pools: {outer: {amount: 1000}, home: {amount: 3000, per: visit}}\n"
        "layers:\n"
        "  - {id: insured, payers: [basic]}\n"
        "  - {id: first, members: [gate]}\n"
        "  - {id: beside, members: [fifth, half], combine: parallel, cut: pro_rata}\n"
        "programmes:\n"
        "  gate:\n"
        "    base: in_scope_left\n"
        "    per: year\n"
        "    terms: [{gate: {at_least: 4900}, ratio: 50%}]\n"
        "    pools: [home]\n"
        "  fifth: {base: in_scope_left, terms: [{ratio: 20%}], pools: [outer]}\n"
        "  half: {base: in_scope_left, terms: [{ratio: 50%}], pools: [outer]}\n"
    )
    bills = bill("4900", "02-01", paid={"hifp_pay": "2450"}), bill("10000", "03-01")
    found = assessed(of, *bills)
    # The gate pays 2000 on the first bill too, and 450 is left there. The half keeps 225 of it; the
    # other 775 of the pool are shared, 387.50 each, and the fifth takes 90 of its own there.
    assert aid_of(found, "gate") == ["2000.00", "3000.00"]
    assert aid_of(found, "fifth") == ["90.00", "297.50"]
    assert aid_of(found, "half") == ["225.00", "387.50"]


def test_a_share_is_spent_to_the_last_fen_that_a_factor_on_results_can_make() -> None:
    of = pack(
        "layers: [{id: beside, members: [less, more], combine: parallel, cut: pro_rata}]\n"
        "programmes:\n"
        "  less: {base: in_scope_left, terms: [{ratio: 29%}],"
        " adjust: [{on: result, factor: 0.7}]}\n"
        "  more: {base: in_scope_left, terms: [{ratio: 71%}],"
        " adjust: [{on: result, factor: 1.3}]}\n"
    )
    found = assessed(of, bill("0.31", stay="s", total="10"), bill("0.03", "04-01", stay="s"))
    # Of the three fen left on the second bill two are the share of `more`: one of them stays there,
    # and the other one, 23 x 1.3 instead of 22 x 1.3, makes the first bill's 29 fen 30.
    assert aid_of(found, "less") == ["0.06", "0.01"]
    assert aid_of(found, "more") == ["0.30", "0.01"]


def test_those_not_chosen_are_judged_before_the_choice_takes_anything_back() -> None:
    of = pack(
        "layers: [{id: one_of, members: [small, beside, chosen], combine: elective}]\n"
        "programmes:\n"
        "  small: {base: in_scope_left, when: total < 6000, terms: [{ratio: 50%}]}\n"
        "  beside: {base: in_scope_left, when: small > 0, terms: [{ratio: 60%}]}\n"
        "  chosen: {base: in_scope_left, terms: [{ratio: 50%}]}\n"
    )
    first, later = Choice(PERSON, "one_of", "small"), date(YEAR, 1, 15)
    choices = (first, Choice(PERSON, "one_of", "chosen", later))
    found = assessed(
        of, bill("5000", "01-01", stay="s"), bill("5000", "02-01", stay="s"), choices=choices
    )
    # The stay grows beyond 6000 and takes back what `small` paid, after `beside` has been judged.
    told = {line.programme: line.reason for line in found.lines if line.event == "02-01"}
    assert told == {"small": Reason.CONDITION_FALSE, "beside": Reason.ELECTIVE, "chosen": None}
