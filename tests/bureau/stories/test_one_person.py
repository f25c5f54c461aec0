"""One person registered twice, and two taken for one: what was given counts for whose it was."""

from datetime import date
from pathlib import Path

import pytest

from bureau.factories import Who, card, person
from bureau.paying import CLERK, SECOND
from bureau.stories.month import AID, DISABLED, Month
from bureau.test_casework import PACK
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework.models import Order
from mianshen.bureau.casework.services import Attached
from mianshen.bureau.intake import services as intake
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.models import Payment
from mianshen.bureau.registry import services as registry
from mianshen.run.messages import InputError

pytestmark = pytest.mark.usefixtures("database")

NEWBORN = Who("陈小宝", "G510118001", born=date(2025, 1, 5))
CARDED = Who("陈梓涵", card(7, "20250105"))
ALIKE = Who("何小满", card(8, "20250105"))
"""Somebody with the same bills who was never registered twice."""
LINE = PACK.replace("[{ratio: 50%}]", "[{line: {amount: 100, per: year}, ratio: 50%}]")
"""A line that is to be passed once in a year, by whoever it is."""


@pytest.fixture
def month(tmp_path: Path) -> Month:
    month = Month(tmp_path, pack=LINE)
    month.opens_funds()
    month.lists(NEWBORN, CARDED, ALIKE)
    return month


def merged(gone: int, into: int) -> None:
    asked = intake.propose_merge(gone, into, "出生证明与户口簿核对一致", CLERK)
    with pytest.raises(InputError):
        intake.agree_identity(asked, CLERK)
    intake.agree_identity(asked, SECOND)


def paid_fen(*people: int) -> int:
    paid = Payment.objects.filter(outcome="paid", line__person__in=people)
    return sum(one.amount_fen for one in paid)


def settled(month: Month, *people: Who) -> Attached:
    """What was taken out of an order is looked at once more by the next batch."""
    return month.assesses(*people)


def pays_everything(month: Month, *people: Who) -> None:
    month.approves(*people)
    for fund in (AID, DISABLED):
        month.pays(fund)


def test_what_both_numbers_were_paid_counts_once_they_are_one(month: Month) -> None:
    gone, into, alike = map(person, (NEWBORN, CARDED, ALIKE))
    month.has_bills((NEWBORN, "n1", "2025-03-01"), (ALIKE, "a1", "2025-03-01"))
    month.has_bills((CARDED, "c1", "2025-03-02"), (ALIKE, "a2", "2025-03-02"))
    pays_everything(month, NEWBORN, CARDED, ALIKE)
    assert paid_fen(gone) == paid_fen(into)

    merged(gone, into)
    month.on(date(2025, 4, 1))
    month.has_bills((CARDED, "c2", "2025-03-20"), (ALIKE, "a3", "2025-03-20"))
    opened = month.assesses(CARDED, ALIKE).opened
    assert {Order.objects.get(pk=one).person for one in opened} == {into, alike}
    for order in sorted(opened):
        month.confirms(order)
        month.finishes(order)
    for fund in (AID, DISABLED):
        month.pays(fund)

    too_much = {one.person: one.net_fen for one in assessment.open_deltas()}
    assert paid_fen(gone, into) + sum(too_much.values()) == paid_fen(alike)
    assert gone not in too_much
    assert payout.prove().is_whole


def test_an_order_of_the_number_that_ends_comes_to_the_one_that_stays(month: Month) -> None:
    gone, into = person(NEWBORN), person(CARDED)
    month.has_bills((NEWBORN, "n1", "2025-03-01"))
    (order,) = month.assesses(NEWBORN, CARDED).opened
    merged(gone, into)
    done = month.assesses(NEWBORN, CARDED)

    assert done.voided == {order}
    (again,) = done.opened
    assert Order.objects.get(pk=again).person == into
    assert not settled(month, NEWBORN, CARDED).opened
    assert not assessment.open_deltas()


def test_what_was_approved_for_the_number_that_ends_goes_to_the_account_of_who_stays(
    month: Month,
) -> None:
    gone, into = person(NEWBORN), person(CARDED)
    month.has_bills((NEWBORN, "n1", "2025-03-01"))
    month.approves(NEWBORN)
    merged(gone, into)
    assert not month.assesses(NEWBORN, CARDED).opened
    month.pays()

    account = registry.account_in_use(into)
    assert account is not None
    paid = set(Payment.objects.values_list("line__person", "account", "outcome"))
    assert paid == {(gone, account.pk, "paid")}
    assert not assessment.open_deltas()


def test_taken_apart_again_each_has_what_each_was_given(month: Month) -> None:
    gone, into = person(NEWBORN), person(CARDED)
    month.has_bills((NEWBORN, "n1", "2025-03-01"), (CARDED, "c1", "2025-03-02"))
    pays_everything(month, NEWBORN, CARDED)
    before = paid_fen(gone), paid_fen(into)
    merged(gone, into)
    more = month.assesses(NEWBORN, CARDED).opened
    assert {Order.objects.get(pk=one).person for one in more} == {into}
    with pytest.raises(InputError):
        intake.propose_merge(gone, gone, "同一人", CLERK)
    asked = intake.propose_unmerge(gone, into, "两名儿童同日出生，并非一人", CLERK)
    with pytest.raises(InputError):
        intake.propose_part(into, registry.namings_of([into]), "再提一次", CLERK)
    intake.agree_identity(asked, SECOND)
    done = month.assesses(NEWBORN, CARDED)

    assert (person(NEWBORN), person(CARDED)) == (gone, into)
    assert done.voided == more
    assert not settled(month, NEWBORN, CARDED).opened
    assert not assessment.open_deltas()
    assert before == (paid_fen(gone), paid_fen(into))
    with pytest.raises(InputError):
        intake.propose_unmerge(gone, into, "", CLERK)


def test_a_row_that_means_somebody_else_gets_a_number_of_its_own(month: Month) -> None:
    into = person(CARDED)
    other = Who(CARDED.name, CARDED.certno, psn_no="P-900")
    month.has_bills((CARDED, "c1", "2025-03-01"), (other, "o1", "2025-03-02"))
    month.assesses(CARDED)
    named = {one.naming: one for one in registry.named_so([into])[into]}
    (theirs,) = set(registry.find_namings("psn_no", "P-900")) & set(named)
    asked = intake.propose_part(into, [theirs], "两人登记为同一号码，已核对户口簿", CLERK)
    intake.agree_identity(asked, SECOND)

    (new,) = set(registry.people_of([theirs]).values()) - {None, into}
    assert {one.naming for one in registry.named_so([into])[into]} == set(named) - {theirs}
    assert {into, new} <= set(registry.dirty_people())
    month.assesses()
    assert {line.event for line in assessment.lines_as_known([into])} == {"c1"}
    everything = intake.propose_part(into, registry.namings_of([into]), "全部", CLERK)
    with pytest.raises(InputError):
        intake.agree_identity(everything, SECOND)
