"""Why an amount changed: each differing fact applied in turn, and the fen it moved.

The order is fixed, so that two people asking get one answer: first the frame (the day looked from,
whether the year is closed, where the data begin), then the policy (its parameters by name, then the
rest of it), then the person, identities, attributes and openings, then settlements in the order
they were settled, then what others paid, closures and what was delivered, last what people decided.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from mianshen.engine.facts import Facts, FactsError
from mianshen.engine.reference import assess
from mianshen.engine.reference.charges import distinct
from mianshen.engine.results import Line
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Parameter


class Kind(StrEnum):
    """What sort of thing changed, in the order in which changes are told."""

    AS_OF = "as_of"
    YEAR_CLOSED = "year_closed"
    COMPLETE_FROM = "complete_from"
    PARAMETER = "parameter"
    PACK = "pack"
    RESPONSIBILITY = "responsibilities"
    PERSON = "people"
    IDENTITY = "identities"
    ATTRIBUTE = "attributes"
    OPENING = "openings"
    POOL_OPENING = "pool_openings"
    EVENT = "events"
    PIN = "pins"
    CHOICE = "choices"
    PAYMENT = "payments"
    CLOSURE = "closures"
    DELIVERY = "deliveries"
    APPLICATION = "applications"
    RELEASE = "releases"
    REJECTION = "rejections"
    SPELLING = "spelling"


@dataclass(frozen=True)
class Snapshot:
    """Everything an assessment rested on."""

    facts: Facts
    packs: tuple[Pack, ...]
    year: int
    as_of: date
    year_closed: bool = False


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was; what is new has no before, what is gone no after.

    `before` and `after` are facts, parameters, packs, days or truths, as the kind says; `name` is
    the parameter's or the pack's.
    """

    kind: Kind
    before: Any
    after: Any
    name: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one line, in fen."""

    event: str | None
    programme: str
    before_fen: int
    after_fen: int
    held_before_fen: int
    held_after_fen: int


@dataclass(frozen=True)
class Step:
    """A change, or several where the facts in between cannot be assessed, and what it moved."""

    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]

    @property
    def amount_fen(self) -> int:
        """How much more is entitled."""
        return sum(one.after_fen - one.before_fen for one in self.moved)

    @property
    def held_fen(self) -> int:
        """How much more is held."""
        return sum(one.held_after_fen - one.held_before_fen for one in self.moved)


@dataclass(frozen=True)
class Difference:
    """The way from an old answer to a new one; the steps add up to the whole of it."""

    before_fen: int
    after_fen: int
    held_before_fen: int
    held_after_fen: int
    steps: tuple[Step, ...]


Key = tuple[str, ...]
_LineKey = tuple[str | None, str]


def difference(old: Snapshot, new: Snapshot, person: str) -> Difference:
    """Tell the way from an old assessment of a person to a new one, fact by fact.

    Both must ask for the same benefit year; amounts are those of programmes that are not simulated.
    Raises `FactsError` where either end cannot be assessed.
    """
    lines = _lines(old, person)
    first = lines
    last = _lines(new, person)
    steps: list[Step] = []
    waiting: list[Change] = []
    state = _State(old)
    # Payments are told apart by what they say, not by the number of a row; should that have
    # changed an amount it is told, so that the steps still add up.
    lines = _add(steps, [Change(Kind.SPELLING, None, None)], lines, state.try_lines(person))
    for change, apply in _changes(state, old, new):
        apply()
        waiting.append(change)
        after = state.try_lines(person)
        if after is not None:
            lines = _add(steps, waiting, lines, after)
            waiting = []
    _add(steps, waiting or [Change(Kind.SPELLING, None, None)], lines, last)
    return Difference(
        sum(line.amount_fen for line in first.values()),
        sum(line.amount_fen for line in last.values()),
        sum(line.held_fen for line in first.values()),
        sum(line.held_fen for line in last.values()),
        tuple(steps),
    )


Lines = Mapping[_LineKey, Line]


def _lines(of: Snapshot, person: str) -> Lines:
    answer = assess(
        of.facts, of.packs, year=of.year, as_of=of.as_of, year_closed=of.year_closed
    ).lines
    simulated = {
        name for pack in of.packs for name, one in pack.programmes.items() if one.simulated
    }
    return {
        (line.event, line.programme): line
        for line in answer
        if line.person == person and line.programme not in simulated
    }


def _add(steps: list[Step], changes: Sequence[Change], before: Lines, after: Lines | None) -> Lines:
    """Note a step; a mere change of spelling is one only if it moved anything."""
    if after is None:
        return before
    moved = tuple(_moved(before, after))
    if moved or any(change.kind is not Kind.SPELLING for change in changes):
        steps.append(Step(tuple(changes), moved))
    return after


def _moved(before: Lines, after: Lines) -> Iterator[Moved]:
    keys = sorted({*before, *after}, key=lambda key: (key[0] is None, key[0] or "", key[1]))
    for event, programme in keys:
        old, new = before.get((event, programme)), after.get((event, programme))
        amounts = (
            old.amount_fen if old else 0,
            new.amount_fen if new else 0,
            old.held_fen if old else 0,
            new.held_fen if new else 0,
        )
        if amounts[0] != amounts[1] or amounts[2] != amounts[3]:
            yield Moved(event, programme, *amounts)


class _State:
    """A snapshot under way from the old to the new."""

    def __init__(self, start: Snapshot) -> None:
        self.snapshot = replace(start, facts=_spelled(start.facts))
        self._held = {kind: _keyed(kind, self.snapshot.facts) for kind in _KEYS}

    def try_lines(self, person: str) -> Lines | None:
        """What the present facts give, or nothing where they cannot be assessed."""
        try:
            return _lines(self.snapshot, person)
        except FactsError:
            return None

    def set(self, **values: Any) -> None:
        """Change the frame or the packs."""
        self.snapshot = replace(self.snapshot, **values)

    def set_facts(self, **values: Any) -> None:
        """Change something of the facts."""
        self.set(facts=replace(self.snapshot.facts, **values))

    def put(self, kind: Kind, key: Key, fact: Any) -> None:
        """Put one fact in the place of another, or take it away."""
        held = self._held[kind]
        if fact is None:
            held.pop(key, None)
        else:
            held[key] = fact
        self.set_facts(**{kind.value: tuple(held.values())})

    def set_pack(self, at: int, pack: Pack) -> None:
        """Put one pack in the place of another."""
        packs = list(self.snapshot.packs)
        packs[at] = pack
        self.set(packs=tuple(packs))


_Steps = Iterator[tuple[Change, Callable[[], None]]]


def _changes(state: _State, old: Snapshot, new: Snapshot) -> _Steps:
    """Every change with what applies it, in the order in which they are told."""
    yield from _frame(state, old, new)
    yield from _policy(state, old, new)
    before, after = _spelled(old.facts), _spelled(new.facts)
    for kind in _KEYS:
        held, wanted = _keyed(kind, before), _keyed(kind, after)
        for key in sorted({*held, *wanted}, key=lambda one: _told_order(kind, one, held, wanted)):
            was, now = held.get(key), wanted.get(key)
            if _content(was) != _content(now):
                change = Change(kind, was, now)
                yield change, _put(state, kind, key, now)


def _put(state: _State, kind: Kind, key: Key, fact: Any) -> Callable[[], None]:
    return lambda: state.put(kind, key, fact)


def _frame(state: _State, old: Snapshot, new: Snapshot) -> _Steps:
    if old.as_of != new.as_of:
        yield Change(Kind.AS_OF, old.as_of, new.as_of), lambda: state.set(as_of=new.as_of)
    if old.year_closed != new.year_closed:
        change = Change(Kind.YEAR_CLOSED, old.year_closed, new.year_closed)
        yield change, lambda: state.set(year_closed=new.year_closed)
    begins = new.facts.complete_from
    if old.facts.complete_from != begins:
        change = Change(Kind.COMPLETE_FROM, old.facts.complete_from, begins)
        yield change, lambda: state.set_facts(complete_from=begins)


def _policy(state: _State, old: Snapshot, new: Snapshot) -> _Steps:
    if [pack.id for pack in old.packs] != [pack.id for pack in new.packs]:
        named = "、".join(pack.id for pack in new.packs)
        yield Change(Kind.PACK, old.packs, new.packs, named), lambda: state.set(packs=new.packs)
        return
    for at, (was, now) in enumerate(zip(old.packs, new.packs, strict=True)):
        for name in sorted(was.parameters.keys() & now.parameters.keys()):
            before, after = was.parameters[name], now.parameters[name]
            if before.values != after.values:
                change = Change(Kind.PARAMETER, before, after, name)
                yield change, _swap_parameter(state, at, name, after)
        if _without_parameters(was, now) != _without_parameters(now, was):
            so_far = state.snapshot.packs[at]
            yield Change(Kind.PACK, (so_far,), (now,), now.id), _swap_pack(state, at, now)


def _swap_parameter(state: _State, at: int, name: str, value: Parameter) -> Callable[[], None]:
    def apply() -> None:
        pack = state.snapshot.packs[at]
        parameters = {**pack.parameters, name: value}
        spelling = pack.spelling.model_copy(update={"parameters": parameters})
        state.set_pack(at, Pack(spelling, pack.overlays))

    return apply


def _swap_pack(state: _State, at: int, pack: Pack) -> Callable[[], None]:
    return lambda: state.set_pack(at, pack)


def _without_parameters(pack: Pack, other: Pack) -> dict[str, Any]:
    """What a pack spells but for the values of parameters that both have."""
    spelled = pack.spelling.model_dump()
    for name in pack.parameters.keys() & other.parameters.keys():
        spelled["parameters"][name]["values"] = ()
    return spelled


_KEYS: Mapping[Kind, Callable[[Any], tuple[Any, ...]]] = {
    Kind.RESPONSIBILITY: lambda one: (one.person, one.start, one.pack),
    Kind.PERSON: lambda one: (one.id,),
    Kind.IDENTITY: lambda one: (one.person, one.identity, one.start),
    Kind.ATTRIBUTE: lambda one: (one.person, one.name, one.start),
    Kind.OPENING: lambda one: (one.person, one.programme, one.year_start),
    Kind.POOL_OPENING: lambda one: (one.person, one.pool, one.year_start),
    Kind.EVENT: lambda one: (one.person, one.id),
    Kind.PIN: lambda one: (one.event, one.layer),
    Kind.CHOICE: lambda one: (one.person, one.layer, one.start),
    Kind.PAYMENT: lambda one: (
        one.person,
        one.source,
        one.event,
        one.first_day,
        one.last_day,
        one.provisional,
    ),
    Kind.CLOSURE: lambda one: (one.source,),
    Kind.DELIVERY: lambda one: (one.person, one.event, one.place, one.channel),
    Kind.APPLICATION: lambda one: (one.person, one.programme, one.event, one.on),
    Kind.RELEASE: lambda one: (one.person, one.programme, one.event),
    Kind.REJECTION: lambda one: (one.person, one.programme, one.event),
}


def _keyed(kind: Kind, facts: Facts) -> dict[Key, Any]:
    """Facts by what tells them apart; several alike are numbered."""
    return dict(_numbered(kind, getattr(facts, kind.value)))


def _numbered(kind: Kind, facts: Iterable[Any]) -> Iterator[tuple[Key, Any]]:
    seen: dict[Key, int] = defaultdict(int)
    for fact in sorted(facts, key=lambda one: repr(_content(one))):
        plain = tuple("" if part is None else str(part) for part in _KEYS[kind](fact))
        yield (*plain, f"{seen[plain]:09d}"), fact
        seen[plain] += 1


def _content(fact: Any) -> Any:
    """A fact without the file and row that stated it."""
    return replace(fact, origin="") if hasattr(fact, "origin") else fact


def _told_order(
    kind: Kind, key: Key, held: Mapping[Key, Any], wanted: Mapping[Key, Any]
) -> tuple[str, Key]:
    if kind is not Kind.EVENT:
        return "", key
    event = wanted.get(key) or held[key]
    return event.settled.isoformat(), key


def _spelled(facts: Facts) -> Facts:
    """The same facts, each payment numbered by what it says instead of by its row."""
    once = [replace(payment, id="") for payment in distinct(facts.payments)]
    named = (replace(fact, id="/".join(key)) for key, fact in _numbered(Kind.PAYMENT, once))
    return replace(facts, payments=tuple(named))
