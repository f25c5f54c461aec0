"""People by opaque number, and what is known of each but names and numbers."""

from django.db import models

from mianshen.bureau.bitemporal.models import Fact


class Person(models.Model):
    """A person: a number that means nothing by itself. Numbers are never used again."""

    batch = models.BigIntegerField(default=0)

    class Meta:
        """One table."""

        db_table = "registry_person"


class Merge(Fact):
    """Two numbers that turned out to be one person; `known_to` says that it was taken back.

    `actor` is `matching` where the rules found it, else who decided.
    """

    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    into = models.ForeignKey(Person, models.PROTECT, related_name="+")
    actor = models.TextField()
    why = models.TextField()

    class Meta:
        """Each pair once at a time."""

        db_table = "registry_merge"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(gone=models.F("into")), name="registry_merge_two"
            ),
        )


class Description(Fact):
    """Birth date and sex, where the most trusted files agree."""

    person = models.ForeignKey(Person, models.PROTECT, db_constraint=False)
    born = models.DateField(null=True)
    sex = models.TextField(null=True)

    class Meta:
        """Found by person."""

        db_table = "registry_description"


class Membership(Fact):
    """The household a person belongs to, from day to day; `household` is a number of the vault."""

    person = models.ForeignKey(Person, models.PROTECT, db_constraint=False)
    household = models.BigIntegerField(db_index=True)
    source = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """Found by person and by household."""

        db_table = "registry_membership"


class Departure(Fact):
    """Somebody died or moved away on a day; where files disagree, which days there are.

    The last day counts, so that nobody loses care that may have been theirs.
    """

    person = models.ForeignKey(Person, models.PROTECT, db_constraint=False)
    kind = models.TextField()
    day = models.DateField()
    disputed = models.BooleanField(default=False)

    class Meta:
        """Found by person."""

        db_table = "registry_departure"


class Responsibility(Fact):
    """Which region answers for a person, with which pack, on which days."""

    person = models.ForeignKey(Person, models.PROTECT)
    region = models.TextField()
    pack = models.TextField()
    reason = models.TextField(default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """Found by person and by region."""

        db_table = "registry_responsibility"
        indexes = (models.Index(fields=["region"], name="registry_responsible_region"),)
