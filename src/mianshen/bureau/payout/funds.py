"""Opening funds, giving them budget, and what they have left or lack."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.ledger.chart import Money, money
from mianshen.bureau.ledger.errors import KeyReusedError
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, free_fen, given, held_fen, post
from mianshen.bureau.payout.deciding import by_staff
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.models import Fund, FundShare
from mianshen.bureau.payout.models.funds import FundKind
from mianshen.bureau.trail.services import record
from mianshen.money import share_by_largest_remainder


@dataclass(frozen=True, slots=True)
class FundPosition:
    """A fund's year so far, in fen; `shortfall_fen` is what next year's budget has to make up."""

    fund: str
    kind: FundKind
    appropriated_fen: int
    left_fen: int
    committed_fen: int
    spent_fen: int
    shortfall_fen: int


@dataclass(frozen=True, slots=True)
class Allotment:
    """Budget given to a fund on a day, under the number of its paper (指标文号)."""

    day: date
    document: str
    amount_fen: int


def open_fund(
    code: str,
    name: str,
    year: int,
    kind: FundKind,
    *,
    document: str,
    account: str,
    actor: str,
    earmark: str = "",
    shares: Mapping[str, int] | None = None,
) -> None:
    """Open a fund; `shares` are the parts that levels bear (中央 6, 市 3, 区 1), none: all by one.

    Raises `PayoutError` where there is one of that code.
    """
    by_staff(actor)
    create_fund(
        code,
        *(name, year, kind),
        document=document,
        account=account,
        actor=actor,
        earmark=earmark,
        shares=shares,
    )


def create_fund(
    code: str,
    name: str,
    year: int,
    kind: FundKind,
    *,
    document: str,
    account: str,
    actor: str,
    earmark: str,
    shares: Mapping[str, int] | None,
) -> None:
    """A fund without any money, by whoever; budget is given by members of staff alone."""
    if Fund.objects.filter(code=code).exists():
        raise refused(
            "there is a fund {code} already: a new year or allotment takes a new code",
            "资金 {code} 已经有了：新的年度或指标请用新的编号",
            code=code,
        )
    with transaction.atomic():
        fund = Fund.objects.create(
            code=code,
            name=name,
            year=year,
            kind=FundKind(kind).value,
            document=document,
            account=account,
            earmark=earmark,
        )
        FundShare.objects.bulk_create(
            FundShare(fund=fund, level=level, weight=weight)
            for level, weight in (shares or {}).items()
        )
        record(actor, "open_fund", f"fund:{code}", {"kind": fund.kind, "year": year})


def appropriate(code: str, amount_fen: int, document: str, actor: str) -> None:
    """Give a fund budget under an allotment (指标文号); the same document gives it once."""
    by_staff(actor)
    fund = fund_of(code)
    giver, taker = money(Money.APPROPRIATION, code), money(Money.BUDGET, code)
    with transaction.atomic():
        key = f"appropriate:{code}:{document}"
        try:
            post(Book.MONEY, [Move(key, giver, taker, amount_fen, "预算下达", f"fund:{fund.code}")])
        except KeyReusedError as error:
            raise refused(
                "{document} gave {code} another sum before: look at the paper, a second allotment"
                " has a number of its own",
                "文号 {document} 此前已按另一金额下达给资金 {code}：请核对文件，另一笔另有文号",
                document=document,
                code=code,
            ) from error
        details = {"fen": amount_fen, "document": document}
        record(actor, "appropriate", f"fund:{code}", details)


def allotments_of(code: str) -> list[Allotment]:
    """The budget a fund was given, oldest first."""
    moves = given(Book.MONEY, money(Money.APPROPRIATION, code))
    return [
        Allotment(
            one.at.astimezone(CHINA).date(),
            one.key.removeprefix(f"appropriate:{code}:"),
            one.amount_fen,
        )
        for one in moves
    ]


def fund_of(code: str) -> Fund:
    """The fund of a code; raises `PayoutError` where there is none."""
    found = Fund.objects.filter(code=code).first()
    if found is None:
        raise refused(
            "there is no fund {code}: open it first", "没有资金 {code}：请先登记资金", code=code
        )
    return found


def position(code: str) -> FundPosition:
    """What a fund was given, has left, has committed and spent, and lacks."""
    fund = fund_of(code)
    left = free_fen(Book.MONEY, money(Money.BUDGET, code))
    overspent = -held_fen(Book.MONEY, money(Money.OVERSPEND, code))
    return FundPosition(
        fund=code,
        kind=FundKind(fund.kind),
        appropriated_fen=-held_fen(Book.MONEY, money(Money.APPROPRIATION, code)),
        left_fen=max(0, left - overspent),
        committed_fen=held_fen(Book.MONEY, money(Money.COMMITTED, code)),
        spent_fen=held_fen(Book.MONEY, money(Money.SPENT, code)),
        shortfall_fen=max(0, overspent - left),
    )


def shortfalls(year: int) -> list[FundPosition]:
    """The floor funds of a year that paid more than their budget, for next year's budget."""
    return _beyond(year, FundKind.FLOOR)


def warnings(year: int) -> list[FundPosition]:
    """The warn funds of a year that went beyond their budget: somebody has to hear of it."""
    return _beyond(year, FundKind.WARN)


def _beyond(year: int, kind: FundKind) -> list[FundPosition]:
    codes = Fund.objects.filter(year=year, kind=kind).order_by("code")
    found = [position(fund.code) for fund in codes]
    return [one for one in found if one.shortfall_fen]


def shares_of(code: str, amount_fen: int) -> dict[str, int]:
    """An amount of a fund as the levels bear it; the fen add up."""
    shares = list(FundShare.objects.filter(fund__code=code).order_by("id"))
    if not shares:
        return {}
    parts = share_by_largest_remainder(amount_fen, [share.weight for share in shares])
    return {share.level: part for share, part in zip(shares, parts, strict=True)}
