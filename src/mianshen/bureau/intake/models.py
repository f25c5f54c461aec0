"""The tables of intake: files as they came, batches and where they are, every row of every file."""

from django.db import models

from mianshen.bureau.intake.states import ENDED, State
from mianshen.bureau.sealing.fields import SealedTextField


class File(models.Model):
    """A file as it came, by the hash of its content; its bytes are kept sealed in pieces."""

    sha256 = models.TextField(unique=True)
    bytes = models.BigIntegerField()

    class Meta:
        """Once for each content."""

        db_table = "intake_file"


class Piece(models.Model):
    """A piece of a file, sealed for its file and place in it."""

    file = models.ForeignKey(File, models.PROTECT)
    number = models.IntegerField()
    sealed = models.BinaryField()

    class Meta:
        """Each piece once."""

        db_table = "intake_piece"
        constraints = (
            models.UniqueConstraint(fields=["file", "number"], name="intake_piece_once"),
        )


class Batch(models.Model):
    """One delivery of a source for a period, and what became of it.

    `way` is how it came (`upload`, `desk`, `folder`, `push`, `pull`). `account` counts its records
    by kind, `difference` whom it brings, drops and changes, `drift` what columns and words it has
    that the one before had not; `problems` is why it was refused. `is_partial` is what somebody
    decided about a list with too many missing. `replaced_by` is a later delivery of the same list.
    """

    profile = models.TextField()
    source = models.TextField()
    role = models.TextField()
    name = models.TextField()
    file = models.ForeignKey(File, models.PROTECT)
    period_first = models.DateField(null=True)
    period_last = models.DateField(null=True)
    way = models.TextField()
    received_at = models.DateTimeField()
    received_by = models.TextField()
    state = models.TextField(default=State.RECEIVED.value)
    is_zero_report = models.BooleanField(default=False)
    header = models.JSONField(default=list)
    words = models.JSONField(default=dict)
    drift = models.JSONField(default=dict)
    account = models.JSONField(default=dict)
    difference = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    is_partial = models.BooleanField(null=True)
    decided_by = models.TextField(default="")
    decided_why = models.TextField(default="")
    applied_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        """Found by source and period; one open or applied delivery for each content of a period."""

        db_table = "intake_batch"
        indexes = (
            models.Index(fields=["source", "period_first"], name="intake_batch_period"),
            models.Index(fields=["state"], name="intake_batch_state"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["profile", "source", "period_first", "file"],
                condition=~models.Q(state__in=[one.value for one in ENDED]),
                nulls_distinct=False,
                name="intake_batch_once",
            ),
        )

    def __str__(self) -> str:
        return f"batch:{self.pk} {self.name} ({self.state})"


class Row(models.Model):
    """One row of data of a batch: where it stands, where it ended, and by what it is compared.

    `who` and `said` are blind indexes of whom (or which settlement) it is about and of what it
    says; `naming` is the registry's number of how it names somebody, once applied.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, db_index=False, db_constraint=False)
    place = models.TextField()
    state = models.TextField()
    who = models.BinaryField(null=True)
    said = models.BinaryField(null=True)
    naming = models.BigIntegerField(null=True)

    class Meta:
        """Each row once."""

        db_table = "intake_row"
        constraints = (models.UniqueConstraint(fields=["batch", "place"], name="intake_row_once"),)


class Contact(models.Model):
    """Where a list says that somebody is found: township, village, and the vault's phone."""

    batch = models.ForeignKey(Batch, models.PROTECT, db_index=False, db_constraint=False)
    naming = models.BigIntegerField(db_index=True)
    township = models.TextField()
    village = models.TextField()
    phone = models.BigIntegerField(null=True)

    class Meta:
        """Each naming of a list once."""

        db_table = "intake_contact"
        constraints = (
            models.UniqueConstraint(fields=["batch", "naming"], name="intake_contact_once"),
        )


class Repair(models.Model):
    """A cell that was not taken as written; personal texts are masked."""

    batch = models.ForeignKey(Batch, models.PROTECT)
    place = models.TextField()
    field = models.TextField()
    rule = models.TextField()
    before = models.TextField()
    after = models.TextField()

    class Meta:
        """Found by batch."""

        db_table = "intake_repair"


class Quarantine(models.Model):
    """A row that cannot be used yet: codes and places of its problems; the values are sealed."""

    batch = models.ForeignKey(Batch, models.PROTECT)
    place = models.TextField()
    codes = models.JSONField(default=list)
    problems = SealedTextField()

    class Meta:
        """Each row once."""

        db_table = "intake_quarantine"
        constraints = (
            models.UniqueConstraint(fields=["batch", "place"], name="intake_quarantine_once"),
        )


class Correction(models.Model):
    """A cell that somebody mended, with a second person's consent; without a column: leave out.

    The latest correction of a cell holds.
    """

    batch = models.ForeignKey(Batch, models.PROTECT)
    place = models.TextField()
    column = models.TextField()
    text = SealedTextField()
    why = models.TextField()
    by = models.TextField()
    checked_by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """Two people."""

        db_table = "intake_correction"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(by=models.F("checked_by")), name="intake_correction_two_people"
            ),
        )


class Proposal(models.Model):
    """What one person wants to write into a row that waits, until a second one agrees or not.

    `cells` are texts by column, sealed; none of them: the row is left out.
    """

    batch = models.ForeignKey(Batch, models.PROTECT)
    place = models.TextField()
    cells = SealedTextField()
    why = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()
    decided_by = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)

    class Meta:
        """One open for each row; whoever proposed does not agree."""

        db_table = "intake_proposal"
        constraints = (
            models.UniqueConstraint(
                fields=["batch", "place"],
                condition=models.Q(decided_by__isnull=True),
                name="intake_proposal_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(is_agreed__isnull=True)
                | models.Q(is_agreed=False)
                | ~models.Q(by=models.F("decided_by")),
                name="intake_proposal_two_people",
            ),
        )
