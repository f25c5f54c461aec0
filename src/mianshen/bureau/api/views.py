"""Where other systems knock: a settlement pushed in, and what became of a delivery."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.api.models import Sender
from mianshen.bureau.api.pushing import BODY_BYTES_MAX, PushError, settlement_file
from mianshen.bureau.api.senders import sender_of
from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs.services import sources_of, walk_soon
from mianshen.bureau.workbench.pages import open_to_anyone
from mianshen.policy.saying import Said, chinese, said
from mianshen.run.messages import InputError, Lang

_SCHEME = "bearer "
_FILE = "push.csv"
View = Callable[..., JsonResponse]


def _known(view: View) -> View:
    """Let nobody in whose token is not one; the view is given the sender."""

    @wraps(view)
    def asked(request: HttpRequest, *arguments: Any, **named: Any) -> JsonResponse:
        given = request.headers.get("Authorization", "")
        is_bearer = given.lower().startswith(_SCHEME)
        sender = sender_of(given[len(_SCHEME) :].strip()) if is_bearer else None
        if sender is None:
            answer = _refused(
                401,
                said(
                    "a token that holds is needed: Authorization: Bearer …",
                    "需要有效的令牌：Authorization: Bearer …",
                ),
            )
            answer["WWW-Authenticate"] = "Bearer"
            return answer
        return view(request, sender, *arguments, **named)

    return asked


@open_to_anyone
@csrf_exempt
@require_POST
@_known
def push_settlement(request: HttpRequest, sender: Sender) -> JsonResponse:
    """Take one settlement in: 202 where it is new, 200 where the same was sent before."""
    if request.content_type != "application/json":
        return _refused(415, said("send application/json", "请以 application/json 推送"))
    try:
        received = _receive(settlement_file(request.read(BODY_BYTES_MAX + 1)), sender)
    except PushError as error:
        return _refused(error.status, *error.sentences)
    except InputError as error:
        return _refused(
            400, *(Said(one.text(Lang.EN), one.text(Lang.ZH)) for one in error.messages)
        )
    answer = {"delivery": received.batch.pk, "state": received.batch.state}
    return JsonResponse(answer, status=200 if received.is_again else 202)


def _receive(content: bytes, sender: Sender) -> intake.Received:
    """Keep a delivery and ask for the job that walks it, both or neither."""
    with transaction.atomic():
        received = intake.push(
            sources_of(sender.profile), sender.source, _FILE, content, str(sender), None
        )
        if not received.is_again:
            walk_soon(received.batch.pk, sender.profile, is_urgent=True)
    return received


@open_to_anyone
@require_safe
@_known
def delivery(_request: HttpRequest, sender: Sender, number: int) -> JsonResponse:
    """Where a delivery of the sender's own has come to, and why where it was refused."""
    found = intake.batch_by_number(number)
    if found is None or found.received_by != str(sender):
        return _refused(
            404, said("you sent no delivery {number}", "没有您推送的批次 {number}", number=number)
        )
    problems = [{"zh": one["zh"], "en": one["en"]} for one in found.problems]
    return JsonResponse({"delivery": found.pk, "state": found.state, "errors": problems})


def _refused(status: int, *sentences: Said) -> JsonResponse:
    return JsonResponse({"errors": list(_both(sentences))}, status=status)


def _both(sentences: Iterable[Said]) -> Iterable[dict[str, str]]:
    return ({"zh": chinese(one), "en": str(one)} for one in sentences)
