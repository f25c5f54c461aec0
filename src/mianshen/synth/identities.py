"""Who holds which identity from when to when: the first one of everybody, and further ones."""

from dataclasses import dataclass, fields

import numpy as np

from mianshen.synth.calibration import District
from mianshen.synth.days import NEVER, year_span
from mianshen.synth.dice import Dice, Flags, Ints
from mianshen.synth.people import People

_DAYS_A_YEAR = 365
_KINDS_MAX = 64


@dataclass(frozen=True)
class Holdings:
    """One row an identity that is truly held, in order of person and of the profile's list.

    Units: days as day numbers, `end_day` is `NEVER` while it lasts; `person` is the place in the
    block's people, `kind` the place in the profile's list, `number` the same in every district.
    """

    number: Ints
    person: Ints
    kind: Ints
    start_day: Ints
    end_day: Ints
    recognised_day: Ints
    grade: Ints

    def __len__(self) -> int:
        return len(self.person)

    def where(self, keep: Flags) -> "Holdings":
        """The rows that are kept."""
        return Holdings(**{one.name: getattr(self, one.name)[keep] for one in fields(self)})


def make_holdings(dice: Dice, district: District, people: People) -> Holdings:
    """Every identity that the people of a block hold or held in the year."""
    person, kind = _who_holds_what(dice, district, people)
    number = people.number[person] * _KINDS_MAX + kind
    shared = np.array([one.by == "household" for one in district.identities])[kind]
    # A household is recognised as one.
    deciding = np.where(shared, people.household[person] * _KINDS_MAX + kind, number)
    start, end, recognised = _spans(dice, district, people, person, deciding)
    grade = np.zeros_like(kind)
    for place, one in enumerate(district.identities):
        held = kind == place
        if one.grades:
            drawn = dice.below("grade", number[held], len(one.grades))
            grade[held] = np.asarray(one.grades, dtype=np.int64)[drawn]
    return Holdings(number, person, kind, start, end, recognised, grade)


def _who_holds_what(dice: Dice, district: District, people: People) -> tuple[Ints, Ints]:
    rows, kinds = [np.arange(len(people), dtype=np.int64)], [people.kind]
    for place, one in enumerate(district.identities):
        youngest, oldest = one.extra_ages
        fits = (people.age_years >= youngest) & (people.age_years <= oldest)
        # Of one roster nobody is on it twice: one disability certificate has one grade.
        same_roster = np.array([other.roster == one.roster for other in district.identities])
        also = dice.happens(f"extra/{one.name}", people.number, one.extra)
        taken = fits & also & ~same_roster[people.kind]
        for other_rows, other_kinds in zip(rows[1:], kinds[1:], strict=True):
            taken[other_rows[same_roster[other_kinds]]] = False
        rows.append(np.flatnonzero(taken).astype(np.int64))
        kinds.append(np.full(int(taken.sum()), place, dtype=np.int64))
    person, kind = np.concatenate(rows), np.concatenate(kinds)
    order = np.lexsort((kind, person))
    return person[order], kind[order]


def _spans(
    dice: Dice, district: District, people: People, person: Ints, deciding: Ints
) -> tuple[Ints, Ints, Ints]:
    first, last = year_span(district.year)
    spans = district.spans
    years = dice.quantile("span/years", deciding, spans.years_before)
    within = dice.below("span/day", deciding, _DAYS_A_YEAR)
    begins = dice.happens("span/begins", deciding, spans.begin_in_year)
    start = np.where(begins, first + within, first - years * _DAYS_A_YEAR - within - 1)
    start = np.maximum(start, people.born_day[person])
    start = np.maximum(start, people.moved_in_day[person])
    ends = dice.happens("span/ends", deciding, spans.end_in_year)
    ended = np.maximum(start, first) + dice.below("span/end", deciding, _DAYS_A_YEAR)
    end = np.where(ends & (ended <= last), ended, NEVER)
    gone = np.maximum(people.died_day[person], people.moved_out_day[person])
    left = gone > NEVER
    end = np.where(left & ((end == NEVER) | (end > gone)), np.maximum(gone, start), end)
    before = dice.quantile("span/recognised", deciding, spans.recognised_days_before)
    return start, end, start - before
