"""What people have to look at: rows whose person is in doubt, departments that disagree."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.registry.calling import Called
from mianshen.bureau.registry.homes import homes_of, homes_of_namings
from mianshen.bureau.registry.vault import read_spellings
from mianshen.run.matching.candidates import HOUSEHOLD_SAME, POINTS, ordered, score_of


@dataclass(frozen=True, slots=True)
class MayBe:
    """A person whom a naming may mean, and by which evidence (codes), the weightiest first."""

    person: int
    evidence: tuple[str, ...]

    @property
    def score(self) -> int:
        """How likely: what the evidence weighs together."""
        return score_of(self.evidence)

    @property
    def explained(self) -> tuple[tuple[str, int], ...]:
        """Each piece of evidence with what it weighs; the score is their sum."""
        return tuple((code, POINTS[code]) for code in self.evidence)


@dataclass(frozen=True, slots=True)
class InDoubt:
    """A naming of which nobody can be sure whom it means, with whom it may, most likely first."""

    naming: int
    reason: str
    candidates: tuple[MayBe, ...] = ()
    named_by: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What departments state of one person that cannot all be so.

    `about` is `died`, `moved`, `listed_after_death`, `listed_after_moving` or the name of an
    attribute; `said` are source and value, each as a department states it.
    """

    person: int
    about: str
    said: tuple[tuple[str, str], ...]
    since: date | None = None


def in_doubt(
    namings: Collection[int] | None = None,
    sources: Collection[str] | None = None,
    after: int = 0,
    size: int | None = None,
) -> list[InDoubt]:
    """The namings in doubt that files use, by number: of some or of all, of some lists or of any.

    `after` and `size` ask for a page of them.

    The rules find and weigh candidates by what rows say of themselves; a household that lists state
    of both is added here, as it follows from all files together.
    """
    rows = query(
        """
        SELECT r.naming_id, r.reason, r.candidates,
               (SELECT jsonb_agg(DISTINCT jsonb_build_array(role, source))
                  FROM vault_mention WHERE naming_id = r.naming_id) AS named_by
          FROM (SELECT d.* FROM registry_resolution d
                 WHERE d.known_to IS NULL AND d.person_id IS NULL
                   AND (%(namings)s::bigint[] IS NULL OR d.naming_id = ANY(%(namings)s::bigint[]))
                   AND d.naming_id > %(after)s
                   AND EXISTS (SELECT 1 FROM vault_mention m WHERE m.naming_id = d.naming_id
                                  AND (%(sources)s::text[] IS NULL
                                       OR m.source = ANY(%(sources)s::text[])))
                 ORDER BY d.naming_id LIMIT %(size)s) AS r
         ORDER BY r.naming_id""",
        namings=None if namings is None else list(namings),
        sources=None if sources is None else list(sources),
        after=after,
        size=size,
    )
    theirs = homes_of_namings([int(row[0]) for row in rows])
    homes = homes_of([int(one["person"]) for row in rows for one in row[2]])
    return [
        InDoubt(
            int(naming),
            reason,
            _ranked(candidates, theirs.get(int(naming), set()), homes),
            tuple((one, two) for one, two in named_by),
        )
        for naming, reason, candidates, named_by in rows
    ]


def _ranked(
    candidates: Sequence[Mapping[str, Any]], households: set[int], homes: Mapping[int, set[int]]
) -> tuple[MayBe, ...]:
    """Candidates with the household counted; equals stay in the order of the rules."""
    found = []
    for one in candidates:
        person, evidence = int(one["person"]), {*one["evidence"]}
        if households & homes.get(person, set()):
            evidence.add(HOUSEHOLD_SAME)
        found.append(MayBe(person, ordered(evidence)))
    return tuple(sorted(found, key=lambda one: -one.score))


def spelled(namings: Collection[int]) -> dict[int, Called]:
    """How some namings spell name and number. Whoever shows it unmasked records the look."""
    return {
        naming: Called(one.name or "", one.certno, one.born)
        for naming, one in read_spellings(namings).items()
    }


def disagreements() -> list[Disagreement]:
    """Where departments contradict each other about a person, by person."""
    rows = [*query(_TWO_DAYS), *query(_LISTED_AFTER), *query(_ATTRIBUTES)]
    found = [
        Disagreement(int(person), about, tuple((one, two) for one, two in said), since)
        for person, about, said, since in rows
    ]
    return sorted(found, key=lambda one: (one.person, one.about))


_TWO_DAYS = """
    SELECT d.person_id, d.kind,
           jsonb_agg(DISTINCT jsonb_build_array(l.source, d.day)), min(d.day)
      FROM registry_departure d JOIN registry_listing l ON l.id = d.place::bigint
     WHERE d.known_to IS NULL AND d.disputed
     GROUP BY d.person_id, d.kind"""

_LISTED_AFTER = """
    WITH gone AS (SELECT person_id, kind, max(day) AS day FROM registry_departure
                   WHERE known_to IS NULL GROUP BY person_id, kind)
    SELECT g.person_id,
           CASE g.kind WHEN 'died' THEN 'listed_after_death' ELSE 'listed_after_moving' END,
           jsonb_agg(DISTINCT jsonb_build_array(l.source, to_char(l.period_first, 'YYYY-MM'))),
           g.day
      FROM gone g
      JOIN registry_resolution r ON r.person_id = g.person_id AND r.known_to IS NULL
      JOIN registry_listing l ON l.naming = r.naming_id AND l.known_to IS NULL
       AND l.role = 'rosters' AND NOT l.kept AND NOT l.ends AND l.period_first > g.day
     GROUP BY g.person_id, g.kind, g.day"""

_ATTRIBUTES = """
    WITH said AS (
        SELECT a.person_id, a.name, a.value, l.source, a.valid_from, a.valid_to
          FROM registry_attribute a JOIN registry_listing l ON l.id = a.place::bigint
         WHERE a.known_to IS NULL)
    SELECT a.person_id, a.name,
           jsonb_agg(DISTINCT jsonb_build_array(a.source, a.value)),
           min(greatest(a.valid_from, b.valid_from))
      FROM said a JOIN said b ON b.person_id = a.person_id AND b.name = a.name
       AND b.source <> a.source AND b.value <> a.value
       AND coalesce(a.valid_from, '-infinity') <= coalesce(b.valid_to, 'infinity')
       AND coalesce(b.valid_from, '-infinity') <= coalesce(a.valid_to, 'infinity')
     GROUP BY a.person_id, a.name"""
