"""A tree written out again as text, with each name spelled as the caller wishes."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from mianshen.policy.expressions import tree
from mianshen.policy.expressions.parser import RESERVED

Spell = Callable[[str], str]

_STRENGTH = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6}
_SIGNS = {"*": "×", "/": "÷", "-": "−", "+": "+"}
_DECIMALS_MAX = 6
_PLAIN_WORD = re.compile(r"[^\W\d]\w*(?:\.\w+)*")


def write(node: tree.Node, spell: Spell = str) -> str:
    """The expression as text; `spell` turns a name into what stands for it (its value, a title)."""
    return Writer(spell).write(node)


def plain_number(value: Fraction) -> str:
    """A number as a reader writes it: a decimal where it is one, else a fraction."""
    for decimals in range(_DECIMALS_MAX + 1):
        scaled = value * 10**decimals
        if scaled.denominator == 1:
            digits = f"{abs(scaled.numerator):0{decimals + 1}d}"
            sign = "-" if value < 0 else ""
            return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)
    return f"{value.numerator}/{value.denominator}"


def percentage(value: Fraction) -> str:
    """A ratio as a percentage."""
    return f"{plain_number(value * 100)}%"


class Writer:
    """Writes a tree in the words of the pack language; other languages overrule its words."""

    def __init__(self, spell: Spell = str) -> None:
        self._spell = spell

    def write(self, node: tree.Node, around: int = 0) -> str:
        """A node as text, in brackets where it binds less than what stands `around` it."""
        match node:
            case tree.Number(value=value):
                return self.number(value, around)
            case tree.Text(value=word):
                return self.text(word, None)
            case tree.Truth(value=truth):
                return self.truth(truth)
            case tree.Name(name=name):
                return self.name(name)
            case tree.Listing(items=items):
                return self.listing(items, None)
            case tree.Holds(identities=identities):
                return self.holds(identities)
            case tree.Extreme(function=function, operands=operands):
                return self.extreme(function, [self.write(one) for one in operands])
            case tree.Negative(operand=operand):
                return _wrapped(f"−{self.write(operand, 8)}", 7, around)
            case tree.Not(operand=operand):
                return self.negation(operand, around)
            case tree.Membership():
                return _wrapped(self.membership(node), 4, around)
            case tree.Comparison():
                return _wrapped(self.comparison(node), 4, around)
            case tree.Logic(operator=operator, operands=operands):
                strength = _STRENGTH[operator]
                parts = [self.write(one, strength + 1) for one in operands]
                return _wrapped(self.logic(operator, parts), strength, around)
            case tree.Arithmetic(operator=operator, left=left, right=right):
                strength = _STRENGTH[operator]
                after = self.write(right, strength + 1)
                text = f"{self.write(left, strength)} {_SIGNS[operator]} {after}"
                return _wrapped(text, strength, around)

    def number(self, value: Fraction, around: int) -> str:
        """A literal number."""
        return _literal(value, around)

    def name(self, name: str) -> str:
        """A name of the pack or the vocabulary."""
        return self._spell(name)

    def text(self, word: str, of: str | None) -> str:
        """A word that stands for itself; `of` is the name it is compared with, if any."""
        del of
        return _word(word)

    def truth(self, value: bool) -> str:
        """True or false."""
        return "true" if value else "false"

    def listing(self, items: Sequence[str], of: str | None) -> str:
        """Several words."""
        return f"[{', '.join(self.text(item, of) for item in items)}]"

    def holds(self, identities: Sequence[str]) -> str:
        """That one of some identities is held."""
        return f"holds({', '.join(map(_word, identities))})"

    def extreme(self, function: str, operands: Sequence[str]) -> str:
        """The least or the most of some numbers."""
        return f"{function}({', '.join(operands)})"

    def negation(self, operand: tree.Node, around: int) -> str:
        """That a condition does not hold."""
        return _wrapped(f"not {self.write(operand, 3)}", 3, around)

    def membership(self, node: tree.Membership) -> str:
        """That a word is one of several, or begins like one."""
        how = "starts with" if node.by_prefix else "in"
        return f"{self.write(node.left, 5)} {how} {self.listing(node.options.items, None)}"

    def comparison(self, node: tree.Comparison) -> str:
        """Two sides compared."""
        return f"{self.write(node.left, 5)} {node.operator} {self.write(node.right, 5)}"

    def logic(self, operator: str, parts: Sequence[str]) -> str:
        """Conditions joined by `and` or `or`."""
        return f" {operator} ".join(parts)


def _literal(value: Fraction, around: int) -> str:
    text = percentage(value) if 0 < value < 1 else plain_number(value)
    if "/" not in text:
        return text
    return _wrapped(f"{value.numerator} ÷ {value.denominator}", _STRENGTH["/"], around)


def _word(word: str) -> str:
    if _PLAIN_WORD.fullmatch(word) and word not in RESERVED:
        return word
    return f"'{word}'" if '"' in word else f'"{word}"'


def _wrapped(text: str, strength: int, around: int) -> str:
    return f"({text})" if strength < around else text
