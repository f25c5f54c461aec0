"""代发批次: counted again, the bank's file out, handed over by a second person, the return in."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.installation import installation
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.practice import is_practice
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import AtDesk, told
from mianshen.bureau.workbench.finance.at import bank_of, may, require, require_seen
from mianshen.bureau.workbench.finance.words import Standing, batch_standing
from mianshen.bureau.workbench.pages import page
from mianshen.money import format_yuan
from mianshen.policy.saying import said

ROWS_SHOWN = 50
RETURN_BYTES_MAX = 50_000_000
_OUTCOMES = {
    None: Standing("wait", said("on its way", "代发中")),
    "paid": Standing("good", said("paid", "已实发")),
    "refused": Standing("late", said("came back", "退票")),
    "returned": Standing("late", said("came back later", "付后退票")),
    "cancelled": Standing("stop", said("cancelled", "已撤销")),
}


@dataclass(frozen=True)
class Payment:
    """A payment with the name it is for."""

    sequence: int
    number: str
    name: str
    amount_fen: int
    standing: Standing
    reason: str


@page(said("Payment batches", "代发批次"), sees=[Sight.PAYMENTS])
@require_safe
def batches(request: AtDesk) -> HttpResponse:
    """The latest batches."""
    require_seen(request.desk, Sight.PAYMENTS)
    rows = [(one, batch_standing(one)) for one in payout.batches_told()]
    return render(request, "finance/batches.html", {"rows": rows, "tab": "batches"})


@page(said("A payment batch", "代发批次详情"), sees=[Sight.PAYMENTS])
@require_safe
def batch(request: AtDesk, number: str) -> HttpResponse:
    """One batch with its payments, its file and what the bank answered."""
    require_seen(request.desk, Sight.PAYMENTS)
    found = payout.batches_told([number])
    if not found:
        raise Http404
    (one,) = found
    after, bounced = request.GET.get("after", ""), request.GET.get("show") == "bounced"
    first = int(after) if after.isdigit() else 0
    payments = payout.payments_told(number, first, ROWS_SHOWN + 1, bounced=bounced)
    batch, may_pay = one.batch, may(request.desk, Act.PAY)
    shown = {
        "one": one,
        "standing": batch_standing(one),
        "payments": list(_payments(payments[:ROWS_SHOWN])),
        "after": payments[ROWS_SHOWN - 1].sequence if len(payments) > ROWS_SHOWN else None,
        "bounced": bounced,
        "returns": payout.returns_of(number),
        "may_write": may_pay and batch.cancelled_at is None,
        "may_send": bool(batch.sha256)
        and batch.sent_at is None
        and batch.cancelled_at is None
        and batch.made_by != request.desk.actor
        and may(request.desk, Act.PAY, Act.GRANT_FUNDS),
        "may_cancel": may_pay and batch.sent_at is None and batch.cancelled_at is None,
        "may_load": may_pay and batch.sent_at is not None,
        "samples": payout.samples_of(number),
        "may_sample": may_pay and one.paid > 0,
        "tab": "batches",
    }
    return render(request, "finance/batch.html", shown)


@page(said("The bank's file", "生成代发文件"), does=[Act.PAY])
@require_POST
def bank_file(request: AtDesk, number: str) -> HttpResponse:
    """The file for the bank as a download: the same bytes each time, kept nowhere here."""
    require(request.desk, Act.PAY)
    bank = bank_of(request.desk)
    with tempfile.TemporaryDirectory(dir=installation().home) as folder:
        written = payout.write_bank_file(
            number,
            bank,
            Path(folder),
            payout.Registered(),
            request.desk.day,
            request.desk.actor,
        )
        content = written.path.read_bytes()
    response = HttpResponse(content, content_type="application/octet-stream")
    # A file of practice is never taken for one to hand in.
    name = f"练习-{written.path.name}" if is_practice() else written.path.name
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = header or "attachment"
    return response


@page(said("Hand to the bank", "送银行代发"), does=[Act.PAY, Act.GRANT_FUNDS])
@require_POST
def send(request: AtDesk, number: str) -> HttpResponse:
    """The file is with the bank, or the batch is given up before."""
    if request.POST.get("act") == "cancel":
        require(request.desk, Act.PAY)
        payout.cancel(number, request.desk.actor, request.POST.get("reason", ""))
        done = said("{number} is cancelled", "{number} 已撤销", number=number)
    else:
        require(request.desk, Act.PAY, Act.GRANT_FUNDS)
        payout.send(number, request.desk.actor)
        done = said("{number} is with the bank", "{number} 已送银行", number=number)
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("payment-batch", args=[number]))


@page(said("Load the return", "导入回盘"), does=[Act.PAY])
@require_POST
def load_return(request: AtDesk, number: str) -> HttpResponse:
    """What the bank answered, the whole file or nothing; what came back becomes tasks."""
    require(request.desk, Act.PAY)
    file = request.FILES.get("file")
    if file is None or file.size is None or file.size > RETURN_BYTES_MAX:
        raise refused("choose the bank's return file", "请选择银行回盘文件")
    layout = bank_of(request.desk).return_file
    with tempfile.TemporaryDirectory(dir=installation().home) as folder:
        path = Path(folder) / Path(str(file.name)).name
        path.write_bytes(file.read())
        done = payout.receive_return(number, path, layout, request.desk.actor, request.desk.day)
    sentence = said(
        "{paid} paid ({paid_yuan} yuan), {back} came back ({back_yuan} yuan), {left} still open",
        "已付 {paid} 笔（{paid_yuan} 元），退票 {back} 笔（{back_yuan} 元），仍未回盘 {left} 笔",
        paid=done.paid,
        paid_yuan=format_yuan(done.paid_fen, grouped=True),
        back=done.refused + done.returned,
        back_yuan=format_yuan(done.refused_fen + done.returned_fen, grouped=True),
        left=done.outstanding,
    )
    messages.success(request, told(sentence, request.lang))
    return HttpResponseRedirect(reverse("payment-batch", args=[number]))


def _payments(found: list["payout.Payment"]) -> Iterator[Payment]:
    called = registry.called([one.line.person for one in found])
    for one in found:
        name = called[one.line.person].name if one.line.person in called else ""
        outcome = _OUTCOMES[one.outcome]
        yield Payment(one.sequence, one.number, name, one.amount_fen, outcome, one.reason)
