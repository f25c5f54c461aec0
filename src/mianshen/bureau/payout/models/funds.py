"""Funds (资金来源): what a fund does when its budget is used up, and who bears which share."""

from enum import StrEnum

from django.db import models


class FundKind(StrEnum):
    """What happens at the end of the budget.

    `ceiling`: who is entitled waits. `floor`: payment goes on and the shortfall is listed for next
    year's budget. `warn`: payment goes on and whoever asks is told.
    """

    FLOOR = "floor"
    CEILING = "ceiling"
    WARN = "warn"


class Fund(models.Model):
    """One source of money of one budget year, with the account and earmark its payments carry.

    `document` is the number of the allotment (指标文号), `account` names the special account
    (专户), `earmark` is what a donor or a programme tied the money to.
    """

    code = models.TextField(unique=True)
    name = models.TextField()
    year = models.IntegerField()
    kind = models.TextField()
    document = models.TextField()
    account = models.TextField()
    earmark = models.TextField(db_default="")

    class Meta:
        """A fund is never renamed: another year or document is another fund."""

        db_table = "payout_fund"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=[*FundKind]), name="payout_fund_kind_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.code


class FundShare(models.Model):
    """What one level (中央, 省, 市, 区) bears of a fund: `weight` parts of the sum of weights."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="shares")
    level = models.TextField()
    weight = models.BigIntegerField()

    class Meta:
        """Each level once."""

        db_table = "payout_fund_share"
        constraints = (
            models.UniqueConstraint(fields=["fund", "level"], name="payout_fund_share_once"),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0), name="payout_fund_share_is_positive"
            ),
        )

    def __str__(self) -> str:
        return f"{self.level} {self.weight}"
