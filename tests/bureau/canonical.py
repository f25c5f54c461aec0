"""What is known in the end, without the numbers that depend on the order things came in."""

from collections import defaultdict
from dataclasses import asdict, replace
from typing import Any

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.claims import services as claims
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.vault import read_spellings

PASSING = ("origin",)
"""Where a fact is from holds numbers of batches and rows."""


def canonical() -> dict[str, list[str]]:
    """Registry and claims as they are known now, people by how files name them."""
    rows = _resolutions()
    texts = _texts(rows)
    who = _who(rows, texts)
    doubts = [
        repr((texts[naming], reason, sorted(_candidate(one, who) for one in candidates)))
        for naming, _, reason, candidates in rows
        if reason
    ]
    return {
        "people": sorted(who.values()),
        "doubts": sorted(doubts),
        "waiting": _waiting(who),
        "departures": _departures(who),
        "accounts": _accounts(who),
        **_facts(who),
    }


def people_as_named() -> dict[str, str]:
    """Each person by how files name them."""
    rows = _resolutions()
    return _who(rows, _texts(rows))


def _resolutions() -> list[Any]:
    return query(
        "SELECT r.naming_id, r.person_id, r.reason, r.candidates FROM registry_resolution r"
        " WHERE r.known_to IS NULL AND EXISTS"
        " (SELECT 1 FROM vault_mention m WHERE m.naming_id = r.naming_id)"
    )


def _texts(rows: list[Any]) -> dict[int, str]:
    spelled = read_spellings([row[0] for row in rows])
    return {naming: one.canonical() for naming, one in spelled.items()}


def _who(rows: list[Any], texts: dict[int, str]) -> dict[str, str]:
    named: dict[int, list[str]] = defaultdict(list)
    for naming, person, *_ in rows:
        if person is not None:
            named[person].append(texts[naming])
    return {str(person): " / ".join(sorted(some)) for person, some in named.items()}


def _candidate(one: dict[str, Any], who: dict[str, str]) -> str:
    return repr((who[str(one["person"])], one["score"], one["evidence"]))


def _facts(who: dict[str, str]) -> dict[str, list[str]]:
    people = [int(person) for person in who]
    of_claims = claims.facts_as_known(people)
    known = replace(
        registry.facts_as_known(people),
        events=of_claims.events,
        payments=of_claims.payments,
        deliveries=of_claims.deliveries,
        closures=of_claims.closures,
        openings=of_claims.openings,
        pool_openings=of_claims.pool_openings,
    )
    households = _households([one.household for one in known.people])
    found = {}
    for part, some in asdict(known).items():
        if isinstance(some, tuple | list):
            found[part] = sorted(repr(_spelled(one, who, households)) for one in some)
    return found


def _spelled(one: Any, who: dict[str, str], households: dict[str, str]) -> Any:
    if not isinstance(one, dict):
        return one
    told = {name: value for name, value in one.items() if name not in PASSING}
    for name in ("id", "person"):
        if name in told and told[name] in who:
            told[name] = who[told[name]]
    if told.get("household"):
        told["household"] = households[told["household"]]
    return told


def _households(numbers: list[str | None]) -> dict[str, str]:
    asked = {int(one) for one in numbers if one}
    return {str(number): text for number, text in registry.open_values(asked).items()}


def _waiting(who: dict[str, str]) -> list[str]:
    waits = claims.waiting_rows([int(person) for person in who])
    return sorted(repr((who[str(person)], reasons)) for person, reasons in waits.items())


def _departures(who: dict[str, str]) -> list[str]:
    gone = registry.departures([int(person) for person in who])
    return sorted(repr((who[str(person)], sorted(days.items()))) for person, days in gone.items())


def _accounts(who: dict[str, str]) -> list[str]:
    rows = query(
        "SELECT person_id, number_id, bank, refused_at IS NULL FROM vault_account"
        " WHERE closed_at IS NULL"
    )
    numbers = registry.open_values(row[1] for row in rows)
    return sorted(
        repr((who.get(str(person), "in doubt"), numbers[number], bank, is_open))
        for person, number, bank, is_open in rows
    )
