"""Which people have new facts since they were last assessed, and the moments facts come at."""

from django.db import models


class DirtyMark(models.Model):
    """Something about a person changed with a batch; whoever assesses takes the mark away."""

    person = models.BigIntegerField()
    batch = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """A mark a person and batch; found by the person."""

        db_table = "registry_dirty_mark"
        constraints = (
            models.UniqueConstraint(fields=["person", "batch"], name="registry_dirty_once"),
        )


class Clock(models.Model):
    """One row: the last moment at which facts were stated; whoever holds it states alone."""

    last = models.DateTimeField()

    class Meta:
        """One table."""

        db_table = "registry_clock"
