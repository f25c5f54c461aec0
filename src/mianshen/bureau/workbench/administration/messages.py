"""短信模板: every message as somebody would read it; what is uncertain, and receipts entered."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.jobs.districts import profile_of
from mianshen.bureau.notice import services as notice
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record
from mianshen.bureau.workbench.administration.at import (
    ADMINISTERS,
    READERS,
    district_of,
    may_administer,
    required_district,
)
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.desk import told as in_words
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import Said, said, sentence_of

_KINDS = {
    "paid": said("money was paid", "已拨付"),
    "bounced": said("the bank sent it back", "发放失败（退票）"),
}
UNCERTAIN_SHOWN = 20
_AMOUNT, _TAIL = "2,317.40", "4821"
"""Of nobody: the person of the examples is invented."""
_VISITED_BEFORE, _PAID_BEFORE = timedelta(days=20), timedelta(days=2)


@dataclass(frozen=True)
class Preview:
    """A message in a language as it is sent."""

    title: Said
    language: Literal["zh", "en"]
    text: str
    characters: int


@page(said("Messages", "短信模板"), sees=READERS, does=ADMINISTERS)
@require_safe
def templates(request: AtDesk) -> HttpResponse:
    """The templates with an invented person's sum and days, and the one that is tried."""
    district_of(request.desk)
    assert request.desk.place is not None
    profile = profile_of(request.desk.place.profile)
    told, funds = profile.notices, list(profile.funds.funds) if profile.funds else []
    wording = request.GET.get("wording", "").strip()
    shown: dict[str, object] = {
        "notices": told,
        "previews": _previews(request, told) if told else (),
        "fields": sorted(notice.FIELDS),
        "wording": wording,
        "uncertain": notice.uncertain(now(), funds, UNCERTAIN_SHOWN),
        "uncertain_count": notice.uncertain_counted(now(), funds),
        "may_enter": may_administer(request.desk),
        "tab": "messages",
    }
    if told and wording:
        shown |= _tried(request, told, wording)
    return render(request, "administration/messages.html", shown)


@page(said("Enter a receipt", "登记短信回执"), does=ADMINISTERS)
@require_POST
def enter_receipt(request: AtDesk) -> HttpResponse:
    """What the gateway says became of a message, by the gateway's reference."""
    required_district(request.desk)
    asked = request.POST
    reference, why = asked.get("reference", "").strip(), asked.get("why", "").strip()
    delivered = {"yes": True, "no": False}.get(asked.get("delivered", ""))
    if not reference or delivered is None:
        raise refused(
            "name the reference, and say whether it came", "请填写短信编号，并选择是否送达"
        )
    with transaction.atomic():
        is_new = notice.enter_receipt(reference, now(), delivered=delivered, why=why)
        if is_new:
            details = {"delivered": delivered, "why": why}
            record(request.desk.actor, "enter_receipt", f"message:{reference}", details)
    sentence = (
        said("The receipt is entered", "回执已登记")
        if is_new
        else said("This receipt was entered before", "这份回执已登记过")
    )
    messages.success(request, in_words(sentence, request.lang))
    return HttpResponseRedirect(reverse("messages"))


def _previews(request: AtDesk, told: notice.Notices) -> list[Preview]:
    return [
        _preview(request, told, kind, language)
        for kind, wordings in told.templates.items()
        for language in wordings
    ]


def _preview(
    request: AtDesk, told: notice.Notices, kind: str, language: Literal["zh", "en"]
) -> Preview:
    visited, paid = request.desk.day - _VISITED_BEFORE, request.desk.day - _PAID_BEFORE
    text = told.text(kind, language, _AMOUNT, visited, paid, _TAIL)
    return Preview(_KINDS[kind], language, text, len(text))


def _tried(request: AtDesk, told: notice.Notices, wording: str) -> dict[str, object]:
    try:
        notice.checked_template(wording)
    except ValueError as error:
        return {"fault": sentence_of(error)}
    templates = {**told.templates, "paid": {"zh": wording}}
    return {
        "tried": _preview(request, told.model_copy(update={"templates": templates}), "paid", "zh")
    }
