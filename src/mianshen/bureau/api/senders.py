"""Tokens of systems that send deliveries in: made once, known by their digest, ended for good."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from mianshen.bureau.api.models import Sender
from mianshen.bureau.jobs.services import sources_of
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record

_TOKEN_BYTES = 32


def make_token(profile: str, source: str, name: str, actor: str) -> str:
    """A token by which a system sends deliveries of a source; it is shown this once.

    Raises `InputError` where the profile has no such source of settlements.
    """
    if sources_of(profile).layout(source).role != "settlements":
        raise refused(
            "{source} is not a source of settlements; only those are sent in",
            "“{source}”不是结算数据来源；推送接口只收结算",
            source=source,
        )
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        made = Sender.objects.create(
            profile=profile, source=source, name=name, digest=_digest(token), made_by=actor
        )
        details = {"profile": profile, "source": source, "name": name}
        record(actor, "make_token", str(made), details)
    return token


def end_token(number: int, actor: str) -> None:
    """Let a token hold no longer; raises `InputError` where there is none that does."""
    with transaction.atomic():
        ended = Sender.objects.filter(pk=number, ended_at__isnull=True)
        if not ended.update(ended_at=timezone.now()):
            raise refused(
                "sender {number} has no token that holds",
                "推送方 {number} 没有有效的令牌",
                number=number,
            )
        record(actor, "end_token", f"sender:{number}")


def senders() -> list[Sender]:
    """Every system whose token holds."""
    return list(Sender.objects.filter(ended_at__isnull=True).order_by("pk"))


def sender_of(token: str) -> Sender | None:
    """Who has a token, none where it was never given or has ended."""
    return Sender.objects.filter(digest=_digest(token), ended_at__isnull=True).first()


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
