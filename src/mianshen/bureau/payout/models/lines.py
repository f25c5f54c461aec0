"""Approved lines on their way to a card, the requests that ask for their money, open tasks."""

from enum import StrEnum

from django.db import models
from django.db.models.functions import Now

from mianshen.bureau.payout.models.funds import Fund


class RequestState(StrEnum):
    """How far a request for money is (用款申请 → 财政审核 → 资金到账), or that it came back."""

    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    ARRIVED = "arrived"
    RETURNED = "returned"


class FundRequest(models.Model):
    """A request to the treasury (用款申请) for the lines of one fund: declared count and sum."""

    number = models.TextField(unique=True)
    fund = models.ForeignKey(Fund, models.PROTECT)
    approval = models.TextField(db_default="")
    declared_count = models.IntegerField()
    declared_fen = models.BigIntegerField()
    state = models.TextField(db_default=RequestState.SUBMITTED.value)

    class Meta:
        """States are known ones; what was declared does not change."""

        db_table = "payout_request"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=[*RequestState]), name="payout_request_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(declared_count__gt=0, declared_fen__gt=0),
                name="payout_request_asks_for_something",
            ),
        )

    def __str__(self) -> str:
        return self.number


class RequestStep(models.Model):
    """One step of a request: what, when, who, and why where it was sent back."""

    request = models.ForeignKey(FundRequest, models.PROTECT, related_name="steps")
    step = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    actor = models.TextField()
    note = models.TextField(db_default="")

    class Meta:
        """Each step once: a request that came back is made anew."""

        db_table = "payout_request_step"
        constraints = (
            models.UniqueConstraint(fields=["request", "step"], name="payout_request_step_once"),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d %H:%M} {self.actor}"


class Payable(models.Model):
    """One approved line of an order: so many fen for a person out of a fund.

    `person` is the registry's opaque number, `payee` who receives it (the same number, or another
    person or an organisation as the registry names them). `offset_fen` is what a person agreed to
    have taken off for an earlier overpayment. Where its fen are is told by the ledger.
    """

    key = models.TextField()
    person = models.BigIntegerField()
    payee = models.TextField()
    programme = models.TextField()
    event = models.TextField()
    amount_fen = models.BigIntegerField()
    offset_fen = models.BigIntegerField(db_default=0)
    fund = models.ForeignKey(Fund, models.PROTECT)
    basis_on = models.DateField()
    accepted_at = models.DateTimeField(db_default=Now(), editable=False)
    request = models.ForeignKey(
        FundRequest, models.PROTECT, null=True, related_name="lines", db_index=False
    )
    voided_at = models.DateTimeField(null=True)

    class Meta:
        """Each key once; positive amounts; no more is offset than is due."""

        db_table = "payout_payable"
        constraints = (
            models.UniqueConstraint(fields=["key"], name="payout_payable_key_once"),
            models.CheckConstraint(
                condition=models.Q(amount_fen__gt=0), name="payout_payable_is_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(offset_fen__gte=0, offset_fen__lte=models.F("amount_fen")),
                name="payout_payable_offset_is_part_of_it",
            ),
        )
        indexes = (
            models.Index(
                fields=["fund", "basis_on", "key"],
                condition=models.Q(request__isnull=True, voided_at__isnull=True),
                name="payout_payable_waiting",
            ),
            models.Index(fields=["request"], name="payout_payable_request"),
            models.Index(fields=["person"], name="payout_payable_person"),
            models.Index(
                fields=["request"],
                condition=models.Q(voided_at__isnull=False),
                name="payout_payable_voided",
            ),
        )

    def __str__(self) -> str:
        return self.key


class Task(models.Model):
    """Something a person has to see to before a line can be paid: no account, death, 退票.

    `account` is the one looked at: a differing name that somebody accepted is accepted for it.
    """

    kind = models.TextField()
    line = models.ForeignKey(Payable, models.PROTECT, related_name="tasks")
    payment = models.TextField(db_default="")
    account = models.BigIntegerField(null=True)
    why = models.TextField(db_default="")
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    done_at = models.DateTimeField(null=True)
    done_by = models.TextField(null=True)
    note = models.TextField(db_default="")

    class Meta:
        """One open task per line; what is done was done by somebody."""

        db_table = "payout_task"
        constraints = (
            models.UniqueConstraint(
                fields=["line"],
                condition=models.Q(done_at__isnull=True),
                name="payout_task_one_open_per_line",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | models.Q(done_by__isnull=False),
                name="payout_task_was_done_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.line_id}"
