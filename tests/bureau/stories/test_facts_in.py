"""Months in which what comes in is late, wrong or contradictory, and what each is due then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from bureau import offices_factory as small
from bureau.counter import Counter, bill_row, listed, read_profile
from bureau.factories import Bureau, Who, bill, card, person
from bureau.stories.month import DISABLED, Month, claims, on_the_card
from bureau.test_casework import LI, PACK, ZHANG, state
from bureau.test_offices import merged
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.casework import services as casework
from mianshen.bureau.claims import services as stated_claims
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.registry import services as registry
from mianshen.engine.facts import Opening, PoolOpening
from mianshen.engine.results import Line, Reason, Status
from mianshen.run.messages import InputError
from mianshen.run.shipped import Located

pytestmark = pytest.mark.usefixtures("database")

CROWD = [Who(f"周{n}", card(n)) for n in range(100, 110)]
HALF = """\
id: half
region: "000000"
identities: [低保, 重度残疾]
payers:
  basic: {from: [hifp_pay]}
  commercial: {from: [商业保险], allocate: chronological}
layers:
  - {id: insurers, payers: [basic, commercial]}
  - {id: relief, members: [aid, more]}
programmes:
  aid: {title: 医疗救助, fund: 基金, who: {any: [低保]},
        base: in_scope - basic - commercial, terms: [{ratio: 50%}]}
  more: {title: 残疾人救助, fund: 残联资金, who: {any: [重度残疾]}, when: xinjin_hukou,
         base: in_scope - basic - commercial, terms: [{ratio: 10%}]}
attributes:
  xinjin_hukou: {title: 本区户籍, type: truth}
"""
ASKED = assessment.Asked(date(2025, 12, 31), (2025,))


class Window:
    """Files handed in over the counter; whoever they are about is assessed after each."""

    def __init__(self, folder: Path) -> None:
        self.counter = Counter(read_profile(folder))
        file = folder / "pack.yaml"
        file.write_text(HALF, encoding="utf-8")
        assessment.put_in_force(Located(file), (), self.stated())

    @staticmethod
    def stated(actor: str = "system") -> Stated:
        with transaction.atomic():
            return Stated(registry.next_moment(), 0, actor)

    def assess(self) -> None:
        assessment.assess_dirty(ASKED, self.stated())

    def lists(self, month: str, people: Sequence[Who]) -> Batch:
        batch = self.counter.roster(month, [(who, "低保") for who in people])
        self.assess()
        return batch

    def settles(self, month: str, *rows: str) -> None:
        self.counter.settle(month, *rows)
        self.assess()


@pytest.fixture
def window(tmp_path: Path) -> Window:
    return Window(tmp_path)


@pytest.fixture
def month(tmp_path: Path) -> Month:
    return Month(tmp_path)


def due(*people: Who) -> int:
    """What stands open for people, in fen; less than nothing is too much given."""
    return sum(one.net_fen for one in assessment.open_deltas([person(who) for who in people]))


def lines_of(who: Who) -> list[Line]:
    return assessment.lines_as_known([person(who)])


def test_a_list_that_came_by_half_takes_nothing_from_those_it_left_out(window: Window) -> None:
    """February's list lacks five of ten. Their bills of February are due all the same.

    The office says it forgot a township: nothing changes. March lacks one of them again, and her
    bill of March alone is not due.
    """
    last = CROWD[9]
    window.lists("202501", CROWD)
    february = window.lists("202502", CROWD[:5])
    window.settles("202502", *(bill_row(who, f"f{n}", "2025-02-10") for n, who in enumerate(CROWD)))

    assert february.state == "waiting"
    assert due(*CROWD) == 10 * 20_000
    intake.go_on(february, window.counter.profile, "chief:1", "one township", is_partial=True)
    window.assess()
    assert due(*CROWD) == 10 * 20_000
    window.lists("202503", CROWD[:9])
    window.settles("202503", *(bill_row(who, f"m{n}", "2025-03-10") for n, who in enumerate(CROWD)))
    assert due(last) == 20_000
    assert due(*CROWD[:9]) == 9 * 40_000
    assert claims() == {"entitled": 380_000}


def test_care_before_death_is_due_and_care_after_it_is_not(window: Window) -> None:
    """Zhang dies on 3 February; the list of March names her still, and a bill of March comes."""
    window.lists("202501", [*CROWD, ZHANG])
    window.settles("202501", bill_row(ZHANG, "s1", "2025-01-20"))
    window.counter.deaths("202502", (ZHANG, "2025-02-03"))
    window.assess()
    window.lists("202503", [*CROWD, ZHANG])
    window.settles("202503", bill_row(ZHANG, "s2", "2025-03-08"))

    assert [(one.event, one.amount_fen) for one in lines_of(ZHANG) if one.amount_fen] == [
        ("s1", 20_000)
    ]
    assert due(ZHANG) == 20_000
    assert claims() == {"entitled": 20_000}


def test_a_bill_under_another_persons_number_is_nobodys_until_somebody_looks(
    window: Window,
) -> None:
    """Li's bill came under Zhang's number. Zhang's own bill waits too, as it may be hers; a clerk
    decides, both are assessed, and each is due her and his own.
    """
    window.lists("202501", [*CROWD, ZHANG, LI])
    window.settles("202501", bill_row(ZHANG, "s1", "2025-01-20"))
    assert due(ZHANG) == 20_000
    mistaken = Who(LI.name, ZHANG.certno)
    window.settles("202502", bill_row(mistaken, "s2", "2025-02-10", 2_000))

    (doubt,) = registry.in_doubt()
    assert claims() == {"entitled": 20_000}
    assert due(LI) == 0
    intake.decide_naming(doubt.naming, person(LI), "the card was shown", "clerk:7")
    window.assess()
    assert (due(ZHANG), due(LI)) == (20_000, 40_000)
    intake.take_back_naming(doubt.naming, "clerk:8")
    window.assess()
    assert (due(ZHANG), due(LI)) == (20_000, 0)


def test_departments_that_contradict_each_other_do_not_stop_what_is_certain(
    window: Window,
) -> None:
    """Two offices name two places of registration: the federation's tenth depends on it, the rest
    does not. Two days of death: care between them is not taken away by the earlier one.
    """
    window.lists("202501", [*CROWD, ZHANG, LI])
    window.counter.disabled("202501", [(LI, "重度残疾", "是")])
    window.settles("202501", bill_row(LI, "s1", "2025-01-20"))
    assert due(LI) == 20_000 + 2_000
    window.counter.hand_in("参保_202501.csv", "姓名,身份证号,户籍", [listed(LI, "否")])
    window.assess()

    told = {one.about: one.said for one in registry.disagreements()}
    assert [value for _, value in told["xinjin_hukou"]] == ["true", "false"]
    assert {one.programme: one.amount_fen for one in lines_of(LI)}["aid"] == 20_000
    window.counter.deaths("202502", (ZHANG, "2025-02-03"))
    window.counter.deaths("202502", (ZHANG, "2025-02-05"), office="火化")
    window.settles("202502", bill_row(ZHANG, "s2", "2025-02-04"))
    assert registry.disagreements()[0].about == "died"
    assert due(ZHANG) == 20_000


def test_without_opening_balances_the_year_waits_until_they_come_or_two_people_waive_them(
    tmp_path: Path,
) -> None:
    """Data begin in July. The pool of 150.00 a year may be used up: Zhang's and Li's bills wait.

    Zhang's balance says 100.00 were used; Li never went to hospital, two people say so.
    """
    pool = PACK.replace("layers:", "pools:\n  year: {amount: 150, per: year}\nlayers:").replace(
        "terms: [{ratio: 50%}]}", "terms: [{ratio: 50%}], pools: [year]}"
    )
    month = Month(tmp_path, pack=pool)
    month.on(date(2025, 8, 11))
    month.lists(ZHANG, LI)
    month.has_bills((ZHANG, "s1", "2025-08-10"), (LI, "s2", "2025-08-10"))
    asked = replace(ASKED, complete_from=date(2025, 7, 1))
    assessment.assess_dirty(asked, month.bureau.stated("system"))
    held = [one for one in lines_of(ZHANG) if one.programme == "aid"]
    assert [(one.status, one.reason) for one in held] == [(Status.HELD, Reason.OPENING_MISSING)]
    assert claims().get("entitled", 0) == due(ZHANG, LI)

    state_opening(month.bureau, ZHANG, 10_000)
    proposal = assessment.propose_waiver(
        person(LI), 2025, "上半年未就诊", month.bureau.stated("clerk:1")
    )
    assessment.grant(proposal.id, month.bureau.stated("clerk:2"))
    assessment.assess_dirty(asked, month.bureau.stated("system"))
    aid = {
        who.name: one.amount_fen
        for who in (ZHANG, LI)
        for one in lines_of(who)
        if one.programme == "aid"
    }
    assert aid == {ZHANG.name: 5_000, LI.name: 15_000}
    assert claims() == {"entitled": due(ZHANG, LI)}


def state_opening(bureau: Bureau, who: Who, used_fen: int) -> None:
    """What was given and used of the pool, as a file of the former system states it."""
    stated = bureau.stated()
    named = who.named("opening", "former", 9)
    with transaction.atomic():
        identified = registry.identify(registry.spell([named]), stated)
        registry.refresh((), identified.people, stated)
        start = date(2025, 1, 1)
        openings = [
            (named, Opening("", "aid", start, entitled_fen=used_fen)),
            (named, PoolOpening("", "year", used_fen, start)),
        ]
        stated_claims.state_openings(openings, None, identified, stated)


def test_what_was_paid_at_the_counter_is_not_paid_again(month: Month) -> None:
    """The hospital's one-stop window gave 50.00 of 200.00: an order over the rest goes out."""
    month.opens_funds()
    month.lists(ZHANG)
    paid = bill(ZHANG, "s1")
    month.bureau.settle(
        replace(
            paid,
            maf_pay_fen=5_000,
            fund_pay_sumamt_fen=65_000,
            psn_part_amt_fen=35_000,
            psn_cash_pay_fen=35_000,
        )
    )
    month.approves(ZHANG)
    month.pays()
    month.pays(DISABLED)

    aid = {one.programme: (one.amount_fen, one.delivered_fen) for one in lines_of(ZHANG)}
    assert aid == {"aid": (20_000, 5_000), "disabled": (2_000, 0), "tilt": (3_600, 0)}
    assert on_the_card(ZHANG) == 25_600 - 5_000
    assert claims() == {"paid": 20_600}
    assert assessment.open_deltas() == []


def test_a_township_that_merges_at_mid_year_leaves_no_order_behind(month: Month) -> None:
    """The order went down to the north in June. In July there is no north: the south receives it,
    and what the north's bills still bring comes to the south as well.
    """
    month.opens_funds()
    month.on(date(2025, 6, 26))
    month.lists(ZHANG, LI)
    month.has_bills((ZHANG, "s1", "2025-06-20"))
    (order,) = month.assesses(ZHANG).opened
    casework.hand_down(order, month.desk.by(month.desk.reviewer))
    small.load(month.folder, merged(), date(2025, 6, 26))

    month.on(date(2025, 7, 2))
    with pytest.raises(InputError):
        casework.receive(order, month.desk.by(month.desk.clerk))
    south = month.desk.by(month.desk.far)
    casework.receive(order, south)
    casework.approve(order, "street", month.desk.by(month.desk.far))
    month.finishes(order)
    month.has_bills((LI, "s2", "2025-07-01"))
    (later,) = month.assesses(LI).opened
    casework.hand_down(later, month.desk.by(month.desk.reviewer))
    casework.receive(later, month.desk.by(month.desk.far))
    casework.approve(later, "street", month.desk.by(month.desk.far))
    month.finishes(later)
    month.pays()
    month.pays(DISABLED)

    assert [state(one) for one in (order, later)] == ["approved", "approved"]
    assert (on_the_card(ZHANG), on_the_card(LI)) == (25_600, 25_600)
    assert claims() == {"paid": 51_200}
