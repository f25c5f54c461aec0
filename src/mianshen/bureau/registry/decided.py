"""What people decided about whom rows mean, and what stands until it is taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from mianshen.bureau.bitemporal.rows import query

_DECIDED = """
    SELECT d.id, d.naming_id, d.person_id, d.actor, d.why, d.known_from,
           (SELECT array_agg(DISTINCT m.source) FROM vault_mention m
             WHERE m.naming_id = d.naming_id) AS sources
      FROM registry_decision d
     WHERE d.known_to IS NULL AND d.merge_id IS NULL
       AND (%(naming)s::bigint IS NULL OR d.naming_id = %(naming)s)
       AND (%(before)s::bigint IS NULL OR d.id < %(before)s)
       AND EXISTS (SELECT 1 FROM vault_mention m
                    WHERE m.naming_id = d.naming_id AND m.source = ANY(%(sources)s::text[]))
     ORDER BY d.id DESC LIMIT %(size)s"""


@dataclass(frozen=True, slots=True)
class Decided:
    """Whom a naming means because somebody said so; `person` is someone of their own at times.

    `sources` are the lists that name somebody in this way.
    """

    number: int
    naming: int
    person: int | None
    actor: str
    why: str
    at: datetime
    sources: tuple[str, ...]


def decided(
    sources: Collection[str],
    before: int | None = None,
    size: int | None = None,
    naming: int | None = None,
) -> list[Decided]:
    """Decisions that stand about rows of some lists, the newest first; one query.

    `before` and `size` ask for a page of them, `naming` for one. What a merge decided is left out:
    it ends with the merge.
    """
    asked = {"sources": list(sources), "before": before, "size": size, "naming": naming}
    return [
        Decided(number, named, person, actor, why, at, tuple(listed))
        for number, named, person, actor, why, at, listed in query(_DECIDED, **asked)
    ]
