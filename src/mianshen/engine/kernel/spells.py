"""Which identities people hold on the day each programme goes by, as columns (§6.2)."""

from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mianshen.engine.kernel.calendar import NEVER, Calendar, day_numbers, for_each_day
from mianshen.engine.kernel.joining import pairs_of
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.years import reach_back
from mianshen.policy.schema import Backdate, By, IdentityDay, Year

Rows = NDArray[np.int64]
Marks = NDArray[np.bool_]

HELD = 4
ON_APPLICATION = 3
DISPUTED = 2
DISPUTED_ON_APPLICATION = 1
ANSWERS = 5
"""0 is not held; the greater answer is the better one, as in `reference.unit`."""


class Spells:
    """Spells of identities beside the events of their people."""

    def __init__(self, table: pl.DataFrame, unit: Rows, calendar: Calendar) -> None:
        self._calendar = calendar
        self._count = len(unit)
        self._table = table
        pairs = pairs_of(unit, table)
        self._event, self._row = pairs.event, pairs.row
        self._names = table["identity"].unique().to_list()
        codes = dict(zip(self._names, range(len(self._names)), strict=True))
        own = np.array([codes[name] for name in table["identity"].to_list()], np.int64)
        self._of_name = {
            name: np.flatnonzero(own[self._row] == code) for name, code in codes.items()
        }
        self._found: dict[tuple[object, ...], Rows] = {}
        self._reaches: dict[tuple[Backdate, Year], Rows] = {}

    def answer(self, identity: str, member: Member, asked: Marks | None) -> Rows:
        """Whether each event's person holds an identity; `asked` says who applied."""
        which = self._of_name.get(identity)
        if which is None:
            return np.zeros(self._count, np.int64)
        who = member.programme.who
        day = who.on if who is not None else IdentityDay.SETTLEMENT
        backdate = who.backdate if who is not None else None
        key = (identity, day, backdate, member.year if backdate else None)
        needs_asking = backdate is not None and backdate.on_application
        if needs_asking and asked is not None:
            return self._worked_out(which, day, backdate, member.year, asked)
        if key not in self._found:
            self._found[key] = self._worked_out(which, day, backdate, member.year, None)
        return self._found[key]

    def _worked_out(
        self,
        which: Rows,
        day: IdentityDay,
        backdate: Backdate | None,
        year: Year,
        asked: Marks | None,
    ) -> Rows:
        event, row = self._event[which], self._row[which]
        first, last = self._basis(day)
        begun = self._start[row] <= last[event]
        answer = np.where(begun, HELD, 0)
        if backdate is not None:
            reached = ~begun & (self._reach(backdate, year)[row] <= last[event])
            better = np.full(len(event), HELD)
            if backdate.on_application:
                has_asked = np.zeros(len(event), bool) if asked is None else asked[event]
                better = np.where(has_asked, HELD, ON_APPLICATION)
            answer = np.where(reached, better, answer)
        disputed = ~self._confirmed[row]
        answer = np.where(disputed & (answer == HELD), DISPUTED, answer)
        answer = np.where(disputed & (answer == ON_APPLICATION), DISPUTED_ON_APPLICATION, answer)
        answer = np.where(self._end[row] < first[event], 0, answer)
        found = np.zeros(self._count, np.int64)
        np.maximum.at(found, event, answer)
        return found

    def _basis(self, day: IdentityDay) -> tuple[Rows, Rows]:
        days = self._calendar.days
        match day:
            case IdentityDay.ADMISSION:
                return days(By.ADMISSION), days(By.ADMISSION)
            case IdentityDay.DISCHARGE:
                return days(By.DISCHARGE), days(By.DISCHARGE)
            case IdentityDay.STAY:
                return days(By.ADMISSION), days(By.DISCHARGE)
            case IdentityDay.SETTLEMENT:
                return days(By.SETTLEMENT), days(By.SETTLEMENT)

    @cached_property
    def _start(self) -> Rows:
        return day_numbers(self._table["start"])

    @cached_property
    def _end(self) -> Rows:
        return day_numbers(self._table["end"])

    @cached_property
    def _confirmed(self) -> Marks:
        return self._table["confirmed"].to_numpy()

    def _reach(self, backdate: Backdate, year: Year) -> Rows:
        """The first day each spell covers, recognitions reaching back."""
        key = (backdate, year)
        if key not in self._reaches:
            recognised = day_numbers(self._table["recognised"])
            recognised = np.where(recognised == NEVER, self._start, recognised)
            reach = for_each_day(recognised, lambda day: reach_back(day, backdate, year))
            self._reaches[key] = np.minimum(reach, self._start)
        return self._reaches[key]
