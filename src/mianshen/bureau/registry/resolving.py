"""Whom namings mean: the matching of the job on files, over a neighbourhood, remembered in time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mianshen.bureau.bitemporal.rows import add, by_sets, known, replace
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.entering import enter
from mianshen.bureau.registry.models import Decision, Merge, Resolution
from mianshen.bureau.registry.neighbours import neighbourhood
from mianshen.bureau.registry.numbering import new_people
from mianshen.bureau.registry.payees import follow_namings
from mianshen.bureau.registry.sound import settle_sound
from mianshen.bureau.registry.spelling import Spelled
from mianshen.bureau.registry.vault import Spelling, read_mentions
from mianshen.run.collecting import seldom_collecting
from mianshen.run.matching.candidates import Candidate
from mianshen.run.matching.matching import match_rows
from mianshen.run.matching.reviews import Review
from mianshen.run.people import Named


@dataclass
class Identified:
    """The naming of every row by its place, and what naming somebody so has changed.

    `moved` are namings that mean somebody else than before, with whom they mean now; those that no
    row used before are left out where their number settled it. `people` are those whose namings
    changed.
    """

    naming_at: dict[str, int] = field(default_factory=dict)
    moved: dict[int, int | None] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)


@seldom_collecting()
def identify(spelled: Spelled, stated: Stated) -> Identified:
    """Find or make the naming of every row, and whom each means now.

    Namings whose number settles it are settled as sets; only what is left is compared one by one.
    """
    by_sets()
    entered = enter(spelled)
    answer = Identified(entered.naming_at)
    if entered.touched:
        people, left = settle_sound(entered, stated)
        answer.people |= people
        if left:
            resolve(left, stated, answer)
    return answer


def resolve(touched: Mapping[int, Spelling], stated: Stated, answer: Identified) -> None:
    """Match the neighbourhood of the touched namings anew and keep what came of it."""
    spellings = neighbourhood(touched)
    before, doubted = _resolved(spellings)
    verdicts = _match(spellings)
    decided = _decided(spellings)
    people = _people_of_keys(verdicts, before, decided, stated)
    rows = []
    for naming, verdict in verdicts.items():
        person = people.get(verdict.key) if verdict.key else None
        reason, candidates = verdict.reason, _candidates(verdict.candidates, people)
        if naming in decided:
            person, reason, candidates = decided[naming] or person, "", []
        rows.append((naming, person, reason, candidates, ""))
        if before.get(naming, 0) != person:
            answer.moved[naming] = person
            answer.people |= {one for one in (before.get(naming), person) if one}
    changed = replace(Resolution, "naming_id", list(verdicts), rows, stated)
    # Whoever a row may mean from now on waits for somebody to look at it, and a list may keep them;
    # whoever it may mean no more does not.
    answer.people |= {one["person"] for row in rows if row[0] in changed for one in row[3]}
    answer.people |= {person for naming in changed for person in doubted.get(naming, ())}
    if answer.moved:
        follow_namings(answer.moved, stated)
    found = {naming: person for naming, person in before.items() if naming not in decided}
    _note_merges(found, {row[0]: row[1] for row in rows}, stated)


@dataclass
class _Verdict:
    key: str | None = None
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()


def _match(spellings: Mapping[int, Spelling]) -> dict[int, _Verdict]:
    mentions = read_mentions(spellings)
    rows = [
        Named(
            f"{source}:{naming}/{index}",
            one.certno,
            one.psn_no,
            one.name,
            one.born,
            sex or None,
            None,
            rank,
            role,
            source,
            one.cert_type,
            one.former_name,
        )
        for naming, one in spellings.items()
        for index, (role, source, rank, sex) in enumerate(mentions.get(naming, ()))
    ]
    matching = match_rows(rows)
    verdicts = {naming: _Verdict() for naming in spellings}
    for place, key in matching.keys.items():
        verdicts[_naming(place)].key = key
    for review in matching.reviews:
        verdict = verdicts[_naming(review.place)]
        verdict.reason, verdict.candidates = review.reason, _of(review)
    return verdicts


def _of(review: Review) -> tuple[Candidate, ...]:
    return review.candidates


def _naming(place: str) -> int:
    return int(place.rpartition(":")[2].partition("/")[0])


def _people_of_keys(
    verdicts: Mapping[int, _Verdict],
    before: Mapping[int, int | None],
    decided: Mapping[int, int | None],
    stated: Stated,
) -> dict[str, int]:
    """The person of every key: whoever most of its namings meant before, else a new number."""
    held: dict[str, Counter[int]] = defaultdict(Counter)
    for naming, verdict in verdicts.items():
        if verdict.key is not None:
            person = None if naming in decided else before.get(naming)
            held[verdict.key].update([person] if person else [])
    wanted = sorted(
        ((-count, person, key) for key, some in held.items() for person, count in some.items()),
    )
    found: dict[str, int] = {}
    taken: set[int] = set()
    for _, person, key in wanted:
        if key not in found and person not in taken:
            found[key] = person
            taken.add(person)
    new = sorted(set(held) - set(found))
    return found | dict(zip(new, new_people(len(new), stated), strict=True))


def _candidates(found: Sequence[Candidate], people: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {"person": people[one.key], "score": one.score, "evidence": list(one.evidence)}
        for one in found
        if one.key in people
    ]


def _resolved(
    namings: Iterable[int],
) -> tuple[dict[int, int | None], dict[int, list[int]]]:
    """Whom namings mean, if anybody, and whom those in doubt may mean."""
    rows = known(
        Resolution,
        ("naming_id", "person_id", "candidates"),
        "t.naming_id = ANY(%(namings)s)",
        namings=list(namings),
    )
    return (
        {int(naming): person for naming, person, _ in rows},
        {int(naming): [one["person"] for one in some] for naming, _, some in rows if some},
    )


def _decided(namings: Iterable[int]) -> dict[int, int | None]:
    rows = known(
        Decision,
        ("naming_id", "person_id"),
        "t.naming_id = ANY(%(namings)s)",
        namings=list(namings),
    )
    return {int(naming): person for naming, person in rows}


def _note_merges(
    before: Mapping[int, int | None], after: Mapping[int, int | None], stated: Stated
) -> None:
    """Numbers all of whose namings went over to one other number were one person."""
    into: dict[int, set[int | None]] = defaultdict(set)
    for naming, person in before.items():
        if person is not None:
            into[person].add(after.get(naming))
    pairs = {
        gone: next(iter(others))
        for gone, others in into.items()
        if len(others) == 1 and None not in others and gone not in others
    }
    rows = known(Resolution, ("person_id",), "t.person_id = ANY(%(gone)s)", gone=list(pairs))
    still_meant = {person for (person,) in rows}
    add(
        Merge,
        (
            (gone, other, "matching", "", "")
            for gone, other in sorted(pairs.items())
            if gone not in still_meant
        ),
        stated,
    )
