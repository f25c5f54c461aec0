"""One table of acts that wait for a second person, whichever app does them then."""

from django.db import models
from django.db.models.functions import Now


class Proposal(models.Model):
    """An act that waits for a second person, with the reason of the first.

    `subject` names what it is done to as the app that does it spells it; `details` are codes,
    numbers and amounts it needs, never anything that names somebody.
    """

    act = models.TextField()
    subject = models.TextField()
    reason = models.TextField()
    details = models.JSONField(default=dict)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)

    class Meta:
        """One open for each act and subject; whoever proposed does not agree."""

        db_table = "proposals_proposal"
        constraints = (
            models.UniqueConstraint(
                fields=["act", "subject"],
                condition=models.Q(decided_by__isnull=True),
                name="proposals_proposal_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(is_agreed__isnull=True)
                | models.Q(is_agreed=False)
                | ~models.Q(by=models.F("decided_by")),
                name="proposals_proposal_two_people",
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"
