"""Rows whose number proves itself and beside which nothing stands: whom they mean, set by set.

What is settled here is what the matching of `resolving` would say of the same namings; whatever
it would look at twice is left to it. Sound namings of one number and one name are one person's,
whoever else there is. That ends where something doubtful shares a number with them, or somebody
who stands on no list shares a name or a day with somebody who stands on nothing else.
"""

from collections.abc import Collection, Container, Mapping
from typing import NamedTuple

from mianshen.bureau.bitemporal.rows import Row, add, query, stage
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.entering import Entered
from mianshen.bureau.registry.models import Resolution
from mianshen.bureau.registry.neighbours import doubtful
from mianshen.bureau.registry.numbering import new_people
from mianshen.bureau.registry.statements import statement
from mianshen.bureau.registry.ties import Ties
from mianshen.bureau.registry.vault import Spelling, read_spellings


def settle_sound(entered: Entered, stated: Stated) -> tuple[set[int], dict[int, Spelling]]:
    """Settle the touched namings that are sound; whose namings are new, and what is left to match.

    Left are all others, and those matched before whose answer a touched one may change.
    """
    touched = entered.touched
    stage("touched", "naming bigint", ((naming,) for naming in touched))
    swayed = read_spellings({int(one) for (one,) in query(_SWAYED)})
    alone = {int(naming): _Meant(*meant) for naming, *meant in query(statement("alone"))}
    left = {**swayed, **_unsettled(entered, swayed, alone)}
    settled = {naming: meant for naming, meant in alone.items() if naming not in left}
    if settled and not left:
        # Where anything is left, the doubtful are looked at again in any case.
        left |= _within_a_slip(touched)
    return _mean(settled, entered, stated), left


class _Meant(NamedTuple):
    """Whom the number of a naming means, if anybody, and whether the naming does already."""

    person: int | None
    is_meant: bool


def _unsettled(
    entered: Entered, swayed: Mapping[int, Spelling], alone: Container[int]
) -> dict[int, Spelling]:
    """The touched namings that are not settled by their number alone."""
    touched = entered.touched
    others = {one for one in touched if one not in alone}
    doubtful_ones = [*swayed.values(), *(touched[one] for one in others)]
    close = _sharing_numbers(doubtful_ones, entered.new) if doubtful_ones else set()
    crossing = {int(one) for (one,) in query(statement("crossing"))} if _has_strangers() else set()
    left = others | close | crossing
    # Whoever shares a number with one that is left goes with it.
    numbers = {touched[one].certno for one in left}
    return {
        one: spelling
        for one, spelling in touched.items()
        if one in left or spelling.certno in numbers
    }


def _sharing_numbers(doubtful_ones: Collection[Spelling], new: Mapping[int, Spelling]) -> set[int]:
    """New namings that share any kind of number with something doubtful."""
    ties = Ties()
    for one in doubtful_ones:
        ties.add(one)
    return {naming for naming, spelling in new.items() if ties.is_number_of(spelling)}


def _has_strangers() -> bool:
    """Whether anything but rosters ever named anybody."""
    return bool(query("SELECT 1 FROM vault_mention WHERE role <> 'rosters' LIMIT 1"))


def _within_a_slip(touched: Mapping[int, Spelling]) -> dict[int, Spelling]:
    """Doubtful namings whose number is one slip of the hand from a touched one."""
    numbers = {one.certno for one in touched.values()}
    return {
        naming: one
        for naming, one in read_spellings(doubtful()).items()
        if not numbers.isdisjoint(_slips_of(one))
    }


def _slips_of(one: Spelling) -> set[str]:
    ties = Ties()
    ties.add(one, by_slips=True)
    return ties.numbers


def _mean(settled: Mapping[int, _Meant], entered: Entered, stated: Stated) -> set[int]:
    """Keep whom settled namings mean: whoever the number means already, else somebody new."""
    unmeant = {
        naming: (str(entered.touched[naming].certno), meant.person)
        for naming, meant in sorted(settled.items())
        if not meant.is_meant
    }
    people = dict(unmeant.values())
    new = sorted(certno for certno, person in people.items() if person is None)
    people |= zip(new, new_people(len(new), stated), strict=True)
    rows: list[Row] = [
        (naming, people[certno], "", [], "") for naming, (certno, _) in unmeant.items()
    ]
    add(Resolution, rows, stated)
    return {int(row[1]) for row in rows}


# An array, for the planner asks an index for each member of one; of a set it may go through all
# touched namings for each.
_SWAYED = """
    WITH unsure AS (
        SELECT id AS naming FROM vault_naming WHERE NOT is_sound
        UNION
        SELECT naming_id FROM registry_resolution
         WHERE known_to IS NULL AND (person_id IS NULL OR reason <> '')),
    swaying AS MATERIALIZED (
        SELECT * FROM vault_naming
         WHERE id = ANY(ARRAY(SELECT naming FROM unsure EXCEPT SELECT naming FROM touched))),
    told AS MATERIALIZED (SELECT n.* FROM touched t JOIN vault_naming n ON n.id = t.naming),
    letter AS MATERIALIZED (
        SELECT letters FROM told UNION SELECT former_letters FROM told),
    day AS MATERIALIZED (SELECT card_born FROM told UNION SELECT born FROM told)
    SELECT id FROM swaying
     WHERE certno_id IN (SELECT certno_id FROM told)
        OR psn_no_id IN (SELECT psn_no_id FROM told)
        OR beginning IN (SELECT beginning FROM told)
        OR letters IN (SELECT letters FROM letter)
        OR former_letters IN (SELECT letters FROM letter)
        OR card_born IN (SELECT card_born FROM day)
        OR born IN (SELECT card_born FROM day)"""
