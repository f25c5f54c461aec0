"""Whatever comes to be known after the money was paid, nothing takes it back but a person."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import transaction

from bureau.factories import bill, person
from bureau.stories.month import DISABLED, Month, claims, money, on_the_card
from bureau.test_casework import ASKED, FUNDS, LI, PACK, ZHANG
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.claims import services as stated_claims
from mianshen.bureau.jobs.districts import District, Profile
from mianshen.bureau.jobs.doing import DOING
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.models import Payment, Recovery, RecoveryStep
from mianshen.bureau.registry import services as registry
from mianshen.run.shipped import Located

pytestmark = pytest.mark.usefixtures("database")

PAID_FEN = 25_600
NOW = datetime(2025, 12, 31, 9, tzinfo=CHINA)


@pytest.fixture
def paid(database: str, tmp_path: Path) -> Month:
    """Zhang's bill was assessed, ordered, approved and paid, to the fen."""
    assert database
    month = Month(tmp_path)
    month.opens_funds()
    month.lists(ZHANG, LI)
    month.has_bills((ZHANG, "s1", "2025-03-10"))
    month.approves(ZHANG)
    month.pays()
    month.pays(DISABLED)
    assert (claims(), on_the_card(ZHANG)) == ({"paid": PAID_FEN}, PAID_FEN)
    return month


def leaves_the_list(month: Month) -> None:
    month.bureau.roster("202502", [(LI, "低保")])


def died_before_the_bill(month: Month) -> None:
    month.bureau.deaths("202503", [(ZHANG, date(2025, 2, 1))])


def bill_is_refunded(month: Month) -> None:
    month.bureau.settle(bill(ZHANG, "s9", "2025-03-20", takes_back="s1"))


def bill_comes_in_a_smaller_version(month: Month) -> None:
    month.bureau.settle(bill(ZHANG, "s1", basic_fen=90_000, updated="2025-03-20"))


def somebody_else_pays_late(month: Month) -> None:
    month.bureau.pay(ZHANG, "p1", 40_000, "s1")


def deliveries_are_withdrawn(month: Month) -> None:
    """Roster and bill are taken back, batch by batch."""
    for batch in range(1, month.bureau.batch + 1):
        stated = month.bureau.stated("clerk:9")
        with transaction.atomic():
            registry.withdraw(batch, stated)
            stated_claims.withdraw(batch, stated)


def offices_reject_it(month: Month) -> None:
    for programme in ("aid", "disabled", "tilt"):
        stated = month.bureau.stated("office:1")
        assessment.reject(person(ZHANG), programme, "s1", "第九条", stated)


def policy_pays_nothing_any_more(month: Month) -> None:
    file = month.folder / "later.yaml"
    file.write_text(PACK.replace("ratio: 50%", "ratio: 0%"), encoding="utf-8")
    assessment.put_in_force(Located(file), (), month.bureau.stated("policy:2"))


def everyone_is_assessed_anew(month: Month) -> None:
    assessment.assess_all_anew(month.bureau.stated("system"))


WAYS: Sequence[Callable[[Month], None]] = (
    somebody_else_pays_late,
    bill_comes_in_a_smaller_version,
    offices_reject_it,
    policy_pays_nothing_any_more,
    leaves_the_list,
    died_before_the_bill,
    bill_is_refunded,
    deliveries_are_withdrawn,
    everyone_is_assessed_anew,
)


def test_whatever_comes_to_be_known_what_is_on_the_card_stays_there(paid: Month) -> None:
    """One after the other, until nothing is left of what the money was paid for."""
    before = money()
    for way in WAYS:
        way(paid)
        work_through(paid)

        assert claims() == {"paid": PAID_FEN}, way.__name__
        assert money() == before
        assert (Recovery.objects.count(), RecoveryStep.objects.count()) == (0, 0)
        assert set(Payment.objects.values_list("outcome", flat=True)) == {"paid"}
        assert all(one.for_a_human for one in assessment.open_deltas())
        told = -sum(one.net_fen for one in assessment.open_deltas())
        assert told == PAID_FEN - sum(one.amount_fen for one in assessment.lines_as_known())
    assert told == PAID_FEN


def work_through(month: Month) -> None:
    """Everything that runs by itself, twice."""
    parts = {"flow": month.desk.flow, "funds": None, "bank": None, "notices": None}
    district = District("510118", Profile("small", **parts))
    for _ in range(2):
        for job in DOING.values():
            job(district, NOW)
        assessment.assess_dirty(ASKED, month.bureau.stated("system"))
        month.assesses(ZHANG, LI)
        payout.take_over(FUNDS, "system")


def test_a_new_bill_is_given_whole_until_a_person_offsets_with_consent(paid: Month) -> None:
    """Neither a surplus nor an order to pay it back is taken off another bill by a program."""
    somebody_else_pays_late(paid)
    work_through(paid)
    key = Payment.objects.get(line__programme="aid").line.key
    rules = payout.RecoveryRules(objection_days=60, waiver_below_fen=50)
    recovery = payout.open_recovery(key, 7, "大病保险补付", "staff:clerk", date(2025, 3, 26), rules)
    paid.on(date(2025, 7, 10))
    paid.has_bills((ZHANG, "s8", "2025-07-09"))
    work_through(paid)
    assert claims() == {"paid": PAID_FEN - 7, "reclaimed": 7, "ordered": PAID_FEN}
    with pytest.raises(payout.PayoutError, match="never by a program"):
        payout.offset(recovery, key, 7, "system:jobs", "同意书", paid.today)
    with pytest.raises(payout.PayoutError, match="written consent"):
        payout.offset(recovery, key, 7, "staff:clerk", "", paid.today)

    assert claims() == {"paid": PAID_FEN - 7, "reclaimed": 7, "ordered": PAID_FEN}


def test_a_person_takes_back_what_they_name_and_no_fen_more(paid: Month) -> None:
    """Somebody decides; whatever runs by itself afterwards adds nothing to it."""
    somebody_else_pays_late(paid)
    work_through(paid)
    key = Payment.objects.get(line__programme="aid").line.key
    rules = payout.RecoveryRules(objection_days=60, waiver_below_fen=50)
    payout.open_recovery(key, 7, "大病保险补付", "staff:clerk", date(2025, 3, 26), rules)
    everyone_is_assessed_anew(paid)
    work_through(paid)

    assert claims() == {"paid": PAID_FEN - 7, "reclaimed": 7}
