"""Expression text to tree: a recursive-descent parser with limits on length, depth and size."""

import re
from dataclasses import dataclass
from fractions import Fraction

from mianshen.policy.expressions import tree
from mianshen.policy.saying import Said, said

TEXT_MAX_CHARS = 2_000
DEPTH_MAX = 32
NODES_MAX = 400


class ExpressionError(ValueError):
    """An expression that cannot be read; `at` is the 0-based column inside its text."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the expression: kind is number, name, text, symbol or end."""

    kind: str
    text: str
    at: int


_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>\d[\d_]*(?:\.\d+)?%?)"
    r"|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<symbol><=|>=|!=|≤|≥|≠|[=<>+\-−*/×÷(),\[\]（），])"
    r"|(?P<name>[^\W\d]\w*(?:\.\w+)*)"
)

_SAME_SYMBOL = {
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "÷": "/",
    "−": "-",
    "（": "(",
    "）": ")",
    "，": ",",
}
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
RESERVED = frozenset({"and", "or", "not", "is", "in", "starts", "with", "true", "false"})


def tokenize(text: str) -> list[Token]:
    """Split expression text into tokens, ending with one of kind `end`.

    Raises `ExpressionError` at the first character that belongs to no token.
    """
    if len(text) > TEXT_MAX_CHARS:
        message = said(
            "the expression is longer than {most} characters",
            "公式超过 {most} 个字符",
            most=TEXT_MAX_CHARS,
        )
        raise ExpressionError(message, 0)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            message = said(
                "{char!r} has no meaning in an expression", "公式里不能用“{char}”", char=text[at]
            )
            raise ExpressionError(message, at)
        kind = match.lastgroup or ""
        if kind != "space":
            word = match.group()
            tokens.append(Token(kind, _SAME_SYMBOL.get(word, word), at))
        at = match.end()
    tokens.append(Token("end", "", len(text)))
    return tokens


class _Parser:
    """One pass over the tokens; each method reads one level of precedence."""

    def __init__(self, text: str) -> None:
        self._tokens = tokenize(text)
        self._next = 0
        self._depth = 0
        self._nodes = 0

    def parse(self) -> tree.Node:
        node = self._any_of()
        token = self._peek()
        if token.kind != "end":
            message = said(
                "{word!r} was not expected here", "这里不应出现“{word}”", word=token.text
            )
            raise ExpressionError(message, token.at)
        return node

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _accept(self, *words: str) -> Token | None:
        token = self._peek()
        if token.kind in ("name", "symbol") and token.text in words:
            return self._take()
        return None

    def _expect(self, word: str) -> Token:
        token = self._accept(word)
        if token is None:
            found = self._peek()
            message = said(
                "{word!r} was expected here, not {found}",
                "这里应是“{word}”，而不是{found}",
                word=word,
                found=_quoted(found),
            )
            raise ExpressionError(message, found.at)
        return token

    def _grow(self, at: int) -> None:
        self._nodes += 1
        if self._nodes > NODES_MAX:
            message = said(
                "the expression has more than {most} parts",
                "公式超过 {most} 个部分",
                most=NODES_MAX,
            )
            raise ExpressionError(message, at)

    def _any_of(self) -> tree.Node:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise ExpressionError(_too_deep(), self._peek().at)
        node = self._joined("or")
        self._depth -= 1
        return node

    def _joined(self, word: str) -> tree.Node:
        part = self._joined_and if word == "or" else self._negated
        operands = [part()]
        while self._accept(word):
            operands.append(part())
        if len(operands) == 1:
            return operands[0]
        self._grow(operands[0].at)
        return tree.Logic(word, tuple(operands), operands[0].at)

    def _joined_and(self) -> tree.Node:
        return self._joined("and")

    def _negated(self) -> tree.Node:
        negations = []
        while token := self._accept("not"):
            negations.append(token.at)
            self._grow(token.at)
        if len(negations) > DEPTH_MAX:
            raise ExpressionError(_too_deep(), negations[0])
        node = self._compared()
        for at in reversed(negations):
            node = tree.Not(node, at)
        return node

    def _compared(self) -> tree.Node:
        left = self._sum()
        token = self._peek()
        if token.kind == "symbol" and token.text in _COMPARISONS:
            self._take()
            self._grow(token.at)
            return tree.Comparison(token.text, left, self._sum(), token.at)
        if self._accept("is"):
            self._grow(token.at)
            operator = "!=" if self._accept("not") else "="
            return tree.Comparison(operator, left, self._sum(), token.at)
        negated = token.text == "not" and self._accept("not") is not None
        if self._accept("in"):
            member = tree.Membership(left, self._listing(), False, token.at)
        elif self._accept("starts"):
            self._expect("with")
            member = tree.Membership(left, self._listing(), True, token.at)
        elif negated:
            message = said(
                "'in' or 'starts with' was expected after 'not'",
                "“not”后面应是“in”或“starts with”",
            )
            raise ExpressionError(message, token.at)
        else:
            return left
        self._grow(token.at)
        return tree.Not(member, token.at) if negated else member

    def _listing(self) -> tree.Listing:
        token = self._peek()
        if token.kind == "name":
            self._take()
            return tree.Listing((token.text,), token.at)
        self._expect("[")
        items = [self._word()]
        while self._accept(","):
            items.append(self._word())
        self._expect("]")
        return tree.Listing(tuple(items), token.at)

    def _word(self) -> str:
        token = self._take()
        if token.kind in ("name", "number"):
            return token.text
        if token.kind == "text":
            return token.text[1:-1]
        message = said(
            "a word was expected here, not {found}",
            "这里应是一个词，而不是{found}",
            found=_quoted(token),
        )
        raise ExpressionError(message, token.at)

    def _sum(self) -> tree.Node:
        node = self._product()
        while token := self._accept("+", "-"):
            self._grow(token.at)
            node = tree.Arithmetic(token.text, node, self._product(), token.at)
        return node

    def _product(self) -> tree.Node:
        node = self._signed()
        while token := self._accept("*", "/"):
            self._grow(token.at)
            node = tree.Arithmetic(token.text, node, self._signed(), token.at)
        return node

    def _signed(self) -> tree.Node:
        token = self._accept("-")
        if token is None:
            return self._atom()
        self._grow(token.at)
        return tree.Negative(self._atom(), token.at)

    def _atom(self) -> tree.Node:
        token = self._take()
        self._grow(token.at)
        if token.kind == "number":
            return tree.Number(_number(token), token.at)
        if token.kind == "text":
            return tree.Text(token.text[1:-1], token.at)
        if token.text == "(":
            node = self._any_of()
            self._expect(")")
            return node
        if token.kind != "name":
            message = said(
                "a value was expected here, not {found}",
                "这里应是一个值，而不是{found}",
                found=_quoted(token),
            )
            raise ExpressionError(message, token.at)
        if token.text in ("true", "false"):
            return tree.Truth(token.text == "true", token.at)
        if token.text in RESERVED:
            message = said(
                "a value was expected before {word!r}", "“{word}”前面缺一个值", word=token.text
            )
            raise ExpressionError(message, token.at)
        if self._accept("("):
            return self._call(token)
        return tree.Name(token.text, token.at)

    def _call(self, function: Token) -> tree.Node:
        if function.text == "holds":
            identities = [self._word()]
            while self._accept(","):
                identities.append(self._word())
            self._expect(")")
            return tree.Holds(tuple(identities), function.at)
        if function.text not in ("min", "max"):
            message = said(
                "{word!r} is not a function; there are min, max and holds",
                "没有函数“{word}”；只有 min、max 和 holds",
                word=function.text,
            )
            raise ExpressionError(message, function.at)
        operands = [self._any_of()]
        while self._accept(","):
            operands.append(self._any_of())
        self._expect(")")
        return tree.Extreme(function.text, tuple(operands), function.at)


def _too_deep() -> Said:
    return said("nested deeper than {most} levels", "嵌套超过 {most} 层", most=DEPTH_MAX)


def _quoted(token: Token) -> Said:
    if token.kind == "end":
        return said("the end", "结尾")
    return said("{word!r}", "“{word}”", word=token.text)


def _number(token: Token) -> Fraction:
    plain = token.text.replace("_", "")
    value = Fraction(plain.removesuffix("%"))
    return value / 100 if plain.endswith("%") else value


def parse(text: str) -> tree.Node:
    """Read an expression into its tree.

    Raises `ExpressionError` with the column of the first word that does not fit, and when the text
    is longer, deeper or larger than the limits of this module.
    """
    return _Parser(text).parse()
