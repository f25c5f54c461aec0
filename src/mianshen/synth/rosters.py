"""Rosters of the offices: each holding as its office writes it."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from mianshen.synth.calibration import District, IdentityKind
from mianshen.synth.days import NEVER, dates
from mianshen.synth.dice import Dice, Ints
from mianshen.synth.documents import telephones
from mianshen.synth.identities import Holdings
from mianshen.synth.layouts import SERIAL, Source
from mianshen.synth.people import People
from mianshen.synth.slots import THOUSAND

EXCEL_DAY_ZERO = 25_569
"""The day number that a spreadsheet gives 1970-01-01."""

_PARTIES = ("第一", "第二", "第三", "机关", "离退休", "综合")
_WORKS = ("金禾机械厂", "柳溪印刷厂", "白鹤运输公司", "永和建材厂", "松林食品厂", "双河环卫所")


@dataclass(frozen=True)
class RosterRows:
    """Rows for one roster: text by field, and the truth about each of them.

    Shapes: `truth` has `person`, `holds` (the identity that is true), `dirt` (names joined by `+`),
    `field` and `clean` (the first field that was changed, and its text before) and `sheet`.
    """

    cells: pl.DataFrame
    truth: pl.DataFrame

    def __len__(self) -> int:
        return len(self.cells)


@dataclass(frozen=True)
class RosterWriter:
    """Writes holdings as the rows of one source, all of them sound."""

    dice: Dice
    district: District
    source: Source

    def rows(self, people: People, mine: Holdings) -> RosterRows:
        """The rows of these holdings; some go on after a death or a move."""
        cells, still_listed = self._cells(people, mine)
        empty = pl.Series([""] * len(mine), dtype=pl.String)
        names = pl.Series([one.name for one in self.district.identities], dtype=pl.String)
        townships = pl.Series(self.district.places.townships, dtype=pl.String)
        truth = pl.DataFrame(
            {
                "person": pl.Series(people.number[mine.person]),
                "holds": names.gather(mine.kind),
                "dirt": still_listed,
                "field": empty,
                "clean": empty,
                "sheet": townships.gather(people.township[mine.person]),
            }
        )
        return RosterRows(cells, truth)

    def days(self, days: Ints, form: int = 0) -> pl.Series:
        """Days as the source writes them first, or in a further form of its."""
        return written_days(days, self.source.date_form(form))

    def _cells(self, people: People, mine: Holdings) -> tuple[pl.DataFrame, pl.Series]:
        """The text of every field of the source, and which rows go on after death or a move."""
        person = mine.person
        gone = np.maximum(people.died_day, people.moved_out_day)[person]
        forgotten = (gone > NEVER) & self.dice.happens(
            "still listed", mine.number, self.district.events.listed_after_death * THOUSAND
        )
        end = np.where(forgotten, NEVER, mine.end_day)
        stated = {
            "start": self.days(mine.start_day),
            "end": self.days(end),
            "born": self.days(people.born_day[person]),
            **self._of_person(people, mine),
            **self._of_office(mine, end),
        }
        wanted = list(self.source.headers)
        empty = pl.Series([""] * len(mine), dtype=pl.String)
        cells = pl.DataFrame({name: stated.get(name, empty) for name in wanted})
        after = np.where(people.died_day[person] > NEVER, "listed_after_death", "listed_after_move")
        return cells, pl.Series(np.where(forgotten, after, "").tolist(), dtype=pl.String)

    def _of_person(self, people: People, mine: Holdings) -> dict[str, pl.Series]:
        person, places = mine.person, self.district.places
        sexes = ("2", "1") if self.source.is_national else ("女", "男")
        certno = people.certno.gather(person)
        sort = self.dice.below("disability sort", people.number[person], 7) + 1
        return {
            "name": people.name.gather(person),
            "certno": certno,
            "psn_no": people.psn_no.gather(person),
            "cert_type": pl.Series(["01"] * len(person), dtype=pl.String),
            "sex": pl.Series(sexes, dtype=pl.String).gather(people.man[person]),
            "household": pl.Series(people.household[person]).cast(pl.String).str.zfill(9),
            "township": pl.Series(places.townships, dtype=pl.String).gather(
                people.township[person]
            ),
            "village": pl.Series(places.villages, dtype=pl.String).gather(people.village[person]),
            "phone": telephones(self.dice, people.number[person]),
            "disability_card": certno
            + pl.Series(sort).cast(pl.String)
            + pl.Series(mine.grade).cast(pl.String),
        }

    def _of_office(self, mine: Holdings, end: Ints) -> dict[str, pl.Series]:
        dice = self.dice
        offices = _PARTIES if "党" in self.source.headers.get("office", "") else _WORKS
        ending = "党支部" if offices is _PARTIES else ""
        changes = pl.Series(("新增", "终止"), dtype=pl.String)
        answers = pl.Series(("否", "是"), dtype=pl.String)
        card = pl.Series(dice.below("card", mine.number, 10**9)).cast(pl.String).str.zfill(9)
        office = pl.Series(offices, dtype=pl.String).gather(
            dice.below("office", mine.number, len(offices))
        )
        return {
            "identity": self._words(mine),
            "office": office + ending,
            "card": "优" + card,
            "change": changes.gather((end > NEVER).astype(np.int64)),
            "attribute.listed_disease": answers.gather(dice.below("listed", mine.number, 2)),
        }

    def _words(self, mine: Holdings) -> pl.Series:
        """Each identity as this source spells it; a grade decides where there is one."""
        words: list[str] = []
        drawn = np.zeros_like(mine.kind)
        for place, one in enumerate(self.district.identities):
            held = mine.kind == place
            spelled = spellings(self.source, one)
            if one.grades:
                step = np.searchsorted(np.asarray(one.grades), mine.grade[held])
            else:
                step = self.dice.below("word", mine.number[held], len(spelled))
            drawn[held] = len(words) + step
            words += spelled
        return pl.Series(words, dtype=pl.String).gather(drawn)


def joined_rows(one: RosterRows, other: RosterRows) -> RosterRows:
    """Rows about the same people together, those of `one` first."""
    truth = pl.concat([one.truth, other.truth])
    order = np.argsort(truth["person"].to_numpy(), kind="stable").tolist()
    return RosterRows(pl.concat([one.cells, other.cells])[order], truth[order])


def spellings(source: Source, kind: IdentityKind) -> list[str]:
    """How a source may spell an identity: as the figures say, or by the source's own words."""
    return list(kind.spelled or source.words.get(kind.name) or (kind.name,))


def written_days(days: Ints, form: str) -> pl.Series:
    """Days in a source's form; an empty text for those that did not come."""
    if form == SERIAL:
        text = pl.Series(days + EXCEL_DAY_ZERO).cast(pl.String)
        return text.set(pl.Series(days <= NEVER), "")
    return dates(days).dt.strftime(form).fill_null("")
