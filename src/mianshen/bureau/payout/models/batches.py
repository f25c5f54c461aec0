"""Batches as handed to a bank, each payment in them, and every line of what the bank sent back."""

from enum import StrEnum

from django.db import models
from django.db.models.functions import Now

from mianshen.bureau.payout.models.lines import FundRequest, Payable


class Outcome(StrEnum):
    """What became of a payment: `returned` was paid first, `cancelled` never left the house."""

    PAID = "paid"
    REFUSED = "refused"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class Batch(models.Model):
    """Payments that go to a bank in one file; what it declares is checked by the database.

    `checked_on` is the day on which accounts and deaths were looked at, `sha256` the file's digest
    once it was written: the same batch is always the same bytes.
    """

    number = models.TextField(unique=True)
    request = models.ForeignKey(FundRequest, models.PROTECT, related_name="batches")
    bank = models.TextField()
    declared_count = models.IntegerField()
    declared_fen = models.BigIntegerField()
    made_by = models.TextField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    checked_on = models.DateField()
    sealed_at = models.DateTimeField(null=True)
    sha256 = models.TextField(db_default="")
    sent_by = models.TextField(null=True)
    sent_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        """What was sent was sealed, by a second person; what was sent is not cancelled."""

        db_table = "payout_batch"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(declared_count__gt=0, declared_fen__gt=0),
                name="payout_batch_pays_something",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True)
                | models.Q(
                    sealed_at__isnull=False, sent_by__isnull=False, cancelled_at__isnull=True
                ),
                name="payout_batch_sent_was_sealed",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_by__isnull=True) | ~models.Q(sent_by=models.F("made_by")),
                name="payout_batch_two_people",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Payment(models.Model):
    """One attempt to pay one line, under a number of its own.

    `account` is the registry's number of the account in use when the batch was made; name and
    number themselves are in the vault alone.
    """

    number = models.TextField()
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="payments", db_index=False)
    line = models.ForeignKey(Payable, models.PROTECT, related_name="payments")
    sequence = models.IntegerField()
    amount_fen = models.BigIntegerField()
    account = models.BigIntegerField()
    outcome = models.TextField(null=True)
    code = models.TextField(db_default="")
    reason = models.TextField(db_default="")
    settled_on = models.DateField(null=True)
    bank_reference = models.TextField(db_default="")

    class Meta:
        """At most one payment of a line is on its way or paid: nobody is paid twice.

        Batches are found by the index of their order.
        """

        db_table = "payout_payment"
        constraints = (
            models.UniqueConstraint(fields=["number"], name="payout_payment_number_once"),
            models.UniqueConstraint(fields=["batch", "sequence"], name="payout_payment_in_order"),
            models.UniqueConstraint(
                fields=["line"],
                condition=models.Q(outcome__isnull=True) | models.Q(outcome="paid"),
                name="payout_payment_one_per_line",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_fen__gt=0), name="payout_payment_is_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__isnull=True) | models.Q(outcome__in=[*Outcome]),
                name="payout_payment_outcome_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.number


class ReturnFile(models.Model):
    """A file that the bank sent back for a batch; the same bytes are the same file."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="returns")
    sha256 = models.TextField(unique=True)
    name = models.TextField()
    received_at = models.DateTimeField(db_default=Now(), editable=False)
    received_by = models.TextField()
    lines = models.IntegerField()

    class Meta:
        """Added once, kept as it came."""

        db_table = "payout_return_file"

    def __str__(self) -> str:
        return self.name


class ReturnLine(models.Model):
    """What one line of a return file says of a payment; `effect` is what it changed."""

    file = models.ForeignKey(ReturnFile, models.PROTECT, related_name="+", db_constraint=False)
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    place = models.TextField()
    outcome = models.TextField()
    effect = models.TextField()
    code = models.TextField(db_default="")
    reason = models.TextField(db_default="")

    class Meta:
        """Every line of every file is kept, also those that changed nothing.

        Lines are added by a join with their payments, under a file that is there: nothing is asked
        again row by row.
        """

        db_table = "payout_return_line"

    def __str__(self) -> str:
        return f"{self.place} {self.outcome}"
