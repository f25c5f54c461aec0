"""The choices of a year, compared at its end with one winner or order held all year."""

from datetime import date

from cases.factories import PERSON, YEAR, aid_of, bill, pack
from mianshen.engine.facts import Event, Facts, Person
from mianshen.engine.reference import assess
from mianshen.engine.results import Assessment, Reason, YearChoice
from mianshen.policy.pack import Pack

PROGRAMMES = """
programmes:
  each: {base: in_scope_left, terms: [{ratio: 50%}]}
  gated: {base: in_scope_left, per: year, terms: [{gate: {at_least: 5000, per: year}, ratio: 90%}]}
"""


def best_one(horizon: str = "") -> Pack:
    layer = f"{{id: choice, members: [each, gated], combine: best_one{horizon}}}"
    return pack(f"layers: [{layer}]{PROGRAMMES}")


BILLS = bill("3000", "02-01"), bill("3000", "05-01"), bill("3000", "08-01")


def year_of(of: Pack, *events: Event, closed: bool) -> Assessment:
    events = events or BILLS
    facts = Facts(people=(Person(PERSON),), events=events)
    return assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31), year_closed=closed)


def test_a_winner_held_all_year_is_paid_once_the_year_is_closed() -> None:
    found = year_of(best_one(), closed=True)
    # Bill by bill the gate opens on the third: 1500 + 1500 + 3000. Held, the gated one pays 90 %
    # of the 9000.
    assert aid_of(found, "gated") == ["2400.00", "3000.00", "2700.00"]
    assert aid_of(found, "each") == ["0.00", "0.00", "0.00"]
    better = {line.reason for line in found.lines if line.programme == "each"}
    assert better == {Reason.BETTER_PROGRAMME}
    told = YearChoice(PERSON, "choice", YEAR, ("gated",), 3_000_00, 900_00, 2, applied=True)
    assert found.year_choices == (told,)


def test_before_the_year_is_closed_bills_stay_as_chosen_and_the_better_is_told() -> None:
    found = year_of(best_one(), closed=False)
    assert aid_of(found, "each") == ["1500.00", "1500.00", "0.00"]
    assert aid_of(found, "gated") == ["0.00", "0.00", "3000.00"]
    told = YearChoice(PERSON, "choice", YEAR, ("gated",), 3_000_00, 900_00, 2, applied=False)
    assert found.year_choices == (told,)


def test_a_layer_that_looks_at_visits_is_not_compared() -> None:
    found = year_of(best_one(", horizon: visit"), closed=True)
    assert aid_of(found, "gated") == ["0.00", "0.00", "3000.00"]
    assert found.year_choices == ()


def test_what_was_chosen_stays_where_nothing_held_is_better() -> None:
    plain = PROGRAMMES.replace("gate: {at_least: 5000, per: year}, ratio: 90%", "ratio: 20%")
    layer = "{id: choice, members: [each, gated], combine: best_one}"
    found = year_of(pack(f"layers: [{layer}]{plain}"), closed=True)
    (choice,) = found.year_choices
    assert (choice.held, choice.chosen_left_fen, choice.held_left_fen) == ((), 4_500_00, 4_500_00)
    assert aid_of(found, "each") == ["1500.00", "1500.00", "1500.00"]


def test_orders_above_the_budget_of_states_are_not_compared() -> None:
    names = "abcde"
    members = ", ".join(f"{one}: {{base: in_scope_left, terms: [{{ratio: 10%}}]}}" for one in names)
    layer = (
        f"{{id: all, members: [{', '.join(names)}], combine: best_order, horizon: year,"
        " states_max: 100}"
    )
    of = pack(f"layers: [{layer}]\nprogrammes: {{{members}}}")
    found = year_of(of, bill("3000", "02-01"), closed=True)
    # The search needs 80 states, but there are 120 orders.
    assert found.lines[0].amount_fen == 300_00
    assert [(one.held, one.compared) for one in found.year_choices] == [((), 0)]


LINES = """
programmes:
  each: {base: in_scope_left, terms: [{line: {amount: 1000}, ratio: 50%}]}
  whole: {base: in_scope_left, per: year, terms: [{line: {amount: 4000, per: year}, ratio: 80%}]}
"""


def test_an_order_held_all_year_is_paid_though_another_is_better_on_the_last_bill() -> None:
    layer = "{id: choice, members: [each, whole], combine: best_order, horizon: year}"
    of = pack(f"layers: [{layer}]{LINES}")
    before = year_of(of, closed=False)
    assert aid_of(before, "each") == ["1000.00", "600.00", "1000.00"]
    assert aid_of(before, "whole") == ["0.00", "800.00", "1600.00"]
    found = year_of(of, closed=True)
    assert aid_of(found, "each") == ["1000.00", "200.00", "0.00"]
    assert aid_of(found, "whole") == ["0.00", "1600.00", "2400.00"]
    held = ("whole", "each")
    told = YearChoice(PERSON, "choice", YEAR, held, 4_000_00, 3_800_00, 2, applied=True)
    assert found.year_choices == (told,)
    assert [choice.chosen for choice in found.choices] == [held, held, held]
    last = found.choices[-1]
    assert (last.chosen_left_fen, last.listed_left_fen, last.worst_left_fen, last.tied) == (
        3_800_00,
        3_600_00,
        3_800_00,
        False,
    )


def test_an_order_held_all_year_pays_a_bill_whose_search_is_over_the_budget() -> None:
    of = pack(
        "layers: [{id: choice, members: [a, b, c], combine: best_order, horizon: year,"
        " states_max: 8}]\n"
        "programmes:\n"
        "  a: {base: in_scope_left, terms: [{ratio: 50%}]}\n"
        "  b: {base: in_scope_left, terms: [{ratio: 60%}]}\n"
        "  c: {base: in_scope_left, when: in_scope > 2000, terms: [{ratio: 10%}]}\n"
    )
    bills = bill("1000", "02-01"), bill("3000", "05-01")
    before = year_of(of, *bills, closed=False)
    assert {line.reason for line in before.lines if line.event == "05-01"} == {Reason.STATES_BUDGET}
    found = year_of(of, *bills, closed=True)
    assert aid_of(found, "a") == ["500.00", "1500.00"]
    assert aid_of(found, "b") == ["300.00", "900.00"]
    assert aid_of(found, "c") == ["0.00", "60.00"]
    assert [(one.held, one.applied) for one in found.year_choices] == [(("a", "b"), True)]
    assert [choice.event for choice in found.choices] == ["02-01"]
