"""Units assessed in several processes are answered as if in one, in their order."""

from dataclasses import replace
from datetime import date

from cases.factories import YEAR, bill, pack
from mianshen.engine.facts import Facts, FactsError, OtherPayment, Person
from mianshen.run.processes import Question, answers

PACK = pack(
    "payers: {relief: {from: [relief]}}\n"
    "layers: [{id: before, payers: [relief]}, {id: only, members: [aid]}]\n"
    "programmes: {aid: {base: in_scope_left, terms: [{ratio: 50%}]}}"
)


def unit(number: int) -> Facts:
    person = f"P{number:03}"
    event = replace(bill(f"{number + 1}00"), person=person)
    return Facts(people=(Person(person),), events=(event,))


def test_many_units_are_answered_alike_in_one_process_and_in_several() -> None:
    question = Question(PACK, YEAR, date(YEAR, 12, 31), year_closed=False)
    units = [unit(number) for number in range(330)]
    assert list(answers(question, units, len(units))) == [question.ask(one) for one in units]


def test_facts_that_cannot_be_assessed_come_back_as_the_reason() -> None:
    question = Question(PACK, YEAR, date(YEAR, 12, 31), year_closed=False)
    days = date(YEAR, 1, 1), date(YEAR, 12, 31)
    span = OtherPayment("p", "P000", "relief", 5_00, first_day=days[0], last_day=days[1])
    (answer,) = answers(question, [replace(unit(0), payments=(span,))], 1)
    assert isinstance(answer, FactsError)
    assert "relief" in str(answer)
