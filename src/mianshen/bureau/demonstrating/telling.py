"""Messages of a demonstration: files in a folder, to phones that nobody has."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path

from mianshen.bureau.demonstrating.days import moment
from mianshen.bureau.notice import services as notice
from mianshen.bureau.registry import services as registry

_AT_ONCE = 500


class _Invented:
    """A phone for everybody, and the cards that the registry knows."""

    def phones(self, payees: Collection[tuple[int, str]]) -> Mapping[tuple[int, str], str]:
        """A number that no network gives out, different for each person."""
        return {one: f"000{one[0]:08d}" for one in payees}

    def tails(self, accounts: Collection[int]) -> Mapping[int, str]:
        """The last four digits of accounts."""
        opened = registry.open_accounts(accounts)
        return {account: one.number[-4:] for account, one in opened.items()}


def send_messages(
    notices: notice.Notices,
    folder: Path,
    day: date,
    told: Callable[[int], None] = lambda _sent: None,
) -> notice.Sent:
    """Send everything that waits on a day, and say what came of it; `told` hears how many went."""
    port, phonebook = notice.FilePort(folder), _Invented()
    sent = given_up = 0
    while True:
        done = notice.send_waiting(notices, port, phonebook, moment(day), most=_AT_ONCE)
        sent, given_up = sent + done.sent, given_up + done.given_up
        told(sent)
        if not done.waiting or not (done.sent or done.given_up):
            return notice.Sent(sent, given_up, done.again, done.waiting)
