"""What one person proposes and a second one has to agree to: 作废 of a line, 核销 of a recovery."""

from enum import StrEnum

from django.db import models
from django.db.models.functions import Now


class ProposedAct(StrEnum):
    """What takes two people; the subject is the key of a line, or the number of a recovery."""

    VOID_LINE = "void_line"
    WRITE_OFF = "write_off"


class Proposal(models.Model):
    """An act that waits for a second person, with the reason of the first.

    `ground` is why a line is voided, as `Ground` names it; other acts have none.
    """

    act = models.TextField()
    subject = models.TextField()
    reason = models.TextField()
    ground = models.TextField(db_default="")
    by = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)

    class Meta:
        """One open for each subject; whoever proposed does not agree."""

        db_table = "payout_proposal"
        constraints = (
            models.UniqueConstraint(
                fields=["act", "subject"],
                condition=models.Q(decided_by__isnull=True),
                name="payout_proposal_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=[*ProposedAct]), name="payout_proposal_act_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(is_agreed__isnull=True)
                | models.Q(is_agreed=False)
                | ~models.Q(by=models.F("decided_by")),
                name="payout_proposal_two_people",
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"
