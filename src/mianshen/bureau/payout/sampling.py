"""Payees called to hear whether the money came, and what their answers say of the whole batch."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb

from django.db import transaction
from django.db.models.functions import Now

from mianshen.bureau.payout.batching import batch_of
from mianshen.bureau.payout.deciding import by_staff
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.models import CallSample, Payment, SampledPayment
from mianshen.bureau.payout.models.batches import Outcome
from mianshen.bureau.trail.services import record

MILLION = 1_000_000
SIZE_MAX = 1000
# Two-sided 95 %: each tail holds 25 of 1000.
_TAIL = (25, 1000)


class Answer(StrEnum):
    """What a payee said; who was not reached counts for neither side."""

    RECEIVED = "received"
    WRONG_AMOUNT = "wrong_amount"
    NOT_RECEIVED = "not_received"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Interval:
    """Of `asked` payees `received` had the right sum; the share of the batch lies, in millionths,
    between `low` and `high` with 95 % confidence (Clopper-Pearson, rounded outwards)."""

    asked: int
    received: int
    low: int
    high: int


def draw_sample(number: str, size: int, seed: int, actor: str) -> int:
    """Draw payments that were paid, by a seed that is written down; gives the sample's number."""
    by_staff(actor)
    with transaction.atomic():
        batch = batch_of(number)
        paid = list(batch.payments.filter(outcome=Outcome.PAID).order_by("sequence"))
        if not 0 < size <= min(len(paid), SIZE_MAX):
            raise refused(
                "a sample has 1 to {most} of the {paid} payments that were paid",
                "抽样数应为 1 至 {most}（该批次已付 {paid} 笔）",
                most=min(len(paid), SIZE_MAX),
                paid=len(paid),
            )
        sample = CallSample.objects.create(
            batch=batch, seed=seed, size=size, drawn_from=len(paid), drawn_by=actor
        )
        chosen = sorted(random.Random(seed).sample(range(len(paid)), size))
        SampledPayment.objects.bulk_create(
            SampledPayment(sample=sample, payment=paid[place]) for place in chosen
        )
        record(actor, "draw_sample", f"batch:{number}", {"seed": seed, "size": size})
    return int(sample.pk)


def sampled(sample: int) -> Sequence[Payment]:
    """The payments of a sample, in the order of the batch."""
    rows = SampledPayment.objects.filter(sample=sample).select_related("payment")
    return [row.payment for row in rows.order_by("payment__sequence")]


def enter_answer(sample: int, payment: str, answer: Answer, actor: str) -> None:
    """Write down what a payee said; it can be asked again and the last answer counts."""
    by_staff(actor)
    asked = SampledPayment.objects.filter(sample=sample, payment__number=payment)
    with transaction.atomic():
        if not asked.update(answer=Answer(answer).value, answered_at=Now(), asked_by=actor):
            raise refused(
                "{payment} is not in the sample", "{payment} 不在抽样名单中", payment=payment
            )
        details = {"sample": sample, "answer": Answer(answer).value}
        record(actor, "enter_answer", f"payment:{payment}", details)


def interval(sample: int) -> Interval:
    """What the answers so far say of the whole batch; raises `PayoutError` without any."""
    answers = list(
        SampledPayment.objects.filter(sample=sample, answer__isnull=False)
        .exclude(answer=Answer.UNREACHED)
        .values_list("answer", flat=True)
    )
    if not answers:
        raise refused("nobody answered yet", "还没有人作答")
    received = answers.count(Answer.RECEIVED)
    return Interval(len(answers), received, *clopper_pearson(received, len(answers)))


def clopper_pearson(hits: int, asked: int) -> tuple[int, int]:
    """The 95 % Clopper-Pearson bounds of a share in millionths, exact and rounded outwards.

    Whole numbers throughout (C. Clopper, E. Pearson, Biometrika 26, 1934).
    """
    return _low(hits, asked), MILLION - _low(asked - hits, asked)


def _low(hits: int, asked: int) -> int:
    """The greatest share of which so many hits or more are at most as likely as one tail."""
    if not hits:
        return 0
    low, high = 0, MILLION
    while high - low > 1:
        middle = (low + high) // 2
        if _at_least(hits, asked, middle) * _TAIL[1] <= _TAIL[0] * MILLION**asked:
            low = middle
        else:
            high = middle
    return low


def _at_least(hits: int, asked: int, share: int) -> int:
    """The chance of so many hits or more, times a million to the power of `asked`."""
    rest = MILLION - share
    return sum(comb(asked, k) * share**k * rest ** (asked - k) for k in range(hits, asked + 1))
