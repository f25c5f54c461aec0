"""What files state of people, kept as stated: rows of rosters, lists that were delivered."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from mianshen.bureau.bitemporal.rows import add, close, known, query
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.deriving import attributes_of, derive
from mianshen.bureau.registry.knowing import people_of
from mianshen.bureau.registry.marks import mark_dirty
from mianshen.bureau.registry.models import Listing, Roster
from mianshen.bureau.registry.resolving import Identified
from mianshen.bureau.registry.vault import enter_values
from mianshen.run.people import Named
from mianshen.run.reading.periods import Period
from mianshen.run.rosters import RosterRow


@dataclass(frozen=True)
class RosterList:
    """A delivery of a roster or a table of people: its rows, and rows that could not be used.

    `unusable` name somebody as far as they could be read: absence from this list says nothing
    about them. `rows_delivered` counts both. `is_partial` is what somebody decided after looking.
    """

    source: str
    role: str
    period: Period | None
    is_whole: bool
    rows: tuple[RosterRow, ...]
    unusable: tuple[Named, ...] = ()
    mass_exit_percent: int = 30
    grace_days: int = 0
    rows_delivered: int = 0
    is_partial: bool | None = None


def state_list(delivered: RosterList, identified: Identified, stated: Stated) -> set[int]:
    """Keep a list and work out what follows from it; whose facts changed.

    A list for a period that was delivered before takes the place of the earlier one.
    """
    touched = _supersede(delivered, stated)
    _keep(delivered, identified, stated)
    if delivered.period and delivered.is_whole:
        touched |= _differing(delivered.source, delivered.period)
    else:
        touched |= {identified.naming_at[row.named.where] for row in delivered.rows}
    return refresh(touched, identified.people, stated)


def refresh(namings: Collection[int], people: Collection[int], stated: Stated) -> set[int]:
    """Work out anew what holds of whom some namings mean, and of some people; marks the changed."""
    meant = {person for person in people_of(namings).values() if person}
    changed = derive(meant | set(people), stated)
    mark_dirty(changed | set(people), stated)
    return changed


def withdraw(batch: int, stated: Stated) -> set[int]:
    """Take back what a batch stated; whose facts changed."""
    rows = known(Listing, ("naming",), "t.batch = %(batch)s", batch=batch)
    close(Listing, "t.batch = %(batch)s", stated, batch=batch)
    close(Roster, "t.batch = %(batch)s", stated, batch=batch)
    return refresh({int(naming) for (naming,) in rows}, (), stated)


def _supersede(delivered: RosterList, stated: Stated) -> set[int]:
    """Close an earlier delivery of the same whole list; whom it named."""
    if delivered.period is None or not delivered.is_whole:
        return set()
    values: dict[str, Any] = {
        "source": delivered.source,
        "first": delivered.period.first,
        "last": delivered.period.last,
    }
    again = "t.source = %(source)s AND t.period_first = %(first)s AND t.period_last = %(last)s"
    rows = known(Listing, ("naming",), again, **values)
    close(Listing, again, stated, **values)
    close(Roster, again, stated, **values)
    return {int(naming) for (naming,) in rows}


def _differing(source: str, period: Period) -> set[int]:
    """Whom a whole list treats otherwise than the one before it.

    Whoever was missing from an incomplete list before and is missing again is off it now. A list
    that comes after a later one may change anything for anyone its source ever named.
    """
    is_last = not query(
        "SELECT 1 FROM registry_listing WHERE source = %(source)s AND known_to IS NULL"
        " AND period_first > %(first)s LIMIT 1",
        source=source,
        first=period.first,
    )
    statement = _DIFFERING if is_last else _EVERYONE
    return {int(naming) for (naming,) in query(statement, source=source, first=period.first)}


_EVERYONE = """
    SELECT DISTINCT naming FROM registry_listing
     WHERE source = %(source)s AND known_to IS NULL"""

# Taken off as sets: `NOT IN` becomes a loop within a loop where the planner expects many.
_DIFFERING = """
    WITH last AS (
        SELECT max(period_first) AS first FROM registry_listing
         WHERE source = %(source)s AND known_to IS NULL AND period_first < %(first)s),
    said AS (
        SELECT period_first, naming, identity, nullif(start, period_first) AS start, "end",
               recognised, office, ends, died, moved, household, attributes, kept
          FROM registry_listing
         WHERE source = %(source)s AND known_to IS NULL
           AND period_first IN (%(first)s, (SELECT first FROM last))),
    now AS (SELECT * FROM said WHERE period_first = %(first)s),
    before AS (SELECT * FROM said WHERE period_first <> %(first)s),
    a AS (SELECT naming, identity, start, "end", recognised, office, ends, died, moved, household,
                 attributes, kept FROM now),
    b AS (SELECT naming, identity, start, "end", recognised, office, ends, died, moved, household,
                 attributes, kept FROM before)
    SELECT naming FROM (SELECT * FROM a EXCEPT SELECT * FROM b) joined
    UNION SELECT naming FROM (SELECT * FROM b EXCEPT SELECT * FROM a) went
    UNION SELECT naming FROM (
        SELECT r.naming_id AS naming
          FROM registry_identity i
          JOIN registry_resolution r ON r.person_id = i.person_id AND r.known_to IS NULL
         WHERE i.known_to IS NULL AND i.valid_to IS NULL AND i.source = %(source)s
        EXCEPT SELECT naming FROM now) stays"""


def _keep(delivered: RosterList, identified: Identified, stated: Stated) -> None:
    period = delivered.period
    if delivered.role == "rosters" and period and delivered.is_whole:
        row = (
            *(delivered.source, period.first, period.last, True),
            *(delivered.mass_exit_percent, delivered.grace_days, delivered.rows_delivered),
            *(delivered.is_partial, ""),
        )
        add(Roster, [row], stated)
    numbers = {row.named.household for row in delivered.rows if row.named.household}
    households = enter_values("household", numbers)
    add(Listing, _listings(delivered, identified, households), stated)


def _listings(
    delivered: RosterList, identified: Identified, households: dict[str, int]
) -> Iterable[tuple[Any, ...]]:
    first = delivered.period.first if delivered.period else None
    last = delivered.period.last if delivered.period else None
    for row in delivered.rows:
        where = row.named.where
        yield (
            *(identified.naming_at[where], delivered.role, delivered.source, first, last),
            *(row.identity, row.start, row.end, row.recognised, row.office, "", row.ends),
            *(row.died, row.moved, households.get(row.named.household or "")),
            *(attributes_of(row), False, row.word, where),
        )
    nothing: tuple[Any, ...] = (
        *(None, None, None, None),
        "",
        "",
        False,
        None,
        None,
        None,
        [],
        True,
        "",
    )
    for named in delivered.unusable:
        naming = identified.naming_at[named.where]
        yield naming, delivered.role, delivered.source, first, last, *nothing, named.where
