"""不予救助: programmes of an order refused under a clause; chosen, said again, then done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import Opened, OrderLine
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import AtDesk, lang_of, out_of_sight, told
from mianshen.bureau.workbench.orders.one import opened_here
from mianshen.bureau.workbench.pages import page
from mianshen.money import format_yuan
from mianshen.policy.saying import Said, said

_DECIDES = (Act.CONFIRM, Act.APPROVE, Act.REVIEW)


@dataclass(frozen=True)
class Offered:
    """A programme of one's part with its open lines; one of a whole year is not refused here."""

    name: str
    title: str
    amount_fen: int
    settlements: int
    is_yearly: bool


@page(said("Refuse under a clause", "不予救助"), does=_DECIDES)
@require_http_methods(["GET", "POST"])
def refuse(request: AtDesk, order: int) -> HttpResponse:
    """Choose programmes and name the clause; the same again with names and sum; then it is done."""
    opened = opened_here(request, order)
    given = request.POST or request.GET
    department = given.get("department", opened.mine[0] if opened.mine else "")
    if department not in opened.mine:
        raise out_of_sight()
    offered = _offered(opened, department)
    chosen = [one for one in offered if one.name in given.getlist("programme")]
    clause = given.get("clause", "").strip()
    errors = _missing(chosen, clause) if request.method == "POST" else []
    if request.method == "POST" and not errors and given.get("sure") == "yes":
        names = [one.name for one in chosen]
        casework.reject(order, names, clause, request.desk.by(), department)
        messages.success(request, told(_done(chosen, clause), lang_of(request)))
        return HttpResponseRedirect(reverse("order-documents", args=[order]))
    shown = {
        "order": opened.order,
        "department": department,
        "offered": offered,
        "chosen": chosen,
        "sum_fen": sum(one.amount_fen for one in chosen),
        "rest_fen": opened.amount_fen - sum(one.amount_fen for one in chosen),
        "clause": clause,
        "errors": errors,
        "is_sure": request.method == "POST" and not errors,
        "called": registry.called([opened.order.person]).get(opened.order.person),
    }
    return render(request, "orders/refuse.html", shown, status=400 if errors else 200)


def _offered(opened: Opened, department: str) -> list[Offered]:
    titles = assessment.programme_titles()
    found: dict[str, list[OrderLine]] = {}
    for part in opened.parts:
        for line in part.lines:
            if line.state == "open" and department in ("", line.department):
                found.setdefault(line.programme, []).append(line)
    return [
        Offered(
            name,
            titles.get((lines[0].pack, name), name),
            sum(one.amount_fen for one in lines),
            len(lines),
            any(one.event is None for one in lines),
        )
        for name, lines in found.items()
    ]


def _missing(chosen: Sequence[Offered], clause: str) -> list[Mapping[str, object]]:
    errors: list[Mapping[str, object]] = []
    if not chosen:
        sentence = said("tick what is refused", "请勾选不予救助的项目")
        errors.append({"field": "programmes", "sentence": sentence})
    if not clause:
        sentence = said(
            "name the clause: document and article", "请写明依据的条款（文件名称和第几条）"
        )
        errors.append({"field": "clause", "sentence": sentence})
    return errors


def _done(chosen: Sequence[Offered], clause: str) -> Said:
    return said(
        "Refused under {clause}: {names}, {sum} yuan",
        "已按“{clause}”不予救助：{names}，{sum} 元",
        clause=clause,
        names="、".join(one.title for one in chosen),
        sum=format_yuan(sum(one.amount_fen for one in chosen), grouped=True),
    )
