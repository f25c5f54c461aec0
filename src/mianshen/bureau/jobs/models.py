"""What was done by itself: each thing that a rhythm asks for once, and what came of it."""

from django.db import models


class Run(models.Model):
    """A thing due in a district, named by its kind and key; ended, or why it did not.

    `told` are counts. One that was killed is begun again: what a job does twice it does once.
    """

    profile = models.TextField()
    kind = models.TextField()
    key = models.TextField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told = models.JSONField(default=dict)
    fault = models.TextField(db_default="")

    class Meta:
        """Each once; one that ended has no fault."""

        db_table = "jobs_run"
        constraints = (
            models.UniqueConstraint(fields=["profile", "kind", "key"], name="jobs_run_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(fault=""),
                name="jobs_run_ended_without_fault",
            ),
        )

    def __str__(self) -> str:
        return f"{self.profile} {self.kind} {self.key}"
