"""Lines that two people gave up before they were paid: on what ground, and taken up again when."""

from enum import StrEnum

from django.db import models
from django.db.models.functions import Now

from mianshen.bureau.payout.models.lines import Payable


class Ground(StrEnum):
    """Why a line is given up: 差错, 本人放弃, or 无人承领 (nobody is left to be paid)."""

    WRONG = "wrong"
    DECLINED = "declined"
    NOBODY = "nobody"


class Voiding(models.Model):
    """One line given up by two people; `version` is the one of its line of assessment then."""

    line = models.OneToOneField(Payable, models.PROTECT, related_name="voiding")
    ground = models.TextField()
    reason = models.TextField()
    by = models.TextField()
    second = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.BigIntegerField(null=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.TextField(null=True)
    reopened_why = models.TextField(db_default="")

    class Meta:
        """A known ground; two people; what was taken up was so by somebody."""

        db_table = "payout_voiding"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ground__in=[*Ground]), name="payout_voiding_ground_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(by=models.F("second")), name="payout_voiding_two_people"
            ),
            models.CheckConstraint(
                condition=models.Q(reopened_at__isnull=True) | models.Q(reopened_by__isnull=False),
                name="payout_voiding_reopened_by_somebody",
            ),
        )
        indexes = (
            models.Index(
                fields=["ground"],
                condition=models.Q(reopened_at__isnull=True),
                name="payout_voiding_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.ground} {self.line_id}"
