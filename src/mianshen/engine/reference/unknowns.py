"""The values an unknown word may stand for, so that only those that matter hold a line (§6.6)."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from mianshen.engine.facts import Value
from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.values import IDENTITY_PREFIX, Scene, Unknown, number
from mianshen.policy.expressions import tree
from mianshen.policy.expressions.vocabulary import CARE_FACTS, PERSON_FACTS, Type
from mianshen.policy.formula import Formula
from mianshen.policy.schema import AttributeType

COMBINATIONS_MAX = 256
SOMETHING_ELSE = ""

_OPTIONS = {name: word.options for name, word in {**CARE_FACTS, **PERSON_FACTS}.items()}
_TRUTHS: tuple[Value, ...] = (False, True)


def formulas_of(member: Member, row: int | None = None) -> Iterator[tree.Node]:
    """Every expression a programme may evaluate on an event, perhaps under one row of terms."""
    programme = member.programme
    rows = programme.terms if row is None else programme.terms[row : row + 1]
    found: list[Formula | None] = [programme.base, programme.when]
    if programme.minimum is not None:
        found.append(programme.minimum.edge)
    for adjust in programme.adjust:
        found += [adjust.when, adjust.points, adjust.factor]
    for terms in rows:
        found += [terms.when, terms.ratio, terms.amount]
        found += [terms.line.amount if terms.line else None]
        found += [terms.gate.edge if terms.gate else None]
        if terms.guarantee is not None:
            found += [terms.guarantee.share, terms.guarantee.of]
        for band in terms.bands:
            found += [band.up_to, band.below, band.ratio, band.amount]
    for cap in [*programme.caps, *(cap for terms in rows for cap in terms.caps)]:
        found += [cap.amount, cap.when]
    for pool in member.pools:
        if not pool.private:
            found += [pool.cap.amount, pool.cap.when]
    return (formula.node for formula in found if formula is not None)


def unknown_words(node: tree.Node, scene: Scene) -> frozenset[str]:
    """The words of an expression that are not known, whether or not its value hangs on them."""
    found: set[str] = set()
    for part in tree.walk(node):
        if isinstance(part, tree.Name):
            value = scene.value(part.name)
            if isinstance(value, Unknown) and part.name in value.words:
                found.add(part.name)
        elif isinstance(part, tree.Holds):
            for held in map(scene.holds, part.identities):
                found |= held.words if isinstance(held, Unknown) else set()
    return frozenset(found)


def combinations(
    member: Member, charge: Charge, scene: Scene, words: frozenset[str]
) -> list[dict[str, Value]] | None:
    """All ways the unknown words can turn out, or None where they cannot be told apart.

    Words sorted by name, the last varying fastest. Words used in arithmetic, or that nothing known
    is compared with, stay unknown; None when no other is left, or with more than
    `COMBINATIONS_MAX` ways.
    """
    choices: list[tuple[str, tuple[Value, ...]]] = []
    for word in sorted(words):
        values = _values(word, member, charge, scene)
        if values:
            choices.append((word, values))
    if not choices:
        return None
    ways = 1
    for _, values in choices:
        ways *= len(values)
    if ways > COMBINATIONS_MAX:
        return None
    named = [word for word, _ in choices]
    return [
        dict(zip(named, values, strict=True))
        for values in product(*(values for _, values in choices))
    ]


def _values(word: str, member: Member, charge: Charge, scene: Scene) -> tuple[Value, ...]:
    if word.startswith(IDENTITY_PREFIX) or _is_truth(word, charge):
        return _TRUTHS
    compared: list[tree.Node] = []
    for formula in formulas_of(member):
        if _in_arithmetic(formula, word):
            return ()
        compared += _partners(formula, word)
    attribute = charge.pack.spelling.attributes.get(word)
    declared = _OPTIONS.get(word, attribute.options if attribute else ())
    if declared:
        return tuple(declared)
    if all(isinstance(partner, tree.Text | tree.Listing) for partner in compared):
        return _texts(compared)
    return _numbers(compared, scene)


def _is_truth(word: str, charge: Charge) -> bool:
    attribute = charge.pack.spelling.attributes.get(word)
    if attribute is not None:
        return attribute.type is AttributeType.TRUTH
    return word in CARE_FACTS and CARE_FACTS[word].type is Type.TRUTH


def _texts(compared: list[tree.Node]) -> tuple[Value, ...]:
    texts: set[str] = set()
    for partner in compared:
        if isinstance(partner, tree.Text):
            texts.add(partner.value)
        elif isinstance(partner, tree.Listing):
            texts.update(partner.items)
    return (*sorted(texts), SOMETHING_ELSE)


def _numbers(compared: list[tree.Node], scene: Scene) -> tuple[Value, ...]:
    thresholds: set[Fraction] = set()
    for partner in compared:
        value = number(partner, scene)
        if isinstance(value, Unknown):
            return ()
        thresholds.add(value)
    edges = sorted(thresholds)
    values = [edges[0] - 1]
    for index, edge in enumerate(edges):
        values.append(edge)
        after = edges[index + 1] if index + 1 < len(edges) else edge + 2
        values.append((edge + after) / 2)
    return tuple(values)


def _partners(node: tree.Node, word: str) -> Iterator[tree.Node]:
    """What an expression compares a word with."""
    for part in tree.walk(node):
        if isinstance(part, tree.Membership) and _is(part.left, word):
            yield part.options
        if isinstance(part, tree.Comparison):
            if _is(part.left, word):
                yield part.right
            elif _is(part.right, word):
                yield part.left


def _is(node: tree.Node, word: str) -> bool:
    return isinstance(node, tree.Name) and node.name == word


def _in_arithmetic(node: tree.Node, word: str) -> bool:
    """Whether a word is used otherwise than alone: in arithmetic, or as a figure itself."""
    match node:
        case tree.Name(name=name):
            return name == word
        case tree.Comparison(left=left, right=right):
            return any(_in_arithmetic(side, word) for side in (left, right) if not _is(side, word))
        case tree.Membership():
            return False
        case tree.Logic(operands=operands):
            return any(_in_arithmetic(one, word) for one in operands)
        case _:
            return any(_in_arithmetic(child, word) for child in tree.children(node))
