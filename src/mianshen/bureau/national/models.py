"""The tables of marks sent and answered, of aid at the counter, and of months compared."""

from django.db import models
from django.db.models.functions import Now

from mianshen.bureau.bitemporal.models import Fact


class Request(models.Model):
    """A file of identity marks for the national platform: what was compared, when, by whom.

    `listed_first` is the first day of the period of the platform's own list it was compared with.
    """

    profile = models.TextField()
    day = models.DateField()
    listed_first = models.DateField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.TextField()

    class Meta:
        """Found by profile."""

        db_table = "national_request"
        indexes = (models.Index(fields=["profile"], name="national_request_profile"),)


class Line(models.Model):
    """One mark to be added, changed or ended; its number stands in the file and in the answer.

    `naming` is how the platform's own list names the person (none: they are not on it). Once it was
    refused it is a task until somebody has closed it.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="lines")
    kind = models.TextField()
    person = models.BigIntegerField(db_index=True)
    naming = models.BigIntegerField(null=True)
    identity = models.TextField()
    code = models.TextField()
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    reason = models.TextField(default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(default="")
    closed_why = models.TextField(default="")

    class Meta:
        """Found by request."""

        db_table = "national_line"


class Answer(Fact):
    """What the platform says about a line, as its receipt states it."""

    line = models.ForeignKey(Line, models.PROTECT, related_name="answers")
    is_accepted = models.BooleanField()
    reason = models.TextField(default="")

    class Meta:
        """Found by line."""

        db_table = "national_answer"


class Statement(Fact):
    """A delivery of the one-stop payer for a period: all it paid at the counter in it."""

    profile = models.TextField()
    source = models.TextField()
    period_first = models.DateField()
    period_last = models.DateField()

    class Meta:
        """Found by profile and period."""

        db_table = "national_statement"
        indexes = (
            models.Index(fields=["profile", "period_first"], name="national_statement_period"),
        )


class CounterAid(Fact):
    """What a statement says was paid on a settlement; a refund is below zero."""

    profile = models.TextField()
    source = models.TextField()
    period_first = models.DateField()
    setl_id = models.TextField(db_index=True)
    amount_fen = models.BigIntegerField()
    paid_on = models.DateField(null=True)

    class Meta:
        """Found by profile and period."""

        db_table = "national_counter_aid"
        indexes = (
            models.Index(fields=["profile", "period_first"], name="national_counter_aid_period"),
        )


class Comparison(models.Model):
    """A month of aid at the counter compared, as it stood when somebody asked: counts and fen."""

    profile = models.TextField()
    period_first = models.DateField()
    period_last = models.DateField()
    ours_count = models.IntegerField()
    ours_fen = models.BigIntegerField()
    theirs_count = models.IntegerField()
    theirs_fen = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.TextField()

    class Meta:
        """Found by profile and month."""

        db_table = "national_comparison"
        indexes = (
            models.Index(fields=["profile", "period_first"], name="national_comparison_month"),
        )


class Difference(models.Model):
    """A settlement on which the two sides of a comparison differ.

    `kind` is `only_ours`, `only_theirs`, `amount`, `other_month` or `set_aside`; `reason` says
    which month, or why the settlement does not count here.
    """

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="differences")
    setl_id = models.TextField()
    kind = models.TextField()
    ours_fen = models.BigIntegerField()
    theirs_fen = models.BigIntegerField()
    reason = models.TextField(default="")

    class Meta:
        """Each settlement once."""

        db_table = "national_difference"
        constraints = (
            models.UniqueConstraint(
                fields=["comparison", "setl_id"], name="national_difference_once"
            ),
        )


class Explanation(models.Model):
    """What somebody found out about a difference; it holds for the same difference found again."""

    profile = models.TextField()
    setl_id = models.TextField()
    kind = models.TextField()
    ours_fen = models.BigIntegerField()
    theirs_fen = models.BigIntegerField()
    why = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """Found by settlement; the latest holds."""

        db_table = "national_explanation"
        indexes = (models.Index(fields=["profile", "setl_id"], name="national_explanation_of"),)
