"""The visits of a block: how many each person has, of what kind, when and where."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import polars as pl

from mianshen.synth.calibration import District, Hospital, VisitKind
from mianshen.synth.days import NEVER, year_span
from mianshen.synth.dice import Dice, Flags, Ints, spread
from mianshen.synth.documents import UNIT
from mianshen.synth.identities import Holdings
from mianshen.synth.people import People

VISITS_MAX = 512
"""The most visits one person can have in a year; visit numbers are person × this + ordinal."""

ELSEWHERE = (3, 4)
"""Places of payment (省内异地, 跨省异地) that a table of its own tells about."""

NONE, DONE, OPEN = range(3)
"""What is meant to become of a visit: nothing, paid already, under way."""

NOT_ELIGIBLE, NOTHING_LEFT, SMALL = 1, 2, 3
"""Why a visit is meant to come to nothing; 0 where it is meant to be entitled."""


@dataclass(frozen=True)
class Visits:
    """One row a visit, by person and then by time.

    Units: `person` is the place in the block's people; days are day numbers; `holding` is the
    place in the block's holdings of an identity that counts on the day, -1 for none.
    """

    number: Ints
    person: Ints
    kind: Ints
    admitted_day: Ints
    left_day: Ints
    second_of_day: Ints
    hospital: Ints
    disease: pl.Series
    med_type: pl.Series
    plan: Ints
    why_none: Ints
    holding: Ints

    def __len__(self) -> int:
        return len(self.number)

    def where(self, keep: Flags) -> "Visits":
        """The rows that are kept."""
        kept: dict[str, Any] = {}
        for one in fields(self):
            column = getattr(self, one.name)
            kept[one.name] = (
                column.filter(pl.Series(keep)) if isinstance(column, pl.Series) else column[keep]
            )
        return Visits(**kept)


def make_visits(dice: Dice, district: District, people: People, holdings: Holdings) -> Visits:
    """The visits of the people of a block, in its year."""
    counts = _counts(dice, district, people)
    person = np.repeat(np.arange(len(people), dtype=np.int64), counts)
    ordinal = np.arange(len(person), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    number = people.number[person] * VISITS_MAX + ordinal
    entitled, why = _plans(dice, district, people, person, number)
    holding, window, why = _windows(district, people, holdings, person, why)
    kind = _kinds(dice, district, number, why)
    left = window[0] + dice.below("visit/day", number, window[1] - window[0] + 1)
    order = np.lexsort((ordinal, left, person))
    person, number, kind, left = person[order], number[order], kind[order], left[order]
    entitled, why, holding = entitled[order], why[order], holding[order]
    hospital = _hospitals(dice, district, number, kind)
    return Visits(
        number=number,
        person=person,
        kind=kind,
        admitted_day=np.maximum(
            left - _days(dice, district, number, kind), people.born_day[person]
        ),
        left_day=left,
        second_of_day=8 * 3600 + dice.below("visit/second", number, 9 * 3600),
        hospital=hospital,
        disease=_coded(dice, "disease", number, kind, district.kinds, "diseases"),
        med_type=_coded(dice, "med_type", number, kind, district.kinds, "med_types"),
        plan=_done_and_open(district, people, person, left, entitled),
        why_none=why,
        holding=holding,
    )


def _counts(dice: Dice, district: District, people: People) -> Ints:
    """How many visits each person has: the deck of each unit, topped up to the yearly number."""
    deck = [count for count, number in district.visits.deck.items() for _ in range(number)]
    from_most = np.asarray(sorted(deck, reverse=True), dtype=np.int64)
    ill = (people.age_years >= 50).astype(np.int64) + (people.age_years >= 70)
    rank = dice.ranks("visits", people.number, UNIT, ill)
    wanted = spread(
        district.visits.number, district.visits.of_people // UNIT, people.number // UNIT
    )
    missing = wanted - int(from_most.sum())
    return from_most[rank] + missing // UNIT + (rank < missing % UNIT)


def _plans(
    dice: Dice, district: District, people: People, person: Ints, number: Ints
) -> tuple[Flags, Ints]:
    """Which visits are meant to be entitled, an exact share of each unit; and why not."""
    funnel = district.funnel
    if funnel is None:
        return np.ones(len(number), dtype=bool), np.zeros(len(number), dtype=np.int64)
    unit = people.number[person] // UNIT
    wanted = spread(funnel.entitled, district.visits.of_people // UNIT, unit)
    entitled = _place_in_unit(unit, dice.words("plan", number).astype(np.int64)) < wanted
    reason = np.array([NOT_ELIGIBLE, NOTHING_LEFT, SMALL], dtype=np.int64)
    why = reason[dice.choose("why none", number, (30, 20, 50))]
    return entitled, np.where(entitled, 0, why)


def _place_in_unit(unit: Ints, key: Ints) -> Ints:
    """The place of each row among those of its unit, by a key."""
    order = np.lexsort((key, unit))
    firsts = np.searchsorted(unit[order], unit[order], side="left")
    place = np.empty_like(unit)
    place[order] = np.arange(len(unit)) - firsts
    return place


def _windows(
    district: District,
    people: People,
    holdings: Holdings,
    person: Ints,
    why: Ints,
) -> tuple[Ints, tuple[Ints, Ints], Ints]:
    """Between which days a visit lies, so that its identity counts on the day, or does not.

    The identity is the person's first one. Where it counts all year, a visit that was to lie
    outside of it becomes a small one.
    """
    first_day, last_day = year_span(district.year)
    holding = np.searchsorted(holdings.person, person, side="left")
    start = np.maximum(holdings.start_day[holding], first_day)
    end = holdings.end_day[holding]
    end = np.where(end == NEVER, last_day, np.minimum(end, last_day))
    born = np.maximum(people.born_day[person], first_day)
    died = people.died_day[person]
    alive = np.where(died == NEVER, last_day, died)
    end = np.maximum(np.minimum(end, alive), start)
    alone = np.bincount(holdings.person, minlength=len(people))[person] == 1
    room_before, room_after = start - born, alive - end
    outside = (why == NOT_ELIGIBLE) & alone & ((room_before > 30) | (room_after > 30))
    before = outside & (room_before >= room_after)
    after = outside & ~before
    low = np.where(before, born, np.where(after, end + 1, start))
    high = np.where(before, start - 1, np.where(after, alive, end))
    why = np.where((why == NOT_ELIGIBLE) & ~outside, SMALL, why)
    return np.where(outside, -1, holding), (low, np.maximum(high, low)), why


def _kinds(dice: Dice, district: District, number: Ints, why: Ints) -> Ints:
    """The kind of each visit; a small one is an attendance, and an entitled one is not."""
    kind = dice.choose("kind", number, [one.weight for one in district.kinds])
    if district.funnel is None:
        return kind
    small = [one.weight if one.name in ("outpatient", "emergency") else 0 for one in district.kinds]
    large = [one.weight if one.name in ("inpatient", "chronic") else 0 for one in district.kinds]
    kind = np.where(why == SMALL, dice.choose("kind/small", number, small), kind)
    return np.where(why != SMALL, dice.choose("kind/large", number, large), kind)


def _days(dice: Dice, district: District, number: Ints, kind: Ints) -> Ints:
    days = np.zeros_like(number)
    for place, one in enumerate(district.kinds):
        held = kind == place
        days[held] = dice.quantile("days", number[held], one.days)
    return days


def _hospitals(dice: Dice, district: District, number: Ints, kind: Ints) -> Ints:
    def chosen(weights: list[int], stream: str) -> Ints:
        return dice.choose(stream, number, weights)

    stays = np.array([one.name == "inpatient" for one in district.kinds])[kind]
    houses: tuple[Hospital, ...] = district.hospitals
    return np.where(
        stays,
        chosen([one.stays for one in houses], "hospital/stay"),
        chosen([one.attendances for one in houses], "hospital/attendance"),
    )


def _coded(
    dice: Dice,
    stream: str,
    number: Ints,
    kind: Ints,
    kinds: tuple[VisitKind, ...],
    table: str,
) -> pl.Series:
    """A code for each visit from the weighted table of its kind."""
    codes: list[str] = []
    drawn = np.zeros_like(number)
    for place, one in enumerate(kinds):
        weights = getattr(one, table)
        held = kind == place
        drawn[held] = len(codes) + dice.choose(stream, number[held], list(weights.values()))
        codes += weights
    return pl.Series(codes, dtype=pl.String).gather(drawn)


def _done_and_open(
    district: District, people: People, person: Ints, left: Ints, entitled: Flags
) -> Ints:
    """Of the entitled visits of a unit the earliest are done, the rest under way."""
    if district.funnel is None:
        return np.full(len(left), OPEN, dtype=np.int64)
    unit = people.number[person] // UNIT
    never_first = np.where(entitled, left, np.iinfo(np.int64).max)
    place = _place_in_unit(unit, never_first)
    done = spread(district.funnel.done, district.visits.of_people // UNIT, unit)
    return np.where(~entitled, NONE, np.where(place < done, DONE, OPEN))
