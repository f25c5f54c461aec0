"""短信模板: every message as somebody would read it, and a wording tried before it is taken up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mianshen.bureau.jobs.districts import profile_of
from mianshen.bureau.notice import services as notice
from mianshen.bureau.workbench.administration.at import ADMINISTERS, READERS, district_of
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import Said, said, sentence_of

_KINDS = {
    "paid": said("money was paid", "已拨付"),
    "bounced": said("the bank sent it back", "发放失败（退票）"),
}
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
    told = profile_of(request.desk.place.profile).notices
    wording = request.GET.get("wording", "").strip()
    shown: dict[str, object] = {
        "notices": told,
        "previews": _previews(request, told) if told else (),
        "fields": sorted(notice.FIELDS),
        "wording": wording,
        "tab": "messages",
    }
    if told and wording:
        shown |= _tried(request, told, wording)
    return render(request, "administration/messages.html", shown)


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
