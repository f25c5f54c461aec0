"""Payees called to hear whether the money came: a sample by a recorded seed, and the answers."""

from django.db import models
from django.db.models.functions import Now

from mianshen.bureau.payout.models.batches import Batch, Payment


class CallSample(models.Model):
    """A random sample of the payments of a batch; anyone can draw it again from seed and size."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="samples")
    seed = models.BigIntegerField()
    size = models.IntegerField()
    drawn_from = models.IntegerField()
    drawn_by = models.TextField()
    drawn_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """Added once."""

        db_table = "payout_sample"

    def __str__(self) -> str:
        return f"sample:{self.pk}"


class SampledPayment(models.Model):
    """One payment of a sample and what its payee said."""

    sample = models.ForeignKey(CallSample, models.PROTECT, related_name="payments")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="+")
    answer = models.TextField(null=True)
    answered_at = models.DateTimeField(null=True)
    asked_by = models.TextField(null=True)

    class Meta:
        """Each payment once in a sample."""

        db_table = "payout_sampled_payment"
        constraints = (
            models.UniqueConstraint(
                fields=["sample", "payment"], name="payout_sampled_payment_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.payment_id} {self.answer}"
