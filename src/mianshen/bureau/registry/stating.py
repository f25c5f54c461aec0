"""What files state of people, kept as stated: rows of rosters, lists that were delivered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mianshen.bureau.bitemporal.columns import add_in_columns
from mianshen.bureau.bitemporal.rows import add, close, count_anew, known, query
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.deriving import attributes_of, derive
from mianshen.bureau.registry.knowing import people_of
from mianshen.bureau.registry.marks import mark_dirty
from mianshen.bureau.registry.models import Listing, Roster
from mianshen.bureau.registry.resolving import Identified
from mianshen.bureau.registry.vault import enter_values
from mianshen.run.collecting import seldom_collecting
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


@seldom_collecting()
def state_list(delivered: RosterList, identified: Identified, stated: Stated) -> set[int]:
    """Keep a list and work out what follows from it; whose facts changed.

    A list for a period that was delivered before takes the place of the earlier one.
    """
    touched = _supersede(delivered, stated)
    _keep(delivered, identified, stated)
    count_anew()
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
    said AS NOT MATERIALIZED (
        SELECT naming, period_first = %(first)s AS is_now, identity,
               nullif(start, period_first) AS start, "end", recognised, office, ends, died, moved,
               household, attributes, kept
          FROM registry_listing
         WHERE source = %(source)s AND known_to IS NULL
           AND period_first IN (%(first)s, (SELECT first FROM last)))
    SELECT naming FROM (
        SELECT naming FROM said
         GROUP BY naming, identity, start, "end", recognised, office, ends, died, moved, household,
                  attributes, kept
        HAVING bool_and(is_now) OR NOT bool_or(is_now)) otherwise
    UNION SELECT naming FROM (
        SELECT r.naming_id AS naming
          FROM registry_identity i
          JOIN registry_resolution r ON r.person_id = i.person_id AND r.known_to IS NULL
         WHERE i.known_to IS NULL AND i.valid_to IS NULL AND i.source = %(source)s
        EXCEPT SELECT naming FROM said WHERE is_now) stays"""


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
    about: dict[str, Any] = {"role": delivered.role, "source": delivered.source}
    if period:
        about |= {"period_first": period.first, "period_last": period.last}
    add_in_columns(Listing, _rows(delivered.rows, identified, households), about, stated)
    add_in_columns(Listing, _unread(delivered.unusable, identified), about, stated)


def _rows(
    rows: Sequence[RosterRow], identified: Identified, households: Mapping[str, int]
) -> dict[str, Sequence[Any]]:
    """What rows of a list state, by column."""
    places = [row.named.where for row in rows]
    return {
        "naming": [identified.naming_at[place] for place in places],
        "identity": [row.identity for row in rows],
        "start": [row.start for row in rows],
        "end": [row.end for row in rows],
        "recognised": [row.recognised for row in rows],
        "office": [row.office for row in rows],
        "ends": [row.ends for row in rows],
        "died": [row.died for row in rows],
        "moved": [row.moved for row in rows],
        "household": [households.get(row.named.household or "") for row in rows],
        "attributes": [attributes_of(row) for row in rows],
        "word": [row.word for row in rows],
        "place": places,
    }


def _unread(unusable: Sequence[Named], identified: Identified) -> dict[str, Sequence[Any]]:
    """Rows that could not be used, by column."""
    places = [named.where for named in unusable]
    return {
        "naming": [identified.naming_at[place] for place in places],
        "kept": [True] * len(places),
        "place": places,
    }
