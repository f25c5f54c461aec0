"""Who is who: one key a person, and all that is known of them under it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from mianshen.engine.facts import Person
from mianshen.standards.identity.numbers import read_number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named:
    """What one row says about who a person is; `rank` 0 is the most trusted kind of table.

    `role` and `source` are the kind of file and the file (or declared source) it stands in.
    """

    where: str
    certno: str | None
    psn_no: str | None
    name: str | None = None
    born: date | None = None
    sex: str | None = None
    household: str | None = None
    rank: int = 0
    role: str = ""
    source: str = ""
    cert_type: str | None = None
    former_name: str | None = None


@dataclass(slots=True)
class Known:
    """All that is known of one person: the key, their person numbers and stated details."""

    key: str
    psn_nos: set[str] = field(default_factory=set)
    certnos: set[str] = field(default_factory=set)
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
        printed = read_number(self.key)
        if printed.is_proven:
            born, sex = born or _listed(printed.born), sex or _listed(printed.sex)
        households = self.stated_households()
        return Person(self.key, _only(born), _only(sex), _only(households))


class Register:
    """Everyone whom any table names, found by certificate number or person number.

    `keys` says for every row whose it is; rows without a key are in review and teach nothing.
    """

    def __init__(self, rows: Iterable[Named], keys: Mapping[str, str]) -> None:
        self._keys = keys
        self._people: dict[str, Known] = {}
        self._key_of_number: dict[str, str] = {}
        for row in rows:
            key = keys.get(row.where)
            if key is not None:
                self._learn(key, row)

    def key_at(self, where: str) -> str | None:
        """The key of the person whom the row at a place names; None while that is in review."""
        return self._keys.get(where)

    def places(self) -> frozenset[str]:
        """The places of all rows whose person is certain."""
        return frozenset(self._keys)

    def find(self, number: str) -> Known | None:
        """The person with this certificate number or person number."""
        for spelled in (number.strip(), number.strip().upper()):
            key = self._key_of_number.get(spelled, spelled)
            if key in self._people:
                return self._people[key]
        return None

    def known(self, key: str) -> Known:
        """All that is known of the person with this key."""
        return self._people.get(key) or Known(key)

    def everyone(self) -> Iterable[Known]:
        """All people, in the order of their keys."""
        return (self._people[key] for key in sorted(self._people))

    def _learn(self, key: str, row: Named) -> None:
        person = self._people.setdefault(key, Known(key))
        for number, numbers in ((row.psn_no, person.psn_nos), (row.certno, person.certnos)):
            if number:
                numbers.add(number)
                self._key_of_number.setdefault(number, key)
        if row.name:
            person.names.add((row.rank, row.name))
        if row.born:
            person.born.add((row.rank, row.born))
        if row.sex:
            person.sexes.add((row.rank, row.sex))
        if row.household:
            person.households.add((row.rank, row.household))


def _most_trusted(stated: Iterable[tuple[int, T]]) -> list[T]:
    ranked = list(stated)
    best = min((rank for rank, _ in ranked), default=0)
    return [value for rank, value in ranked if rank == best]


def _listed(value: T | None) -> list[T]:
    return [] if value is None else [value]


def _only(values: Sequence[T]) -> T | None:
    return values[0] if len(values) == 1 else None
