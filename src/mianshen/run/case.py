"""What was asked for and all that was read for it: the case a run assesses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mianshen.engine.facts import (
    AttributeFact,
    Closure,
    Delivery,
    Event,
    Facts,
    Identity,
    Opening,
    OtherPayment,
    PoolOpening,
)
from mianshen.policy.pack import Pack
from mianshen.policy.schema import PoolScope
from mianshen.run.matching.reviews import Review
from mianshen.run.others import Others
from mianshen.run.people import Register
from mianshen.run.reading.ledger import FileAccount, Ledger
from mianshen.run.rosters import Rosters
from mianshen.run.settlements import Bills, SetAside
from mianshen.run.shipped import Located

ROLES = (
    *("settlements", "rosters", "others", "opening", "people", "accounts", "backlog"),
    *("given", "e_bills", "mark_receipts", "one_stop", "corrections"),
)


@dataclass(frozen=True)
class Order:
    """What was asked for: a pack, files by role, and the days to look from.

    `since` is the day the settlement data begins; None means they cover every benefit year. With a
    `profile` the files of `folder` are sorted by its sources; `only` keeps to some of them, when a
    run is looked at again.
    """

    pack: str
    files: Mapping[str, Sequence[Path]]
    year: int
    as_of: date
    overlays: Sequence[str] = ()
    since: date | None = None
    year_closed: bool = False
    profile: str = ""
    folder: Path | None = None
    only: frozenset[Path] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: what as, by which name, its content's hash and its account."""

    role: str
    name: str
    path: Path
    sha256: str
    account: FileAccount


@dataclass(frozen=True)
class PersonFacts:
    """Everything about one person, ready for the engine."""

    events: list[Event] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    attributes: list[AttributeFact] = field(default_factory=list)
    payments: list[OtherPayment] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    pool_openings: list[PoolOpening] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """All that was read for a run, and the facts made of it.

    Nobody `in_review` is assessed: something about them has to be looked at first. `strangers` are
    files no source speaks of, `missing` sources that sent nothing, `partial` lists too short to be
    whole.
    """

    order: Order
    pack: Pack
    located: Located
    overlays: tuple[Located, ...]
    sources: tuple[Source, ...]
    bills: Bills
    rosters: Rosters
    others: Others
    register: Register
    rostered: frozenset[str]
    by_person: Mapping[str, PersonFacts]
    set_aside: tuple[SetAside, ...]
    closures: tuple[Closure, ...]
    ledger: Ledger
    reviews: tuple[Review, ...] = ()
    in_review: frozenset[str] = frozenset()
    bills_in_review: frozenset[str] = frozenset()
    sources_file: Path | None = None
    strangers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()

    def units(self) -> list[tuple[str, ...]]:
        """The rostered people with something to assess: alone, or by household where one counts."""
        by_person = self.by_person
        people = [key for key in sorted(self.rostered - self.in_review) if key in by_person]
        groups: dict[tuple[bool, str], list[str]] = defaultdict(list)
        shared = has_household_pool(self.pack)
        for key in people:
            household = self.register.known(key).as_person().household if shared else None
            groups[household is not None, household or key].append(key)
        with_bills = (
            tuple(group) for group in groups.values() if any(by_person[key].events for key in group)
        )
        return sorted(with_bills)

    def facts_of(self, people: Iterable[str]) -> Facts:
        """The facts of some people."""
        keys = list(people)
        own = [self.by_person.get(key) or PersonFacts() for key in keys]
        return Facts(
            people=tuple(self.register.known(key).as_person() for key in keys),
            events=tuple(one for facts in own for one in facts.events),
            identities=tuple(one for facts in own for one in facts.identities),
            attributes=tuple(one for facts in own for one in facts.attributes),
            payments=tuple(one for facts in own for one in facts.payments),
            deliveries=tuple(one for facts in own for one in facts.deliveries),
            openings=tuple(one for facts in own for one in facts.openings),
            pool_openings=tuple(one for facts in own for one in facts.pool_openings),
            closures=self.closures,
            complete_from=self.order.since,
        )


def has_household_pool(pack: Pack) -> bool:
    """Whether people of one household have to be assessed together."""
    return any(pool.scope is PoolScope.HOUSEHOLD for pool in pack.pools.values())
