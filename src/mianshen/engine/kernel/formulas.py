"""Base formulas as instructions for the fold, with the proof that their values fit 64 bits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from mianshen.engine.kernel.coverage import Uncovered, UncoveredError
from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.reference.members import Member, Seats
from mianshen.money import FEN_PER_YUAN
from mianshen.policy.expressions import tree

FITS = 2**61

_SEEN_MAX_FEN = 8 * at.AMOUNT_MAX_FEN
_LEFT = {"in_scope_left": at.DO_IN_SCOPE_LEFT, "total_left": at.DO_TOTAL_LEFT}

Code = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Worked:
    """Instructions whose value is in 1/`parts` fen and at most `bound` on either side of zero."""

    code: Code
    parts: int
    bound: int

    def scaled(self, parts: int) -> "Worked":
        """The same value in finer parts."""
        times = parts // self.parts
        if times == 1:
            return self
        return _fitting((*self.code, (at.DO_TIMES, times)), parts, self.bound * times)


class BaseCompiler:
    """Compiles the base formulas of one pack's programmes; amounts stand in columns by name."""

    def __init__(self, seats: Seats, amounts: Sequence[str], paid_at: int) -> None:
        self._seats = seats
        self._amounts = {name: at.U_AMOUNTS + index for index, name in enumerate(amounts)}
        self._payers = {name: paid_at + index for index, name in enumerate(seats.pack.payers)}
        self._numbers = {member.name: index for index, member in enumerate(seats.members)}

    def compiled(self, member: Member) -> Worked | None:
        """A programme's base as instructions; None for one that the fold cannot change.

        Raises `UncoveredError` for a formula the fold would have to work out but cannot.
        """
        try:
            return self._node(member.programme.base.node)
        except UncoveredError:
            if member.programme.base.dynamic:
                raise
            return None

    def _node(self, node: tree.Node) -> Worked:
        number = constant(node)
        if number is not None:
            fen = number * FEN_PER_YUAN
            return _fitting(((at.DO_NUMBER, fen.numerator),), fen.denominator, abs(fen.numerator))
        match node:
            case tree.Name(name=name):
                return self._name(name)
            case tree.Negative(operand=operand):
                inner = self._node(operand)
                return _fitting((*inner.code, (at.DO_NEGATIVE, 0)), inner.parts, inner.bound)
            case tree.Extreme(function=function, operands=operands):
                what = at.DO_LEAST if function == "min" else at.DO_MOST
                return _joined(what, [self._node(operand) for operand in operands])
            case tree.Arithmetic():
                return self._arithmetic(node)
            case _:
                raise UncoveredError(Uncovered.BASE)

    def _name(self, name: str) -> Worked:
        pack = self._seats.pack
        if name in self._amounts:
            return Worked(((at.DO_AMOUNT, self._amounts[name]),), 1, at.AMOUNT_MAX_FEN)
        if name in _LEFT:
            return Worked(((_LEFT[name], 0),), 1, at.AMOUNT_MAX_FEN)
        if name in self._payers:
            return Worked(((at.DO_PAYER, self._payers[name]),), 1, at.AMOUNT_MAX_FEN)
        if name in self._numbers:
            return Worked(((at.DO_MEMBER, self._numbers[name]),), 1, _SEEN_MAX_FEN)
        place = pack.place_of.get(name)
        if place is None or pack.layers[place].id != name:
            raise UncoveredError(Uncovered.BASE)
        if pack.layers[place].payers:
            return _joined(at.DO_PLUS, [self._name(payer) for payer in pack.layers[place].payers])
        return Worked(((at.DO_LAYER, place),), 1, _SEEN_MAX_FEN * len(self._numbers))

    def _arithmetic(self, node: tree.Arithmetic) -> Worked:
        if node.operator in "+-":
            left, right = self._node(node.left), self._node(node.right)
            if node.operator == "-":
                right = Worked((*right.code, (at.DO_NEGATIVE, 0)), right.parts, right.bound)
            return _joined(at.DO_PLUS, [left, right])
        factor, other = constant(node.right), node.left
        if factor is None and node.operator == "*":
            factor, other = constant(node.left), node.right
        if factor is None or (node.operator == "/" and factor == 0):
            raise UncoveredError(Uncovered.BASE)
        if node.operator == "/":
            factor = 1 / factor
        inner = self._node(other)
        code = (*inner.code, (at.DO_TIMES, factor.numerator))
        bound = inner.bound * max(1, abs(factor.numerator))
        return _fitting(code, inner.parts * factor.denominator, bound)


def constant(node: tree.Node) -> Fraction | None:
    """The value of an expression without names, or None."""
    match node:
        case tree.Number(value=value):
            return value
        case tree.Negative(operand=operand):
            inner = constant(operand)
            return None if inner is None else -inner
        case tree.Arithmetic(operator=operator, left=left, right=right):
            one, other = constant(left), constant(right)
            if one is None or other is None or (operator == "/" and other == 0):
                return None
            return {
                "+": lambda: one + other,
                "-": lambda: one - other,
                "*": lambda: one * other,
                "/": lambda: one / other,
            }[operator]()
        case tree.Extreme(function=function, operands=operands):
            values = [constant(operand) for operand in operands]
            known = [value for value in values if value is not None]
            if len(known) < len(values):
                return None
            return min(known) if function == "min" else max(known)
        case _:
            return None


def _fitting(code: Code, parts: int, bound: int) -> Worked:
    if bound >= FITS or parts >= FITS:
        raise UncoveredError(Uncovered.AMOUNTS)
    return Worked(code, parts, bound)


def _joined(what: int, operands: Iterable[Worked]) -> Worked:
    worked = list(operands)
    parts = lcm(*(one.parts for one in worked))
    aligned = [one.scaled(parts) for one in worked]
    code = aligned[0].code
    for one in aligned[1:]:
        code = (*code, *one.code, (what, 0))
    total = sum(one.bound for one in aligned)
    return _fitting(code, parts, total)
