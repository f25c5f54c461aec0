"""The worker's job: send what waits, each once, in decent hours; safe to kill and to repeat."""

from collections import Counter
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
MARKED_AT_ONCE = 50
"""So many messages go before what became of them is noted, where the way out knows repeats."""

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

    def text_of(one: Message) -> str:
        tail = tails.get(one.account, "")[-_TAIL_DIGITS:]
        amount = format_yuan(one.amount_fen)
        return notices.text(one.kind, language, amount, one.basis_on, one.settled_on, tail)

    came: list[_Came] = []
    at_once = MARKED_AT_ONCE if port.knows_repeats else 1
    for first in range(0, len(claimed), at_once):
        part = [
            _send(one, port, phones.get((one.person, one.payee)), text_of(one))
            for one in claimed[first : first + at_once]
        ]
        _mark(part, now)
        came += part
    counts = Counter(one.ending for one in came)
    return Sent(counts["sent"], counts["given_up"], counts["again"], _waiting(funds))


def uncertain(
    now: datetime, funds: Collection[str] | None = None, most: int | None = None
) -> Sequence[Message]:
    """Messages whose sender died at a way out that knows no repeats: sent or not, look there.

    Of some funds (none named: all), oldest first, at most so many.
    """
    return list(_uncertain(now, funds).order_by("id")[:most])


def uncertain_counted(now: datetime, funds: Collection[str] | None = None) -> int:
    """How many messages nobody knows of whether they went; one query."""
    return int(_uncertain(now, funds).count())


@dataclass(frozen=True, slots=True)
class _Came:
    """What became of a message: `sent`, `given_up`, or to be tried `again`."""

    message: Message
    ending: str
    text: str = ""
    reference: str = ""
    why: str = ""


def _send(one: Message, port: Port, phone: str | None, text: str) -> _Came:
    if phone is None:
        return _Came(one, "given_up", why="no phone")
    try:
        return _Came(one, "sent", text, port.send(one.key, phone, text))
    except PortError as error:
        is_over = error.is_final or one.attempts >= ATTEMPTS_MAX
        return _Came(one, "given_up" if is_over else "again", why=str(error))


def _mark(came: Sequence[_Came], now: datetime) -> None:
    marks = {
        "now": now,
        "ids": [one.message.pk for one in came],
        "attempts": [one.message.attempts for one in came],
        "endings": [one.ending for one in came],
        "texts": [one.text for one in came],
        "references": [one.reference for one in came],
        "whys": [one.why for one in came],
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql("mark_messages"), marks)


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


def _uncertain(now: datetime, funds: Collection[str] | None) -> QuerySet:
    found = _unfinished().filter(claimed_until__lt=now)
    return found if funds is None else found.filter(fund__in=list(funds))


def _waiting(funds: Collection[str] | None) -> int:
    waiting = _unfinished()
    return int((waiting if funds is None else waiting.filter(fund__in=list(funds))).count())


@cache
def _sql(name: str) -> str:
    return files("mianshen.bureau.notice").joinpath("sql", f"{name}.sql").read_text("utf-8")
