"""Each fact that changed is told with the fen it moved, in a fixed order."""

from dataclasses import replace
from datetime import date
from typing import Any

from cases.factories import PERSON, YEAR, bill, held_in, pack
from mianshen.engine.difference import Difference, Kind, Snapshot, difference
from mianshen.engine.facts import (
    Facts,
    Opening,
    OtherPayment,
    Person,
    Rejection,
)
from mianshen.policy.pack import Pack

AID = """
parameters:
  line: {values: [{from: 2020-01-01, value: 1000}]}
  share: {values: [{from: 2020-01-01, value: 60%}]}
layers: [{id: insured, payers: [basic, late]}, {id: layer, members: [help]}]
payers: {basic: {from: [hifp_pay]}, late: {from: [late]}}
programmes:
  help:
    who: {any: [低保]}
    requires: [late]
    base: in_scope - basic - late
    terms: [{line: {amount: line, per: year}, ratio: share}]
    caps: [{amount: 5000}]
"""


def snapshot(of: Pack, **facts: Any) -> Snapshot:
    stated = {
        "people": (Person(PERSON),),
        "events": (bill("6000", paid={"late": "0"}),),
        "identities": (held_in("低保", "01-01", "12-31"),),
        **facts,
    }
    return Snapshot(Facts(**stated), (of,), YEAR, date(YEAR, 12, 31))


def told(of: Difference) -> list[tuple[Kind, int]]:
    return [(change.kind, step.amount_fen) for step in of.steps for change in step.changes]


def changed(before: Snapshot, after: Snapshot) -> list[tuple[Kind, int]]:
    found = difference(before, after, PERSON)
    assert sum(step.amount_fen for step in found.steps) == found.after_fen - found.before_fen
    return told(found)


def test_a_bill_that_came_later_moves_what_it_brings() -> None:
    old = snapshot(pack(AID))
    events = (*old.facts.events, bill("1000", "05-01", paid={"late": "0"}))
    assert changed(old, snapshot(pack(AID), events=events)) == [(Kind.EVENT, 600_00)]


def test_a_bill_that_changed_is_one_change() -> None:
    new = snapshot(pack(AID), events=(bill("7000", paid={"late": "0"}),))
    found = difference(snapshot(pack(AID)), new, PERSON)
    (step,) = found.steps
    assert step.amount_fen == 600_00
    assert step.changes[0].before.amounts_fen["total"] == 6000_00
    assert step.changes[0].after.amounts_fen["total"] == 7000_00


def test_an_identity_that_ended_takes_what_it_gave() -> None:
    new = snapshot(pack(AID), identities=(held_in("低保", "01-01", "02-28"),))
    assert changed(snapshot(pack(AID)), new) == [(Kind.IDENTITY, -3000_00)]


def test_a_late_payment_turns_what_was_held_into_an_amount() -> None:
    waits = snapshot(pack(AID), events=(bill("6000"),))
    payment = OtherPayment("1", PERSON, "late", 500_00, event="03-01")
    found = difference(
        waits, snapshot(pack(AID), events=(bill("6000"),), payments=(payment,)), PERSON
    )
    (step,) = found.steps
    assert step.changes[0].kind is Kind.PAYMENT
    assert (step.amount_fen, step.held_fen) == (2700_00, -3000_00)


def test_a_rejection_takes_the_amount_away() -> None:
    new = snapshot(pack(AID), rejections=(Rejection(PERSON, "help", "03-01", "第三条"),))
    assert changed(snapshot(pack(AID)), new) == [(Kind.REJECTION, -3000_00)]


def test_an_opening_balance_uses_up_the_line_before() -> None:
    opening = Opening(PERSON, "help", date(YEAR, 1, 1), base_fen=1000_00, consumed_fen=1000_00)
    new = snapshot(pack(AID), openings=(opening,))
    assert changed(snapshot(pack(AID)), new) == [(Kind.OPENING, 600_00)]


def test_parameters_are_told_one_by_one_and_the_rest_of_a_pack_after_them() -> None:
    new = AID.replace("value: 1000", "value: 500").replace("60%", "70%").replace("5000", "3500")
    found = changed(snapshot(pack(AID)), snapshot(pack(new)))
    assert found == [(Kind.PARAMETER, 300_00), (Kind.PARAMETER, 550_00), (Kind.PACK, -350_00)]


def test_the_frame_comes_first_then_the_policy_then_facts() -> None:
    old = replace(snapshot(pack(AID), events=()), as_of=date(YEAR, 6, 30))
    events = (bill("6000", paid={"late": "0"}),)
    new = snapshot(pack(AID.replace("60%", "50%")), events=events)
    kinds = [kind for kind, _ in changed(old, new)]
    assert kinds == [Kind.AS_OF, Kind.PARAMETER, Kind.EVENT]


def test_where_a_fact_stands_in_its_file_does_not_matter() -> None:
    paid = OtherPayment("a.csv:2", PERSON, "late", 500_00, event="03-01", origin="a.csv:2")
    more = OtherPayment("a.csv:3", PERSON, "late", 100_00, event="05-01", origin="a.csv:3")
    moved = replace(paid, id="a.csv:3", origin="a.csv:3")
    other = replace(more, id="a.csv:2", origin="a.csv:2")
    events = (bill("6000"), bill("1000", "05-01"))
    old = snapshot(pack(AID), events=events, payments=(paid, more))
    new = snapshot(pack(AID), events=events, payments=(moved, other))
    assert changed(old, new) == []


def test_facts_that_cannot_be_assessed_in_between_are_told_together() -> None:
    span = OtherPayment(
        "1", PERSON, "late", 500_00, first_day=date(YEAR, 1, 1), last_day=date(YEAR, 12, 31)
    )
    allocated = AID.replace("{from: [late]}", "{from: [late], allocate: chronological}")
    events = (bill("6000"),)
    old = snapshot(pack(allocated), events=events, payments=(span,))
    new = snapshot(pack(AID), events=events)
    found = difference(old, new, PERSON)
    (step,) = found.steps
    assert [change.kind for change in step.changes] == [Kind.PACK, Kind.PAYMENT]
    assert step.amount_fen == found.after_fen - found.before_fen == -2700_00
