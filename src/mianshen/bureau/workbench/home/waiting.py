"""What waits for whoever sits here outside the orders: money, policies, deliveries."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.intake import services as intake
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.payout import services as payout
from mianshen.bureau.workbench.departments.sources import sources_of
from mianshen.bureau.workbench.desk import Desk
from mianshen.bureau.workbench.finance.at import may
from mianshen.policy.saying import Said, said

_MONEY_ACTS = (Act.GRANT_FUNDS, Act.PAY, Act.REQUEST_FUNDS, Act.CLAW_BACK)


@dataclass(frozen=True)
class Waiting:
    """So many of something, and the page on which it is done."""

    title: Said
    number: int
    address: str


def waiting_for(desk: Desk) -> list[Waiting]:
    """What waits, in the order in which it is done; what nobody has to do is left out."""
    found = [*_money(desk), *_policies(desk), *_deliveries(desk), *_identities(desk)]
    return [one for one in found if one.number]


def _money(desk: Desk) -> Iterator[Waiting]:
    if not may(desk, *_MONEY_ACTS):
        return
    waits = payout.what_waits(desk.actor)
    requests, batches = reverse("requests"), reverse("batches")
    if may(desk, Act.GRANT_FUNDS):
        yield Waiting(said("Requests to review", "待审核用款申请"), waits.to_review, requests)
    if may(desk, Act.PAY):
        yield Waiting(said("Money to arrive", "待到账用款申请"), waits.to_arrive, requests)
        yield Waiting(said("Batches to make", "待生成批次"), waits.to_batch, requests)
        yield Waiting(said("Batches to send", "待发送批次"), waits.to_send, batches)
        yield Waiting(said("Returns to load", "待回盘批次"), waits.to_come_back, batches)
        tasks = said("Lines that could not be paid", "退票与待办")
        yield Waiting(tasks, waits.to_see_to, reverse("payment-tasks"))
    if may(desk, Act.PAY, Act.GRANT_FUNDS, Act.CLAW_BACK):
        second = said("To be agreed as the second person", "待复核事项")
        yield Waiting(second, waits.to_agree, reverse("payment-tasks"))


def _policies(desk: Desk) -> Iterator[Waiting]:
    if desk.may_somewhere((), (Act.SIGN_POLICY,)):
        others = [one for one in assessment.policy_proposals() if one.proposed_by != desk.actor]
        title = said("Policies to sign", "待签发政策")
        yield Waiting(title, len(others), reverse("policies-pending"))


def _deliveries(desk: Desk) -> Iterator[Waiting]:
    if desk.place is None or not desk.may_somewhere((), (Act.UPLOAD, Act.CORRECT)):
        return
    sources = [one.layout.id for one in sources_of(desk).all if one.is_handed_in or one.is_mended]
    to_decide, to_mend = intake.what_waits(desk.place.profile, sources)
    lists = reverse("rosters")
    yield Waiting(said("Lists to look at and apply", "待确认名单"), to_decide, lists)
    yield Waiting(said("Rows to mend", "待纠正数据"), to_mend, lists)


def _identities(desk: Desk) -> Iterator[Waiting]:
    """Counted for whoever decides in the whole district; others look at what is theirs."""
    if may(desk, Act.CORRECT, Act.REVIEW):
        others = [one for one in intake.identity_proposals() if one.by != desk.actor]
        title = said("Who is who, to be agreed", "合并拆分待复核")
        yield Waiting(title, len(others), reverse("identity-waiting"))
