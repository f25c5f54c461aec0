"""Who is paid for a person, and into which account; a change of account takes two people."""

from django.db import models
from django.db.models import F, Q

from mianshen.bureau.bitemporal.models import Fact
from mianshen.bureau.registry.models.people import Person
from mianshen.bureau.registry.models.vault import Value


class Payee(Fact):
    """Who receives a person's money: themselves, a guardian, the head of household, an heir …

    `relation` is the word for it (本人, 监护人, 户主, 供养机构, 继承人); `mandate` names the
    paper that proves it.
    """

    person = models.ForeignKey(Person, models.PROTECT)
    relation = models.TextField()
    payee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.TextField(default="")
    mandate = models.TextField(default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """Found by person."""

        db_table = "registry_payee"


class Account(models.Model):
    """A bank account of a person's payee; it is used once a second person has confirmed it.

    `naming` is how the file names them that states it: the account goes with whom that means, and
    has no person while that is in doubt.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True)
    naming = models.BigIntegerField(null=True, db_index=True)
    number = models.ForeignKey(Value, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Value, models.PROTECT, related_name="+")
    bank = models.TextField(default="")
    proof = models.TextField(default="")
    proposed_by = models.TextField()
    proposed_at = models.DateTimeField()
    confirmed_by = models.TextField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """One account in use for each person; never proposed and confirmed by the same."""

        db_table = "vault_account"
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="vault_account_two_people",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(confirmed_at__isnull=False, closed_at__isnull=True),
                name="vault_account_one_in_use",
            ),
        )
