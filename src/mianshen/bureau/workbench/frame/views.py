"""Language, the post one sits at, looking at open data, and the pages of what went wrong."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import record
from mianshen.bureau.workbench.desk import AtDesk, out_of_sight
from mianshen.bureau.workbench.frame.looking import may_look_at
from mianshen.bureau.workbench.middleware import LANG_COOKIE, PLACE_KEY, refusal
from mianshen.bureau.workbench.pages import open_to_anyone, page
from mianshen.policy.saying import said
from mianshen.run.messages import Lang

_YEAR_S = 365 * 24 * 3600


@open_to_anyone
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """EN or 中, kept in the browser."""
    response = HttpResponseRedirect(back(request))
    lang = Lang.EN if request.POST.get("lang") == Lang.EN else Lang.ZH
    response.set_cookie(LANG_COOKIE, lang, max_age=_YEAR_S, samesite="Lax", httponly=True)
    return response


@page(said("Choose a post", "切换岗位"))
@require_POST
def choose_place(request: AtDesk) -> HttpResponse:
    """Which of one's posts the pages are laid for; what may be done is that of all of them."""
    number = request.POST.get("place", "")
    if number.isdigit() and int(number) < len(request.desk.places):
        request.session[PLACE_KEY] = int(number)
    return HttpResponseRedirect("/")


@page(said("Open data", "查看明文"), sees=[Sight.NUMBERS])
@require_POST
def look(request: AtDesk, person: int) -> HttpResponse:
    """Name and number of a person in full, for a purpose, which the trail keeps."""
    purpose = request.POST.get("purpose", "").strip()
    if not purpose:
        raise refused("say what you need it for", "请写明查看用途")
    if not may_look_at(request.desk, person):
        raise out_of_sight()
    record(request.desk.actor, "look", f"person:{person}", {"purpose": purpose[:200]})
    called = registry.called([person]).get(person)
    if called is None:
        raise Http404
    return render(request, "frame/looked.html", {"called": called, "person": person})


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 as a plain page."""
    _ = exception
    sentence = said(
        "there is no such page or thing; go back, or search for it",
        "没有这个页面或这件事；请返回上一页，或搜索",
    )
    return refusal(request, sentence, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500 as a plain page: nothing was saved."""
    sentence = said(
        "something broke on our side and nothing was saved; try again, then tell whoever runs it",
        "系统出了故障，刚才的操作没有保存；请重试，仍不行请联系系统管理人员",
    )
    return refusal(request, sentence, status=500)


def back(request: HttpRequest) -> str:
    """Where a form wants to return to, or the start."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"
