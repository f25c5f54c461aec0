"""What a desk shows of money: funds and what they hold, requests, batches, tasks, recoveries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from mianshen.bureau.ledger.chart import Money
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import balances
from mianshen.bureau.payout.models import (
    Batch,
    CallSample,
    Fund,
    FundRequest,
    Payable,
    Payment,
    Recovery,
    RecoveryStep,
    RequestStep,
    ReturnFile,
    SampledPayment,
)
from mianshen.bureau.payout.models.batches import Outcome

_SETTLING = ("repaid", "offset", "waived", "written_off")


@dataclass(frozen=True, slots=True)
class FundTold:
    """A fund with where its fen are, and the lines that wait for it to be asked."""

    fund: Fund
    given_fen: int
    left_fen: int
    committed_fen: int
    spent_fen: int
    shortfall_fen: int
    waiting: int
    waiting_fen: int


@dataclass(frozen=True, slots=True)
class RequestTold:
    """A request with its steps, oldest first."""

    request: FundRequest
    steps: tuple[RequestStep, ...]


@dataclass(frozen=True, slots=True)
class BatchTold:
    """A batch with how many of its payments came to which end, and their fen."""

    batch: Batch
    fund: str
    paid: int
    paid_fen: int
    bounced: int
    bounced_fen: int
    open: int
    open_fen: int
    counted: int
    counted_fen: int

    @property
    def agrees(self) -> bool:
        """Whether the payments are as many and as much as was declared when it was sealed."""
        declared = (self.batch.declared_count, self.batch.declared_fen)
        return (self.counted, self.counted_fen) == declared


@dataclass(frozen=True, slots=True)
class RecoveryTold:
    """An order to pay back with what is left of it."""

    recovery: Recovery
    left_fen: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A payment of a sample, whom it is for, and what was answered."""

    payment: str
    person: int
    amount_fen: int
    answer: str | None
    answered_at: datetime | None


def funds_told(year: int | None = None) -> list[FundTold]:
    """Every fund (of a year) with its fen; three queries."""
    funds = Fund.objects.order_by("-year", "code")
    if year is not None:
        funds = funds.filter(year=year)
    found = list(funds)
    held = _held([one.code for one in found])
    waiting = _waiting_by_fund()
    return [_fund_told(one, held, *waiting.get(one.pk, (0, 0))) for one in found]


def spent_by_month(code: str) -> dict[date, int]:
    """What was paid out of a fund in each month, in fen."""
    rows = (
        Payment.objects.filter(batch__request__fund__code=code, outcome=Outcome.PAID)
        .annotate(month=TruncMonth("settled_on"))
        .values("month")
        .annotate(fen=Sum("amount_fen"))
        .order_by("month")
    )
    return {row["month"]: row["fen"] for row in rows}


def requests_told(numbers: Collection[str] | None = None, count: int = 50) -> list[RequestTold]:
    """Requests with their steps, newest first; two queries."""
    found = FundRequest.objects.select_related("fund").order_by("-pk")
    if numbers is not None:
        found = found.filter(number__in=numbers)
    listed = list(found[:count])
    steps: dict[int, list[RequestStep]] = {one.pk: [] for one in listed}
    for step in RequestStep.objects.filter(request__in=listed).order_by("pk"):
        steps[step.request_id].append(step)
    return [RequestTold(one, tuple(steps[one.pk])) for one in listed]


def batches_told(
    numbers: Collection[str] | None = None, request: str | None = None, count: int = 50
) -> list[BatchTold]:
    """Batches with the ends of their payments, newest first; one query."""
    found: QuerySet[Batch] = Batch.objects.select_related("request__fund").order_by("-pk")
    if numbers is not None:
        found = found.filter(number__in=numbers)
    if request is not None:
        found = found.filter(request__number=request)
    bounced = Q(payments__outcome__in=[Outcome.REFUSED, Outcome.RETURNED])
    ends = {
        "paid": Q(payments__outcome=Outcome.PAID),
        "bounced": bounced,
        "still": Q(payments__outcome__isnull=True, payments__isnull=False),
        "counted": Q(),
    }
    for name, condition in ends.items():
        found = found.annotate(
            **{
                name: Count("payments", filter=condition),
                f"{name}_sum": Coalesce(Sum("payments__amount_fen", filter=condition), 0),
            }
        )
    return [_batch_told(one, tuple(ends)) for one in found[:count]]


def payments_told(
    number: str, after: int = 0, size: int = 50, *, bounced: bool = False
) -> list[Payment]:
    """Payments of a batch in the order of its file from after one of them, each with its line."""
    found = Payment.objects.filter(batch__number=number, sequence__gt=after)
    if bounced:
        found = found.filter(outcome__in=[Outcome.REFUSED, Outcome.RETURNED])
    return list(found.select_related("line").order_by("sequence")[:size])


def returns_of(number: str) -> list[ReturnFile]:
    """The files that the bank sent back for a batch."""
    return list(ReturnFile.objects.filter(batch__number=number).order_by("pk"))


def recoveries_told(numbers: Collection[int] | None = None, count: int = 100) -> list[RecoveryTold]:
    """Orders to pay back, newest first, with what is left; one query."""
    found = Recovery.objects.select_related("line").order_by("-pk")
    if numbers is not None:
        found = found.filter(pk__in=numbers)
    settled = Q(steps__act__in=_SETTLING)
    listed = found.annotate(settled=Coalesce(Sum("steps__amount_fen", filter=settled), 0))
    return [
        RecoveryTold(one, 0 if one.state == "closed" else one.amount_fen - one.settled)
        for one in listed[:count]
    ]


def instalments_of(number: int) -> list[RecoveryStep]:
    """The instalments of the agreement signed last on an order to pay back, by their days."""
    agreed = RecoveryStep.objects.filter(recovery=number, act="instalment")
    last = agreed.order_by("-pk").values_list("note", flat=True)[:1]
    return list(agreed.filter(note__in=last).order_by("day", "pk"))


def recovery_steps(number: int) -> list[RecoveryStep]:
    """What was done about an order to pay back, oldest first."""
    return list(RecoveryStep.objects.filter(recovery=number).order_by("pk"))


def lines_waiting_of(person: int) -> list[Payable]:
    """The lines of somebody that no request asks money for yet, the newest first."""
    waiting = Payable.objects.filter(
        person=person, request__isnull=True, voided_at__isnull=True, amount_fen__gt=F("offset_fen")
    )
    return list(waiting.order_by("-basis_on", "key"))


def samples_of(number: str) -> list[CallSample]:
    """The samples drawn of a batch, newest first."""
    return list(CallSample.objects.filter(batch__number=number).order_by("-pk"))


def asked_in(sample: int) -> list[Asked]:
    """Who is to be called for a sample, and who answered what."""
    rows = SampledPayment.objects.filter(sample=sample).order_by("payment__sequence")
    columns = ("payment__number", "payment__line__person", "payment__amount_fen")
    return [Asked(*row) for row in rows.values_list(*columns, "answer", "answered_at")]


def _held(codes: Sequence[str]) -> dict[tuple[str, str], tuple[int, int]]:
    kinds = [
        *(Money.APPROPRIATION, Money.BUDGET, Money.OVERSPEND),
        *(Money.COMMITTED, Money.SPENT),
    ]
    found = balances(Book.MONEY, kinds, codes)
    return {(one.kind, one.holder): (one.held_fen, one.free_fen) for one in found}


def _waiting_by_fund() -> dict[int, tuple[int, int]]:
    rows = (
        Payable.objects.filter(
            request__isnull=True, voided_at__isnull=True, amount_fen__gt=F("offset_fen")
        )
        .values("fund")
        .annotate(lines=Count("pk"), fen=Sum(F("amount_fen") - F("offset_fen")))
        .order_by("fund")
    )
    return {row["fund"]: (row["lines"], row["fen"]) for row in rows}


def _fund_told(
    fund: Fund, held: Mapping[tuple[str, str], tuple[int, int]], lines: int, fen: int
) -> FundTold:
    def at(place: Money) -> tuple[int, int]:
        return held.get((place.value, fund.code), (0, 0))

    _, left = at(Money.BUDGET)
    overspent = -at(Money.OVERSPEND)[0]
    return FundTold(
        fund,
        given_fen=-at(Money.APPROPRIATION)[0],
        left_fen=max(0, left - overspent),
        committed_fen=at(Money.COMMITTED)[0],
        spent_fen=at(Money.SPENT)[0],
        shortfall_fen=max(0, overspent - left),
        waiting=lines,
        waiting_fen=fen,
    )


def _batch_told(batch: Batch, ends: Sequence[str]) -> BatchTold:
    figures = [getattr(batch, one) for name in ends for one in (name, f"{name}_sum")]
    return BatchTold(batch, batch.request.fund.name, *figures)
