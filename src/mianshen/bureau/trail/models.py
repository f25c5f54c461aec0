"""One table of entries; the runtime role may add to it and read it, nothing else."""

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One thing that happened: who did what to what, with the facts of it and no personal data.

    `subject` names a thing by kind and number (`order:17`); `details` holds codes and counts.
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    actor = models.TextField()
    act = models.TextField()
    subject = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        """Found by subject and by time."""

        db_table = "trail_entry"
        indexes = (
            models.Index(fields=["subject", "id"], name="trail_entry_subject"),
            models.Index(fields=["at"], name="trail_entry_at"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.act} {self.subject}"
