"""What every table of facts has: when its rows were known, and the file row they come from."""

from django.db import models


class Fact(models.Model):
    """A row that is never changed once written, but for the moment it stopped being known.

    `known_from` is the moment of the batch that stated it, `known_to` that of the one that
    superseded it (none: still known). `place` is the sheet and line of the file of `batch`.
    """

    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)
    batch = models.BigIntegerField(default=0)
    place = models.TextField(default="")

    class Meta:
        """The columns alone; each table is its own."""

        abstract = True


KNOWN_COLUMNS = ("id", "known_from", "known_to", "batch", "place")
"""The columns that say how a fact is known and not what it says."""
