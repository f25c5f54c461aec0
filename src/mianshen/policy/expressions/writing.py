"""A tree written out again as text, with each name spelled as the caller wishes."""

import re
from collections.abc import Callable
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
    return _write(node, spell, 0)


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


def _write(node: tree.Node, spell: Spell, around: int) -> str:
    match node:
        case tree.Number(value=value):
            return _literal(value, around)
        case tree.Text(value=word):
            return _word(word)
        case tree.Truth(value=truth):
            return "true" if truth else "false"
        case tree.Name(name=name):
            return spell(name)
        case tree.Listing(items=items):
            return f"[{', '.join(map(_word, items))}]"
        case tree.Holds(identities=identities):
            return f"holds({', '.join(map(_word, identities))})"
        case tree.Extreme(function=function, operands=operands):
            return f"{function}({', '.join(_write(one, spell, 0) for one in operands)})"
        case tree.Negative(operand=operand):
            return _wrapped(f"−{_write(operand, spell, 8)}", 7, around)
        case tree.Not(operand=operand):
            return _wrapped(f"not {_write(operand, spell, 3)}", 3, around)
        case tree.Membership(left=left, options=options, by_prefix=by_prefix):
            how = "starts with" if by_prefix else "in"
            text = f"{_write(left, spell, 5)} {how} {_write(options, spell, 0)}"
            return _wrapped(text, 4, around)
        case tree.Comparison(operator=operator, left=left, right=right):
            text = f"{_write(left, spell, 5)} {operator} {_write(right, spell, 5)}"
            return _wrapped(text, 4, around)
        case tree.Logic(operator=operator, operands=operands):
            strength = _STRENGTH[operator]
            text = f" {operator} ".join(_write(one, spell, strength + 1) for one in operands)
            return _wrapped(text, strength, around)
        case tree.Arithmetic(operator=operator, left=left, right=right):
            strength = _STRENGTH[operator]
            after = _write(right, spell, strength + 1)
            text = f"{_write(left, spell, strength)} {_SIGNS[operator]} {after}"
            return _wrapped(text, strength, around)


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
