"""Systems that may send deliveries in, each known by a token of which only the digest is kept."""

from django.db import models
from django.db.models.functions import Now


class Sender(models.Model):
    """A system that sends deliveries of one source of one profile, until its token is ended.

    `digest` is the SHA-256 of 256 random bits, which nobody can guess back.
    """

    profile = models.TextField()
    source = models.TextField()
    name = models.TextField()
    digest = models.BinaryField(unique=True)
    made_by = models.TextField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Found by its digest; never given back once ended."""

        db_table = "api_sender"

    def __str__(self) -> str:
        return f"sender:{self.pk}"
