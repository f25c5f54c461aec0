"""The tree of an expression: what a condition or a formula says, and where it says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    """An exact literal; `70%` is 7/10, amounts are in yuan."""

    value: Fraction
    at: int


@dataclass(frozen=True, slots=True)
class Text:
    """A word or quoted text that stands for itself."""

    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Truth:
    """`true` or `false`."""

    value: bool
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, parameter, payer, layer or programme of the pack."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Several words, written `[a, b]` or by the name of a list of the pack."""

    items: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Negative:
    """`- operand`."""

    operand: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left operator right` for one of `+ - * /`."""

    operator: str
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Extreme:
    """`min(…)` or `max(…)` of one or more numbers."""

    function: str
    operands: tuple["Node", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right` for one of `= != < <= > >=`; `is` and `is not` read as `=`, `!=`."""

    operator: str
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Membership:
    """`left in [a, b]`, or by beginning: `left starts with [a, b]`."""

    left: "Node"
    options: Listing
    by_prefix: bool
    at: int


@dataclass(frozen=True, slots=True)
class Holds:
    """`holds(低保, 特困)`: the person has one of these identities on the programme's day."""

    identities: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Not:
    """`not operand`."""

    operand: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or` of two or more operands."""

    operator: str
    operands: tuple["Node", ...]
    at: int


Node = (
    Number
    | Text
    | Truth
    | Name
    | Listing
    | Negative
    | Arithmetic
    | Extreme
    | Comparison
    | Membership
    | Holds
    | Not
    | Logic
)


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, left to right."""
    match node:
        case Negative(operand=operand) | Not(operand=operand):
            return (operand,)
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            return (left, right)
        case Membership(left=left):
            return (left,)
        case Extreme(operands=operands) | Logic(operands=operands):
            return operands
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Every node of the tree, a parent before its parts."""
    yield node
    for child in children(node):
        yield from walk(child)


def names(node: Node) -> frozenset[str]:
    """Every name the expression reads."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Name))
