"""Figures that can be worked out from the pack alone, on the days on which they change."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from mianshen.policy.expressions import tree
from mianshen.policy.expressions.parser import tokenize
from mianshen.policy.formula import Formula
from mianshen.policy.pack import Pack

_COMPUTE: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
}


def constant(node: tree.Node, values: Mapping[str, Fraction] | None = None) -> Fraction | None:
    """What an expression of numbers comes to, or None when it reads anything without a value."""
    match node:
        case tree.Number(value=value):
            return value
        case tree.Name(name=name):
            return (values or {}).get(name)
        case tree.Negative(operand=operand):
            inner = constant(operand, values)
            return None if inner is None else -inner
        case tree.Extreme(function=function, operands=operands):
            parts = [constant(one, values) for one in operands]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return min(known) if function == "min" else max(known)
        case tree.Arithmetic(operator=operator, left=left, right=right):
            first, second = constant(left, values), constant(right, values)
            if first is None or second is None:
                return None
            if operator == "/":
                return first / second if second else None
            return _COMPUTE[operator](first, second)
        case _:
            return None


def figure_on(pack: Pack, formula: Formula, day: date) -> Fraction | None:
    """What a formula of numbers and parameters comes to on a day."""
    return constant(formula.node, _values_on(pack, formula.names, day))


def days_of_change(pack: Pack, formulas: Iterable[Formula]) -> list[date]:
    """The days from which formulas may come to something else; at least one day."""
    names = {name for formula in formulas for name in formula.names if name in pack.parameters}
    days = {dated.start for name in names for dated in pack.parameters[name].values}
    return sorted(days) or [date.min]


def figures_of(pack: Pack, formula: Formula) -> Iterator[Fraction]:
    """Everything a formula of numbers and parameters comes to over time."""
    for day in days_of_change(pack, [formula]):
        figure = figure_on(pack, formula, day)
        if figure is not None:
            yield figure


def words_in(formula: Formula) -> set[str]:
    """Every word of a formula as it is written, whether it is known or not."""
    return {token.text for token in tokenize(formula.text) if token.kind == "name"}


def _values_on(pack: Pack, names: Iterable[str], day: date) -> dict[str, Fraction]:
    dated = {name: pack.parameters[name].on(day) for name in names if name in pack.parameters}
    return {name: value for name, value in dated.items() if value is not None}
