"""The districts of the demonstrations have the sizes, shares and means they are made to."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from mianshen.synth.bills import FUNDS
from mianshen.synth.days import NEVER
from mianshen.synth.dice import Dice
from mianshen.synth.district import Block
from mianshen.synth.roster_dirt import Disagreement, RosterMaker
from mianshen.synth.settlements import Role
from mianshen.synth.visits import DONE, NONE, OPEN
from unit.synth.district_factory import SEED, block, profile

AID = ("maf_pay", "oth_pay")


def within(found: int | Fraction, wanted: int | Fraction, per_thousand: int) -> bool:
    return abs(found - wanted) * 1_000 <= wanted * per_thousand


@pytest.fixture(scope="module")
def xinjin() -> Block:
    return block("xinjin", 14_000)


@pytest.fixture(scope="module")
def jingan() -> Block:
    return block("jingan", 12_000)


def roster_rows(name: str, whole: Block) -> dict[str, int]:
    district, sources = profile(name).district, profile(name).sources
    rosters = dict.fromkeys(one.roster for one in district.identities)
    rows = {
        roster: len(
            RosterMaker(Dice(SEED), district, sources[roster]).make(whole.people, whole.holdings)
        )
        for roster in rosters
    }
    other = district.disagreement.roster
    extra = Disagreement(Dice(SEED), district, sources[other])
    rows[other] += len(extra.make(whole.people, whole.holdings))
    return rows


def test_xinjin_has_its_visits_and_its_funnel(xinjin: Block) -> None:
    plans = np.bincount(xinjin.visits.plan)
    assert len(xinjin.visits) == 17_089
    assert (plans[DONE], plans[OPEN], plans[NONE]) == (5_397, 7_566, 4_126)


def test_xinjins_seven_rosters_have_about_17500_rows(xinjin: Block) -> None:
    rows = roster_rows("xinjin", xinjin)
    assert len(rows) == 7
    assert within(sum(rows.values()), 17_500, 15)


def test_xinjin_has_twelve_classes_and_people_who_hold_three(xinjin: Block) -> None:
    kinds = Counter(
        profile("xinjin").district.identities[kind].name for kind in xinjin.holdings.kind.tolist()
    )
    assert len(set(kinds) - {"三级残疾", "四级残疾"}) == 12
    assert min(kinds.values()) >= 50
    held = np.bincount(np.bincount(xinjin.holdings.person))
    assert held[0] == 0
    assert held[2] >= 2_000
    assert held[3:].sum() >= 100


def test_jingan_has_its_settlements_stays_and_people(jingan: Block) -> None:
    kinds = [one.name for one in profile("jingan").district.kinds]
    assert len(jingan.visits) == 240_000
    stays = int((jingan.visits.kind == kinds.index("inpatient")).sum())
    assert within(stays, 350 * 12, 50)
    assert within(sum(roster_rows("jingan", jingan).values()), 12_000, 30)


@pytest.mark.parametrize(
    ("name", "people", "reversals", "deaths"),
    [("xinjin", 14_000, 25 * 12, 45 * 12), ("jingan", 12_000, 250 * 12, 40 * 12)],
)
def test_reversals_and_deaths_are_as_many_as_said(
    name: str, people: int, reversals: int, deaths: int
) -> None:
    whole = block(name, people)
    back = np.isin(whole.rows.role, (Role.REVERSAL, Role.ORPHAN_REVERSAL, Role.UNANSWERED))
    assert int(back.sum()) == reversals
    assert int((whole.people.died_day > NEVER).sum()) == deaths


@pytest.mark.parametrize(
    ("employed", "mean_yuan", "share_per_thousand"), [(False, 8_129, 683), (True, 12_884, 842)]
)
def test_bills_of_stays_have_the_published_mean_and_share(
    employed: bool, mean_yuan: int, share_per_thousand: int
) -> None:
    # A stay costs now 500 yuan and now 100,000; only many of them show their mean.
    whole = block("xinjin", 56_000)
    standing = whole.rows.where(np.isin(whole.rows.role, (Role.STANDING,)))
    visit = standing.visit
    of_stays = (whole.visits.kind[visit] == 0) & (standing.dirt < 0)
    chosen = of_stays & (whole.people.employee[whole.visits.person[visit]] == employed)
    amounts = {name: int(column[chosen].sum()) for name, column in standing.amounts.items()}
    mean = Fraction(amounts["medfee_sumamt"], int(chosen.sum()) * 100)
    insured = sum(amounts[name] for name in FUNDS if name not in AID)
    share = Fraction(insured * 1_000, amounts["inscp_scp_amt"])
    assert within(mean, mean_yuan, 40)
    assert abs(share - share_per_thousand) <= 20


@pytest.mark.parametrize("name", ["xinjin", "jingan"])
def test_tables_of_costs_have_the_mean_they_are_made_to(name: str) -> None:
    stays = profile(name).district.kinds[0]
    for table, mean_yuan in ((stays.resident, 8_129), (stays.employee, 12_884)):
        numerator, denominator = table.mean()
        assert within(Fraction(numerator, denominator * 100), mean_yuan, 1)


def test_no_two_people_share_a_number(xinjin: Block) -> None:
    everyone = block("xinjin", 56_000).people
    assert everyone.certno.n_unique() == everyone.psn_no.n_unique() == len(everyone)
    assert xinjin.people.certno.equals(everyone.certno.head(len(xinjin.people)))
    assert not everyone.certno.str.slice(14, 3).eq("000").any()
