"""What is back-dated only on application waits for one, whatever hangs on it."""

from datetime import date

import pytest

from cases.factories import PERSON, YEAR, bill, held_in, pack
from mianshen.engine.facts import Application, Facts, Identity, Person
from mianshen.engine.reference import assess
from mianshen.engine.results import Line, Reason, Status

ROW = "terms: [{who: [低保], ratio: 50%}]"
CONDITION = "when: holds(低保), terms: [{ratio: 50%}]"
UPLIFT = "terms: [{ratio: 30%}], adjust: [{on: ratio, who: [低保], points: 20%}]"


def line(part: str, *applied: str, claim: str = "") -> Line:
    of = pack(
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {who: {backdate: {to: months, count: 3, on_application: true}},"
        f" {claim} base: in_scope_left, {part}}}}}"
    )
    days = (date.fromisoformat(f"{YEAR}-{day}") for day in applied)
    facts = Facts(
        people=(Person(PERSON),),
        events=(bill("1000", "03-01"),),
        identities=(held_in("低保", "05-01", "12-31"),),
        applications=tuple(Application(PERSON, "aid", day) for day in days),
    )
    return assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31)).lines[0]


@pytest.mark.parametrize("part", [ROW, CONDITION, UPLIFT])
def test_a_bill_that_hangs_on_a_back_dated_identity_waits_for_an_application(part: str) -> None:
    held = line(part)
    assert (held.status, held.reason) == (Status.HELD, Reason.APPLICATION_NEEDED)
    assert line(part, "06-01").amount_fen == 500_00


@pytest.mark.parametrize("part", [ROW, CONDITION, UPLIFT])
def test_what_is_held_is_what_an_application_would_bring(part: str) -> None:
    assert line(part).held_fen == line(part, "06-01").amount_fen


@pytest.mark.parametrize("part", [ROW, CONDITION, UPLIFT])
def test_nobody_having_asked_in_time_it_is_too_late(part: str) -> None:
    claim = "claim_within: {after: settlement, months: 6},"
    late = line(part, claim=claim)
    assert (late.status, late.reason) == (Status.ZERO, Reason.CLAIM_TOO_LATE)


@pytest.mark.parametrize(
    ("gate", "status", "reason"),
    [("900", Status.HELD, Reason.APPLICATION_NEEDED), ("1000", Status.ZERO, Reason.NO_IDENTITY)],
)
def test_a_back_dated_identity_still_in_doubt_holds_only_what_it_could_bring(
    gate: str, status: Status, reason: Reason
) -> None:
    of = pack(
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {who: {any: [低保], backdate: {to: month_start, on_application: true}},"
        f" base: in_scope_left, terms: [{{gate: {{above: {gate}}}, ratio: 50%}}]}}}}"
    )
    day = date(YEAR, 3, 31)
    facts = Facts(
        people=(Person(PERSON),),
        events=(bill("1000", "03-22"),),
        identities=(Identity(PERSON, "低保", day, recognised=day, confirmed=False),),
    )
    (found,) = assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31)).lines
    assert (found.status, found.reason) == (status, reason)
