"""What a sheet is made from: one pack, the facts of some people, and how the page names them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mianshen.engine.facts import Facts
from mianshen.policy.pack import Pack
from mianshen.run.case import Case, PersonFacts
from mianshen.sheets.model import SourceFile


@dataclass(frozen=True, slots=True)
class Naming:
    """How a page names somebody: name, certificate number and person number, as far as known."""

    name: str = ""
    certno: str = ""
    psn_no: str = ""


@dataclass(frozen=True)
class Basis:
    """Everything about some people that a sheet tells, wherever it came from."""

    pack: Pack
    year: int
    as_of: date
    by_person: Mapping[str, PersonFacts]
    facts_of: Callable[[Iterable[str]], Facts]
    naming_of: Callable[[str], Naming]
    sources: tuple[SourceFile, ...] = ()


def of_case(case: Case) -> Basis:
    """The basis that files give."""

    def naming(key: str) -> Naming:
        known = case.register.known(key)
        return Naming(known.name, key, known.psn_no)

    sources = tuple(SourceFile(one.name, one.sha256) for one in case.sources)
    order = case.order
    return Basis(case.pack, order.year, order.as_of, case.by_person, case.facts_of, naming, sources)


def of_facts(
    facts: Facts, pack: Pack, year: int, as_of: date, naming_of: Callable[[str], Naming]
) -> Basis:
    """The basis that facts alone give, those of people assessed together."""
    by_person: dict[str, PersonFacts] = defaultdict(PersonFacts)
    for event in facts.events:
        by_person[event.person].events.append(event)
    for identity in facts.identities:
        by_person[identity.person].identities.append(identity)
    for paid in facts.payments:
        by_person[paid.person].payments.append(paid)
    return Basis(pack, year, as_of, by_person, lambda _people: facts, naming_of)
