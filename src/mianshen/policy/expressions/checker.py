"""A parsed expression against a vocabulary: every name known, every type right, words resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from mianshen.policy.expressions import tree
from mianshen.policy.expressions.parser import ExpressionError
from mianshen.policy.expressions.vocabulary import Type, Variable


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an expression of one place in a pack may read; `barred` words say why they may not."""

    variables: Mapping[str, Variable]
    lists: Mapping[str, tuple[str, ...]]
    identities: frozenset[str]
    barred: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """An expression whose words are resolved, with what the engine needs to know about it."""

    node: tree.Node
    type: Type
    dynamic: bool
    wide: bool


def nearest(word: str, known: Mapping[str, object] | frozenset[str] | tuple[str, ...]) -> str:
    """A hint that names the closest known word, or nothing when none is close."""
    found = get_close_matches(word, list(known), n=1)
    return f"; did you mean {found[0]!r}?" if found else ""


class _Checker:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def check(self, node: tree.Node) -> tuple[tree.Node, Type]:
        match node:
            case tree.Number():
                return node, Type.NUMBER
            case tree.Text():
                return node, Type.TEXT
            case tree.Truth():
                return node, Type.TRUTH
            case tree.Name():
                return node, self._variable(node).type
            case tree.Negative():
                return tree.Negative(self._number(node.operand), node.at), Type.NUMBER
            case tree.Arithmetic():
                left, right = self._number(node.left), self._number(node.right)
                return tree.Arithmetic(node.operator, left, right, node.at), Type.NUMBER
            case tree.Extreme():
                operands = tuple(self._number(operand) for operand in node.operands)
                return tree.Extreme(node.function, operands, node.at), Type.NUMBER
            case tree.Not():
                return tree.Not(self._truth(node.operand), node.at), Type.TRUTH
            case tree.Logic():
                operands = tuple(self._truth(operand) for operand in node.operands)
                return tree.Logic(node.operator, operands, node.at), Type.TRUTH
            case tree.Holds():
                return self._holds(node), Type.TRUTH
            case tree.Membership():
                return self._membership(node), Type.TRUTH
            case tree.Comparison():
                return self._comparison(node), Type.TRUTH
            case tree.Listing():  # pragma: no cover - the parser puts listings only in memberships
                raise ExpressionError("a list can only follow 'in' or 'starts with'", node.at)

    def _variable(self, node: tree.Name) -> Variable:
        variable = self._vocabulary.variables.get(node.name)
        if variable is None and node.name in self._vocabulary.barred:
            raise ExpressionError(f"{node.name!r} {self._vocabulary.barred[node.name]}", node.at)
        if variable is None:
            hint = nearest(node.name, dict(self._vocabulary.variables))
            raise ExpressionError(f"{node.name!r} is not known here{hint}", node.at)
        return variable

    def _typed(self, node: tree.Node, wanted: Type, what: str) -> tree.Node:
        checked, found = self.check(node)
        if found is not wanted:
            raise ExpressionError(f"{what} was expected here, this is a {found}", node.at)
        return checked

    def _number(self, node: tree.Node) -> tree.Node:
        return self._typed(node, Type.NUMBER, "a number")

    def _truth(self, node: tree.Node) -> tree.Node:
        return self._typed(node, Type.TRUTH, "a condition")

    def _holds(self, node: tree.Holds) -> tree.Holds:
        for identity in node.identities:
            if identity not in self._vocabulary.identities:
                hint = nearest(identity, self._vocabulary.identities)
                raise ExpressionError(f"{identity!r} is no identity of this pack{hint}", node.at)
        return node

    def _membership(self, node: tree.Membership) -> tree.Membership:
        left, kind = self.check(node.left)
        if kind not in (Type.TEXT, Type.RANK) or not isinstance(left, tree.Name):
            raise ExpressionError("only a text fact can be looked up in a list", node.at)
        items = node.options.items
        if len(items) == 1 and items[0] in self._vocabulary.lists:
            items = self._vocabulary.lists[items[0]]
        options = self._variable(left).options
        for item in items:
            self._option(item, options, node.options.at, exact=not node.by_prefix)
        return tree.Membership(left, tree.Listing(items, node.options.at), node.by_prefix, node.at)

    def _option(self, word: str, options: tuple[str, ...], at: int, *, exact: bool) -> None:
        if exact and options and word not in options:
            hint = nearest(word, options) or f"; it can be {', '.join(options)}"
            raise ExpressionError(f"{word!r} is not one of its values{hint}", at)

    def _comparison(self, node: tree.Comparison) -> tree.Comparison:
        left, kind = self.check(node.left)
        if kind in (Type.TEXT, Type.RANK):
            return self._word_comparison(node, left, kind)
        if kind is Type.TRUTH:
            if node.operator not in ("=", "!="):
                raise ExpressionError("a condition can only be compared with = or !=", node.at)
            right = self._truth(node.right)
        else:
            right = self._number(node.right)
        return tree.Comparison(node.operator, left, right, node.at)

    def _word_comparison(
        self, node: tree.Comparison, left: tree.Node, kind: Type
    ) -> tree.Comparison:
        if not isinstance(left, tree.Name):
            raise ExpressionError("write the fact on the left and the word on the right", node.at)
        if kind is Type.TEXT and node.operator not in ("=", "!="):
            raise ExpressionError(f"{left.name!r} has no order; compare with = or !=", node.at)
        right = node.right
        if isinstance(right, tree.Name):
            right = tree.Text(right.name, right.at)
        if not isinstance(right, tree.Text):
            raise ExpressionError(f"a value of {left.name!r} was expected here", right.at)
        self._option(right.value, self._variable(left).options, right.at, exact=True)
        return tree.Comparison(node.operator, left, right, node.at)


def check(node: tree.Node, vocabulary: Vocabulary, wanted: Type) -> Checked:
    """Resolve and type-check a parsed expression for a place that wants a number or a condition.

    Raises `ExpressionError` with the column of the first word that does not fit.
    """
    resolved, found = _Checker(vocabulary).check(node)
    if found is not wanted:
        what = "a number" if wanted is Type.NUMBER else "a condition"
        raise ExpressionError(f"{what} was expected here, this is a {found}", node.at)
    read = [vocabulary.variables[name] for name in tree.names(resolved)]
    return Checked(
        resolved,
        found,
        dynamic=any(variable.dynamic for variable in read),
        wide=any(variable.wide for variable in read),
    )
