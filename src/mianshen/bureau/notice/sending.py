"""The worker's job: send what waits, each once, in decent hours; safe to kill and to repeat."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Protocol

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from mianshen.bureau.notice.models import Message
from mianshen.bureau.notice.ports import Port, PortError
from mianshen.bureau.notice.templates import Language, Notices
from mianshen.money import format_yuan

ATTEMPTS_MAX = 5
_TAIL_DIGITS = 4


class Phonebook(Protocol):
    """Phones and cards, as narrow as messages need them."""

    def phones(self, payees: Collection[tuple[int, str]]) -> Mapping[tuple[int, str], str]:
        """The phone of each (person, payee) that has one."""
        ...

    def tails(self, accounts: Collection[int]) -> Mapping[int, str]:
        """The last digits of accounts, by their number in the vault."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run did: sent, given up for want of a phone or a yes, to be tried again, waiting."""

    sent: int
    given_up: int
    again: int
    waiting: int


def send_waiting(
    notices: Notices,
    port: Port,
    phonebook: Phonebook,
    now: datetime,
    funds: Collection[str] | None = None,
    most: int = 200,
    language: Language = "zh",
) -> Sent:
    """Send up to `most` waiting messages of some funds (none named: all), oldest first.

    In the quiet hours nothing is sent. Several workers may run at once; each message goes by one.
    """
    if notices.quiet.holds(timezone.localtime(now).time()):
        return Sent(0, 0, 0, _waiting(funds))
    claimed = _claim(port, now, funds, most)
    phones = phonebook.phones({(one.person, one.payee) for one in claimed})
    tails = phonebook.tails({one.account for one in claimed})
    counts = {"sent": 0, "given_up": 0, "again": 0}
    for one in claimed:
        phone = phones.get((one.person, one.payee))
        text = notices.text(
            one.kind,
            language,
            format_yuan(one.amount_fen),
            one.basis_on,
            one.settled_on,
            tails.get(one.account, "")[-_TAIL_DIGITS:],
        )
        counts[_send(one, port, phone, text, now)] += 1
    return Sent(**counts, waiting=_waiting(funds))


def uncertain(now: datetime) -> Sequence[Message]:
    """Messages whose sender died at a way out that knows no repeats: sent or not, look there."""
    return list(_unfinished().filter(claimed_until__lt=now).order_by("id"))


def _send(one: Message, port: Port, phone: str | None, text: str, now: datetime) -> str:
    if phone is None:
        return _give_up(one, "no phone", now)
    try:
        reference = port.send(one.key, phone, text)
    except PortError as error:
        if error.is_final or one.attempts >= ATTEMPTS_MAX:
            return _give_up(one, str(error), now)
        _own(one).update(claimed_until=None, why=str(error))
        return "again"
    _own(one).update(sent_at=now, text=text, reference=reference, why="")
    return "sent"


def _give_up(one: Message, why: str, now: datetime) -> str:
    _own(one).update(given_up_at=now, why=why)
    return "given_up"


def _own(one: Message) -> QuerySet:
    """The message, if this run still holds it: another may have taken it over."""
    return Message.objects.filter(
        pk=one.pk, attempts=one.attempts, sent_at__isnull=True, given_up_at__isnull=True
    )


def _claim(
    port: Port, now: datetime, funds: Collection[str] | None, most: int
) -> Sequence[Message]:
    asked = {
        "now": now,
        "knows_repeats": port.knows_repeats,
        "funds": None if funds is None else sorted(funds),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql("claim_messages"), asked)
        ids = [number for (number,) in cursor.fetchall()]
    return list(Message.objects.filter(pk__in=ids).order_by("id"))


def _unfinished() -> QuerySet:
    return Message.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)


def _waiting(funds: Collection[str] | None) -> int:
    waiting = _unfinished()
    return int((waiting if funds is None else waiting.filter(fund__in=list(funds))).count())


@cache
def _sql(name: str) -> str:
    return files("mianshen.bureau.notice").joinpath("sql", f"{name}.sql").read_text("utf-8")
