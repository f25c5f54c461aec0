"""Puts the desk on every request, lets nobody in whom a page is not for, and tells refusals."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.timezone import localdate, now

from mianshen.bureau.offices.services import places_of, scope_of_places
from mianshen.bureau.workbench.desk import Desk, OutOfScopeError, desk_of, lang_of, told
from mianshen.bureau.workbench.pages import Page, page_of
from mianshen.policy.saying import Said, said
from mianshen.run.messages import InputError, Lang

LANG_COOKIE = "lang"
PLACE_KEY = "place"
_BEFORE_CHOOSING = ("password", "sign-out")
_SEEN_KEY = "seen_s"
_SEEN_EVERY_S = 300
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class AtTheDesk:
    """Desk and language on the request; pages kept to those they are for; refusals as pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        request.lang = Lang.EN if request.COOKIES.get(LANG_COOKIE) == "en" else Lang.ZH
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        if desk_of(request) is not None:
            # What is shown of people is nobody's to keep.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: object, _args: object, _values: object
    ) -> HttpResponse | None:
        """Refuse, or send to sign in, whoever a page is not for."""
        asked = page_of(view)
        if asked is None:
            return refusal(request, _not_for_you(), status=403)
        if asked.is_open:
            return None
        desk = _desk(request)
        if desk is None:
            return to_sign_in(request)
        request.desk = desk
        match = request.resolver_match
        if desk.staff.must_choose and (match is None or match.url_name not in _BEFORE_CHOOSING):
            return _to_page(request, reverse("password"))
        if not _may_open(desk, asked):
            return refusal(request, _not_for_you(asked), status=403)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Tell a refusal of a service as a sentence; anything else is a fault of ours."""
        if isinstance(error, OutOfScopeError):
            return refusal(request, error.sentence, status=403)
        if isinstance(error, InputError):
            return refusal(request, *error.lines(lang_of(request)), status=400)
        return None


def refusal(request: HttpRequest, *sentences: str, status: int = 403) -> HttpResponse:
    """A plain page, or a part of one where a part was asked for, with what is refused and why."""
    shown = [told(one, lang_of(request)) for one in sentences]
    template = (
        "frame/refusal_part.html" if getattr(request, "htmx", False) else "frame/refusal.html"
    )
    response = render(request, template, {"sentences": shown}, status=status)
    if getattr(request, "htmx", False):
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "innerHTML show:top"
    return response


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back to where one was."""
    address = reverse("sign-in")
    if getattr(request, "htmx", False):
        back = _own_path(request, request.headers.get("HX-Current-URL", ""))
        return HttpResponse(headers={"HX-Redirect": f"{address}?{urlencode({'next': back})}"})
    back, ended = request.get_full_path(), {}
    if request.method not in ("GET", "HEAD"):
        back, ended = _own_path(request, request.headers.get("Referer", "")), {"ended": "1"}
    return HttpResponseRedirect(f"{address}?{urlencode({'next': back, **ended})}")


def _to_page(request: HttpRequest, address: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _own_path(request: HttpRequest, address: str) -> str:
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return "/"
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _desk(request: HttpRequest) -> Desk | None:
    if SESSION_KEY not in request.session or not request.user.is_authenticated:
        return None
    staff = request.user.staff
    _stay_signed_in(request)
    day = localdate()
    places = places_of(staff.pk, day)
    scope = scope_of_places(staff.pk, day, places)
    chosen = request.session.get(PLACE_KEY, 0)
    place = places[chosen if chosen < len(places) else 0] if places else None
    return Desk(staff, scope, places, place)


def _stay_signed_in(request: HttpRequest) -> None:
    """Write down now and then that the session is in use; each click would be a write too many."""
    seconds = int(now().timestamp())
    if seconds - request.session.get(_SEEN_KEY, 0) > _SEEN_EVERY_S:
        request.session[_SEEN_KEY] = seconds


def _may_open(desk: Desk, asked: Page) -> bool:
    return asked.is_for_all_staff or desk.may_somewhere(asked.sees, asked.does)


def _not_for_you(asked: Page | None = None) -> Said:
    if asked is None:
        return said("this page is not open", "这个页面没有开放")
    return said(
        "your posts do not open the page {title}; ask whoever gives out roles in your district",
        "您的岗位不能打开“{title}”；如确需使用，请联系本区负责岗位设置的人员",
        title=asked.title,
    )
