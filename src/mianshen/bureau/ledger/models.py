"""Accounts and transfers; balances are kept by the database itself, from the transfers alone."""

from enum import StrEnum

from django.db import models
from django.db.models.functions import Now


class Book(StrEnum):
    """Money that is owed and money that is held are counted in books of their own."""

    CLAIMS = "claims"
    MONEY = "money"


class Phase(StrEnum):
    """What a transfer does: move at once, set aside, carry out what was set aside, or undo it."""

    POSTED = "posted"
    PENDING = "pending"
    POST = "post"
    VOID = "void"


class Account(models.Model):
    """One place where fen can be: a kind (a state of a claim, a fund's cash) of one holder.

    Sums are in fen. What an account holds is credits − debits posted; what it can still give is
    that less its pending debits. Only an account at the border of the book (`is_border`: where
    fen come from and go to) may give more than it holds.
    """

    book = models.TextField()
    kind = models.TextField()
    holder = models.TextField()
    is_border = models.BooleanField(db_default=False)
    debits_posted_fen = models.BigIntegerField(db_default=0, editable=False)
    credits_posted_fen = models.BigIntegerField(db_default=0, editable=False)
    debits_pending_fen = models.BigIntegerField(db_default=0, editable=False)
    credits_pending_fen = models.BigIntegerField(db_default=0, editable=False)

    class Meta:
        """One account per kind and holder; never overdrawn."""

        db_table = "ledger_account"
        constraints = (
            models.UniqueConstraint(
                fields=["book", "kind", "holder"], name="ledger_account_is_one_of_its_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(book__in=[*Book]), name="ledger_account_is_in_a_book"
            ),
            models.CheckConstraint(
                condition=models.Q(is_border=True)
                | models.Q(
                    credits_posted_fen__gte=models.F("debits_posted_fen")
                    + models.F("debits_pending_fen")
                ),
                name="ledger_account_is_not_overdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(debits_pending_fen__gte=0, credits_pending_fen__gte=0),
                name="ledger_account_pending_is_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.book}/{self.kind}/{self.holder}"


class Transfer(models.Model):
    """An amount moved from one account (debit) to another (credit) of the same book, for a reason.

    `key` is the sender's name for it: the same key is the same transfer, however often it is sent.
    A transfer that carries out or undoes a pending one names it in `resolves`, once.
    """

    key = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_constraint=False)
    credit = models.ForeignKey(
        Account, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    amount_fen = models.BigIntegerField()
    phase = models.TextField()
    resolves = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="resolution", db_constraint=False
    )
    reason = models.TextField()
    subject = models.TextField(blank=True)

    class Meta:
        """Each key once; positive amounts between two accounts; only a resolution resolves.

        No index that nothing asks for: each is written with every transfer. That accounts and what
        is resolved are there is seen to where balances are kept, for all rows at once.
        """

        db_table = "ledger_transfer"
        constraints = (
            models.UniqueConstraint(fields=["key"], name="ledger_transfer_key_once"),
            models.CheckConstraint(
                condition=models.Q(amount_fen__gt=0), name="ledger_transfer_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(debit=models.F("credit")),
                name="ledger_transfer_has_two_accounts",
            ),
            models.CheckConstraint(
                condition=models.Q(phase__in=["posted", "pending"], resolves__isnull=True)
                | models.Q(phase__in=["post", "void"], resolves__isnull=False),
                name="ledger_transfer_resolves_or_not",
            ),
        )
        indexes = (models.Index(fields=["at"], name="ledger_transfer_at"),)

    def __str__(self) -> str:
        return f"{self.phase} {self.amount_fen} fen, {self.reason}"
