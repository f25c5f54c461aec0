"""The outbox: messages written together with what they tell of, and what became of each."""

from django.db import models
from django.db.models.functions import Now

from mianshen.bureau.sealing.fields import SealedTextField


class Message(models.Model):
    """One message about one event; name, phone and account are looked up when it is sent.

    `key` names the event, so that it is told once. `payee` is the registry's number of who hears
    it, or an organisation. `text` is what was sent, kept once it was; it holds no more than a sum,
    days and the last digits of a card.
    """

    key = models.TextField(unique=True)
    kind = models.TextField()
    person = models.BigIntegerField()
    payee = models.TextField()
    fund = models.TextField()
    account = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    basis_on = models.DateField()
    settled_on = models.DateField(null=True)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(db_default=0)
    sent_at = models.DateTimeField(null=True)
    text = models.TextField(db_default="")
    reference = models.TextField(db_default="")
    given_up_at = models.DateTimeField(null=True)
    why = models.TextField(db_default="")
    delivered = models.BooleanField(null=True)
    receipt_at = models.DateTimeField(null=True)

    class Meta:
        """Found by what waits and by the gateway's reference."""

        db_table = "notice_message"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(given_up_at__isnull=True),
                name="notice_message_sent_or_given_up",
            ),
            models.CheckConstraint(
                condition=models.Q(delivered__isnull=True) | models.Q(sent_at__isnull=False),
                name="notice_message_delivered_was_sent",
            ),
        )
        indexes = (
            models.Index(
                fields=["id"],
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="notice_message_waiting",
            ),
            models.Index(fields=["reference"], name="notice_message_reference"),
        )

    def __str__(self) -> str:
        return self.key


class DocumentSeries(models.Model):
    """A run of document numbers: an office's prefix, a kind of document, a year."""

    prefix = models.TextField()
    kind = models.TextField()
    year = models.IntegerField()
    last = models.IntegerField(db_default=0)

    class Meta:
        """Each run once."""

        db_table = "notice_document_series"
        constraints = (
            models.UniqueConstraint(
                fields=["prefix", "kind", "year"], name="notice_document_series_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.prefix}{self.kind}〔{self.year}〕"


class Document(models.Model):
    """A number given to a document of something, with its page as it was issued, sealed.

    `about` is the thing whose page lists it (`order:5`), `region` where that is; those numbered
    before pages were kept have none.
    """

    series = models.ForeignKey(DocumentSeries, models.PROTECT, related_name="documents")
    place = models.IntegerField()
    subject = models.TextField()
    sha256 = models.TextField()
    page = SealedTextField(null=True)
    about = models.TextField(db_default="")
    region = models.TextField(db_default="")
    issued_by = models.TextField()
    issued_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """A number once, and one document of a kind for each subject and year."""

        db_table = "notice_document"
        constraints = (
            models.UniqueConstraint(fields=["series", "place"], name="notice_document_number_once"),
            models.UniqueConstraint(
                fields=["series", "subject"], name="notice_document_subject_once"
            ),
        )
        indexes = (
            models.Index(fields=["about"], name="notice_document_about"),
            models.Index(fields=["region", "id"], name="notice_document_region"),
        )

    def __str__(self) -> str:
        return f"{self.series}{self.place}号"
