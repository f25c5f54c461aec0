"""What a yearly account still owes on costs from before the data begins."""

from dataclasses import replace
from datetime import date

from cases.factories import PERSON, YEAR, bill, held_in, pack
from mianshen.engine.facts import Event, Facts, Identity, Opening, Person
from mianshen.engine.reference import assess
from mianshen.engine.results import Line, Reason, Status
from mianshen.policy.pack import Pack

OPENING = Opening(PERSON, "aid", date(YEAR, 1, 1))


def lines(
    of: Pack, opening: Opening, *events: Event, identities: tuple[Identity, ...]
) -> list[Line]:
    facts = Facts(
        people=(Person(PERSON),), events=events, identities=identities, openings=(opening,)
    )
    found = assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31), year_closed=True)
    return [line for line in found.lines if line.event is None]


def test_the_cap_of_the_latest_terms_binds_what_is_owed_from_before() -> None:
    of = pack(
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {who: {any: [低保]}, per: year, base: in_scope_left,"
        " terms: [{ratio: 50%, caps: [{amount: 3000}]}]}}"
    )
    opening = replace(OPENING, base_fen=4_900_00, room_left_fen=1_000_00)
    identities = (held_in("低保", "01-01", "04-01"),)
    events = bill("10000", "03-31"), bill("10000", "05-10")
    assert lines(of, opening, *events, identities=identities) == []


def test_a_year_below_a_minimum_that_does_not_accumulate_owes_nothing() -> None:
    of = pack(
        "layers: [{id: last, members: [aid]}]\n"
        "programmes: {aid: {base: in_scope_left, per: year, settled: year_end,"
        " terms: [{ratio: 50%}], minimum: {at_least: 3000, accumulates: false}}}"
    )
    opening = replace(OPENING, base_fen=2_000_00, entitled_fen=1_000_00, room_left_fen=3_000_00)
    (line,) = lines(of, opening, bill("5000"), identities=())
    assert (line.status, line.reason, line.held_fen) == (Status.ZERO, Reason.BELOW_MINIMUM, 0)


def test_a_guarantee_is_measured_by_what_was_left_when_its_base_was() -> None:
    of = pack(
        "pools: {shared: {amount: 1000}}\n"
        "payers: {major: {from: [hifmi_pay]}, charity: {from: [慈善]}}\n"
        "layers:\n"
        "  - {id: before, payers: [major]}\n"
        "  - {id: only, combine: best_order, members: [aid, most]}\n"
        "  - {id: after, payers: [charity]}\n"
        "programmes:\n"
        "  aid:\n"
        "    when: visit_number < 2 or stay_days > 9\n"
        "    base: in_scope_left\n"
        "    per: year\n"
        "    terms: [{guarantee: {share: 70%, of: in_scope_left}}]\n"
        "    pools: [shared]\n"
        "  most: {base: in_scope_left, per: year, terms: [{ratio: 70%}]}\n"
    )
    opening = replace(OPENING, base_fen=1_000_00, room_left_fen=1_000_00)
    first = bill("5000", "01-05", paid={"慈善": "1000"})
    second = bill("5000", "05-10", paid={"hifmi_pay": "2500", "慈善": "1250"})
    # The second bill lets `most` catch up 15 on the first after `aid` was last settled there.
    assert lines(of, opening, first, second, identities=()) == []
