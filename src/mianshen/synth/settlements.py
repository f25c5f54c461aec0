"""The settlements of a block: paid once, in parts, wrongly and taken back, sent again, voided."""

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from mianshen.synth.bills import AMOUNTS, Amounts, split_bill
from mianshen.synth.calibration import District
from mianshen.synth.dice import Dice, Flags, Ints, spread
from mianshen.synth.documents import UNIT
from mianshen.synth.people import People
from mianshen.synth.slots import slot_kinds
from mianshen.synth.visits import ELSEWHERE, NOTHING_LEFT, Visits

SLOTS = 16
"""Settlement numbers are visit number × this + the slot of the row."""

DAY_S = 86_400
_SMALL_X, _LOST_ZERO, _TAB = "lower_case_x", "lost_leading_zero", "tab_behind_number"
_X_ODDS = 17_600
"""Of a million numbers that end in X, for each thousandth of all: one in eleven does, and more."""

_SPLIT_FEN_MIN = 10_000
_BROKEN_FEN = 10_000


class Role(IntEnum):
    """What a row is in truth."""

    STANDING = 0
    MID_FIRST = 1
    MID_LAST = 2
    WRONG = 3
    REVERSAL = 4
    ORPHAN_REVERSAL = 5
    UNANSWERED = 6
    VOID = 7
    REPEATED = 8
    OLDER_VERSION = 9


@dataclass(frozen=True)
class Rows:
    """One row a line of a settlement file, by visit.

    Units: times in seconds since 1970 on China's clocks. `original` is the settlement number that
    a reversal truly takes back, -1 for none; `names_original` whether the row says so. `dirt` is
    the place in the profile's list of settlement dirt, -1 for a clean row.
    """

    number: Ints
    visit: Ints
    role: Ints
    amounts: Amounts
    settled_s: Ints
    updated_s: Ints
    original: Ints
    names_original: Flags
    leaves_parts_out: Flags
    refunded: Flags
    mid_stay: Flags
    valid: Flags
    dirt: Ints

    def __len__(self) -> int:
        return len(self.number)

    def where(self, keep: Flags | Ints) -> "Rows":
        """The rows that are kept, or the rows at the given places."""
        kept = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "amounts"}
        return Rows(
            amounts={name: column[keep] for name, column in self.amounts.items()},
            **{name: column[keep] for name, column in kept.items()},
        )


def make_settlements(
    dice: Dice, district: District, people: People, visits: Visits, bills: Amounts
) -> Rows:
    """Every row that the platform sends about the visits of a block."""
    plain = _standing(dice, visits, bills)
    elsewhere = np.isin(
        np.array([int(house.pay_loc) for house in district.hospitals])[visits.hospital], ELSEWHERE
    )
    dirt = _dirt(dice, district, people, visits, elsewhere)
    split = (
        dice.happens("mid stay", visits.number, district.counter.mid_stay * 1_000)
        & (visits.kind == 0)
        & (visits.left_day > visits.admitted_day + 1)
        & ~elsewhere
        & (dirt < 0)
        & (visits.why_none != NOTHING_LEFT)
        & (bills["acct_pay"] == 0)
        & (bills["psn_part_amt"] >= _SPLIT_FEN_MIN)
    )
    plain = _with(plain, dirt=dirt)
    parts = [plain.where(~split), *_mid_stay(dice, visits, plain.where(split))]
    reversed_ = _reversed(dice, district, people, visits, split | (dirt >= 0))
    parts += _wrong_and_taken_back(dice, district, plain, reversed_)
    parts += _sent_again(district, plain, elsewhere)
    return _in_order(_broken(district, _joined(parts)))


def _standing(dice: Dice, visits: Visits, bills: Amounts) -> Rows:
    count = len(visits)
    settled = visits.left_day * DAY_S + visits.second_of_day
    never = np.zeros(count, dtype=bool)
    return Rows(
        number=visits.number * SLOTS,
        visit=np.arange(count, dtype=np.int64),
        role=np.full(count, Role.STANDING, dtype=np.int64),
        amounts=bills,
        settled_s=settled,
        updated_s=settled + 60 + dice.below("updated", visits.number, 5_000),
        original=np.full(count, -1, dtype=np.int64),
        names_original=never,
        leaves_parts_out=never,
        refunded=never,
        mid_stay=never,
        valid=~never,
        dirt=np.full(count, -1, dtype=np.int64),
    )


def _dirt(dice: Dice, district: District, people: People, visits: Visits, elsewhere: Flags) -> Ints:
    """Which dirt strikes a visit's settlement: so many of each thousand visits, exactly.

    A small x needs a number that ends in X, so that it is drawn among those and not dealt out.
    """
    names, rates = list(district.settlement_dirt), district.settlement_dirt
    unit = people.number[visits.person] // UNIT
    before = unit * district.visits.number // (district.visits.of_people // UNIT)
    firsts = np.searchsorted(unit, unit, side="left")
    count = before + np.arange(len(visits), dtype=np.int64) - firsts
    dealt = tuple(0 if name == _SMALL_X else rate for name, rate in rates.items())
    dirt = slot_kinds(dice, "settlement dirt", count, dealt)
    if _LOST_ZERO in names and _TAB in names:
        # The table of care elsewhere has no type of certificate to lose its zero.
        lost = elsewhere & (dirt == names.index(_LOST_ZERO))
        dirt = np.where(lost, names.index(_TAB), dirt)
    if _SMALL_X in names:
        ends_in_x = people.certno.str.ends_with("X").to_numpy()[visits.person]
        odds = rates[_SMALL_X] * _X_ODDS
        drawn = ends_in_x & dice.happens("settlement small x", visits.number, odds)
        dirt = np.where(drawn & (dirt < 0), names.index(_SMALL_X), dirt)
    return dirt


def _mid_stay(dice: Dice, visits: Visits, rows: Rows) -> tuple[Rows, Rows]:
    """Two settlements of one stay."""
    share = 300 + dice.below("mid share", rows.number, 400)
    first, last = split_bill(rows.amounts, share)
    stay_days = visits.left_day[rows.visit] - visits.admitted_day[rows.visit]
    earlier = (1 + dice.below("mid day", rows.number, stay_days - 1)) * DAY_S
    mid = np.ones(len(rows), dtype=bool)
    one = _with(
        rows,
        number=rows.number + 1,
        role=np.full(len(rows), Role.MID_FIRST, dtype=np.int64),
        amounts=first,
        settled_s=rows.settled_s - earlier,
        updated_s=rows.updated_s - earlier,
        mid_stay=mid,
    )
    two = _with(
        rows, role=np.full(len(rows), Role.MID_LAST, dtype=np.int64), amounts=last, mid_stay=~mid
    )
    return one, two


def _reversed(
    dice: Dice, district: District, people: People, visits: Visits, spared: Flags
) -> Ints:
    """Which visits were first settled wrongly and taken back: the place of its kind, or -1."""
    rate = district.counter.reversals
    unit = people.number[visits.person] // UNIT
    key = dice.words("reversed", visits.number) >> np.uint64(2)
    key = np.where(spared, np.iinfo(np.int64).max, key.astype(np.int64))
    order = np.lexsort((key, unit))
    place = np.empty_like(unit)
    firsts = np.searchsorted(unit[order], unit[order], side="left")
    place[order] = np.arange(len(unit)) - firsts
    struck = (place < spread(rate.number, rate.of_people // UNIT, unit)) & ~spared
    kind = dice.choose(
        "reversal kind", visits.number, list(district.counter.reversal_kinds.values())
    )
    return np.where(struck, kind, -1)


def _wrong_and_taken_back(dice: Dice, district: District, plain: Rows, kind: Ints) -> list[Rows]:
    """The wrong settlement before the standing one, and the row that takes it back."""
    names = np.array(list(district.counter.reversal_kinds))
    struck = plain.where(kind >= 0)
    if not len(struck):
        return []
    meant = names[kind[kind >= 0]]
    number = struck.number
    wrong_s = struck.settled_s - 600 - dice.below("wrong", number, 6_000)
    back_s = wrong_s + 60 + dice.below("back", number, 480)
    # A late one names its original, since by then the right settlement would match as well.
    late_s = back_s + (20 + dice.below("late", number, 60)) * DAY_S
    back_s = np.where(meant == "late", late_s, back_s)
    wrong = _with(
        struck,
        number=number + 2,
        role=np.where(meant == "missing", Role.UNANSWERED, Role.WRONG).astype(np.int64),
        settled_s=wrong_s,
        updated_s=back_s + 30,
        refunded=meant != "unmarked",
    ).where(meant != "orphan")
    back = _with(
        struck,
        number=number + 3,
        role=np.where(meant == "orphan", Role.ORPHAN_REVERSAL, Role.REVERSAL).astype(np.int64),
        amounts={name: -column for name, column in struck.amounts.items()},
        settled_s=back_s,
        updated_s=back_s + 30,
        original=np.where(meant == "orphan", number + 4, number + 2),
        names_original=meant != "unnamed",
        leaves_parts_out=meant == "unnamed",
        refunded=np.ones(len(struck), dtype=bool),
    ).where(meant != "missing")
    return [wrong, back]


def _sent_again(district: District, plain: Rows, elsewhere: Flags) -> list[Rows]:
    """Rows that the platform sends twice, in an older version, or not valid."""
    names = list(district.settlement_dirt)

    def struck(name: str) -> Flags:
        return plain.dirt == names.index(name) if name in names else np.zeros(len(plain), bool)

    # The table of care elsewhere has no date of change, so that no version could be the older.
    older = plain.where(struck("older_version") & ~elsewhere)
    repeated = plain.where(struck("repeated_row") | (struck("older_version") & elsewhere))
    void = plain.where(struck("void"))
    return [
        _with(repeated, role=np.full(len(repeated), Role.REPEATED, dtype=np.int64)),
        _with(
            older,
            role=np.full(len(older), Role.OLDER_VERSION, dtype=np.int64),
            updated_s=older.updated_s - 30,
        ),
        _with(
            void,
            number=void.number + 5,
            role=np.full(len(void), Role.VOID, dtype=np.int64),
            settled_s=void.settled_s - 120,
            updated_s=void.updated_s - 90,
            valid=np.zeros(len(void), dtype=bool),
        ),
    ]


def _broken(district: District, rows: Rows) -> Rows:
    """Fund totals that are not what the funds pay."""
    names = list(district.settlement_dirt)
    if "broken_total" not in names:
        return rows
    broken = rows.dirt == names.index("broken_total")
    total = rows.amounts["fund_pay_sumamt"]
    amounts = {**rows.amounts, "fund_pay_sumamt": total + np.where(broken, _BROKEN_FEN, 0)}
    return _with(rows, amounts=amounts)


def _joined(parts: list[Rows]) -> Rows:
    columns = {
        one.name: np.concatenate([getattr(part, one.name) for part in parts])
        for one in fields(Rows)
        if one.name != "amounts"
    }
    amounts = {name: np.concatenate([part.amounts[name] for part in parts]) for name in AMOUNTS}
    return Rows(amounts=amounts, **columns)


def _in_order(rows: Rows) -> Rows:
    return rows.where(np.lexsort((rows.role, rows.number, rows.settled_s, rows.visit)))


def _with(rows: Rows, **changes: object) -> Rows:
    kept = {one.name: getattr(rows, one.name) for one in fields(rows)}
    return Rows(**{**kept, **changes})
