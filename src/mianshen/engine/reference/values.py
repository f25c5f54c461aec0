"""Three-valued evaluation of checked expressions: a value, or unknown and because of what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from mianshen.engine.facts import Value
from mianshen.policy.expressions import tree
from mianshen.policy.expressions.vocabulary import GRADES, PLACES

RANKS = {"grade": GRADES, "place": PLACES}


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value: some fact is not known (`words`) or some figure is not given (`figures`)."""

    words: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()

    def with_(self, other: "Unknown") -> "Unknown":
        """Both reasons together."""
        return Unknown(self.words | other.words, self.figures | other.figures)


Known = Value | Unknown
Assumed = Mapping[str, Value]
NOTHING_ASSUMED: Assumed = {}
Number = Fraction | Unknown
Truth = bool | Unknown

IDENTITY_PREFIX = "holds:"

_CONDITIONS = (
    tree.Truth,
    tree.Not,
    tree.Logic,
    tree.Holds,
    tree.Membership,
    tree.Comparison,
)


@dataclass(frozen=True)
class Scene:
    """What an expression can see: the value of each name, and whether an identity is held."""

    value: Callable[[str], Known]
    holds: Callable[[str], Truth]


def number(node: tree.Node, scene: Scene) -> Number:
    """The exact value of a numeric expression."""
    match node:
        case tree.Number(value=value):
            return value
        case tree.Name(name=name):
            found = scene.value(name)
            assert isinstance(found, Fraction | Unknown), f"{name} is no number"
            return found
        case tree.Negative(operand=operand):
            inner = number(operand, scene)
            return inner if isinstance(inner, Unknown) else -inner
        case tree.Extreme(function=function, operands=operands):
            return _extreme(function, [number(operand, scene) for operand in operands])
        case tree.Arithmetic():
            return _arithmetic(node, scene)
        case _:
            raise TypeError(f"{node!r} is no number")


def _extreme(function: str, values: list[Number]) -> Number:
    unknown = merged(values)
    if unknown is not None:
        return unknown
    known = [value for value in values if isinstance(value, Fraction)]
    return min(known) if function == "min" else max(known)


def _arithmetic(node: tree.Arithmetic, scene: Scene) -> Number:
    left, right = number(node.left, scene), number(node.right, scene)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        unknown = merged([left, right])
        assert unknown is not None
        return unknown
    match node.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right if right else Unknown(words=frozenset({"division by zero"}))


def merged(values: list[Number] | list[Truth]) -> Unknown | None:
    """Everything unknown among some values, or None when all are known."""
    unknown = [value for value in values if isinstance(value, Unknown)]
    if not unknown:
        return None
    together = unknown[0]
    for other in unknown[1:]:
        together = together.with_(other)
    return together


def truth(node: tree.Node, scene: Scene) -> Truth:
    """Whether a condition holds: true, false or unknown (Kleene's strong logic)."""
    match node:
        case tree.Truth(value=value):
            return value
        case tree.Name(name=name):
            found = scene.value(name)
            assert isinstance(found, bool | Unknown), f"{name} is no condition"
            return found
        case tree.Not(operand=operand):
            inner = truth(operand, scene)
            return inner if isinstance(inner, Unknown) else not inner
        case tree.Logic(operator=operator, operands=operands):
            parts = [truth(operand, scene) for operand in operands]
            return all_of(parts) if operator == "and" else any_of(parts)
        case tree.Holds(identities=identities):
            return any_of([scene.holds(identity) for identity in identities])
        case tree.Membership():
            return _membership(node, scene)
        case tree.Comparison():
            return _comparison(node, scene)
        case _:
            raise TypeError(f"{node!r} is no condition")


def all_of(parts: list[Truth]) -> Truth:
    """Conjunction: false if any is false, unknown if none is false and some unknown."""
    if any(part is False for part in parts):
        return False
    unknown = merged(parts)
    return True if unknown is None else unknown


def any_of(parts: list[Truth]) -> Truth:
    """Disjunction: true if any is true, unknown if none is true and some unknown."""
    if any(part is True for part in parts):
        return True
    unknown = merged(parts)
    return False if unknown is None else unknown


def _membership(node: tree.Membership, scene: Scene) -> Truth:
    assert isinstance(node.left, tree.Name)
    found = scene.value(node.left.name)
    if isinstance(found, Unknown):
        return found
    text = str(found)
    if node.by_prefix:
        return text.startswith(node.options.items)
    return text in node.options.items


def _comparison(node: tree.Comparison, scene: Scene) -> Truth:
    if isinstance(node.left, tree.Name) and isinstance(node.right, tree.Text):
        return _word_comparison(node, node.left.name, node.right.value, scene)
    sides: list[Known] = []
    for side in (node.left, node.right):
        boolean = isinstance(side, _CONDITIONS)
        if isinstance(side, tree.Name):
            sides.append(scene.value(side.name))
        else:
            sides.append(truth(side, scene) if boolean else number(side, scene))
    left, right = sides
    if isinstance(left, Unknown):
        return left.with_(right) if isinstance(right, Unknown) else left
    if isinstance(right, Unknown):
        return right
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return _compared(node.operator, (left > right) - (left < right))
    return (left == right) == (node.operator == "=")


def _word_comparison(node: tree.Comparison, name: str, word: str, scene: Scene) -> Truth:
    found = scene.value(name)
    if isinstance(found, Unknown):
        return found
    if node.operator in ("=", "!="):
        return (found == word) == (node.operator == "=")
    ranks = RANKS[name]
    if found not in ranks:
        return Unknown(words=frozenset({name}))
    difference = ranks.index(str(found)) - ranks.index(word)
    return _compared(node.operator, (difference > 0) - (difference < 0))


def _compared(operator: str, sign: int) -> bool:
    match operator:
        case "=":
            return sign == 0
        case "!=":
            return sign != 0
        case "<":
            return sign < 0
        case "<=":
            return sign <= 0
        case ">":
            return sign > 0
        case _:
            return sign >= 0
