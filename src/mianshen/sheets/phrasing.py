"""Conditions and formulas of a pack in words and in numbers, in Chinese or English."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from mianshen.money import FEN_PER_YUAN, format_yuan
from mianshen.policy.expressions import tree
from mianshen.policy.expressions.writing import Writer, percentage, plain_number
from mianshen.policy.formula import Formula
from mianshen.policy.schema import IdentityDay, Who
from mianshen.run.messages import Lang
from mianshen.sheets.titles import Titles

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?")
_SIGNS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_DAYS = {
    IdentityDay.ADMISSION: ("入院日", "on the day of admission"),
    IdentityDay.DISCHARGE: ("出院日", "on the day of discharge"),
    IdentityDay.SETTLEMENT: ("结算日", "on the day of settlement"),
    IdentityDay.STAY: ("就诊期间任一日", "on any day of the stay"),
}


def figure(value: Fraction) -> str:
    """A number as readers write it: thousands grouped, no decimals where there are none."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    fen = value * FEN_PER_YUAN
    if fen.denominator == 1:
        return format_yuan(fen.numerator, grouped=True)
    return plain_number(value)


def signed_yuan(amount_fen: int) -> str:
    """An amount that says whether it came or went."""
    return ("+" if amount_fen > 0 else "") + format_yuan(amount_fen, grouped=True)


class _Words(Writer):
    """Writes a tree in the words of the titles."""

    def __init__(self, titles: Titles) -> None:
        super().__init__(titles.word)
        self._titles = titles
        self._say = titles.say

    def number(self, value: Fraction, around: int) -> str:
        """A literal: a ratio as a percentage, thousands grouped."""
        if 0 < value < 1:
            return super().number(value, around)
        return figure(value)

    def text(self, word: str, of: str | None) -> str:
        """A word by its title."""
        return self._titles.option(word, of)

    def truth(self, value: bool) -> str:
        """Yes or no."""
        return self._say("是", "yes") if value else self._say("否", "no")

    def listing(self, items: Sequence[str], of: str | None) -> str:
        """Several words."""
        return self._titles.listed([self.text(item, of) for item in items])

    def holds(self, identities: Sequence[str]) -> str:
        """That one of some identities is held."""
        named = self._titles.listed([self._titles.identity(one) for one in identities])
        if len(identities) == 1:
            return self._say(f"身份为{named}", f"is {named}")
        return self._say(f"身份为{named}之一", f"is one of {named}")

    def extreme(self, function: str, operands: Sequence[str]) -> str:
        """The least or the most of some numbers."""
        how = {"min": ("取最小", "the least of "), "max": ("取最大", "the most of ")}[function]
        return f"{self._say(*how)}({self._titles.listed(list(operands))})"

    def negation(self, operand: tree.Node, around: int) -> str:
        """That a condition does not hold."""
        del around
        if isinstance(operand, tree.Name):
            return self._say("不满足", "not ") + self.condition(operand)
        return self._say("不满足", "not ") + f"({self.condition(operand)})"

    def membership(self, node: tree.Membership) -> str:
        """That a word is one of several, or begins like one."""
        of = node.left.name if isinstance(node.left, tree.Name) else None
        subject, listed = self.write(node.left), self.listing(node.options.items, of)
        if node.by_prefix:
            return self._say(f"{subject}以{listed}开头", f"{subject} begins with {listed}")
        if len(node.options.items) == 1:
            return self._say(f"{subject}为{listed}", f"{subject} is {listed}")
        return self._say(f"{subject}为{listed}之一", f"{subject} is one of {listed}")

    def comparison(self, node: tree.Comparison) -> str:
        """Two sides compared."""
        left = self.write(node.left, 5)
        if not isinstance(node.right, tree.Text) or not isinstance(node.left, tree.Name):
            return f"{left} {_SIGNS[node.operator]} {self.write(node.right, 5)}"
        option = self.text(node.right.value, node.left.name)
        match node.operator:
            case "=":
                return self._say(f"{left}为{option}", f"{left} is {option}")
            case "!=":
                return self._say(f"{left}不为{option}", f"{left} is not {option}")
            case _:
                return f"{left} {_SIGNS[node.operator]} {option}"

    def logic(self, operator: str, parts: Sequence[str]) -> str:
        """Conditions joined."""
        words = {"and": (" 且 ", " and "), "or": (" 或 ", " or ")}[operator]
        return self._say(*words).join(parts)

    def condition(self, node: tree.Node, around: int = 0) -> str:
        """A condition; a fact that is true or false stands in quotation marks."""
        if isinstance(node, tree.Name):
            return f"“{self.name(node.name)}”"
        if isinstance(node, tree.Truth):
            return self._say("总是", "always") if node.value else self._say("从不", "never")
        return self.write(node, around)

    def write(self, node: tree.Node, around: int = 0) -> str:
        """A node as text."""
        if isinstance(node, tree.Logic):
            quoted = [
                self.condition(one, 3 if node.operator == "and" else 2) for one in node.operands
            ]
            text = self.logic(node.operator, quoted)
            return f"({text})" if (1 if node.operator == "or" else 2) < around else text
        return super().write(node, around)


class _Numbers(_Words):
    """Writes a tree with the values that its names had."""

    def __init__(self, titles: Titles, values: Mapping[str, str]) -> None:
        super().__init__(titles)
        self._values = values

    def name(self, name: str) -> str:
        """The value of a name, or its title where it has none."""
        value = self._values.get(name)
        if value is None:
            return self._titles.word(name)
        return read_value(self._titles, name, value)


def read_value(titles: Titles, name: str, value: str) -> str:
    """A value as a finding states it (`yes`, `unknown`, a number, a word), for readers."""
    told = {
        "yes": ("是", "yes"),
        "no": ("否", "no"),
        "unknown": ("未知", "unknown"),
    }.get(value)
    if told:
        return titles.say(*told)
    if not _NUMBER.fullmatch(value) or not titles.is_number(name):
        return titles.option(value, name)
    number = Fraction(value)
    if name in titles.pack.parameters and 0 < number < 1:
        return percentage(number)
    return figure(number)


class _Figures(_Words):
    """Writes a tree with the latest values of the policy's figures."""

    def name(self, name: str) -> str:
        """The latest value of a figure, or that it is not known; the title of anything else."""
        parameter = self._titles.pack.parameters.get(name)
        if parameter is None:
            return self._titles.word(name)
        if not parameter.values:
            return self._say("（待补）", "(not known)")
        latest = max(parameter.values, key=lambda one: one.start)
        return read_value(self._titles, name, str(latest.value))


class Phrasing:
    """How one pack's rules are said in one language; with `figures`, by value instead of title."""

    def __init__(self, titles: Titles, *, figures: bool = False) -> None:
        self.titles = titles
        self._words = _Figures(titles) if figures else _Words(titles)

    def formula(self, formula: Formula) -> str:
        """A formula in words."""
        return self._words.write(formula.node)

    def condition(self, formula: Formula) -> str:
        """A condition in words."""
        return self._words.condition(formula.node)

    def numbers(self, formula: Formula, values: Mapping[str, str]) -> str:
        """A formula with the values that were read."""
        return _Numbers(self.titles, values).write(formula.node)

    def amount(self, formula: Formula) -> str:
        """A figure of the policy: a number as it is, a parameter with its values."""
        return self._words.write(formula.node)

    def ratio(self, formula: Formula) -> str:
        """A ratio: a percentage where it is a plain number."""
        node = formula.node
        if isinstance(node, tree.Number):
            return percentage(node.value)
        return self._words.write(node)

    def who(self, who: Who) -> str:
        """Whose a programme is."""
        titles = self.titles
        parts = []
        for words, chinese, english in (
            (who.all, "同时具有 {}", "all of {}"),
            (who.any, "具有 {} 之一", "any of {}"),
            (who.none, "没有 {}", "none of {}"),
        ):
            named = titles.listed([titles.identity(word) for word in words])
            if len(words) == 1:
                chinese, english = chinese.replace(" 之一", "").replace("同时", ""), "{}"
                if words is who.none:
                    english = "not {}"
            if words:
                parts.append(titles.say(chinese, english).format(named))
        day = titles.say(*_DAYS[who.on])
        joined = titles.say("，", "; ").join(parts)
        if titles.lang is Lang.EN:
            return f"{joined}, {day}"
        return f"{day}{joined}"
