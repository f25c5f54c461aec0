"""补正一次性告知: everything that is missing told once, and that it came."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import PauseReason
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import AtDesk, lang_of, out_of_sight, told
from mianshen.bureau.workbench.orders.one import opened_here
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import chinese, said

_CAME = "补正材料已收到"
_HOLDS = (Act.CONFIRM, Act.APPROVE, Act.REVIEW)
USUAL = (
    said("The bill's original receipts", "医疗费用票据原件"),
    said("Discharge summary or record of the visit", "出院小结或门诊病历"),
    said("Copy of the person's bank or social-security card", "本人社会保障卡或银行卡复印件"),
    said("Proof of guardianship or mandate", "监护关系或委托证明"),
    said("What others paid: insurer, employer, charity", "商业保险、单位、慈善等已补助情况说明"),
    said("How the injury came about, and who is liable", "外伤经过及责任方情况说明"),
)


@page(said("Tell what is missing", "补正告知"), does=_HOLDS)
@require_http_methods(["GET", "POST"])
def supplement(request: AtDesk, order: int) -> HttpResponse:
    """Say all that is missing; read it once more; then it is told, and the clocks stand."""
    opened = opened_here(request, order)
    told_before = casework.supplement_of(order)
    if told_before is None and not opened.may_wait_for_more:
        raise out_of_sight()
    department = opened.mine[0] if opened.mine else ""
    missing = _missing(request)
    is_asked = request.method == "POST"
    if is_asked and missing and request.POST.get("sure") == "yes":
        casework.ask_for_supplement(order, missing, request.desk.by(), department)
        sentence = said(
            "Told once: {n} things are missing", "已一次性告知补正 {n} 项", n=len(missing)
        )
        messages.success(request, told(sentence, lang_of(request)))
        return HttpResponseRedirect(reverse("order-documents", args=[order]))
    sentence = said("tick or write what is missing", "请勾选或写明需补正的材料")
    errors = [{"field": "missing", "sentence": sentence}] if is_asked and not missing else []
    shown = {
        "order": opened.order,
        "told_before": told_before,
        "usual": [(chinese(one), one) for one in USUAL],
        "others": [one for one in missing if one not in {chinese(usual) for usual in USUAL}],
        "missing": missing,
        "errors": errors,
        "is_sure": is_asked and not errors,
        "called": registry.called([opened.order.person]).get(opened.order.person),
    }
    return render(request, "orders/supplement.html", shown, status=400 if errors else 200)


@page(said("What was missing came", "补正材料已收到"), does=_HOLDS)
@require_POST
def supplemented(request: AtDesk, order: int) -> HttpResponse:
    """The clocks of an order go on from tomorrow."""
    opened = opened_here(request, order)
    department = opened.mine[0] if opened.mine else ""
    casework.resume(order, PauseReason.SUPPLEMENT, _CAME, request.desk.by(), department)
    sentence = said("The clocks go on from tomorrow", "已登记收到补正材料，时限从明天起恢复计算")
    messages.success(request, told(sentence, lang_of(request)))
    return HttpResponseRedirect(reverse("order", args=[order]))


def _missing(request: AtDesk) -> list[str]:
    """What was ticked, then what was written, a line each; each once."""
    written = request.POST.get("others", "").splitlines()
    found = [one.strip() for one in (*request.POST.getlist("missing"), *written)]
    return list(dict.fromkeys(one for one in found if one))
