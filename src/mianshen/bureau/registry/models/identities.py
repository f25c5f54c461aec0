"""What departments state of people, delivery by delivery, and the days that follow from it."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from mianshen.bureau.bitemporal.models import Fact
from mianshen.bureau.registry.models.people import Person


class Roster(Fact):
    """A roster was delivered for a period; who is missing from a whole one is off it.

    `is_partial` is what somebody decided of a list with too many missing.
    """

    source = models.TextField()
    period_first = models.DateField()
    period_last = models.DateField()
    is_whole = models.BooleanField()
    mass_exit_percent = models.SmallIntegerField()
    grace_days = models.SmallIntegerField(default=0)
    rows = models.IntegerField()
    is_partial = models.BooleanField(null=True)

    class Meta:
        """Found by source."""

        db_table = "registry_roster"
        indexes = (models.Index(fields=["source"], name="registry_roster_source"),)


class Listing(Fact):
    """One row of a roster or of a table of people, as stated; whom it means is in the vault.

    `kept` says that the row could not be used: absence from that list says nothing about whom it
    may mean. `attributes` are name, kind and value; `household` is a number of the vault; `word` is
    how the source spells the identity.
    """

    naming = models.BigIntegerField(db_index=True)
    role = models.TextField()
    source = models.TextField()
    period_first = models.DateField(null=True)
    period_last = models.DateField(null=True)
    identity = models.TextField(null=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    recognised = models.DateField(null=True)
    office = models.TextField(default="")
    document = models.TextField(default="")
    ends = models.BooleanField(default=False)
    died = models.DateField(null=True)
    moved = models.DateField(null=True)
    household = models.BigIntegerField(null=True)
    attributes = models.JSONField(default=list)
    kept = models.BooleanField(default=False)
    word = models.TextField(default="", db_default="")

    class Meta:
        """Found by naming, by source and period, by batch; rows kept unread by themselves."""

        db_table = "registry_listing"
        indexes = (
            models.Index(fields=["source", "period_first"], name="registry_listing_period"),
            # Rows of a batch lie together.
            BrinIndex(fields=["batch"], name="registry_listing_batch"),
            models.Index(
                fields=["naming"],
                condition=models.Q(kept=True, known_to__isnull=True),
                name="registry_listing_kept",
            ),
        )


class Identity(Fact):
    """A class a person belongs to from one day through another, and why it begins and ends.

    `start_reason`: `stated`, `listed` (from the list's period). `end_reason`: `stated`,
    `off_list`, `ended` (a row of changes), `died`, `moved`. Through `grace_until` aid goes on.
    """

    person = models.ForeignKey(Person, models.PROTECT, db_constraint=False)
    identity = models.TextField()
    source = models.TextField()
    office = models.TextField(default="")
    document = models.TextField(default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recognised = models.DateField(null=True)
    confirmed = models.BooleanField(default=True)
    start_reason = models.TextField(default="")
    end_reason = models.TextField(default="")
    grace_until = models.DateField(null=True)

    class Meta:
        """Found by person, by class, and by the list on which what goes on rests."""

        db_table = "registry_identity"
        indexes = (
            models.Index(fields=["identity"], name="registry_identity_class"),
            models.Index(
                fields=["source", "person"],
                condition=models.Q(known_to__isnull=True, valid_to__isnull=True),
                name="registry_identity_resting",
            ),
        )


class Attribute(Fact):
    """A stated fact of a person (income, grade of a card …) and the days it covers.

    `kind` is `number` (an exact fraction), `text` or `truth`.
    """

    person = models.ForeignKey(Person, models.PROTECT, db_constraint=False)
    name = models.TextField()
    kind = models.TextField()
    value = models.TextField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        """Found by person."""

        db_table = "registry_attribute"
