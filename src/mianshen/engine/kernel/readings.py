"""What judging reads, for all events at once: each thing a column of codes (§6).

Events whose codes are equal for a programme are judged alike; `reads` says which columns matter.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mianshen.engine.frames import (
    AMOUNT,
    AMOUNTS,
    FACT,
    PAID,
    FactFrames,
    attribute_value,
    event_value,
)
from mianshen.engine.kernel.calendar import (
    NEVER,
    Calendar,
    day_number,
    day_numbers,
    day_of_number,
    for_each_day,
)
from mianshen.engine.kernel.charging import Charged
from mianshen.engine.kernel.coding import Coded, coded, distinct, of_choices
from mianshen.engine.kernel.joining import pairs_of
from mianshen.engine.kernel.openings import Openings
from mianshen.engine.kernel.reads import Reads
from mianshen.engine.kernel.spells import ANSWERS, Spells
from mianshen.engine.reference.judging import counts_over_year
from mianshen.engine.reference.members import Member, Seats
from mianshen.engine.reference.values import Known, Number, Scene, Unknown, number, truth
from mianshen.engine.reference.years import shift_months, year_start
from mianshen.money import FEN_PER_YUAN, yuan_from_fen
from mianshen.policy.expressions import tree
from mianshen.policy.schema import By, Per, Year

Rows = NDArray[np.int64]
Marks = NDArray[np.bool_]


class Readings:
    """The events of many units as judging sees them."""

    def __init__(self, frames: FactFrames, charged: Charged, seats: Seats, as_of: date) -> None:
        self._frames = frames
        self._charged = charged
        self._pack = seats.pack
        self._as_of = day_number(as_of)
        self.events = frames.table("events")[charged.row]
        self.count = len(charged)
        self.calendar = Calendar(self.events, charged.unit)
        self.openings = Openings(frames, charged.unit, self.calendar)
        self._words: dict[str, Coded] = {}
        self._asked: dict[str, Rows] = {}
        self._fen: dict[str, Rows] = {}

    @cached_property
    def _spells(self) -> Spells:
        return Spells(self._frames.table("identities"), self._charged.unit, self.calendar)

    def parts(self, reads: Reads) -> list[Coded]:
        """Every column that the judging of a programme reads."""
        member = reads.member
        programme = member.programme
        version = self._version(reads)
        parts = [version]
        for identity in reads.identities:
            parts.append(of_choices(self._held(identity, member), ANSWERS))
        parts += [self.word(word) for word in reads.words]
        parts += [self._answers(one, name, member, version) for name, one in reads.comparisons]
        parts += [self._sum(name, member.year) for name in reads.sums]
        if programme.on_application or programme.claim_within is not None or programme.who:
            parts += self._claim(member)
        parts += [self._named("rejections", member), self._named("releases", member)]
        if programme.requires:
            parts.append(of_choices(self._silent(member), 2))
        parts.append(of_choices(self._opening_missing(member), 2))
        if programme.once is not None:
            parts.append(of_choices(self._given_before(member, programme.once), 2))
        return parts

    def _version(self, reads: Reads) -> Coded:
        days = self.calendar.days(reads.member.programme.in_force.by)
        edges = np.array([day_number(day) for day in reads.days], np.int64)
        return of_choices(np.searchsorted(edges, days, side="right"), len(edges) + 1)

    def _held(self, identity: str, member: Member) -> Rows:
        who = member.programme.who
        asked = None
        if who is not None and who.backdate is not None and who.backdate.on_application:
            applied = self._applied(member)
            asked = None if applied is None else applied < NEVER
        return self._spells.answer(identity, member, asked)

    # Words of events and people

    def word(self, word: str) -> Coded:
        """A fact about an event or its person; None where it is not known."""
        if word not in self._words:
            self._words[word] = self._read_word(word)
        return self._words[word]

    def _read_word(self, word: str) -> Coded:
        if word == "age":
            return self._age
        if word == "sex":
            return coded(self._person["sex"].replace("", None))
        attribute = self._pack.spelling.attributes.get(word)
        if attribute is not None:
            return self._attribute(word)
        if FACT + word not in self.events.columns:
            return Coded(np.zeros(self.count, np.int64), [None])
        return coded(self.events[FACT + word], lambda cell: event_value(word, cell))

    @cached_property
    def _person(self) -> pl.DataFrame:
        people = self._frames.table("people").unique("unit", keep="last")
        events = pl.DataFrame({"unit": self._charged.unit})
        return events.join(people, on="unit", how="left", maintain_order="left")

    @cached_property
    def _age(self) -> Coded:
        born, settled = pl.col("born"), pl.col("settled")
        beside = self._person.with_columns(settled=self.events["settled"])
        had_birthday = (settled.dt.month() > born.dt.month()) | (
            (settled.dt.month() == born.dt.month()) & (settled.dt.day() >= born.dt.day())
        )
        years = settled.dt.year() - born.dt.year() - (~had_birthday).cast(pl.Int32)
        return coded(beside.select(years).to_series(), Fraction)

    def _attribute(self, name: str) -> Coded:
        stated = self._frames.table("attributes").filter(pl.col("name") == name)
        stated = stated.sort("unit", "start", "value")
        values = coded(stated["value"])
        kinds = dict(zip(stated["value"].to_list(), stated["type"].to_list(), strict=True))
        pairs = pairs_of(self._charged.unit, stated)
        day = self.calendar.days(By.SETTLEMENT)[pairs.event]
        start, end = day_numbers(stated["start"]), day_numbers(stated["end"])
        covers = (start[pairs.row] <= day) & (day <= end[pairs.row])
        codes = np.full(self.count, len(values.values) - 1, np.int64)
        # Of several that cover the day the last one sorted counts, which is assigned last.
        codes[pairs.event[covers]] = values.codes[pairs.row[covers]]
        known = [attribute_value(str(text), kinds[str(text)]) for text in values.values[:-1]]
        return Coded(codes, [*known, None])

    # Amounts

    def fen(self, name: str) -> Rows:
        """An amount, a payer or a layer of payers on every event, in fen."""
        if name not in self._fen:
            self._fen[name] = self._read_fen(name)
        return self._fen[name]

    def _read_fen(self, name: str) -> Rows:
        payers = list(self._pack.payers)
        if name in AMOUNTS:
            column = self.events.get_column(AMOUNT + name, default=None)
            if column is None:
                return np.zeros(self.count, np.int64)
            amounts: Rows = column.fill_null(0).to_numpy()
            return amounts
        if name in payers:
            paid: Rows = self._charged.paid[:, payers.index(name)]
            return paid
        layer = self._pack.layers[self._pack.place_of[name]]
        own = [payers.index(payer) for payer in layer.payers]
        total: Rows = self._charged.paid[:, own].sum(axis=1)
        return total

    def _visit_fen(self, name: str, year: Year) -> Rows:
        """The same over the visit to date."""
        amounts = self.fen(name)
        if not self.calendar.has_parts:
            return amounts
        table = pl.DataFrame({"visit": self.calendar.first_of_visit_in(year), "fen": amounts})
        return table.select(pl.col("fen").cum_sum().over("visit")).to_series().to_numpy()

    def _sum(self, name: str, year: Year) -> Coded:
        known, numbers = np.unique(self._visit_fen(name, year), return_inverse=True)
        return Coded(numbers.astype(np.int64), known.tolist())

    # Comparisons

    def _answers(
        self, comparison: tree.Comparison, name: str, member: Member, version: Coded
    ) -> Coded:
        """What a comparison of one number with figures says: true, false, or what is unknown."""
        if self._is_amount(name):
            left, right = comparison.left, comparison.right
            for side, limit, sign in ((left, right, 1), (right, left, -1)):
                if isinstance(side, tree.Name) and name not in tree.names(limit):
                    passes = _PASSES[comparison.operator]
                    return self._beside_limit(limit, passes, sign, name, member, version)
        value = self._amounts_coded(name, member) if self._is_amount(name) else self.word(name)
        pairs = distinct([version, value], self.count)
        days = self.calendar.days(member.programme.in_force.by)
        answers: list[object] = []
        for row in pairs.rows.tolist():
            given = value.values[value.codes[row]]
            scene = self._figures(day_of_number(int(days[row])), {name: given})
            found = truth(comparison, scene)
            answers.append(found if isinstance(found, bool) else tuple(sorted(found.words)))
        known = list(dict.fromkeys(answers))
        places = {answer: place for place, answer in enumerate(known)}
        codes = np.array([places[answer] for answer in answers], np.int64)
        return Coded(codes[pairs.numbers] if len(codes) else pairs.numbers, known)

    def _beside_limit(
        self,
        limit: tree.Node,
        passes: Callable[[Rows], Marks],
        sign: int,
        name: str,
        member: Member,
        version: Coded,
    ) -> Coded:
        """What it says of an amount by itself: amounts hardly ever repeat, what they pass does."""
        fen = self._visit_fen(name, member.year)
        days = self.calendar.days(member.programme.in_force.by)
        codes = np.zeros(self.count, np.int64)
        known: list[object] = [False, True]
        for code in np.unique(version.codes).tolist():
            own = np.flatnonzero(version.codes == code)
            figure = number(limit, self._figures(day_of_number(int(days[own[0]])), {}))
            if isinstance(figure, Unknown):
                known.append(tuple(sorted(figure.words)))
                codes[own] = known.index(known[-1])
            else:
                codes[own] = passes(sign * _side_of(fen[own], figure * FEN_PER_YUAN))
        return Coded(codes, known)

    def _amounts_coded(self, name: str, member: Member) -> Coded:
        known, numbers = np.unique(self._visit_fen(name, member.year), return_inverse=True)
        return Coded(numbers.astype(np.int64), [yuan_from_fen(fen) for fen in known.tolist()])

    def _figures(self, day: date, given: dict[str, object]) -> Scene:
        def value(name: str) -> Known:
            parameter = self._pack.parameters.get(name)
            if parameter is not None:
                figure = parameter.on(day)
                return Unknown(figures=frozenset({name})) if figure is None else figure
            found = given[name]
            if found is None:
                return Unknown(words=frozenset({name}))
            assert isinstance(found, Fraction | str | bool)
            return found

        return Scene(value, lambda identity: Unknown(frozenset({identity})))

    def steady_base(self, member: Member, rows: Rows) -> list[Number]:
        """A base that the fold cannot change, on some events, in yuan."""
        node = member.programme.base.node
        names = sorted(tree.names(node) - set(self._pack.parameters))
        fen = {name: self.fen(name) for name in names if self._is_amount(name)}
        words = {name: self.word(name) for name in names if name not in fen}
        days = self.calendar.days(member.programme.in_force.by)
        found: list[Number] = []
        for row in rows.tolist():
            given: dict[str, object] = {
                name: yuan_from_fen(int(column[row])) for name, column in fen.items()
            }
            for name, word in words.items():
                given[name] = word.values[word.codes[row]]
            scene = self._figures(day_of_number(int(days[row])), given)
            found.append(number(node, scene))
        return found

    def _is_amount(self, name: str) -> bool:
        return name in AMOUNTS or name in self._pack.payers or name in self._pack.place_of

    # Applications, refusals, what is waited for

    def _applied(self, member: Member) -> Rows | None:
        """The day each event was first applied for, or `NEVER`; None where nobody applied."""
        made = self._frames.table("applications").filter(
            pl.col("programme") == member.name, pl.col("on").to_physical() <= self._as_of
        )
        if not made.height:
            return None
        if member.name not in self._asked:
            pairs = pairs_of(self._charged.unit, made)
            events, named = self.events["id"], made["event"]
            own = (
                named[pairs.row].is_null() | (named[pairs.row] == events[pairs.event])
            ).to_numpy()
            first = np.full(self.count, NEVER)
            np.minimum.at(first, pairs.event[own], day_numbers(made["on"])[pairs.row[own]])
            self._asked[member.name] = first
        return self._asked[member.name]

    def _claim(self, member: Member) -> list[Coded]:
        """Whether it was applied for, in time or too late, and whether the time is over."""
        window = member.programme.claim_within
        applied = self._applied(member)
        deadline = np.full(self.count, NEVER)
        if window is not None:
            after = self.calendar.days(window.after)
            shift, more = window.months, timedelta(days=window.days)
            deadline = for_each_day(after, lambda day: shift_months(day, shift) + more)
        state = np.zeros(self.count, np.int64)
        if applied is not None:
            state = np.where(applied == NEVER, 0, np.where(applied > deadline, 2, 1))
        return [of_choices(state, 3), of_choices(self._as_of > deadline, 2)]

    def _named(self, table: str, member: Member) -> Coded:
        """Whether a line is named in a table of rejections or releases."""
        rows = self._frames.table(table).filter(pl.col("programme") == member.name)
        marks = np.zeros(self.count, bool)
        if rows.height:
            pairs = pairs_of(self._charged.unit, rows)
            same = (rows["event"][pairs.row] == self.events["id"][pairs.event]).to_numpy()
            marks[pairs.event[same]] = True
        return of_choices(marks, 2)

    def _silent(self, member: Member) -> Marks:
        silent = np.zeros(self.count, bool)
        for name in member.programme.requires:
            silent |= self._silences(name)
        return silent

    def _silences(self, name: str) -> Marks:
        """Events of which a payer that is waited for has said nothing yet."""
        payer = self._pack.payers[name]
        day = self.calendar.days(By.SETTLEMENT)
        said = np.zeros(self.count, bool)
        for source in payer.sources:
            if PAID + source in self.events.columns:
                said |= self.events[PAID + source].is_not_null().to_numpy()
        closed = [self._closed_through(source) for source in payer.sources]
        said |= min(closed) >= day
        rows = self._frames.table("payments").filter(pl.col("source").is_in(payer.sources))
        if not payer.provisional_satisfies:
            rows = rows.filter(~pl.col("provisional"))
        if rows.height:
            pairs = pairs_of(self._charged.unit, rows)
            named = rows["event"][pairs.row]
            same = (named == self.events["id"][pairs.event]).fill_null(False).to_numpy()
            first = day_numbers(rows["first_day"], -NEVER)[pairs.row]
            last = day_numbers(rows["last_day"])[pairs.row]
            inside = (first <= day[pairs.event]) & (day[pairs.event] <= last)
            said[pairs.event[same | (named.is_null().to_numpy() & inside)]] = True
        return ~said

    def _closed_through(self, source: str) -> int:
        days = [day_number(one.through) for one in self._frames.closures if one.source == source]
        return max(days, default=-NEVER)

    def _opening_missing(self, member: Member) -> Marks:
        begins = self._frames.complete_from
        if begins is None or not counts_over_year(member):
            return np.zeros(self.count, bool)
        label = self.calendar.label(member.year)
        known, numbers = np.unique(label, return_inverse=True)
        missing = [begins > year_start(one, member.year) for one in known.tolist()]
        return np.array(missing, bool)[numbers] & ~self.openings.of(member).known

    def _given_before(self, member: Member, once: Per) -> Marks:
        """Whether an opening says that a programme was given already (§6.4)."""
        if once is Per.YEAR:
            return self.openings.of(member).once_given
        return self.openings.ever_given(member)


def _side_of(fen: Rows, limit: Fraction) -> Rows:
    """Whether amounts are below (-1), at (0) or above (1) an exact number of fen."""
    whole, rest = divmod(limit.numerator, limit.denominator)
    at_whole = -1 if rest else 0
    found: Rows = np.where(fen > whole, 1, np.where(fen == whole, at_whole, -1))
    return found


_PASSES: Mapping[str, Callable[[Rows], Marks]] = {
    "=": lambda side: side == 0,
    "!=": lambda side: side != 0,
    "<": lambda side: side < 0,
    "<=": lambda side: side <= 0,
    ">": lambda side: side > 0,
    ">=": lambda side: side >= 0,
}
"""On which side of a limit what is compared holds."""
