"""Who is who: one key a person, by certificate number where any table gives one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from mianshen.engine.facts import Person
from mianshen.run.messages import bad

_CARD = re.compile(r"\d{17}[\dX]", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_SHOWN_CHARS = 4

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named:
    """What one row says about who a person is; `rank` 0 is the most trusted kind of table."""

    where: str
    certno: str | None
    psn_no: str | None
    name: str | None = None
    born: date | None = None
    sex: str | None = None
    household: str | None = None
    rank: int = 0


@dataclass(slots=True)
class Known:
    """All that is known of one person: the key, their person numbers and stated details."""

    key: str
    psn_nos: set[str] = field(default_factory=set)
    names: set[tuple[int, str]] = field(default_factory=set)
    born: set[tuple[int, date]] = field(default_factory=set)
    sexes: set[tuple[int, str]] = field(default_factory=set)
    households: set[tuple[int, str]] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The name by the most trusted table, or nothing."""
        return min(self.names)[1] if self.names else ""

    @property
    def psn_no(self) -> str:
        """The person number, or the first of several."""
        return min(self.psn_nos, default="")

    def stated_households(self) -> list[str]:
        """The household by the most trusted table; several where its rows disagree."""
        return sorted(_most_trusted(self.households))

    def as_person(self) -> Person:
        """The facts rules may ask for; where the most trusted rows disagree nothing is known."""
        born, sex = _most_trusted(self.born), _most_trusted(self.sexes)
        printed = read_card(self.key)
        if printed:
            born, sex = born or [printed[0]], sex or [printed[1]]
        households = self.stated_households()
        return Person(self.key, _only(born), _only(sex), _only(households))


class Register:
    """Everyone whom any table names, found by certificate number or person number."""

    def __init__(self, rows: Iterable[Named]) -> None:
        self._certno_of: dict[str, tuple[str, str]] = {}
        named = list(rows)
        for row in named:
            if row.certno and row.psn_no:
                self._link(row.psn_no, row.certno, row.where)
        self._people: dict[str, Known] = {}
        for row in named:
            self._learn(row)

    def key(self, certno: str | None, psn_no: str | None) -> str:
        """The key of a person named by either number."""
        if certno:
            return certno
        linked = self._certno_of.get(psn_no or "")
        return linked[0] if linked else psn_no or ""

    def find(self, number: str) -> Known | None:
        """The person with this certificate number or person number."""
        wanted = number.strip().upper()
        for psn_no in (number.strip(), wanted):
            if psn_no in self._certno_of:
                wanted = self._certno_of[psn_no][0]
        return self._people.get(wanted) or self._people.get(number.strip())

    def known(self, key: str) -> Known:
        """All that is known of the person with this key."""
        return self._people.get(key) or Known(key)

    def _link(self, psn_no: str, certno: str, where: str) -> None:
        before, _ = self._certno_of.setdefault(psn_no, (certno, where))
        if before != certno:
            shown = {"first": masked_number(before), "second": masked_number(certno)}
            raise bad("two_certificates", where, psn_no=psn_no, **shown)

    def _learn(self, row: Named) -> None:
        key = self.key(row.certno, row.psn_no)
        person = self._people.setdefault(key, Known(key))
        if row.psn_no:
            person.psn_nos.add(row.psn_no)
        if row.name:
            person.names.add((row.rank, row.name))
        if row.born:
            person.born.add((row.rank, row.born))
        if row.sex:
            person.sexes.add((row.rank, row.sex))
        if row.household:
            person.households.add((row.rank, row.household))


def read_card(number: str) -> tuple[date, str] | None:
    """Birth date and sex printed in an 18-digit identity number; None when it is not a valid one.

    The region code is not judged: codes are abolished while their cards stay valid.
    Source: data-standard §6.
    """
    if not _CARD.fullmatch(number):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if _CHECK_DIGITS[total % 11] != number[-1]:
        return None
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born, "男" if int(number[16]) % 2 else "女"


def masked_name(name: str) -> str:
    """A name with everything hidden but its first and, where there are three, last character."""
    if len(name) < 2:
        return name
    tail = name[-1] if len(name) > 2 else ""
    return name[0] + "*" * (len(name) - 1 - len(tail)) + tail


def masked_number(number: str) -> str:
    """A certificate number with its middle hidden; short numbers of an office stay as they are."""
    hidden = len(number) - 2 * _SHOWN_CHARS
    if hidden < _SHOWN_CHARS:
        return number
    return number[:_SHOWN_CHARS] + "*" * hidden + number[-_SHOWN_CHARS:]


def _most_trusted(stated: Iterable[tuple[int, T]]) -> list[T]:
    ranked = list(stated)
    best = min((rank for rank, _ in ranked), default=0)
    return [value for rank, value in ranked if rank == best]


def _only(values: Sequence[T]) -> T | None:
    return values[0] if len(values) == 1 else None
