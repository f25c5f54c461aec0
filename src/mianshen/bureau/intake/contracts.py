"""Sources as contracts: what each promised, what came, what changed in it, who contradicts it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.intake.profile import Profile
from mianshen.bureau.intake.watching import Freshness, freshness
from mianshen.bureau.registry import services as registry


@dataclass(frozen=True, slots=True)
class SourceTold:
    """A source as it stands on a day, beside what its contract says.

    `drift` are columns and words of its last delivery that the one before had not, or had. The
    department contradicts others about `disagreements` people: `against` has how many by source.
    """

    fresh: Freshness
    contract: str
    frequency: str
    due_days: int
    drift: dict[str, Any] = field(default_factory=dict)
    disagreements: int = 0
    against: dict[str, int] = field(default_factory=dict)


def sources_told(profile: Profile, on: date) -> list[SourceTold]:
    """Every source of a profile, in its order."""
    people, against = _contradicting()
    drifts = {str(source): drift for source, drift in query(_LAST_DRIFT, profile=profile.name)}
    fresh = {one.source: one for one in freshness(profile, on)}
    return [
        SourceTold(
            fresh[layout.id],
            layout.contract,
            layout.frequency,
            layout.due_days,
            drifts.get(layout.id, {}),
            len(people[layout.id]),
            dict(sorted(against[layout.id].items())),
        )
        for layout in profile.sources.layouts
    ]


def _contradicting() -> tuple[dict[str, set[int]], dict[str, Counter[str]]]:
    """About whom each source contradicts another, and how many people by the other."""
    people: dict[str, set[int]] = defaultdict(set)
    pairs: set[tuple[str, str, int]] = set()
    for one in registry.disagreements():
        sources = {source for source, _ in one.said}
        for source in sources:
            people[source].add(one.person)
            pairs |= {(source, other, one.person) for other in sources - {source}}
    against: dict[str, Counter[str]] = defaultdict(Counter)
    for source, other, _ in pairs:
        against[source][other] += 1
    return people, against


_LAST_DRIFT = """
    SELECT DISTINCT ON (source) source, drift FROM intake_batch
     WHERE profile = %(profile)s AND state = 'applied'
     ORDER BY source, period_first DESC NULLS LAST, id DESC"""
