"""Claiming money back (追款): people decide every step, the person can object, nothing is taken.

No job and no other app calls these functions by itself: each needs a member of staff by name, and
the database refuses an order that none opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from mianshen.bureau.ledger.chart import Claim, Money, claim, money
from mianshen.bureau.ledger.errors import OverdrawnError
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, post
from mianshen.bureau.payout.bank.layout import RecoveryRules
from mianshen.bureau.payout.deciding import by_somebody, by_staff, by_two
from mianshen.bureau.payout.errors import PayoutError, refused
from mianshen.bureau.payout.models import Payable, Recovery, RecoveryStep
from mianshen.bureau.payout.models.recoveries import RecoveryState
from mianshen.bureau.payout.reassessing import assess_again
from mianshen.bureau.payout.rows import run
from mianshen.bureau.trail.services import record

_SETTLING = ("repaid", "offset", "waived", "written_off")


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of what is to be repaid, and the day by which."""

    due_on: date
    amount_fen: int


def open_recovery(
    key: str, amount_fen: int, basis: str, actor: str, today: date, rules: RecoveryRules
) -> int:
    """Order that part of a paid line be paid back; gives the number of the order.

    The objection period begins today. Raises `PayoutError` where no member of staff decides, no
    basis is given, or less than that was paid.
    """
    by_staff(actor)
    if not basis.strip():
        raise refused(
            "a recovery needs its basis: evidence and clause", "追款要写明依据：事实与条款"
        )
    line = Payable.objects.filter(key=key).first()
    if line is None or amount_fen <= 0:
        raise _too_much(key, amount_fen)
    with transaction.atomic():
        recovery = Recovery.objects.create(
            line=line,
            amount_fen=amount_fen,
            basis=basis,
            opened_by=actor,
            objection_through=today + timedelta(days=rules.objection_days),
        )
        _claims(recovery, actor, f"reclaim:{recovery.pk}", Claim.PAID, Claim.RECLAIMED, amount_fen)
        record(actor, "open_recovery", f"recovery:{recovery.pk}", {"fen": amount_fen})
    return int(recovery.pk)


def object_to(number: int, actor: str, why: str, today: date) -> None:
    """The person disagrees (异议) within the period; nothing is due until it is decided."""
    by_somebody(actor)
    with transaction.atomic():
        recovery = _locked(number)
        if recovery.state != RecoveryState.NOTIFIED or today > recovery.objection_through:
            raise refused(
                "the period to object ended on {day}; other remedies are named on the notice",
                "异议期已于 {day} 届满；其他救济途径见追款通知书",
                day=recovery.objection_through,
            )
        _to(recovery, RecoveryState.OBJECTED)
        _step(recovery, "objected", actor, note=why)


def decide_objection(number: int, actor: str, *, upheld: bool, reason: str) -> None:
    """Decide an objection; whoever ordered the recovery cannot. Upheld, the money stays paid."""
    with transaction.atomic():
        recovery = _locked(number)
        by_two(recovery.opened_by, actor)
        if recovery.state != RecoveryState.OBJECTED:
            raise _not_now(recovery)
        if not upheld:
            _to(recovery, RecoveryState.DUE)
            _step(recovery, "objection_rejected", actor, note=reason)
            return
        left = remaining_fen(number)
        _claims(recovery, actor, f"upheld:{number}", Claim.RECLAIMED, Claim.PAID, left)
        _to(recovery, RecoveryState.CLOSED)
        _step(recovery, "objection_upheld", actor, left, note=reason)


def agree_instalments(
    number: int, actor: str, plan: Sequence[Instalment], rules: RecoveryRules, agreement: str
) -> None:
    """Write down the instalments a person agreed to; together they are what is left to repay."""
    by_staff(actor)
    if not agreement.strip():
        raise refused("name the agreement the person signed", "请写明本人签署的分期协议")
    with transaction.atomic():
        recovery = _open(number)
        left = remaining_fen(number)
        if len(plan) > rules.instalments_max or sum(one.amount_fen for one in plan) != left:
            raise refused(
                "instalments must be {most} at most and add up to {left} fen",
                "分期最多 {most} 期，合计应为 {left} 分",
                most=rules.instalments_max,
                left=left,
            )
        for one in plan:
            _step(recovery, "instalment", actor, one.amount_fen, agreement, day=one.due_on)


def receive_repayment(number: int, actor: str, amount_fen: int, day: date, reference: str) -> int:
    """Enter what a person paid back, as the bank's reference says; gives what is left, in fen.

    The same reference is the same money, entered once: raises `PayoutError` where it was entered
    with another amount, or on another recovery.
    """
    by_staff(actor)
    with transaction.atomic():
        recovery = _open(number)
        if (before := _entered(reference)) is not None:
            if (before.recovery_id, before.amount_fen) == (number, amount_fen):
                return remaining_fen(number)
            raise refused(
                "the bank's reference {reference} was entered before, {fen} fen on recovery"
                " {other}: look at the bank statement",
                "银行流水号 {reference} 此前已登记在追款单 {other}，{fen} 分：请核对银行对账单",
                reference=reference,
                fen=before.amount_fen,
                other=before.recovery_id,
            )
        _claims(
            recovery, actor, f"repaid:{reference}", Claim.RECLAIMED, Claim.RECOVERED, amount_fen
        )
        fund, subject = recovery.line.fund, f"bank:{reference}"
        account = fund.account
        ways = (
            ("cash", money(Money.PAYEES, account), money(Money.CASH, account)),
            ("budget", money(Money.SPENT, fund.code), money(Money.BUDGET, fund.code)),
        )
        post(
            Book.MONEY,
            [
                Move(f"repaid-{what}:{reference}", giver, taker, amount_fen, "追款收回", subject)
                for what, giver, taker in ways
            ],
        )
        _step(recovery, "repaid", actor, amount_fen, reference, day=day)
        return _close_if_settled(recovery)


def offset(number: int, key: str, amount_fen: int, actor: str, consent: str, today: date) -> int:
    """Take a part off a line that still waits, with the person's written consent.

    Only after the objection period, only for the same person, only from a line that was not asked
    for yet. Gives what is left, in fen.
    """
    by_staff(actor)
    if not consent.strip():
        raise refused(
            "nothing is offset without the person's written consent: name the paper",
            "未经本人书面同意不得抵扣：请写明同意书",
        )
    with transaction.atomic():
        recovery = _due(number, today)
        line = Payable.objects.select_for_update(of=("self",)).filter(key=key).first()
        waits = line is not None and line.request_id is None and line.voided_at is None
        if line is None or not waits or line.person != recovery.line.person:
            raise refused(
                "{key} is not a waiting line of the same person",
                "{key} 不是同一人尚未请款的明细",
                key=key,
            )
        # A line may be offset from more than once: each time is a movement of its own.
        time_ = f"{number}:{recovery.steps.filter(act='offset').count() + 1}:{key}"
        _claims(recovery, actor, f"offset:{time_}", Claim.RECLAIMED, Claim.OFFSET, amount_fen)
        # The person keeps what was paid too much in the place of this: it is given, not unpaid.
        places = claim(Claim.PAYABLE, key), claim(Claim.SET_OFF, key)
        _post([Move(f"offset-from:{time_}", *places, amount_fen, "抵扣", f"line:{key}")])
        Payable.objects.filter(pk=line.pk).update(offset_fen=line.offset_fen + amount_fen)
        _step(recovery, "offset", actor, amount_fen, f"{key} {consent}", day=today)
        return _close_if_settled(recovery)


def waive(number: int, actor: str, reason: str, rules: RecoveryRules) -> None:
    """Let a small rest go, below the line that the profile draws."""
    by_staff(actor)
    with transaction.atomic():
        recovery = _open(number)
        left = remaining_fen(number)
        if left >= rules.waiver_below_fen:
            raise refused(
                "{left} fen are not below the {line} fen that may be waived: collect or write off",
                "剩余 {left} 分未低于可免予追回的 {line} 分：请继续追款或按程序核销",
                left=left,
                line=rules.waiver_below_fen,
            )
        _claims(recovery, actor, f"waive:{number}", Claim.RECLAIMED, Claim.WAIVED, left)
        _step(recovery, "waived", actor, left, reason)
        _close_if_settled(recovery)


def write_off(number: int, actor: str, second: str, reason: str, today: date) -> None:
    """Give up what cannot be collected (核销): two people, with the reason."""
    by_two(actor, second)
    if not reason.strip():
        raise refused("a write-off needs its reason", "核销要写明原因")
    with transaction.atomic():
        recovery = _due(number, today)
        left = remaining_fen(number)
        _claims(recovery, actor, f"write_off:{number}", Claim.RECLAIMED, Claim.WRITTEN_OFF, left)
        _step(recovery, "written_off", actor, left, reason, second=second)
        _close_if_settled(recovery)


def remaining_fen(number: int) -> int:
    """What of a recovery is neither repaid, offset, waived nor written off."""
    recovery = Recovery.objects.get(pk=number)
    if recovery.state == RecoveryState.CLOSED:
        return 0
    settled = recovery.steps.filter(act__in=_SETTLING).values_list("amount_fen", flat=True)
    return int(recovery.amount_fen) - sum(settled)


def _entered(reference: str) -> RecoveryStep | None:
    """The repayment that was entered under a reference of the bank, if one was."""
    # Two who enter the same money wait for each other here.
    run("lock_reference", reference=reference)
    return RecoveryStep.objects.filter(act="repaid", note=reference).first()


def _locked(number: int) -> Recovery:
    found = (
        Recovery.objects.select_for_update(of=("self",))
        .select_related("line__fund")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise refused("there is no recovery {number}", "没有追款单 {number}", number=number)
    return found


def _open(number: int) -> Recovery:
    """A recovery on which something can still be paid; not while an objection is undecided."""
    recovery = _locked(number)
    if recovery.state in (RecoveryState.CLOSED, RecoveryState.OBJECTED):
        raise _not_now(recovery)
    return recovery


def _due(number: int, today: date) -> Recovery:
    """A recovery whose objection period is over, or whose objection was rejected."""
    recovery = _open(number)
    if recovery.state == RecoveryState.NOTIFIED and today <= recovery.objection_through:
        raise refused(
            "the person may object until {day}: wait for it",
            "本人可在 {day} 前提出异议：请待期满再办理",
            day=recovery.objection_through,
        )
    return recovery


def _to(recovery: Recovery, state: RecoveryState) -> None:
    Recovery.objects.filter(pk=recovery.pk).update(state=state.value)


def _close_if_settled(recovery: Recovery) -> int:
    left = remaining_fen(recovery.pk)
    if not left:
        _to(recovery, RecoveryState.CLOSED)
    return left


def _step(
    recovery: Recovery,
    act: str,
    actor: str,
    amount_fen: int = 0,
    note: str = "",
    *,
    second: str = "",
    day: date | None = None,
) -> None:
    RecoveryStep.objects.create(
        recovery=recovery,
        act=act,
        amount_fen=amount_fen,
        day=day,
        actor=actor,
        second=second,
        note=note,
    )
    details = {"fen": amount_fen, "second": second}
    record(actor, f"recovery_{act}", f"recovery:{recovery.pk}", details)


def _claims(
    recovery: Recovery, actor: str, key: str, giver: Claim, taker: Claim, amount_fen: int
) -> None:
    line = recovery.line.key
    places = claim(giver, line), claim(taker, line)
    _post([Move(key, *places, amount_fen, "追款", f"recovery:{recovery.pk}")])
    assess_again(recovery.line.person, actor)


def _post(moves: Sequence[Move]) -> None:
    try:
        post(Book.CLAIMS, moves)
    except OverdrawnError as error:
        (_, holder), short = next(iter(error.short_fen.items()))
        raise _too_much(holder.removeprefix("line:"), short) from error


def _too_much(key: str, amount_fen: int) -> PayoutError:
    return refused(
        "{key} does not hold that much: {fen} fen too many; nothing was changed",
        "{key} 没有这么多可用金额：超出 {fen} 分，未作改动",
        key=key,
        fen=amount_fen,
    )


def _not_now(recovery: Recovery) -> PayoutError:
    return refused(
        "recovery {number} is {state}: this step is not open to it",
        "追款单 {number} 现为“{state}”，不能办理这一步",
        number=recovery.pk,
        state=recovery.state,
    )
