"""What a yearly account still owes on costs from before the data begins."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from cases.factories import PERSON, YEAR, bill, held_in, pack
from mianshen.engine.facts import AttributeFact, Event, Facts, Identity, Opening, Person
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


def two_at_year_end(first: str, more: str = "") -> Pack:
    """Two year-end programmes of half of what is left, the first with more to it."""
    return pack(
        f"{more}layers: [{{id: early, members: [aid]}}, {{id: late, members: [help]}}]\n"
        "programmes:\n"
        f"  aid: {{base: in_scope_left, per: year, settled: year_end, {first}}}\n"
        "  help: {base: in_scope_left, per: year, settled: year_end, terms: [{ratio: 50%}]}\n"
    )


def test_what_a_year_end_programme_holds_is_told_and_left_to_it_by_those_after_it() -> None:
    unknown = "terms: [{when: stay_days < bed_days, ratio: 50%}, {ratio: 20%}]"
    beds = "attributes: {bed_days: {type: number}}\n"
    for undisputed, now, held in [("pay_undisputed: true, ", 4000_00, 6000_00), ("", 0, 10000_00)]:
        of = two_at_year_end(undisputed + unknown, beds)
        early, late = lines(of, OPENING, bill("10000"), bill("10000", "04-01"), identities=())
        assert (early.amount_fen, early.held_fen, early.reason) == (now, held, Reason.NEEDS_CHECK)
        assert late.amount_fen == (4000_00 if now else 5000_00)


def test_at_the_years_end_a_household_is_paid_person_by_person() -> None:
    of = pack(
        "pools: {home: {amount: 10000, scope: household}}\n"
        "layers: [{id: last, members: [aid, help]}]\n"
        "programmes:\n"
        "  aid: {base: in_scope_left, settled: year_end, per: year, terms: [{ratio: 50%}], "
        "pools: [home]}\n"
        "  help: {base: in_scope_left, settled: year_end, per: year, terms: [{ratio: 50%}], "
        "pools: [home]}\n"
    )
    facts = Facts(
        people=(Person(PERSON, household="H"), Person("Q", household="H")),
        events=(bill("10000"), replace(bill("10000", "04-01"), person="Q")),
    )
    found = assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31), year_closed=True)
    paid = [line.amount_fen for line in found.lines if line.event is None]
    assert paid == [5000_00, 2500_00, 2500_00, 0]


def test_what_is_owed_from_before_is_asked_when_all_of_the_household_is_settled() -> None:
    of = pack(
        "attributes: {income: {type: number}}\n"
        "pools: {home: {amount: 3000, when: income < 500, scope: household}}\n"
        "layers: [{id: last, members: [aid]}]\n"
        "programmes: {aid: {base: in_scope_left, per: year, settled: year_end, pools: [home],"
        " terms: [{ratio: 50%}]}}"
    )
    facts = Facts(
        people=(Person(PERSON, household="H"), Person("Q", household="H")),
        events=(bill("10000"), replace(bill("10000", "04-01"), person="Q")),
        attributes=(
            AttributeFact(PERSON, "income", Fraction(0)),
            AttributeFact("Q", "income", Fraction(800)),
        ),
        openings=(replace(OPENING, entitled_fen=1_000_00, room_left_fen=300_00),),
    )
    found = assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31), year_closed=True)
    assert [(line.amount_fen, line.held_fen) for line in found.lines if line.event is None] == [
        (3000_00, 300_00),
        (5000_00, 0),
    ]
