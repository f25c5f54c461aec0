"""Recoveries (追款): what was paid too much and a person decided to ask for, step by step."""

from enum import StrEnum

from django.db import models
from django.db.models.functions import Now

from mianshen.bureau.payout.models.lines import Payable


class RecoveryState(StrEnum):
    """An order waits for an objection to be possible, is objected to, is due, or is closed."""

    NOTIFIED = "notified"
    OBJECTED = "objected"
    DUE = "due"
    CLOSED = "closed"


class Recovery(models.Model):
    """An order to pay back part of a line that was paid; a person opened it, never a program."""

    line = models.ForeignKey(Payable, models.PROTECT, related_name="recoveries")
    amount_fen = models.BigIntegerField()
    basis = models.TextField()
    opened_by = models.TextField()
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    objection_through = models.DateField()
    state = models.TextField(db_default=RecoveryState.NOTIFIED.value)

    class Meta:
        """A program has no name under which it could open one."""

        db_table = "payout_recovery"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount_fen__gt=0), name="payout_recovery_is_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(opened_by__regex=r"^staff:."),
                name="payout_recovery_opened_by_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[*RecoveryState]),
                name="payout_recovery_state_is_known",
            ),
        )

    def __str__(self) -> str:
        return f"recovery:{self.pk}"


class RecoveryStep(models.Model):
    """One act on a recovery: an objection, an instalment agreed, fen repaid, offset or let go."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="steps")
    act = models.TextField()
    amount_fen = models.BigIntegerField(db_default=0)
    day = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now(), editable=False)
    actor = models.TextField()
    second = models.TextField(db_default="")
    note = models.TextField(db_default="")

    class Meta:
        """Acts are added, by people; a write-off has two of them."""

        db_table = "payout_recovery_step"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(actor__regex=r"^(staff|person):."),
                name="payout_recovery_step_by_a_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(act="written_off")
                | (models.Q(second__regex=r"^staff:.") & ~models.Q(second=models.F("actor"))),
                name="payout_recovery_write_off_two_people",
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.amount_fen}"
