"""One line that is held: what it waits for, and what people may rule about it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mianshen.bureau.assessment.models import LINES_MAX, Line
from mianshen.engine.results import Reason, Status

RELEASED = frozenset({Reason.WAITING_FOR_SOURCE, Reason.OPENING_MISSING})
"""For which a bill's line may be released: what is not here yet need not be waited for."""


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A held line by the number of its version; `held_fen` is what may come once it goes on."""

    number: int
    person: int
    year: int
    event: str | None
    settled_on: date | None
    pack: str
    programme: str
    reason: Reason
    held_fen: int
    since: datetime

    @property
    def may_be_released(self) -> bool:
        """Whether a release lets it go on; other reasons end with data, a figure or the year."""
        return self.event is not None and self.reason in RELEASED

    @property
    def may_be_waived(self) -> bool:
        """Whether it waits for an opening balance, which two people may say is not needed."""
        return self.reason is Reason.OPENING_MISSING


HELD_COLUMNS = (
    *("id", "person", "year", "event", "settled_on"),
    *("pack", "programme", "reason", "held_fen", "known_from"),
)


def held_line_of(
    number: int, person: int, year: int, event: str | None, settled_on: date | None, *rest: Any
) -> HeldLine:
    """A held line from its columns."""
    pack, programme, reason, held_fen, since = rest
    waits = Reason(reason), held_fen, since
    return HeldLine(number, person, year, event, settled_on, pack, programme, *waits)


def held_line(number: int) -> HeldLine | None:
    """A held line as it is known now; None where it changed since, or is held no more."""
    # By its number alone every line would be looked at.
    now = Line.objects.filter(determination=number // LINES_MAX, known_to__isnull=True)
    held = now.filter(pk=number, status=Status.HELD.value, is_simulated=False)
    found = held.values_list(*HELD_COLUMNS).first()
    return held_line_of(*found) if found else None
