"""What the funds of a year lack: paid beyond a budget, or waiting because it is used up."""

import csv
import io
from dataclasses import dataclass

from mianshen.bureau.payout.listing import FundTold, funds_told
from mianshen.bureau.payout.models.funds import FundKind
from mianshen.money import format_yuan

_COLUMNS = (
    "资金编号",
    "资金名称",
    "预算年度",
    "指标文号",
    "预算",
    "已列支",
    "已请款",
    "缺口",
    "待请款笔数",
)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A fund with what next year's budget, or a further allotment, has to make up, in fen.

    Of a fund that stops at its budget that is what is entitled and waits beyond it, of the others
    what was asked for beyond it.
    """

    told: FundTold
    lacks_fen: int


def lacking(year: int) -> list[Lacking]:
    """The funds of a year that lack something, by code; three queries."""
    found = [Lacking(one, _lacks_fen(one)) for one in funds_told(year)]
    return [one for one in found if one.lacks_fen]


def lacking_file(year: int) -> bytes:
    """What the funds of a year lack as CSV (GB18030), amounts in yuan."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in lacking(year):
        fund, told = one.told.fund, one.told
        amounts = (told.given_fen, told.spent_fen, told.committed_fen, one.lacks_fen)
        about = (fund.code, fund.name, fund.year, fund.document)
        writer.writerow((*about, *map(format_yuan, amounts), told.waiting))
    return text.getvalue().encode("gb18030")


def _lacks_fen(told: FundTold) -> int:
    if told.fund.kind == FundKind.CEILING:
        return max(0, told.waiting_fen - told.left_fen)
    return told.shortfall_fen
