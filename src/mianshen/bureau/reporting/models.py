"""What reporting keeps: closed months, tables as they were handed in, and figures of before."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from mianshen.bureau.sealing.fields import SealedTextField


class Kind(StrEnum):
    """The tables: 救助汇总表, 发放明细表, 分部门统计表, 资金使用表."""

    SUMMARY = "summary"
    DETAILS = "details"
    DEPARTMENTS = "departments"
    FUNDS = "funds"


class Indicator(StrEnum):
    """What a bureau is measured by, before and after."""

    MEDIAN_DAYS = "median_days"
    P90_DAYS = "p90_days"
    DOCUMENTS = "documents"
    MULTIPLE = "multiple"
    DONE = "done"
    KEPT = "kept"


class Closing(models.Model):
    """A month of a district that is closed (封账): what the ledger has after `through` is later.

    `month` is its first day, `through` the number of the last transfer that belongs to it or to a
    month before, `carried` what was still open then, by name and count.
    """

    district = models.TextField()
    month = models.DateField()
    through = models.BigIntegerField()
    carried = models.JSONField(default=dict)
    closed_by = models.TextField()
    closed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """Each month once; never taken back."""

        db_table = "reporting_closing"
        constraints = (
            models.UniqueConstraint(fields=["district", "month"], name="reporting_closing_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="reporting_closing_of_a_month"),
            models.CheckConstraint(
                condition=Q(closed_by__regex=r"^staff:."), name="reporting_closing_by_a_person"
            ),
        )


class HandedIn(models.Model):
    """A table as it was handed in: its figures as JSON, its file word for word (base64).

    `sha256` is that of the file. A later version stands beside the earlier ones.
    """

    district = models.TextField()
    kind = models.TextField()
    first = models.DateField()
    months = models.SmallIntegerField()
    version = models.SmallIntegerField()
    is_closed = models.BooleanField()
    content = SealedTextField()
    file = SealedTextField()
    sha256 = models.TextField()
    handed_in_by = models.TextField()
    handed_in_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """Each version once; never changed."""

        db_table = "reporting_handed_in"
        constraints = (
            models.UniqueConstraint(
                fields=["district", "kind", "first", "months", "version"],
                name="reporting_handed_in_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[*Kind], months__in=[1, 3, 12], version__gt=0),
                name="reporting_handed_in_sound",
            ),
            models.CheckConstraint(
                condition=Q(handed_in_by__regex=r"^staff:."),
                name="reporting_handed_in_by_a_person",
            ),
        )


class Correction(models.Model):
    """An entry of budget that somebody says is wrong (红字冲销、蓝字补记), until another agrees.

    `key` is the ledger's of the entry, `fund` the name of the fund that it gave `wrong_fen`, and
    `right_fen` what it should have given.
    """

    district = models.TextField()
    key = models.TextField()
    fund = models.TextField()
    wrong_fen = models.BigIntegerField()
    right_fen = models.BigIntegerField()
    reason = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)

    class Meta:
        """One open for each entry; whoever proposed does not agree."""

        db_table = "reporting_correction"
        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(decided_by__isnull=True),
                name="reporting_correction_one_open",
            ),
            models.CheckConstraint(
                condition=Q(right_fen__gte=0) & ~Q(reason=""), name="reporting_correction_sound"
            ),
            models.CheckConstraint(
                condition=Q(is_agreed__isnull=True) | Q(is_agreed=False) | ~Q(by=F("decided_by")),
                name="reporting_correction_two_people",
            ),
        )


class Baseline(models.Model):
    """How an indicator stood before the platform, as somebody says with a source.

    `value_tenths` counts tenths of the indicator's unit, over the days from `first` to `last`.
    """

    district = models.TextField()
    indicator = models.TextField()
    value_tenths = models.BigIntegerField()
    first = models.DateField()
    last = models.DateField()
    source = models.TextField()
    entered_by = models.TextField()
    entered_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """Added to; the newest of an indicator counts."""

        db_table = "reporting_baseline"
        constraints = (
            models.CheckConstraint(
                condition=Q(indicator__in=[*Indicator], value_tenths__gte=0),
                name="reporting_baseline_sound",
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")) & ~Q(source=""),
                name="reporting_baseline_has_days_and_source",
            ),
            models.CheckConstraint(
                condition=Q(entered_by__regex=r"^staff:."),
                name="reporting_baseline_by_a_person",
            ),
        )
        indexes = (models.Index(fields=["district", "indicator"], name="reporting_baseline_of"),)
