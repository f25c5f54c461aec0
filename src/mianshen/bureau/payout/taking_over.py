"""Lines of approved orders come over from casework, each once."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from mianshen.bureau.casework.services import ready_for_payout
from mianshen.bureau.payout.accepting import ApprovedLine, accept
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.registry.services import payees_of


def take_over(funds: Mapping[tuple[str, int], str], actor: str, district: str = "") -> int:
    """Take every approved line over for payment, all or none, and say how many there were.

    `funds` names the fund that pays for a fund of the packs in a benefit year; with `district`,
    the first digits of its code, other districts' lines are left. Payees are those whom the
    registry names today, else the people themselves. Raises `PayoutError` where no fund is named.
    """
    with transaction.atomic():
        ready = ready_for_payout(district)
        if missing := sorted({f"{one.fund} {one.year}" for one in ready} - _named(funds)):
            raise refused(
                "no fund is named for {missing}; say which one pays",
                "没有指定由哪笔资金支付：{missing}",
                missing="、".join(missing),
            )
        payees = payees_of([one.person for one in ready], timezone.localdate())
        lines = [
            ApprovedLine(
                key=one.key,
                person=one.person,
                payee=payees.get(one.person, str(one.person)),
                programme=one.programme,
                event=one.event,
                amount_fen=one.amount_fen,
                fund=funds[one.fund, one.year],
                basis_on=one.basis_on,
            )
            for one in ready
        ]
        return accept(lines, actor)


def _named(funds: Mapping[tuple[str, int], str]) -> set[str]:
    return {f"{fund} {year}" for fund, year in funds}
