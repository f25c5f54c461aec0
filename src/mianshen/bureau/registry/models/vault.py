"""The vault: every name and number once, sealed, with the index that finds it; who is meant by it.

No table outside the vault holds a name or a number. Rows here and people are never deleted, and
who points to one has just read its number: the database is not asked again, a dozen times a row.
"""

from django.db import models

from mianshen.bureau.bitemporal.models import Fact
from mianshen.bureau.sealing.fields import SealedTextField


class Value(models.Model):
    """A name, number, household number, account or phone, sealed; equal ones are one row.

    `kind` says what it is (`certno`, `psn_no`, `name`, `household`, `account`, `phone`).
    """

    kind = models.TextField()
    index = models.BinaryField()
    sealed = SealedTextField()

    class Meta:
        """Found by kind and blind index."""

        db_table = "vault_value"
        constraints = (models.UniqueConstraint(fields=["kind", "index"], name="vault_value_once"),)


class Naming(models.Model):
    """One way in which files name somebody: number, person number, name and birth date together.

    Rows of files hold the number of a naming; whom it means is a `Resolution`, which can change.
    `is_sound` says that its number proves itself and nothing beside it speaks otherwise;
    `card_born` and `card_sex` are what its number prints. `letters` and `former_letters` are the
    blind indexes of the letters of its names in any order, `beginning` that of the first digits of
    a number that is not sound: by these, numbers and days others are found who may be the same.
    """

    spelling = models.BinaryField(unique=True)
    certno = models.ForeignKey(
        Value, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    psn_no = models.ForeignKey(
        Value, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    name = models.ForeignKey(
        Value, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    former_name = models.ForeignKey(
        Value, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    born = models.DateField(null=True)
    cert_type = models.TextField(null=True)
    is_sound = models.BooleanField()
    card_born = models.DateField(null=True)
    card_sex = models.TextField(null=True)
    letters = models.BigIntegerField(null=True)
    former_letters = models.BigIntegerField(null=True)
    beginning = models.BigIntegerField(null=True)

    class Meta:
        """Found by the digest of its spelling and by what others may share, where it has that."""

        db_table = "vault_naming"
        indexes = (
            models.Index(
                fields=["id"], condition=models.Q(is_sound=False), name="vault_naming_unsound"
            ),
            models.Index(fields=["letters"], name="vault_naming_letters"),
            models.Index(fields=["card_born"], name="vault_naming_card_born"),
            # Most namings have none of these.
            models.Index(
                fields=["psn_no"],
                condition=models.Q(psn_no__isnull=False),
                name="vault_naming_psn_no",
            ),
            models.Index(
                fields=["former_letters"],
                condition=models.Q(former_letters__isnull=False),
                name="vault_naming_former",
            ),
            models.Index(
                fields=["beginning"],
                condition=models.Q(beginning__isnull=False),
                name="vault_naming_beginning",
            ),
            models.Index(
                fields=["born"],
                condition=models.Q(is_sound=False, born__isnull=False),
                name="vault_naming_born",
            ),
        )


class Mention(models.Model):
    """A kind of file of a source that names somebody so; `rank` 0 is the most trusted kind.

    The database keeps no index by `id`: none is ever asked for by it.
    """

    naming = models.ForeignKey(Naming, models.PROTECT, db_index=False, db_constraint=False)
    role = models.TextField()
    source = models.TextField()
    rank = models.SmallIntegerField()
    sex = models.TextField(default="")

    class Meta:
        """Each kind and source once; those beside rosters found by themselves."""

        db_table = "vault_mention"
        indexes = (
            models.Index(
                fields=["rank"], condition=~models.Q(role="rosters"), name="vault_mention_beside"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["naming", "role", "source", "rank", "sex"], name="vault_mention_once"
            ),
        )


class Resolution(Fact):
    """Whom a naming means: a person, or none while that is in doubt, with the reason of the doubt.

    `candidates` are people it may mean, each with score and evidence, most likely first.
    """

    naming = models.ForeignKey(Naming, models.PROTECT, db_constraint=False)
    person = models.ForeignKey("Person", models.PROTECT, null=True, db_constraint=False)
    reason = models.TextField(default="")
    candidates = models.JSONField(default=list)

    class Meta:
        """One at a time for each naming; the doubtful ones found by themselves."""

        db_table = "registry_resolution"
        indexes = (
            models.Index(
                fields=["naming"],
                condition=models.Q(known_to__isnull=True)
                & (models.Q(person__isnull=True) | ~models.Q(reason="")),
                name="registry_resolution_doubt",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["naming"],
                condition=models.Q(known_to__isnull=True),
                name="registry_resolution_one",
            ),
        )


class Decision(Fact):
    """What a person decided about a naming: it means this person, or someone of their own (none).

    A decision stands against every rule until it is taken back.
    """

    naming = models.ForeignKey(Naming, models.PROTECT)
    person = models.ForeignKey("Person", models.PROTECT, null=True)
    actor = models.TextField()
    why = models.TextField()
    merge = models.ForeignKey("Merge", models.PROTECT, null=True)

    class Meta:
        """One at a time for each naming."""

        db_table = "registry_decision"
        constraints = (
            models.UniqueConstraint(
                fields=["naming"],
                condition=models.Q(known_to__isnull=True),
                name="registry_decision_one",
            ),
        )
