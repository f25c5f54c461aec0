"""A delivery beside the one before: who joined, who left, who changed; new columns, new words."""

from dataclasses import dataclass
from typing import Any, LiteralString

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.states import State


@dataclass(frozen=True, slots=True)
class Difference:
    """How many (people on a list, or settlements) came, went, changed, stayed; of how many before.

    `last` is the batch compared with, none where there is none. A list of changes drops nobody.
    """

    joined: int = 0
    left: int = 0
    changed: int = 0
    same: int = 0
    before: int = 0
    last: int | None = None


def compare(batch: Batch, *, is_whole: bool) -> Difference:
    """The difference of a batch to the list before it, or to all that its source sent before."""
    if is_whole:
        last = last_delivery(batch)
        earlier = [last.pk] if last else []
    else:
        last = None
        others = Batch.objects.filter(
            profile=batch.profile, source=batch.source, state=State.APPLIED
        )
        earlier = [int(pk) for pk in others.exclude(pk=batch.pk).values_list("pk", flat=True)]
    if not is_whole or batch.is_zero_report:
        ((joined, left, changed, same, before),) = query(_CHANGES, batch=batch.pk, earlier=earlier)
    else:
        ((joined, left, changed, same, before),) = query(_WHOLE, batch=batch.pk, earlier=earlier)
    return Difference(joined, left, changed, same, before, last.pk if last else None)


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody on a list beside the list before: the row in each, empty where there is none."""

    now: str
    before: str


def beside(batch: Batch, kind: str, after: str = "", size: int = 50) -> list[Beside]:
    """Who `joined`, `left` or `changed` on a whole list, in the order of places after one.

    Compared with the delivery that the batch was compared with; nothing for lists of changes.
    """
    last = batch.difference.get("last")
    if kind not in _KINDS or batch.is_zero_report or not (last or kind == "joined"):
        return []
    rows = query(_BESIDE[kind], batch=batch.pk, last=last or 0, after=after, size=size)
    return [Beside(now or "", before or "") for now, before in rows]


def last_delivery(batch: Batch) -> Batch | None:
    """The applied delivery of the same source for the latest period before this one's."""
    found = Batch.objects.filter(
        profile=batch.profile, source=batch.source, state=State.APPLIED, is_zero_report=False
    ).exclude(pk=batch.pk)
    if batch.period_first is not None:
        found = found.filter(period_first__lt=batch.period_first)
    return found.order_by("-period_first", "-pk").first()


def drift_of(batch: Batch, last: Batch | None) -> dict[str, Any]:
    """Columns and words that the delivery before had not, or had and this one has not."""
    if last is None or batch.is_zero_report:
        return {}
    found = {
        "columns_new": _missing(batch.header, last.header),
        "columns_gone": _missing(last.header, batch.header),
        "words_new": _missing(batch.words, last.words),
        "words_gone": _missing(last.words, batch.words),
    }
    return {name: listed for name, listed in found.items() if listed}


def _missing(these: Any, those: Any) -> list[str]:
    known = set(those)
    return [one for one in these if one not in known]


_WHOLE = """
    WITH said AS (
        SELECT batch_id, who, array_agg(said ORDER BY said) FILTER (WHERE said IS NOT NULL) AS said
          FROM intake_row
         WHERE who IS NOT NULL AND batch_id = ANY(%(earlier)s::bigint[] || %(batch)s::bigint)
         GROUP BY batch_id, who),
    now AS (SELECT * FROM said WHERE batch_id = %(batch)s),
    last AS (SELECT * FROM said WHERE batch_id <> %(batch)s)
    SELECT count(*) FILTER (WHERE last.who IS NULL),
           count(*) FILTER (WHERE now.who IS NULL),
           count(*) FILTER (WHERE now.said <> last.said),
           count(*) FILTER (WHERE now.who = last.who AND now.said IS NOT DISTINCT FROM last.said),
           count(last.who)
      FROM now FULL JOIN last ON last.who = now.who"""

# One pass without a join: of rows that have just come the planner knows no number, and took a loop
# within a loop for the shortest way.
_CHANGES = """
    WITH said AS (
        SELECT (array_agg(said ORDER BY place) FILTER (WHERE batch_id = %(batch)s))[1] AS now,
               array_agg(said) FILTER (WHERE batch_id <> %(batch)s) AS before
          FROM intake_row
         WHERE who IS NOT NULL AND said IS NOT NULL
           AND batch_id = ANY(%(earlier)s::bigint[] || %(batch)s::bigint)
         GROUP BY who)
    SELECT count(*) FILTER (WHERE before IS NULL), 0,
           count(*) FILTER (WHERE NOT now = ANY(before)), count(*) FILTER (WHERE now = ANY(before)),
           0
      FROM said WHERE now IS NOT NULL"""

_KINDS: dict[str, LiteralString] = {
    "joined": "before.who IS NULL",
    "left": "now.who IS NULL",
    "changed": "now.said <> before.said",
}

_BESIDE: dict[str, LiteralString] = {
    kind: """
    WITH said AS (
        SELECT batch_id, who, min(place) AS place,
               array_agg(said ORDER BY said) FILTER (WHERE said IS NOT NULL) AS said
          FROM intake_row
         WHERE who IS NOT NULL AND batch_id IN (%(last)s, %(batch)s)
         GROUP BY batch_id, who),
    now AS (SELECT * FROM said WHERE batch_id = %(batch)s),
    before AS (SELECT * FROM said WHERE batch_id = %(last)s)
    SELECT now.place, before.place
      FROM now FULL JOIN before ON before.who = now.who
     WHERE coalesce(now.place, before.place) > %(after)s AND """
    + condition
    + " ORDER BY coalesce(now.place, before.place) LIMIT %(size)s"
    for kind, condition in _KINDS.items()
}
