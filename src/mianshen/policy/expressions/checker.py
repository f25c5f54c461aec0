"""A parsed expression against a vocabulary: every name known, every type right, words resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from mianshen.policy.expressions import tree
from mianshen.policy.expressions.parser import ExpressionError
from mianshen.policy.expressions.vocabulary import Type, Variable
from mianshen.policy.saying import Said, said


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


Known = Mapping[str, object] | frozenset[str] | tuple[str, ...]

_KINDS: Mapping[Type, Said] = {
    Type.NUMBER: Said("number", "数字"),
    Type.TEXT: Said("text", "文字"),
    Type.RANK: Said("rank", "等级"),
    Type.TRUTH: Said("truth", "条件"),
}
_A_NUMBER = Said("a number", "数字")
_A_CONDITION = Said("a condition", "条件")


def closest(word: str, known: Known) -> str | None:
    """The known word that was probably meant, or none when none is close."""
    found = get_close_matches(word, sorted(known), n=1)
    return found[0] if found else None


def nearest(word: str, known: Known) -> str:
    """A hint that names the closest known word, or nothing when none is close."""
    meant = closest(word, known)
    if meant is None:
        return ""
    return said("; did you mean {meant!r}?", "；是不是“{meant}”？", meant=meant)


def one_of_its_values(word: str, options: tuple[str, ...]) -> Said:
    """The sentence about a word that a fact or attribute cannot take."""
    listed = said(
        "; it can be {english}",
        "；可以是{listed}",
        english=", ".join(options),
        listed="、".join(options),
    )
    return said(
        "{word!r} is not one of its values{hint}",
        "“{word}”不在它的取值之内{hint}",
        word=word,
        hint=nearest(word, options) or listed,
    )


def _expected(what: Said, found: Type, at: int) -> ExpressionError:
    message = said(
        "{what} was expected here, this is a {found}",
        "这里应是{what}，现在是{found}",
        what=what,
        found=_KINDS[found],
    )
    return ExpressionError(message, at)


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
                message = said(
                    "a list can only follow 'in' or 'starts with'",
                    "列表只能放在“in”或“starts with”后面",
                )
                raise ExpressionError(message, node.at)

    def _variable(self, node: tree.Name) -> Variable:
        variable = self._vocabulary.variables.get(node.name)
        if variable is None and node.name in self._vocabulary.barred:
            why = self._vocabulary.barred[node.name]
            message = said("{name!r} {why}", "“{name}”{why}", name=node.name, why=why)
            raise ExpressionError(message, node.at)
        if variable is None:
            hint = nearest(node.name, dict(self._vocabulary.variables))
            message = said(
                "{name!r} is not known here{hint}",
                "这里没有“{name}”这个词{hint}",
                name=node.name,
                hint=hint,
            )
            raise ExpressionError(message, node.at)
        return variable

    def _typed(self, node: tree.Node, wanted: Type, what: Said) -> tree.Node:
        checked, found = self.check(node)
        if found is not wanted:
            raise _expected(what, found, node.at)
        return checked

    def _number(self, node: tree.Node) -> tree.Node:
        return self._typed(node, Type.NUMBER, _A_NUMBER)

    def _truth(self, node: tree.Node) -> tree.Node:
        return self._typed(node, Type.TRUTH, _A_CONDITION)

    def _holds(self, node: tree.Holds) -> tree.Holds:
        for identity in node.identities:
            if identity not in self._vocabulary.identities:
                hint = nearest(identity, self._vocabulary.identities)
                message = said(
                    "{identity!r} is no identity of this pack{hint}",
                    "本包没有列出人员身份“{identity}”{hint}",
                    identity=identity,
                    hint=hint,
                )
                raise ExpressionError(message, node.at)
        return node

    def _membership(self, node: tree.Membership) -> tree.Membership:
        left, kind = self.check(node.left)
        if kind not in (Type.TEXT, Type.RANK) or not isinstance(left, tree.Name):
            message = said(
                "only a text fact can be looked up in a list", "只有文字类的词可以用“in”查列表"
            )
            raise ExpressionError(message, node.at)
        items = node.options.items
        if len(items) == 1 and items[0] in self._vocabulary.lists:
            items = self._vocabulary.lists[items[0]]
        options = self._variable(left).options
        for item in items:
            self._option(item, options, node.options.at, exact=not node.by_prefix)
        return tree.Membership(left, tree.Listing(items, node.options.at), node.by_prefix, node.at)

    def _option(self, word: str, options: tuple[str, ...], at: int, *, exact: bool) -> None:
        if exact and options and word not in options:
            raise ExpressionError(one_of_its_values(word, options), at)

    def _comparison(self, node: tree.Comparison) -> tree.Comparison:
        left, kind = self.check(node.left)
        if kind in (Type.TEXT, Type.RANK):
            return self._word_comparison(node, left, kind)
        if kind is Type.TRUTH:
            if node.operator not in ("=", "!="):
                message = said(
                    "a condition can only be compared with = or !=", "条件只能用 = 或 != 比较"
                )
                raise ExpressionError(message, node.at)
            right = self._truth(node.right)
        else:
            right = self._number(node.right)
        return tree.Comparison(node.operator, left, right, node.at)

    def _word_comparison(
        self, node: tree.Comparison, left: tree.Node, kind: Type
    ) -> tree.Comparison:
        if not isinstance(left, tree.Name):
            message = said(
                "write the fact on the left and the word on the right",
                "请把事实写在左边，取值写在右边",
            )
            raise ExpressionError(message, node.at)
        if kind is Type.TEXT and node.operator not in ("=", "!="):
            message = said(
                "{name!r} has no order; compare with = or !=",
                "“{name}”没有大小之分；请用 = 或 != 比较",
                name=left.name,
            )
            raise ExpressionError(message, node.at)
        right = node.right
        if isinstance(right, tree.Name):
            right = tree.Text(right.name, right.at)
        if not isinstance(right, tree.Text):
            message = said(
                "a value of {name!r} was expected here",
                "这里应填“{name}”的一个取值",
                name=left.name,
            )
            raise ExpressionError(message, right.at)
        self._option(right.value, self._variable(left).options, right.at, exact=True)
        return tree.Comparison(node.operator, left, right, node.at)


def check(node: tree.Node, vocabulary: Vocabulary, wanted: Type) -> Checked:
    """Resolve and type-check a parsed expression for a place that wants a number or a condition.

    Raises `ExpressionError` with the column of the first word that does not fit.
    """
    resolved, found = _Checker(vocabulary).check(node)
    if found is not wanted:
        raise _expected(_A_NUMBER if wanted is Type.NUMBER else _A_CONDITION, found, node.at)
    read = [vocabulary.variables[name] for name in tree.names(resolved)]
    return Checked(
        resolved,
        found,
        dynamic=any(variable.dynamic for variable in read),
        wide=any(variable.wide for variable in read),
    )
