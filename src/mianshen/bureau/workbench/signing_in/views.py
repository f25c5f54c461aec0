"""Signing in with number and password, guarded against guessing, and signing out."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mianshen.bureau.demo_logins import demo_logins
from mianshen.bureau.offices.services import districts_on
from mianshen.bureau.practice import is_practice
from mianshen.bureau.trail.services import SIGN_IN, record
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.frame.views import back
from mianshen.bureau.workbench.pages import open_to_anyone, page
from mianshen.policy.saying import Said, said

_WHO_CHARACTERS_MAX = 40
_ENDED = said(
    "your session had ended and nothing was saved; sign in and you are back where you were",
    "登录已过期，刚才的操作没有保存；重新登录后会回到原来的页面",
)


@open_to_anyone
@never_cache
@ensure_csrf_cookie
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, and one's way back to where one was."""
    if request.method == "GET":
        return _form(request, _ENDED if "ended" in request.GET else None)
    number = request.POST.get("username", "").strip()
    user = authenticate(request, username=number, password=request.POST.get("password", ""))
    if user is None:
        wrong = said("number or password is wrong", "工号或密码不对；请核对后重新输入")
        return _form(request, wrong, status=400)
    login(request, user)
    actor = f"staff:{user.staff.number}"
    record(actor, SIGN_IN, actor, _who(request))
    return HttpResponseRedirect(back(request))


def _who(request: HttpRequest) -> dict[str, str]:
    """Who practises, where several share a log-in."""
    who = request.POST.get("who", "").strip()[:_WHO_CHARACTERS_MAX]
    return {"who": who} if who and is_practice() else {}


@page(said("Sign out", "退出"))
@require_POST
def sign_out(request: AtDesk) -> HttpResponse:
    """The end of a session."""
    record(request.desk.actor, "sign_out", request.desk.actor)
    logout(request)
    return HttpResponseRedirect("/sign-in")


def wait(request: HttpRequest, _credentials: object, *_more: object) -> HttpResponse:
    """Too many wrong passwords: whoever it is waits."""
    wrong = said(
        "too many wrong passwords; wait a quarter of an hour, or ask for a new password",
        "密码错误次数过多；请 15 分钟后再试，或请系统管理人员重置密码",
    )
    return _form(request, wrong, status=429)


def gone_stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before signing in again, or from elsewhere: filled in anew."""
    _ = reason
    wrong = said(
        "this page had grown old; sign in again and repeat what you did, nothing was saved",
        "页面已过期，刚才的操作没有保存；请重新登录后再办",
    )
    return _form(request, wrong, status=403)


def _form(request: HttpRequest, wrong: Said | None = None, status: int = 200) -> HttpResponse:
    logins = demo_logins()
    told = {
        "wrong": wrong,
        "next": back(request),
        "number": request.POST.get("username", ""),
        "districts": districts_on(localdate()),
        "demo": logins,
    }
    return render(request, "signing_in/sign_in.html", told, status=status)
