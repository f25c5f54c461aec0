"""Expression trees evaluated in three values: known, or unknown with what it lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from mianshen.policy.expressions import tree

RANKS = {
    "grade": ("未定级", "一级", "二级", "三级"),
    "place": ("本地", "市内异地", "省内异地", "跨省异地"),
}
CHECK = "check"
PARAMETER = "parameter"


@dataclass(frozen=True)
class Unknown:
    """A value nobody knows, because of facts to check or parameters that are missing."""

    lacks: frozenset[str]


NOT_STATED = Unknown(frozenset({CHECK}))
NOT_PUBLISHED = Unknown(frozenset({PARAMETER}))

Known = Fraction | str | bool
Value = Known | Unknown
Truth3 = bool | Unknown


class Words(Protocol):
    """What a place in a pack may read."""

    def value(self, name: str) -> Value:
        """The value of a word."""

    def holds(self, identity: str) -> Truth3:
        """Whether the person has an identity on the programme's day."""


def both(values: list[Truth3]) -> Truth3:
    """All of them are true, in three values."""
    if any(one is False for one in values):
        return False
    return _open(values, True)


def either(values: list[Truth3]) -> Truth3:
    """One of them is true, in three values."""
    if any(one is True for one in values):
        return True
    return _open(values, False)


def opposite(value: Truth3) -> Truth3:
    """Not, in three values."""
    return value if isinstance(value, Unknown) else not value


def _open(values: list[Truth3], otherwise: bool) -> Truth3:
    lacks = [one.lacks for one in values if isinstance(one, Unknown)]
    return Unknown(frozenset().union(*lacks)) if lacks else otherwise


def evaluate(node: tree.Node, words: Words) -> Value:
    """The value of an expression."""
    match node:
        case tree.Number(value=value) | tree.Text(value=value) | tree.Truth(value=value):
            return value
        case tree.Name(name=name):
            return words.value(name)
        case tree.Holds(identities=identities):
            return either([words.holds(one) for one in identities])
        case tree.Not(operand=operand):
            return opposite(_truth(operand, words))
        case tree.Logic(operator=operator, operands=operands):
            truths = [_truth(one, words) for one in operands]
            return both(truths) if operator == "and" else either(truths)
        case tree.Membership(left=left, options=options, by_prefix=by_prefix):
            found = evaluate(left, words)
            if isinstance(found, Unknown):
                return found
            word = str(found)
            if by_prefix:
                return any(word.startswith(one) for one in options.items)
            return word in options.items
        case tree.Comparison():
            return _compared(node, words)
        case _:
            return _number(node, words)


def _truth(node: tree.Node, words: Words) -> Truth3:
    found = evaluate(node, words)
    assert isinstance(found, bool | Unknown), found
    return found


def _compared(node: tree.Comparison, words: Words) -> Value:
    left, right = evaluate(node.left, words), evaluate(node.right, words)
    for side in (left, right):
        if isinstance(side, Unknown):
            return _open([one for one in (left, right) if isinstance(one, Unknown)], True)
    if isinstance(node.left, tree.Name) and node.left.name in RANKS:
        rank = RANKS[node.left.name]
        if left not in rank:
            return NOT_STATED
        left, right = Fraction(rank.index(str(left))), Fraction(rank.index(str(right)))
    if node.operator == "=":
        return left == right
    if node.operator == "!=":
        return left != right
    assert isinstance(left, Fraction)
    assert isinstance(right, Fraction)
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[node.operator]


def _number(node: tree.Node, words: Words) -> Value:
    parts = [evaluate(one, words) for one in tree.children(node)]
    unknown: list[Truth3] = [one for one in parts if isinstance(one, Unknown)]
    if unknown:
        return _open(unknown, True)
    numbers = [one for one in parts if isinstance(one, Fraction)]
    match node:
        case tree.Negative():
            return -numbers[0]
        case tree.Extreme(function=function):
            return min(numbers) if function == "min" else max(numbers)
        case tree.Arithmetic(operator="+"):
            return numbers[0] + numbers[1]
        case tree.Arithmetic(operator="-"):
            return numbers[0] - numbers[1]
        case tree.Arithmetic(operator="*"):
            return numbers[0] * numbers[1]
        case tree.Arithmetic(operator="/"):
            return numbers[0] / numbers[1] if numbers[1] else NOT_STATED
    raise AssertionError(node)


def uses(node: tree.Node) -> Iterator[tuple[tree.Name, tree.Node | None]]:
    """Every name an expression reads, with the node it stands in."""
    if isinstance(node, tree.Name):
        yield node, None
    for child in tree.children(node):
        if isinstance(child, tree.Name):
            yield child, node
        else:
            yield from uses(child)
