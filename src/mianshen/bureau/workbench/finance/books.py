"""对账与凭证: the ledger counted again by state, vouchers of a month, the bank beside the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.ledger.chart import TITLES
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import newest_transfer
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.refusals import refused
from mianshen.bureau.workbench.desk import AtDesk, told
from mianshen.bureau.workbench.finance.at import day_of, fen_of, may, require, require_seen
from mianshen.bureau.workbench.keeping import kept
from mianshen.bureau.workbench.pages import page
from mianshen.money import parse_yuan
from mianshen.policy.saying import Said, said
from mianshen.run.reading.periods import Period, period_of

_BOOKS = {
    Book.CLAIMS: said("What is owed to people", "应付救助对象"),
    Book.MONEY: said("What the bureau holds", "资金与预算"),
}
_MISSING = {
    payout.Missing.BOOKS_IN: said("received in the books, not at the bank", "账面已收、银行未收"),
    payout.Missing.BOOKS_OUT: said("paid in the books, not at the bank", "账面已付、银行未付"),
    payout.Missing.BANK_IN: said("received at the bank, not in the books", "银行已收、账面未收"),
    payout.Missing.BANK_OUT: said("paid at the bank, not in the books", "银行已付、账面未付"),
}
_STATEMENT_COLUMNS = 3


@dataclass(frozen=True)
class Told:
    """A book with what each state holds, and its sum, which is zero."""

    title: Said
    kinds: Sequence[tuple[Said, Any]]
    sum_fen: int


@dataclass(frozen=True)
class Recounted:
    """Every fen counted again: the books by state, how many accounts and lines disagree."""

    books: Sequence[Told]
    is_whole: bool
    accounts: int
    lines: int


@page(said("Reconciliation and vouchers", "对账与凭证"), sees=[Sight.FUNDS, Sight.PAYMENTS])
@require_safe
def books(request: AtDesk) -> HttpResponse:
    """Reconciliation, vouchers and the bank; every fen counted again comes as a part."""
    require_seen(request.desk, Sight.FUNDS, Sight.PAYMENTS)
    return _shown(request)


@page(said("Every fen counted again", "逐笔核对"), sees=[Sight.FUNDS, Sight.PAYMENTS])
@require_safe
def books_proof(request: AtDesk) -> HttpResponse:
    """Every fen by its state, counted twice; anything but zero is a fault and is said so."""
    require_seen(request.desk, Sight.FUNDS, Sight.PAYMENTS)
    found = kept(("proof",), newest_transfer(), _recounted, anew="anew" in request.GET)
    shown = {"proof": found.figures, "counted_at": found.at}
    return render(request, "finance/proof.html", shown)


def _recounted() -> Recounted:
    proof = payout.prove()
    listed = [
        Told(
            title,
            [(_title(one.kind), one) for one in proof.ledger.kinds if one.book == book],
            proof.ledger.sum_fen(book),
        )
        for book, title in _BOOKS.items()
    ]
    # What disagrees may be many, if ever; what is kept is to be small.
    return Recounted(listed, proof.is_whole, len(proof.ledger.drifted), len(proof.disagreeing))


@page(said("Vouchers", "记账凭证"), sees=[Sight.FUNDS, Sight.PAYMENTS])
@require_safe
def vouchers(request: AtDesk) -> HttpResponse:
    """The vouchers of a month as a file for the accountants."""
    require_seen(request.desk, Sight.FUNDS, Sight.PAYMENTS)
    month = _month(request.GET.get("month", "")) or _month(f"{request.desk.booked_day:%Y-%m}")
    if month is None:
        raise refused("choose a month", "请选择月份")
    content = payout.voucher_file(_first(month.first), _first(month.last + timedelta(days=1)))
    response = HttpResponse(content, content_type="text/csv; charset=gb18030")
    name = f"记账凭证_{month.first:%Y%m}.csv"
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = header or "attachment"
    return response


@page(said("Set the bank beside the books", "银行余额调节"), does=[Act.RECONCILE])
@require_POST
def reconcile(request: AtDesk) -> HttpResponse:
    """A month's statement against the books of a special account (银行余额调节)."""
    require(request.desk, Act.RECONCILE)
    asked = request.POST
    month = _month(asked.get("month", ""))
    try:
        opening, closing = (parse_yuan(asked.get(name, "")) for name in ("opening", "closing"))
        lines = [_line(one) for one in asked.get("lines", "").splitlines() if one.strip()]
    except ValueError:
        raise _unreadable() from None
    if month is None:
        raise _unreadable()
    found = payout.reconcile(
        asked.get("account", ""),
        opening,
        closing,
        lines,
        _first(month.first),
        _first(month.last + timedelta(days=1)),
    )
    differences = [(_MISSING[one.missing], one) for one in found.differences]
    return _shown(request, {"found": found, "differences": differences})


@page(said("Return cash to the treasury", "退回财政"), does=[Act.PAY])
@require_POST
def propose_return(request: AtDesk) -> HttpResponse:
    """Propose to enter that idle cash went back to the treasury; a colleague has to agree."""
    require(request.desk, Act.PAY)
    asked = request.POST
    payout.propose_return(
        asked.get("account", ""),
        fen_of(asked.get("amount", "")),
        asked.get("reference", ""),
        day_of(asked.get("day", "")),
        asked.get("why", ""),
        request.desk.actor,
    )
    done = said("proposed; a colleague has to agree", "已提出退回财政，请同事复核")
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("books"))


def _shown(request: AtDesk, more: dict[str, Any] | None = None) -> HttpResponse:
    may_reconcile = may(request.desk, Act.RECONCILE)
    accounts = sorted({one.fund.account for one in payout.funds_told()} if may_reconcile else ())
    act = payout.ProposedAct.RETURN_CASH
    shown = {
        "accounts": accounts,
        "idle": payout.idle_by_account().items(),
        "proposals": [one for one in payout.proposals() if one.act == act],
        "may_return": may(request.desk, Act.PAY),
        "may_agree": may(request.desk, Act.PAY, Act.GRANT_FUNDS, Act.CLAW_BACK),
        "day": request.desk.booked_day.isoformat(),
        "month": f"{request.desk.booked_day:%Y-%m}",
        "may_reconcile": bool(accounts),
        "tab": "books",
    }
    return render(request, "finance/books.html", {**shown, **(more or {})})


def _title(kind: str) -> Said:
    found = {one.value: words for one, words in TITLES.items()}
    chinese, english = found.get(kind, (kind, kind))
    return Said(english, chinese)


def _line(text: str) -> payout.StatementLine:
    """A line of a statement: day, amount (paid out with a minus), reference."""
    parts = text.replace("，", ",").replace("\t", ",").split(",")
    if len(parts) != _STATEMENT_COLUMNS:
        raise ValueError(text)
    day, amount, reference = (part.strip() for part in parts)
    return payout.StatementLine(date.fromisoformat(day), parse_yuan(amount), reference)


def _month(text: str) -> Period | None:
    return period_of(text.replace("-", "")) if text else None


def _first(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)


def _unreadable() -> Exception:
    return refused(
        "choose the month; write both balances, and each line as 2025-03-26,-1234.50,reference",
        "请选择月份，填写期初、期末余额；明细每行一笔：2025-03-26,-1234.50,流水号",
    )
