"""Which namings speak for themselves: a number that proves itself, and nothing beside it."""

from collections.abc import Collection

from mianshen.bureau.bitemporal.rows import query, stage
from mianshen.bureau.registry.vault import Spelling, read_spellings
from mianshen.standards.identity.numbers import Number, read_number


def sound_number(spelling: Spelling) -> Number | None:
    """The number of a naming that is sound; None for any other.

    It proves itself, does not look rounded by a spreadsheet, and neither a former name nor another
    birth date stands beside it.
    """
    if spelling.former_name:
        return None
    number = number_of(spelling)
    if number is None or not number.is_proven or number.is_round:
        return None
    return number if spelling.born in (None, number.born) else None


def number_of(spelling: Spelling) -> Number | None:
    """What the number of a naming says of itself; None where there is none."""
    if spelling.certno is None:
        return None
    # Asked for in one way alone: what was read is remembered by how it was asked for.
    if spelling.cert_type is None:
        return read_number(spelling.certno)
    return read_number(spelling.certno, spelling.cert_type)


def note_soundness(namings: Collection[int]) -> None:
    """Say of namings that were entered before anybody asked whether they are sound."""
    rows = query(
        "SELECT id FROM vault_naming WHERE is_sound IS NULL AND id = ANY(%(ids)s)",
        ids=list(namings),
    )
    if not rows:
        return
    told = []
    for naming, spelling in read_spellings([int(one) for (one,) in rows]).items():
        number = sound_number(spelling)
        born, sex = (number.born, number.sex) if number else (None, None)
        told.append((naming, number is not None, born, sex))
    stage("looked", "naming bigint, is_sound boolean, born date, sex text", told)
    query(
        "UPDATE vault_naming n SET is_sound = k.is_sound, card_born = k.born, card_sex = k.sex"
        " FROM looked k WHERE n.id = k.naming"
    )
