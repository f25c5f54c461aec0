"""What holds from one day through another, as known from one moment to another."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q


class DatedQuerySet(models.QuerySet["Dated"]):
    """Versions as known at a moment (now, if none is given)."""

    def known(self, at: datetime | None = None) -> Self:
        """What is or was known, of whatever day."""
        if at is None:
            return self.filter(known_to=None)
        return self.filter(Q(known_to=None) | Q(known_to__gt=at), known_from__lte=at)

    def on(self, day: date, at: datetime | None = None) -> Self:
        """What holds on a day."""
        open_ended = Q(valid_to=None) | Q(valid_to__gte=day)
        return self.known(at).filter(open_ended, valid_from__lte=day)


class Dated(models.Model):
    """A version of something: the days it holds (both included) and when it was known.

    Nothing in it is ever changed but `known_to`, once, when another version takes its place. The
    database sees to both, and to one version a day for each key.
    """

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True, blank=True)

    KEY: ClassVar[tuple[str, ...]]
    """The fields that say what a version is a version of."""

    objects = DatedQuerySet.as_manager()

    class Meta:
        """No table of its own."""

        abstract = True

    @classmethod
    def days_in_order(cls) -> models.CheckConstraint:
        """The constraint that what ends does not end before it begins."""
        return models.CheckConstraint(
            condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            name="%(app_label)s_%(class)s_days",
        )
