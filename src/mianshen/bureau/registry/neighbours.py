"""Which namings may bear on each other: those that share a number or a person, a name, a date."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import itemgetter

from mianshen.bureau.bitemporal.rows import copy_in, query
from mianshen.bureau.registry.soundness import number_of
from mianshen.bureau.registry.vault import Spelling, read_spellings
from mianshen.bureau.sealing.seal import blind_indexes
from mianshen.run.matching.candidates import Known, ties_of_claim, ties_of_person
from mianshen.run.matching.claims import Claim

_MANY = 20_000
"""Beyond so many new namings it is quicker to look at all of them than to ask for neighbours."""


def tie_up(spellings: Mapping[int, Spelling]) -> None:
    """Keep what new namings may have in common with others."""
    pairs = [
        (naming, tie)
        for naming, spelling in spellings.items()
        for tie in sorted({*_ties(spelling)})
    ]
    # Many share a name or a day of birth.
    distinct = list({tie for _, tie in pairs})
    digests = dict(zip(distinct, blind_indexes(distinct, "tie"), strict=True))
    rows = sorted(((naming, digests[tie]) for naming, tie in pairs), key=itemgetter(1, 0))
    copy_in("vault_tie", ("naming_id", "tie"), rows)


def number_ties(spelling: Spelling) -> list[bytes]:
    """What a naming may have in common with others by its numbers, as digests.

    Some offices write the certificate number for the person number.
    """
    ties = {tie for tie in _ties(spelling) if not tie.startswith(("name:", "born:"))}
    if spelling.psn_no:
        ties.add(f"number:{spelling.psn_no}")
    return blind_indexes(sorted(ties), "tie")


def slip_digests(spelling: Spelling) -> list[bytes]:
    """The numbers one slip of the hand from one that cannot be right, as digests."""
    return blind_indexes(sorted(_slips(spelling)), "tie") if spelling.certno else []


def neighbourhood(touched: Mapping[int, Spelling]) -> dict[int, Spelling]:
    """All namings whose person can depend on the touched ones, and what those depend on."""
    if len(touched) > _MANY:
        found = {int(one) for (one,) in query("SELECT id FROM vault_naming")}
    else:
        found = {*touched, *doubtful()}
        asked = {**read_spellings(found - set(touched)), **touched}
        found |= _sharing(_tie_texts(asked))
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


def _sharing(ties: Iterable[str]) -> set[int]:
    digests = blind_indexes(sorted(set(ties)), "tie")
    rows = query("SELECT naming_id FROM vault_tie WHERE tie = ANY(%(ties)s)", ties=digests)
    return {int(one) for (one,) in rows}


def _tie_texts(spellings: Mapping[int, Spelling]) -> Iterator[str]:
    for spelling in spellings.values():
        yield from _ties(spelling)
        yield from _slips(spelling)


def _ties(spelling: Spelling) -> Iterator[str]:
    claim = _claim(spelling)
    known = Known(
        spelling.certno or spelling.psn_no or "",
        spelling.certno,
        {claim.name, spelling.former_name or ""} - {""},
        {day for day in (claim.born, claim.number.born if claim.number else None) if day},
        {spelling.psn_no} if spelling.psn_no else set(),
    )
    yield from ties_of_person(known)


def _slips(spelling: Spelling) -> Collection[str]:
    """The numbers one slip away, where the number itself cannot be right."""
    claim = _claim(spelling)
    if claim.is_solid and not claim.is_legacy:
        return ()
    return set(ties_of_claim(claim, by_slips=True))


def _claim(spelling: Spelling) -> Claim:
    return Claim(
        0,
        spelling.certno,
        spelling.psn_no,
        spelling.name or "",
        spelling.former_name,
        spelling.born,
        number_of(spelling) if spelling.certno else None,
    )
