"""作废: a line given up before it is paid, what becomes of it, and how it is taken up again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from mianshen.bureau.assessment.services import versions_of
from mianshen.bureau.ledger.chart import Claim, Money, claim, money, whole_of
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, free_fen, held_fen, post
from mianshen.bureau.payout.deciding import by_staff, by_two
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.models import Payable, Voiding
from mianshen.bureau.payout.models.lines import RequestState
from mianshen.bureau.payout.models.voidings import Ground
from mianshen.bureau.payout.reassessing import assess_again
from mianshen.bureau.trail.services import record

_KEPT_AS = {Ground.WRONG: Claim.IN_CORRECTION}
"""Where fen are after they were voided; on all other grounds nobody asks for them again."""


@dataclass(frozen=True, slots=True)
class Voided:
    """A line that was given up and not taken up again, and on what ground; sums in fen."""

    key: str
    person: int
    programme: str
    amount_fen: int
    ground: Ground
    reason: str
    at: datetime


def void_line(
    key: str, actor: str, second: str, reason: str, ground: Ground = Ground.WRONG
) -> None:
    """Give up a line that is not paid and not on its way; two people, with a reason.

    A `wrong` one is ordered again when its line of assessment has changed, or somebody says so;
    one that a person declined, or that nobody is left to be paid, only when somebody says so.
    Raises `PayoutError` where it is on its way or paid.
    """
    by_two(actor, second)
    if not reason.strip():
        raise refused("a line is voided with a reason", "作废要写明原因")
    with transaction.atomic():
        line = Payable.objects.select_for_update(of=("self",)).filter(key=key).first()
        fen = {state: _free(key, state) for state in (Claim.PAYABLE, Claim.RETURNED)}
        if line is None or line.voided_at or not any(fen.values()):
            raise refused(
                "{key} is on its way, paid, voided or unknown: it cannot be voided",
                "{key} 正在代发、已付、已作废或不存在，不能作废",
                key=key,
            )
        moves = [_void(key, state, held, ground) for state, held in fen.items() if held]
        post(Book.CLAIMS, moves)
        _give_back_budget(line, sum(fen.values()))
        Payable.objects.filter(pk=line.pk).update(voided_at=Now())
        Voiding.objects.create(
            line=line,
            ground=ground,
            reason=reason,
            by=actor,
            second=second,
            version=_versions([key]).get(key),
        )
        line.tasks.filter(done_at__isnull=True).update(done_at=Now(), done_by=actor, note=reason)
        assess_again(line.person, actor)
        told = {"second": second, "reason": reason, "ground": ground}
        record(actor, "void_line", f"line:{key}", told)


def voided_lines() -> list[Voided]:
    """Every line that was given up and not taken up again, the latest first."""
    found = Voiding.objects.filter(reopened_at__isnull=True).select_related("line")
    return [
        Voided(
            *(one.line.key, one.line.person, one.line.programme),
            *(one.line.amount_fen, Ground(one.ground), one.reason, one.at),
        )
        for one in found.order_by("-id")
    ]


def take_up(key: str, actor: str, reason: str) -> None:
    """Let a voided line be counted and ordered anew (恢复): it goes through all offices again.

    Raises `PayoutError` where it is not voided, or was taken up before.
    """
    by_staff(actor)
    if not reason.strip():
        raise refused("a line is taken up again with a reason", "恢复要写明原因")
    with transaction.atomic():
        open_ones = Voiding.objects.select_for_update(of=("self",)).select_related("line")
        found = open_ones.filter(line__key=key, reopened_at__isnull=True).first()
        if found is None:
            raise refused(
                "{key} is not voided, or was taken up before: nothing was changed",
                "{key} 未作废或此前已恢复，本次未作改动",
                key=key,
            )
        _reopen(found, actor, reason)


def take_up_changed(actor: str) -> set[int]:
    """Take up what was called wrong and has been determined otherwise since; whose that is."""
    with transaction.atomic():
        wrong = Voiding.objects.select_for_update(of=("self",), skip_locked=True)
        wrong = wrong.filter(reopened_at__isnull=True, ground=Ground.WRONG).select_related("line")
        waiting = list(wrong.order_by("id"))
        versions = _versions([one.line.key for one in waiting])
        found = [one for one in waiting if versions.get(one.line.key) != one.version]
        for one in found:
            _reopen(one, actor, "待遇核算结果已变化")
    return {one.line.person for one in found}


def _versions(keys: Collection[str]) -> dict[str, int]:
    """The version in which each line of assessment is known now, by the line of the order."""
    found = versions_of({whole_of(key) for key in keys})
    return {key: found[whole] for key in keys if (whole := whole_of(key)) in found}


def _reopen(voiding: Voiding, actor: str, reason: str) -> None:
    key = voiding.line.key
    origin = claim(_state_of(Ground(voiding.ground)), key)
    places = origin, claim(Claim.VOID, key)
    held = held_fen(Book.CLAIMS, origin)
    post(Book.CLAIMS, [Move(f"take_up:{key}", *places, held, "恢复", f"line:{key}")])
    done = {"reopened_at": Now(), "reopened_by": actor, "reopened_why": reason}
    Voiding.objects.filter(pk=voiding.pk).update(**done)
    assess_again(voiding.line.person, actor)
    record(actor, "take_up_line", f"line:{key}", {"reason": reason})


def _state_of(ground: Ground) -> Claim:
    return _KEPT_AS.get(ground, Claim.FORGONE)


def _void(key: str, state: Claim, held: int, ground: Ground) -> Move:
    places = claim(state, key), claim(_state_of(ground), key)
    return Move(f"void:{key}:{state.value}", *places, held, "作废", f"line:{key}")


def _free(key: str, state: Claim) -> int:
    return free_fen(Book.CLAIMS, claim(state, key))


def _give_back_budget(line: Payable, amount_fen: int) -> None:
    request = line.request
    if request is None or request.state == RequestState.RETURNED:
        return
    code = request.fund.code
    giver, taker = money(Money.COMMITTED, code), money(Money.BUDGET, code)
    key = f"release:{line.key}"
    post(Book.MONEY, [Move(key, giver, taker, amount_fen, "作废退回预算", f"line:{line.key}")])
