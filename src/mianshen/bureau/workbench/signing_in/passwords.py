"""Choosing one's own password: after a reset before anything else, otherwise whenever one likes."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mianshen.bureau.offices.services import choose_password
from mianshen.bureau.refusals import refused
from mianshen.bureau.workbench.desk import AtDesk, told
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import said
from mianshen.run.messages import InputError


@page(said("Choose a password", "设定密码"))
@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: AtDesk) -> HttpResponse:
    """The form; other sessions of the same log-in end when the password changes."""
    if request.method == "GET":
        return render(request, "signing_in/password.html", {"wrong": ()})
    try:
        _choose(request)
    except InputError as error:
        wrong = error.lines(request.lang)
        return render(request, "signing_in/password.html", {"wrong": wrong}, status=400)
    sentence = said("your password is changed", "密码已更改")
    messages.success(request, told(sentence, request.lang))
    return HttpResponseRedirect("/")


def _choose(request: AtDesk) -> None:
    asked = request.POST
    if asked.get("new", "") != asked.get("again", ""):
        raise refused("the new password was written in two ways", "两次输入的新密码不一致")
    staff = request.desk.staff
    choose_password(staff, asked.get("old", ""), asked.get("new", ""))
    update_session_auth_hash(request, staff.user)
