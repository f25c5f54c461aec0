"""Which pack answers for a bill, where several bureaus' packs are in force or people moved."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from mianshen.engine.facts import Event, Facts, Responsibility
from mianshen.policy.pack import Pack


def answers_for(
    event: Event, spans: Sequence[Responsibility], packs: Sequence[Pack]
) -> Pack | None:
    """The pack that answers for an event of somebody with some responsibilities, if any does."""
    if not spans:
        return packs[0] if len(packs) == 1 else None
    day = event.settled.date()
    for span in spans:
        if span.start <= day <= (span.end or date.max):
            return next((pack for pack in packs if pack.id == span.pack), None)
    return None


def spans_of(facts: Facts) -> dict[str, list[Responsibility]]:
    """Who answers for each person, over time."""
    spans: dict[str, list[Responsibility]] = defaultdict(list)
    for span in facts.responsibilities:
        spans[span.person].append(span)
    return spans
