"""A person who moves is paid for by one pack before and by another after."""

from datetime import date

from cases.factories import PERSON, YEAR, bill, pack
from mianshen.engine.facts import Choice, Facts, OtherPayment, Person, Responsibility
from mianshen.engine.reference import assess
from mianshen.engine.results import Line
from mianshen.policy.pack import Pack

HERE = """
payers: {relief: {from: [relief], allocate: chronological}}
layers: [{id: before, payers: [relief]}, {id: aid, members: [help], combine: COMBINE}]
programmes: {help: {base: in_scope_left, terms: [{ratio: 50%}]}}
"""


def two_packs(combine: str = "sequence") -> tuple[Pack, Pack]:
    here = pack(HERE.replace("COMBINE", combine))
    there = here.spelling.model_copy(update={"id": "there"})
    return here, Pack(there)


def lines(
    packs: tuple[Pack, Pack], *more: OtherPayment, chosen: tuple[Choice, ...] = ()
) -> list[Line]:
    moved = date(YEAR, 5, 1)
    facts = Facts(
        people=(Person(PERSON),),
        events=(bill("600", "03-01"), bill("600", "06-01")),
        payments=more,
        choices=chosen,
        responsibilities=(
            Responsibility(PERSON, packs[0].id, date(YEAR, 1, 1), date(YEAR, 4, 30)),
            Responsibility(PERSON, packs[1].id, moved),
        ),
    )
    return list(assess(facts, packs, year=YEAR, as_of=date(YEAR, 12, 31)).lines)


def test_a_payment_for_days_in_both_places_is_counted_once() -> None:
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    payment = OtherPayment("p", PERSON, "relief", 1000_00, first_day=first, last_day=last)
    assert [line.amount_fen for line in lines(two_packs(), payment)] == [0, 100_00]


def test_a_choice_for_the_other_place_leaves_the_one_made_here() -> None:
    chosen = Choice(PERSON, "aid", "help"), Choice(PERSON, "aid", "something_there")
    found = lines(two_packs("elective"), chosen=chosen)
    assert [line.amount_fen for line in found] == [300_00, 300_00]


def test_money_delivered_in_one_place_uses_no_pool_of_the_other() -> None:
    here = pack(
        "pools: {shared: {amount: 5000, per: life}}\n"
        "layers: [{id: aid, members: [first, help]}]\n"
        "programmes:\n"
        "  first: {base: in_scope_left, terms: [{ratio: 10%}], pools: [shared]}\n"
        "  help: {base: in_scope_left, terms: [{ratio: 50%}], pools: [shared]}\n"
    )
    there = Pack(here.spelling.model_copy(update={"id": "there"}))
    facts = Facts(
        people=(Person(PERSON),),
        events=(bill("5000", "03-01", paid={"maf_pay": "5000"}), bill("10000", "06-01")),
        responsibilities=(
            Responsibility(PERSON, here.id, date(YEAR, 1, 1), date(YEAR, 4, 30)),
            Responsibility(PERSON, there.id, date(YEAR, 5, 1)),
        ),
    )
    found = assess(facts, (here, there), year=YEAR, as_of=date(YEAR, 12, 31)).lines
    assert [line.amount_fen for line in found if line.event == "06-01"] == [1000_00, 4000_00]


def test_a_payment_for_the_year_counts_where_its_payer_is_known() -> None:
    text = (
        "payers: {relief: {from: [SOURCE], allocate: year_level}}\n"
        "layers: [{id: before, payers: [relief]}, {id: aid, members: [help]}]\n"
        "programmes: {help: {base: in_scope_left, per: year, terms: [{ratio: 80%}]}}\n"
    )
    here = pack(text.replace("SOURCE", "relief"))
    there = pack(text.replace("SOURCE", "other"))
    there = Pack(there.spelling.model_copy(update={"id": "there"}))
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    payment = OtherPayment("p", PERSON, "relief", 200_00, first_day=first, last_day=last)
    assert [line.amount_fen for line in lines((here, there), payment)] == [400_00, 480_00]
