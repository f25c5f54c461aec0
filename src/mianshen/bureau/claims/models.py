"""The tables of claims: no name and no number in them, only opaque numbers of the registry."""

from django.db import models

from mianshen.bureau.bitemporal.models import Fact
from mianshen.bureau.sealing.fields import SealedTextField
from mianshen.standards.fields import FIELDS, Kind

VAULT_FIELDS = frozenset(("psn_no", "psn_name", "psn_cert_type", "certno", "brdy"))
"""National fields that say who somebody is; they stay in the vault, under the naming."""

NATIONAL_FIELDS = tuple(field for field in FIELDS if field.name not in VAULT_FIELDS)
"""The national fields that a settlement keeps as columns."""


class Claimed(Fact):
    """A fact about somebody: `naming` is how the file names them, `person` whom that means now.

    Without a person the row waits until somebody has said whose it is.
    """

    naming = models.BigIntegerField(db_index=True)
    person = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        """The columns alone."""

        abstract = True


class Settlement(Claimed):
    """One version of a settlement as delivered, in the national fields; amounts are whole fen.

    `extra` are unknown columns that the calculator reads; all others are kept sealed in `unread`.
    Versions with one `digest` say the same.
    """

    extra = models.JSONField(default=dict)
    unread = SealedTextField(null=True)
    digest = models.BinaryField()

    class Meta:
        """Found by its number, by the one it takes back, by naming and by person."""

        db_table = "claims_settlement"
        indexes = (
            models.Index("setl_id", name="claims_settlement_number"),
            models.Index("init_setl_id", name="claims_settlement_takes_back"),
        )


def _column(kind: Kind) -> "models.Field":
    match kind:
        case Kind.MONEY:
            return models.BigIntegerField(null=True)
        case Kind.DATE:
            return models.DateField(null=True)
        case Kind.DATETIME:
            return models.DateTimeField(null=True)
        case Kind.FUNDS:
            return models.JSONField(default=list)
        case _:
            return models.TextField(null=True)


for _field in NATIONAL_FIELDS:
    Settlement.add_to_class(_field.attribute, _column(_field.kind))


class Outcome(Fact):
    """Where a settlement ended: it stands, was taken back, takes back, or stepped aside, and why.

    `partner` is the setl_id on the other side. Only a used one reaches the calculator; `rule` says
    why another does not.
    """

    settlement = models.ForeignKey(Settlement, models.PROTECT, db_constraint=False)
    person = models.BigIntegerField(null=True, db_index=True)
    outcome = models.TextField()
    reason = models.TextField()
    partner = models.TextField(null=True)
    is_used = models.BooleanField()
    rule = models.TextField(default="")

    class Meta:
        """One at a time for each settlement."""

        db_table = "claims_outcome"
        constraints = (
            models.UniqueConstraint(
                fields=["settlement"],
                condition=models.Q(known_to__isnull=True),
                name="claims_outcome_one",
            ),
        )


class Payment(Claimed):
    """What someone else paid, for one settlement or for a span of days of the payer's own year."""

    number = models.TextField()
    source = models.TextField()
    amount_fen = models.BigIntegerField()
    setl_id = models.TextField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    provisional = models.BooleanField(default=False)

    class Meta:
        """Found by its number."""

        db_table = "claims_payment"
        indexes = (models.Index(fields=["number"], name="claims_payment_number"),)


class Period(Fact):
    """A payer's delivery for a period: periods without a gap close the source to their end."""

    source = models.TextField()
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        """Found by source."""

        db_table = "claims_period"


class Closure(Fact):
    """A payer states that everything through a day has been sent."""

    source = models.TextField()
    through = models.DateField()

    class Meta:
        """Found by source."""

        db_table = "claims_closure"


class Opening(Claimed):
    """What a programme, or a shared pool, had counted in a year before our data begin.

    `stated_for` is the first day of the period whose file says so: of several the latest holds.
    """

    programme = models.TextField(null=True)
    pool = models.TextField(null=True)
    year_start = models.DateField(null=True)
    base_fen = models.BigIntegerField(default=0)
    consumed_fen = models.BigIntegerField(default=0)
    entitled_fen = models.BigIntegerField(default=0)
    visits = models.IntegerField(default=0)
    once_given = models.BooleanField(default=False)
    room_left_fen = models.BigIntegerField(default=0)
    used_fen = models.BigIntegerField(default=0)
    stated_for = models.DateField(null=True)

    class Meta:
        """A programme or a pool, never both."""

        db_table = "claims_opening"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(programme__isnull=True) ^ models.Q(pool__isnull=True),
                name="claims_opening_one_of_two",
            ),
        )


class Given(Claimed):
    """Aid delivered outside the platform for a settlement, by a department or before it began.

    `programme` may be a layer of the pack; a recovery is negative. `number` tells it from others.
    """

    setl_id = models.TextField()
    programme = models.TextField()
    amount_fen = models.BigIntegerField()
    channel = models.TextField(default="")
    given_on = models.DateField(null=True)
    number = models.TextField(default="")

    class Meta:
        """Found by its number."""

        db_table = "claims_given"
        indexes = (models.Index(fields=["number"], name="claims_given_number"),)


class Backlog(Claimed):
    """A case that was under way (在办) when the platform began: its stage and its sum."""

    setl_id = models.TextField()
    programme = models.TextField(default="")
    amount_fen = models.BigIntegerField(null=True)
    stage = models.TextField()
    since = models.DateField(null=True)

    class Meta:
        """Found by settlement."""

        db_table = "claims_backlog"


class Unread(Claimed):
    """A row that waits to be mended and may lower somebody's aid; they are not assessed meanwhile.

    `reason` is the code of its first problem; `takes_back` says that it looks like a reversal.
    """

    role = models.TextField()
    reason = models.TextField()
    amount_fen = models.BigIntegerField(null=True)
    visit = models.TextField(default="")
    takes_back = models.BooleanField(default=False)

    class Meta:
        """Found by naming, person and batch."""

        db_table = "claims_unread"
        indexes = (models.Index(fields=["batch"], name="claims_unread_batch"),)


class Bill(Claimed):
    """A medical bill (电子票据) and how it stood when told of: valid or flushed, reimbursed or not.

    `reimbursed`: 0 not, 1 yes, 2 asked for, as the national interface says.
    """

    kind = models.TextField()
    code = models.TextField(default="")
    number = models.TextField()
    setl_id = models.TextField(null=True)
    amount_fen = models.BigIntegerField()
    issued_on = models.DateField(null=True)
    is_flushed = models.BooleanField(default=False)
    reimbursed = models.TextField(default="0")

    class Meta:
        """Found by type, code and number, and by its settlement."""

        db_table = "claims_bill"
        indexes = (
            models.Index(fields=["kind", "code", "number"], name="claims_bill_number"),
            models.Index(fields=["setl_id"], name="claims_bill_settlement"),
        )
