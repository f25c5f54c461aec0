"""A profile's `funds.yaml`: which fund pays for which fund of the packs, opened when it is new."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from mianshen.bureau.payout.errors import PayoutError, refused
from mianshen.bureau.payout.funds import create_fund
from mianshen.bureau.payout.models import Fund
from mianshen.bureau.payout.models.funds import FundKind
from mianshen.policy.documents import Document, DocumentError
from mianshen.policy.saying import said
from mianshen.policy.schema import Spelling
from mianshen.policy.spelling import Fault, read_spelled

FUNDS_FILE = "funds.yaml"

Text = Annotated[str, Field(min_length=1, max_length=200)]
Year = Annotated[int, Field(ge=2000, le=2200)]

Paying = Mapping[tuple[str, int], str]
"""The fund that pays for a fund of the packs in a benefit year."""


class FundSpelling(Spelling):
    """One source of money of a budget year; `pays` names funds of packs with benefit years."""

    name: Text
    year: Year
    kind: FundKind
    document: Text
    account: Text
    earmark: str = ""
    shares: Mapping[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    pays: Mapping[str, tuple[Year, ...]]


class Subjects(Spelling):
    """会计科目: what the accountants of a district call the accounts that vouchers move between."""

    cash: Text = "银行存款—专户"
    income: Text = "财政补助收入"
    in_transit: Text = "其他应收款—代发在途"
    aid: Text = "医疗救助支出"


SUBJECTS = Subjects()
"""The usual names."""


class FundsSpelling(Spelling):
    """The funds of a district by their codes."""

    source: Text
    subjects: Subjects = SUBJECTS
    funds: Mapping[Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")], FundSpelling]

    @property
    def paying(self) -> Paying:
        """Which fund pays for what."""
        return {
            (name, year): code
            for code, fund in self.funds.items()
            for name, years in fund.pays.items()
            for year in years
        }


def read_funds(file: Path) -> FundsSpelling:
    """Read a profile's `funds.yaml`; raises `PayoutError` with every fault at its line."""
    try:
        return read_spelled(file, FundsSpelling, _twice)
    except DocumentError as error:
        raise PayoutError(*(problem.sentence for problem in error.problems)) from error


def load_funds(plan: FundsSpelling, actor: str) -> int:
    """Open the funds that are not here yet, without any money; how many were.

    Raises `PayoutError` where one is here with another content: another year or allotment is
    another fund.
    """
    opened = 0
    for code, fund in plan.funds.items():
        kept = Fund.objects.filter(code=code).first()
        if kept is None:
            create_fund(
                code,
                *(fund.name, fund.year, fund.kind),
                document=fund.document,
                account=fund.account,
                actor=actor,
                earmark=fund.earmark,
                shares=fund.shares,
            )
            opened += 1
        elif differing := _differing(kept, fund):
            raise refused(
                "fund {code} is here with another {parts}: give the new one a code of its own",
                "资金 {code} 已登记，{parts}与配置不同：新的年度或指标请用新的编号",
                code=code,
                parts="、".join(differing),
            )
    return opened


def _twice(spelled: FundsSpelling, _document: Document) -> Iterator[Fault]:
    paid: dict[tuple[str, int], str] = {}
    for code, fund in spelled.funds.items():
        for name, years in fund.pays.items():
            for year in years:
                other = paid.setdefault((name, year), code)
                if other != code:
                    fault = said(
                        "{name} of {year} is paid by {other} already",
                        "{year} 年的“{name}”已由 {other} 支付",
                        name=name,
                        year=year,
                        other=other,
                    )
                    yield ("funds", code, "pays", name), fault


def _differing(kept: Fund, told: FundSpelling) -> list[str]:
    names = ("name", "year", "kind", "document", "account", "earmark")
    found = [name for name in names if getattr(kept, name) != getattr(told, name)]
    shares = dict(kept.shares.values_list("level", "weight"))
    return found + ["shares"] * (shares != dict(told.shares))
