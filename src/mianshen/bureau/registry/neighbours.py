"""Which namings may bear on each other: those that share a number or a person, a name, a date."""

from collections.abc import Mapping

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.registry.ties import Ties, sharing
from mianshen.bureau.registry.vault import Spelling, read_spellings

_MANY = 20_000
"""Beyond so many new namings it is quicker to look at all of them than to ask for neighbours."""


def neighbourhood(touched: Mapping[int, Spelling]) -> dict[int, Spelling]:
    """All namings whose person can depend on the touched ones, and what those depend on."""
    if len(touched) > _MANY:
        found = {int(one) for (one,) in query("SELECT id FROM vault_naming")}
    else:
        found = {*touched, *doubtful()}
        asked = {**read_spellings(found - set(touched)), **touched}
        found |= _sharing(asked)
        found = _closed(found)
    return {**read_spellings(found - set(touched)), **touched}


def doubtful() -> set[int]:
    """Namings that mean nobody yet, or somebody of whom one cannot be quite sure."""
    rows = query(
        "SELECT naming_id FROM registry_resolution"
        " WHERE known_to IS NULL AND (person_id IS NULL OR reason <> '')"
    )
    return {int(one) for (one,) in rows}


def _closed(found: set[int]) -> set[int]:
    """With everyone who shares a number or is held to be the same person, on and on."""
    while True:
        more = {
            int(one)
            for (one,) in query(
                _AKIN,
                ids=list(found),
            )
        }
        if more <= found:
            return found
        found |= more


# Arrays, for the planner asks an index for each member of one; of sets it reads whole tables.
_AKIN = """
    SELECT id FROM vault_naming WHERE certno_id = ANY(ARRAY(
        SELECT DISTINCT certno_id FROM vault_naming
         WHERE id = ANY(%(ids)s) AND certno_id IS NOT NULL))
    UNION SELECT id FROM vault_naming WHERE psn_no_id = ANY(ARRAY(
        SELECT DISTINCT psn_no_id FROM vault_naming
         WHERE id = ANY(%(ids)s) AND psn_no_id IS NOT NULL))
    UNION SELECT naming_id FROM registry_resolution
           WHERE known_to IS NULL AND person_id = ANY(ARRAY(
        SELECT DISTINCT person_id FROM registry_resolution
         WHERE known_to IS NULL AND naming_id = ANY(%(ids)s) AND person_id IS NOT NULL))"""


def _sharing(spellings: Mapping[int, Spelling]) -> set[int]:
    """Namings that have a number, or one that is a slip away, a name or a day in common."""
    ties = Ties()
    for spelling in spellings.values():
        ties.add(spelling, by_slips=True)
    return sharing(ties)
