"""What may still be ordered where more was ordered on a line than it is entitled to by now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mianshen.bureau.assessment.asking import Asked, answers_to
from mianshen.bureau.assessment.settling import given_fen
from mianshen.engine.facts import Delivery, Facts, FactsError
from mianshen.policy.pack import Pack

CHANNEL = "platform"


@dataclass(frozen=True, slots=True)
class Told:
    """The place of a line and its amount; `key` is how the ledger knows it."""

    key: str
    person: str
    event: str | None
    programme: str
    amount_fen: int


def order_caps(
    lines: Iterable[Told], units: Sequence[Facts], packs: Sequence[Pack], year: int, asked: Asked
) -> dict[str, int]:
    """The most that may be ordered on each line of people to whom too much was given.

    An answer never depends on what we paid ourselves, or the order of payment would leave a trace
    in it. But no order may lift all money given above the bill or the pool: for these people the
    calculator is asked once more, with what was given as deliveries.
    """
    placed = {(line.person, line.event, line.programme): line for line in lines}
    given = given_fen([line.key for line in placed.values()])
    over = {one.person for one in placed.values() if given.get(one.key, 0) > one.amount_fen}
    again = [
        replace(unit, deliveries=(*unit.deliveries, *_given(unit, placed, given)))
        for unit in units
        if any(person.id in over for person in unit.people)
    ]
    if not again:
        return {}
    caps = {one.key: 0 for one in placed.values() if one.person in over}
    for answer in answers_to(again, packs, year, asked):
        if not isinstance(answer, FactsError):
            for line in answer.lines:
                found = placed.get((line.person, line.event, line.programme))
                if found is not None:
                    caps[found.key] = line.order_fen
    return caps


def _given(
    unit: Facts,
    placed: Mapping[tuple[str, str | None, str], Told],
    given: Mapping[str, int],
) -> tuple[Delivery, ...]:
    people = {person.id for person in unit.people}
    return tuple(
        Delivery(one.person, one.event, one.programme, given[one.key], CHANNEL)
        for one in placed.values()
        if one.person in people and one.event is not None and given.get(one.key)
    )
