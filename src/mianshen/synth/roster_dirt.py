"""Which rows of a roster pick up which dirt, and the rows as they are then sent."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from mianshen.synth.calibration import District
from mianshen.synth.dice import MILLION, Dice, Ints
from mianshen.synth.dirt import KINDS, Changes, Dirtied, can_occur
from mianshen.synth.documents import UNIT
from mianshen.synth.identities import Holdings
from mianshen.synth.layouts import Source
from mianshen.synth.people import People
from mianshen.synth.rosters import RosterRows, RosterWriter, written_days
from mianshen.synth.slots import THOUSAND, slot_kinds

# Kinds that only some people's rows can carry are drawn, not dealt out; the surplus keeps them
# above their rate in a district of ordinary size.
_SURPLUS_PER_THOUSAND = 1_600


OFFICES_DISAGREE = "offices_disagree"


class RosterMaker:
    """Makes the rows of one source's roster, block after block, and counts them as it goes."""

    def __init__(self, dice: Dice, district: District, source: Source) -> None:
        self._dice, self._district, self._source = dice, district, source
        self._writer = RosterWriter(dice, district, source)
        self._count = 0
        fields = frozenset(source.headers)
        self._number = "certno" if "certno" in fields else "disability_card"
        self._rates = {
            name: rate
            for name, rate in district.roster_dirt.items()
            if name in KINDS and can_occur(KINDS[name], fields, source.date_forms)
        }
        self._dealt = [name for name in self._rates if not KINDS[name].conditional]
        self._drawn = [name for name in self._rates if KINDS[name].conditional]

    def make(self, people: People, holdings: Holdings) -> RosterRows:
        """The rows of this roster about the people of a block."""
        rosters = np.array([one.roster == self._source.id for one in self._district.identities])
        mine = holdings.where(rosters[holdings.kind])
        rows = self._writer.rows(people, mine)
        names = self._names(people, mine)
        self._count += len(mine)
        changes, repeated = self._changes(people, mine, rows.cells, names)
        return _sent(rows, names, changes, repeated)

    def _names(self, people: People, mine: Holdings) -> list[str]:
        """The dirt of each row, or an empty text."""
        count = self._count + np.arange(len(mine), dtype=np.int64)
        rates = tuple(self._rates[name] for name in self._dealt)
        drawn = slot_kinds(self._dice, f"dirt/{self._source.id}", count, rates)
        names = [self._dealt[kind] if kind >= 0 else "" for kind in drawn.tolist()]
        for row in np.flatnonzero(people.number[mine.person] % UNIT == 0).tolist():
            # The first person of a unit has nobody before to borrow a number from.
            if names[row] == "other_persons_number":
                names[row] = "wrong_check_digit"
        ends_in_x = people.certno.gather(mine.person).str.ends_with("X").to_numpy()
        can_carry = {
            "needs_rare": (people.rare[mine.person], self._district.people.rare_names),
            "needs_x": (ends_in_x, MILLION // 11),
            "needs_old": (people.born_day[mine.person] < 0, MILLION // 2),
        }
        for name in self._drawn:
            held, share = next(
                found for need, found in can_carry.items() if getattr(KINDS[name], need)
            )
            odds = self._rates[name] * _SURPLUS_PER_THOUSAND * THOUSAND // max(share // THOUSAND, 1)
            hit = self._dice.happens(f"dirt/{self._source.id}/{name}", mine.number, odds)
            for row in np.flatnonzero(held & hit).tolist():
                names[row] = names[row] or name
        return names

    def _changes(
        self, people: People, mine: Holdings, cells: pl.DataFrame, names: list[str]
    ) -> tuple[dict[int, Changes], dict[int, Changes]]:
        """What becomes of the texts of the struck rows, and of the rows that are sent again."""
        changes: dict[int, Changes] = {}
        repeated: dict[int, Changes] = {}
        struck = [row for row, name in enumerate(names) if name]
        unit = people.number[mine.person] // UNIT
        same_unit = set((np.flatnonzero(unit[1:] == unit[:-1]) + 1).tolist())
        for row, context in zip(struck, self._contexts(people, mine, cells, struck), strict=True):
            kind = KINDS[names[row]]
            if names[row] == "swapped_names":
                if row + 1 not in same_unit or names[row + 1]:
                    kind, names[row] = KINDS["space_in_name"], "space_in_name"
                else:
                    changes[row + 1] = {"name": context.texts["name"]}
            into = repeated if kind.repeats else changes
            into[row] = kind.change(context)
        for row in changes:
            names[row] = names[row] or "swapped_names"
        return changes, repeated

    def _contexts(
        self, people: People, mine: Holdings, cells: pl.DataFrame, struck: list[int]
    ) -> list[Dirtied]:
        rows = np.asarray(struck, dtype=np.int64)
        dice, number = self._dice, mine.number[rows]
        chance = dice.below("dirt/chance", number, 1_000)
        offset = people.number[mine.person[rows]] % UNIT
        back = 1 + dice.below("dirt/lender", number, np.maximum(offset, 1))
        lender = np.maximum(mine.person[rows] - back, 0)
        start = mine.start_day[rows]
        borrowed = {
            "other_number": people.certno.gather(lender),
            "other_name": cells["name"].gather(np.minimum(rows + 1, len(cells) - 1)),
            "other_start": self._writer.days(start - 31 - chance),
            "other_born": self._writer.days(people.born_day[mine.person[rows]] + 1 + chance),
            "before_start": self._writer.days(start - 1 - chance),
            "other_form": written_days(start, self._source.date_form(1)),
        }
        texts = cells[struck].to_dicts()
        lent = pl.DataFrame(borrowed).to_dicts()
        return [
            Dirtied(text, self._number, one, **further)
            for text, one, further in zip(texts, chance.tolist(), lent, strict=True)
        ]


class Disagreement:
    """Rows in which one office says something else about the people of another office's roster."""

    def __init__(self, dice: Dice, district: District, source: Source) -> None:
        self._dice, self._district = dice, district
        self._writer = RosterWriter(dice, district, source)
        self._rate = district.roster_dirt.get(OFFICES_DISAGREE, 0)
        self._count = 0

    def make(self, people: People, holdings: Holdings) -> RosterRows:
        """The rows about the people of a block; the other office is right."""
        kinds, contrary = self._district.identities, self._district.disagreement
        spelled = [contrary.spelled.get(one.name, "") if contrary else "" for one in kinds]
        about = [contrary is not None and one.roster == contrary.about for one in kinds]
        theirs = holdings.where(np.array(about)[holdings.kind])
        count = self._count + np.arange(len(theirs), dtype=np.int64)
        self._count += len(theirs)
        struck = theirs.where(slot_kinds(self._dice, OFFICES_DISAGREE, count, (self._rate,)) == 0)
        struck = struck.where(np.array([bool(word) for word in spelled])[struck.kind])
        rows = self._writer.rows(people, struck)
        words = pl.Series(spelled, dtype=pl.String).gather(struck.kind).alias("identity")
        told = rows.truth.with_columns(
            pl.lit(OFFICES_DISAGREE).alias("dirt"), pl.lit("identity").alias("field")
        )
        return RosterRows(rows.cells.with_columns(words), told)


def _sent(
    rows: RosterRows,
    names: list[str],
    changes: Mapping[int, Changes],
    repeated: Mapping[int, Changes],
) -> RosterRows:
    """The rows with their dirt; a row that is sent again stands behind the sound one."""
    cells, truth = rows.cells, rows.truth
    again = np.asarray(sorted(repeated), dtype=np.int64)
    order: Ints = np.sort(np.concatenate([np.arange(len(cells), dtype=np.int64), again]))
    is_copy = np.concatenate([[False], order[1:] == order[:-1]])[: len(order)]
    place_of = dict(zip(order[~is_copy].tolist(), np.flatnonzero(~is_copy).tolist(), strict=True))
    by_place = {place_of[row]: (names[row], change) for row, change in changes.items()}
    by_place |= {place_of[row] + 1: (names[row], change) for row, change in repeated.items()}
    columns = {name: cells[name].gather(order) for name in cells.columns}
    told = {name: truth[name].gather(order) for name in truth.columns}
    marks: dict[str, dict[int, str]] = {"dirt": {}, "field": {}, "clean": {}}
    texts: dict[str, dict[int, str]] = {}
    for place, (name, change) in by_place.items():
        standing = told["dirt"][place]
        marks["dirt"][place] = f"{name}+{standing}" if standing else name
        for field, text in change.items():
            marks["field"][place], marks["clean"][place] = field, columns[field][place]
            texts.setdefault(field, {})[place] = text
    for field, changed in texts.items():
        columns[field] = columns[field].scatter(list(changed), list(changed.values()))
    for field, changed in marks.items():
        told[field] = told[field].scatter(list(changed), list(changed.values()))
    return RosterRows(pl.DataFrame(columns), pl.DataFrame(told))
