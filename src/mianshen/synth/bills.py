"""The bills of the visits of a block: every amount in whole fen, every identity of a bill kept."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mianshen.money import FEN_PER_YUAN, share_half_up
from mianshen.synth.calibration import District, Insurance, VisitKind
from mianshen.synth.dice import Dice, Flags, Ints, Knots
from mianshen.synth.identities import Holdings
from mianshen.synth.people import People
from mianshen.synth.visits import ELSEWHERE, NOTHING_LEFT, Visits

THOUSAND = 1_000
_WAIVED, _TILTED = 100, 300
"""What a hospital waives and what tilted aid pays, of a thousand of what is left."""

AMOUNTS = (
    "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt",
    "act_pay_dedc", "hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay",
    "oth_pay", "fund_pay_sumamt", "psn_part_amt", "acct_pay", "psn_cash_pay", "acct_mulaid_pay",
    "hosp_part_amt",
)  # fmt: skip
"""The national names of the amounts of a bill."""

FUNDS = ("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay")
_CLASSES = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")

Amounts = dict[str, Ints]
"""A column of fen for each national name of an amount."""


@dataclass(frozen=True)
class Visitors:
    """What the bill has to know of the person and the place of each visit."""

    number: Ints
    person: Ints
    kind: Ints
    grade: Ints
    place: Ints
    employee: Flags
    identity: Ints
    """The identity's place in the profile's list; the list's length where there is none."""


def make_bills(
    dice: Dice, district: District, people: People, holdings: Holdings, visits: Visits
) -> Amounts:
    """The amounts of each visit as one bill."""
    visitors = _visitors(district, people, holdings, visits)
    bare = visits.why_none == NOTHING_LEFT
    bill = _classified(dice, district, visitors, bare)
    _basic(district, visitors, bill)
    _major(district, visitors, bill)
    left = bill["inscp_scp_amt"] - bill["hifp_pay"] - bill["hifmi_pay"] - bill["hifob_pay"]
    _aid(dice, district, visitors, bill, left, bare)
    _person(dice, district, visitors, bill, bare)
    return {name: bill[name] for name in AMOUNTS}


def split_bill(bill: Mapping[str, Ints], per_thousand: Ints) -> tuple[Amounts, Amounts]:
    """Two settlements of one bill: each keeps every identity, together they are the bill.

    The person has paid nothing from an account, and bears at least one yuan.
    """
    first = {name: share_half_up(bill[name], per_thousand, THOUSAND) for name in AMOUNTS}
    first["medfee_sumamt"] = _sum(first, _CLASSES)
    first["fund_pay_sumamt"] = _sum(first, FUNDS)
    borne = first["medfee_sumamt"] - first["fund_pay_sumamt"] - first["hosp_part_amt"]
    first["psn_part_amt"] = first["psn_cash_pay"] = borne
    return first, {name: bill[name] - first[name] for name in AMOUNTS}


def running(amounts: Ints, person: Ints) -> tuple[Ints, Ints]:
    """For each row the sum of its person's rows before it, and with it; rows lie by person."""
    after = np.cumsum(amounts)
    starts = np.searchsorted(person, person, side="left")
    base = (after - amounts)[starts] if len(after) else after
    return after - amounts - base, after - base


def _visitors(district: District, people: People, holdings: Holdings, visits: Visits) -> Visitors:
    grades = np.array([int(house.grade) for house in district.hospitals], dtype=np.int64)
    places = np.array([int(house.pay_loc) for house in district.hospitals], dtype=np.int64)
    kinds = np.append(holdings.kind, len(district.identities))
    return Visitors(
        visits.number,
        visits.person,
        visits.kind,
        grades[visits.hospital],
        places[visits.hospital],
        people.employee[visits.person],
        kinds[visits.holding],
    )


def _by_kind(dice: Dice, visitors: Visitors, kinds: tuple[VisitKind, ...], table: str) -> Ints:
    drawn = np.zeros_like(visitors.number)
    for place, kind in enumerate(kinds):
        held = visitors.kind == place
        knots: Knots = getattr(kind, table)
        drawn[held] = dice.quantile(f"bill/{table}", visitors.number[held], knots)
    return drawn


def _classified(dice: Dice, district: District, visitors: Visitors, bare: Flags) -> Amounts:
    """The total, and what of it lies outside the catalogue, above a limit, or is borne first."""
    resident = _by_kind(dice, visitors, district.kinds, "resident")
    employee = _by_kind(dice, visitors, district.kinds, "employee")
    total = np.where(visitors.employee, employee, resident)
    bill = {name: np.zeros_like(total) for name in AMOUNTS}
    for name, table in zip(_CLASSES, ("outside", "over_limit", "self_first"), strict=False):
        part = _by_kind(dice, visitors, district.kinds, table)
        bill[name] = np.where(bare, 0, share_half_up(total, part, THOUSAND))
    bill["medfee_sumamt"] = total
    bill["inscp_scp_amt"] = total - _sum(bill, _CLASSES[:3])
    return bill


def _insured(district: District, visitors: Visitors) -> tuple[tuple[Insurance, Flags], ...]:
    return (
        (district.resident, ~visitors.employee),
        (district.employee, visitors.employee),
    )


def _basic(district: District, visitors: Visitors, bill: Amounts) -> None:
    for insurance, held in _insured(district, visitors):
        for place, kind in enumerate(district.kinds):
            of_kind = held & (visitors.kind == place)
            for grade, line_yuan in insurance.lines_yuan.items():
                stay = kind.name == "inpatient"
                rows = of_kind & (visitors.grade == int(grade))
                in_scope = bill["inscp_scp_amt"][rows]
                line = np.minimum(in_scope, line_yuan * FEN_PER_YUAN) if stay else in_scope * 0
                share = insurance.shares[f"{kind.name}/{grade}" if stay else kind.name]
                bill["act_pay_dedc"][rows] = line
                bill["hifp_pay"][rows] = share_half_up(in_scope - line, share, THOUSAND)


def _major(district: District, visitors: Visitors, bill: Amounts) -> None:
    """Large costs over the year: each bill gets what it adds to the year's payment."""
    stays = [kind.name in ("inpatient", "chronic") for kind in district.kinds]
    counted = np.array(stays)[visitors.kind]
    halved = np.array([one.half_major_line for one in district.identities] + [False])
    for insurance, held in _insured(district, visitors):
        if not insurance.major_at_counter:
            continue
        cost = np.where(held & counted, bill["inscp_scp_amt"] - bill["hifp_pay"], 0)
        before, after = running(cost, visitors.person)
        line = np.full_like(cost, insurance.major_line_yuan * FEN_PER_YUAN)
        line = np.where(halved[visitors.identity], line // 2, line)
        added = major_fen(insurance, after - line) - major_fen(insurance, before - line)
        # Where the line changes with the identity, the year so far may have paid more already.
        bill[insurance.major_field] = np.where(held & counted, np.clip(added, 0, cost), 0)


def major_fen(insurance: Insurance, above_line_fen: Ints) -> Ints:
    """What the insurance of large costs pays on so much above its line."""
    above = np.maximum(above_line_fen, 0)
    edges = [start * FEN_PER_YUAN for start in insurance.major_bands]
    thousandths = np.zeros_like(above)
    for start, end, share in zip(
        edges, [*edges[1:], None], insurance.major_bands.values(), strict=True
    ):
        inside = np.clip(above - start, 0, None if end is None else end - start)
        thousandths += inside * share
    return share_half_up(thousandths, 1, THOUSAND)


def _aid(
    dice: Dice,
    district: District,
    visitors: Visitors,
    bill: Amounts,
    left: Ints,
    bare: Flags,
) -> None:
    """Aid that the counter pays at once, and tilted aid that hides among other payments."""
    kinds = district.identities
    share = np.array([one.one_stop for one in kinds] + [0])[visitors.identity]
    cap = np.array([one.one_stop_cap_yuan for one in kinds] + [0])[visitors.identity]
    chance = np.zeros_like(left)
    for place, per_thousand in district.counter.one_stop_at.items():
        chance[visitors.place == int(place)] = per_thousand * THOUSAND
    stay = np.array([one.name in ("inpatient", "chronic") for one in district.kinds])[visitors.kind]
    at_once = stay & dice.happens("one stop", visitors.number, chance)
    due = np.where(at_once & ~bare, share_half_up(left, share, THOUSAND), 0)
    before, after = running(due, visitors.person)
    cap_fen = cap * FEN_PER_YUAN
    paid = np.maximum(np.minimum(after, cap_fen) - np.minimum(before, cap_fen), 0)
    bill["maf_pay"] = np.where(bare & (share > 0), left, paid)
    tilted = dice.happens("tilted", visitors.number, district.counter.tilt_in_other * THOUSAND)
    tilt = np.where(tilted & stay, share_half_up(left - paid, _TILTED, THOUSAND), 0)
    bill["oth_pay"] = np.where(bare, left - bill["maf_pay"], tilt)


def _person(dice: Dice, district: District, visitors: Visitors, bill: Amounts, bare: Flags) -> None:
    """What is left to the person, less what the hospital waives, from account and in cash."""
    bill["fund_pay_sumamt"] = _sum(bill, FUNDS)
    left = bill["medfee_sumamt"] - bill["fund_pay_sumamt"]
    waives = dice.happens("waived", visitors.number, district.counter.hospital_waives * THOUSAND)
    # A hospital waives of what insurance recognises; items outside of it stay with the person. The
    # table of care elsewhere may have no column for it.
    recognised = left - bill["fulamt_ownpay_amt"] - bill["overlmt_selfpay"]
    waived = share_half_up(recognised, _WAIVED, THOUSAND)
    here = waives & ~bare & ~np.isin(visitors.place, ELSEWHERE)
    bill["hosp_part_amt"] = np.where(here, waived, 0)
    bill["psn_part_amt"] = left - bill["hosp_part_amt"]
    if district.employee.account is not None:
        balance = dice.quantile("account", visitors.number, district.employee.account)
        drawn = np.minimum(bill["psn_part_amt"], balance * FEN_PER_YUAN)
        bill["acct_pay"] = np.where(visitors.employee, drawn, 0)
        shared = dice.happens("account of others", visitors.number, 100_000)
        bill["acct_mulaid_pay"] = np.where(shared, share_half_up(bill["acct_pay"], 1, 2), 0)
    bill["psn_cash_pay"] = bill["psn_part_amt"] - bill["acct_pay"]


def _sum(bill: Mapping[str, Ints], names: tuple[str, ...]) -> Ints:
    total: Ints = np.sum([bill[name] for name in names], axis=0)
    return total
