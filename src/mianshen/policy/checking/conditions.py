"""Whether conditions can hold together: a contradiction is only told where it is certain."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice, product

from mianshen.policy.checking.figures import constant
from mianshen.policy.expressions import tree
from mianshen.policy.expressions.vocabulary import Type, Variable
from mianshen.policy.expressions.writing import write

_WAYS_MAX = 256

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_SIGNS = {
    "=": frozenset("="),
    "!=": frozenset("<>"),
    "<": frozenset("<"),
    ">": frozenset(">"),
    "<=": frozenset("<="),
    ">=": frozenset(">="),
}
# Never below zero, and only where a condition on less would be a slip and not a question.
_AT_LEAST = {"age": Fraction(0), "stay_days": Fraction(0), "visit_number": Fraction(1)}

Words = Mapping[str, Variable]
_Way = tuple[tree.Node, ...]


def clash(conditions: Iterable[tree.Node], words: Words) -> str | None:
    """What conditions contradict each other on, or None when they may hold together.

    `words` are the variables of the place. Too many alternatives count as able to hold.
    """
    ways: list[_Way] = [()]
    for condition in conditions:
        ways = _both(ways, _ways(condition, holds=True))
        if len(ways) > _WAYS_MAX:
            return None
    if not ways:
        return "false"
    clashes = [_Facts(words).clash_in(sorted(way, key=_late)) for way in ways]
    return clashes[0] if all(one is not None for one in clashes) else None


def _late(node: tree.Node) -> bool:
    """Whether a statement only narrows what another one has to name first."""
    match node:
        case tree.Comparison(operator="=") | tree.Membership(by_prefix=False):
            return False
        case _:
            return True


def _ways(node: tree.Node, *, holds: bool) -> list[_Way]:
    """The ways in which a condition holds (or fails), each a list of plain statements."""
    match node:
        case tree.Not(operand=operand):
            return _ways(operand, holds=not holds)
        case tree.Logic(operator=operator, operands=operands):
            parts = [_ways(one, holds=holds) for one in operands]
            if (operator == "or") is holds:
                return [way for part in parts for way in part]
            ways: list[_Way] = [()]
            for part in parts:
                ways = _both(ways, part)
            return ways
        case tree.Comparison(left=left, right=tree.Truth(value=value), operator=operator):
            return _ways(left, holds=((operator == "=") is value) is holds)
        case tree.Comparison(operator=operator, left=left, right=right) if not holds:
            return [(tree.Comparison(_OPPOSITE[operator], left, right, node.at),)]
        case tree.Truth(value=value):
            return [()] if value is holds else []
        case _:
            return [(node if holds else tree.Not(node, node.at),)]


def _both(first: list[_Way], second: list[_Way]) -> list[_Way]:
    """Every way in which both hold, or just too many of them."""
    together = ((*one, *other) for one, other in product(first, second))
    return list(islice(together, _WAYS_MAX + 1))


@dataclass(slots=True)
class _Bounds:
    """Between what a number lies; an edge is inside unless it is strict."""

    low: Fraction | None = None
    low_strict: bool = False
    high: Fraction | None = None
    high_strict: bool = False
    never: set[Fraction] = field(default_factory=set)

    def meet(self, operator: str, edge: Fraction) -> None:
        if operator == "!=":
            self.never.add(edge)
        if operator in ("=", ">", ">="):
            strict = operator == ">"
            if self.low is None or (edge, strict) > (self.low, self.low_strict):
                self.low, self.low_strict = edge, strict
        if operator in ("=", "<", "<="):
            strict = operator == "<"
            if self.high is None or (-edge, strict) > (-self.high, self.high_strict):
                self.high, self.high_strict = edge, strict

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None or self.low < self.high:
            return False
        edge_left = self.low == self.high and not (self.low_strict or self.high_strict)
        return not edge_left or self.low in self.never


@dataclass(slots=True)
class _Facts:
    """What a list of statements leaves possible; statements it cannot read leave everything."""

    words: Words
    truths: dict[str, bool] = field(default_factory=dict)
    options: dict[str, set[str]] = field(default_factory=dict)
    bounds: dict[str, _Bounds] = field(default_factory=dict)
    signs: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    held: list[frozenset[str]] = field(default_factory=list)
    not_held: set[str] = field(default_factory=set)

    def clash_in(self, way: Iterable[tree.Node]) -> str | None:
        """What the statements contradict each other on."""
        for statement in way:
            found = self._state(statement, holds=True)
            if found is not None:
                return found
        return next((_listed(one) for one in self.held if one <= self.not_held), None)

    def _state(self, node: tree.Node, *, holds: bool) -> str | None:
        match node:
            case tree.Not(operand=operand):
                return self._state(operand, holds=not holds)
            case tree.Name(name=name):
                return name if self.truths.setdefault(name, holds) is not holds else None
            case tree.Holds(identities=identities):
                if holds:
                    self.held.append(frozenset(identities))
                else:
                    self.not_held |= set(identities)
                return None
            case tree.Membership(left=tree.Name(name=name), options=listing, by_prefix=prefix):
                return self._choose(name, listing.items, by_prefix=prefix, holds=holds)
            case tree.Comparison(operator=operator, left=left, right=right):
                return self._compare(operator, left, right)
            case _:
                return None

    def _compare(self, operator: str, left: tree.Node, right: tree.Node) -> str | None:
        variable = self.words.get(left.name) if isinstance(left, tree.Name) else None
        if variable is not None and isinstance(right, tree.Text):
            if variable.type is Type.RANK:
                allowed = _in_order(operator, variable.options, right.value)
                return self._choose(variable.name, allowed, by_prefix=False, holds=True)
            return self._choose(
                variable.name, (right.value,), by_prefix=False, holds=operator == "="
            )
        first, second = constant(left), constant(right)
        if first is not None and second is not None:
            sign = "=" if first == second else "<" if first < second else ">"
            return None if sign in _SIGNS[operator] else f"{write(left)} {operator} {write(right)}"
        if first is not None:
            operator, left, right, second = _TURNED[operator], right, left, first
        if second is None:
            return self._relate(operator, write(left), write(right))
        key = write(left)
        bounds = self.bounds.setdefault(key, _Bounds(_AT_LEAST.get(key)))
        bounds.meet(operator, second)
        return key if bounds.empty else None

    def _relate(self, operator: str, left: str, right: str) -> str | None:
        if left > right:
            operator, left, right = _TURNED[operator], right, left
        signs = self.signs.get((left, right), _SIGNS["="] | _SIGNS["!="]) & _SIGNS[operator]
        self.signs[left, right] = signs
        return None if signs else f"{left}, {right}"

    def _choose(
        self, name: str, items: tuple[str, ...], *, by_prefix: bool, holds: bool
    ) -> str | None:
        variable = self.words.get(name)
        known = self.options.get(name) or set(variable.options if variable else ())
        if not known:
            if holds and not by_prefix:
                self.options[name] = set(items)
            return None
        chosen = {one for one in known if _is_among(one, items, by_prefix=by_prefix) is holds}
        self.options[name] = chosen
        return None if chosen else name


def _is_among(word: str, items: tuple[str, ...], *, by_prefix: bool) -> bool:
    return any(word.startswith(item) if by_prefix else word == item for item in items)


def _in_order(operator: str, ranks: tuple[str, ...], word: str) -> tuple[str, ...]:
    edge = ranks.index(word)
    signs = {rank: "=" if i == edge else "<" if i < edge else ">" for i, rank in enumerate(ranks)}
    return tuple(rank for rank, sign in signs.items() if sign in _SIGNS[operator])


def _listed(identities: Iterable[str]) -> str:
    return ", ".join(sorted(identities))


def of_identities(
    any_of: Iterable[str] = (), all_of: Iterable[str] = (), none_of: Iterable[str] = ()
) -> Iterator[tree.Node]:
    """What `who` asks of a person's identities, as conditions."""
    if any_of:
        yield tree.Holds(tuple(any_of), 0)
    for identity in all_of:
        yield tree.Holds((identity,), 0)
    if none_of:
        yield tree.Not(tree.Holds(tuple(none_of), 0), 0)
