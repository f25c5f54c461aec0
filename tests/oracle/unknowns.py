"""Unknown words of a programme and the values they may stand for (§6.6)."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from mianshen.engine.facts import Event
from mianshen.policy.expressions import tree
from mianshen.policy.formula import Formula
from mianshen.policy.schema import AttributeType, Programme
from oracle.expressions import RANKS, Known, Unknown, evaluate, uses
from oracle.identities import days_of
from oracle.state import State
from oracle.words import FACTS, NUMBERS_STATED, TRUTHS_STATED, VisitWords
from oracle.world import World

COMBINATIONS_MAX = 256
OTHER_WORD = "\uffff"
OPTIONS = {
    "visit": (
        "inpatient",
        "outpatient",
        "chronic_outpatient",
        "pharmacy",
        "maternity",
        "home_bed",
        "other",
    ),
    "insurance": ("职工", "居民", "离休", "其他"),
    "sex": ("男", "女"),
    **RANKS,
}


def formulas_of(world: World, event: Event, name: str) -> Iterator[Formula]:
    """Every formula of a programme, its named pools' included."""
    pack = world.pack(event)
    programme = pack.programmes[name]
    yield programme.base
    found: list[Formula | None] = [programme.when]
    if programme.minimum is not None:
        found.append(programme.minimum.edge)
    for adjust in programme.adjust:
        found += [adjust.when, adjust.points, adjust.factor]
    caps = [*programme.caps, *(pack.pools[pool] for pool in programme.pools)]
    for row in programme.terms:
        found += [row.when, row.ratio, row.amount]
        found.append(row.line.amount if row.line else None)
        found.append(row.gate.edge if row.gate else None)
        if row.guarantee is not None:
            found += [row.guarantee.share, row.guarantee.of]
        for band in row.bands:
            found += [band.up_to, band.below, band.ratio, band.amount]
        caps += row.caps
    for cap in caps:
        found += [cap.amount, cap.when]
    yield from (one for one in found if one is not None)


def _identities_read(programme: Programme, formulas: list[Formula]) -> set[str]:
    read: set[str] = set()
    if programme.who is not None:
        read |= {*programme.who.any, *programme.who.all, *programme.who.none}
    for who in [row.who for row in programme.terms] + [one.who for one in programme.adjust]:
        read |= set(who)
    for formula in formulas:
        for node in tree.walk(formula.node):
            if isinstance(node, tree.Holds):
                read |= set(node.identities)
    return read


def _unknown_identity(words: VisitWords, identity: str) -> bool:
    days = days_of(words.world, words.event, words.name)
    return any(isinstance(words.identities.on(identity, day), Unknown) for day in days)


def combinations(
    world: World, state: State, event: Event, name: str, *, backdated: bool
) -> list[dict[str, Known]] | None:
    """All combinations of what the unknown words may stand for; None when there are too many."""
    words = VisitWords(world, state, event, name, backdated=backdated)
    formulas = list(formulas_of(world, event, name))
    options: dict[str, list[Known]] = {}
    for identity in _identities_read(world.programme(event, name), formulas):
        if _unknown_identity(words, identity):
            options[identity] = [False, True]
    read = {one for formula in formulas for one in tree.names(formula.node)}
    stated = {*FACTS[words.kind], "age", "sex", *words.pack.spelling.attributes}
    for word in read & stated:
        if isinstance(words.value(word), Unknown):
            found = _values(words, word, formulas)
            if found is not None:
                options[word] = found
    names = sorted(options)
    count = 1
    for one in names:
        count *= len(options[one])
    if count > COMBINATIONS_MAX:
        return None
    values = product(*(options[one] for one in names))
    return [dict(zip(names, one, strict=True)) for one in values]


def _values(words: VisitWords, word: str, formulas: list[Formula]) -> list[Known] | None:
    """What an unknown word may stand for; None when it is not only compared."""
    attribute = words.pack.spelling.attributes.get(word)
    kind = attribute.type if attribute else _kind(word)
    if kind is AttributeType.TRUTH:
        return [False, True]
    places = [
        (name, parent)
        for formula in formulas
        for name, parent in uses(formula.node)
        if name.name == word
    ]
    if any(not isinstance(parent, tree.Comparison | tree.Membership) for _, parent in places):
        return None
    if kind is AttributeType.NUMBER:
        return _numbers(words, places)
    declared = attribute.options if attribute else OPTIONS.get(word, ())
    if declared:
        return list(declared)
    compared: set[str] = set()
    for _, parent in places:
        if isinstance(parent, tree.Membership):
            compared |= set(parent.options.items)
        elif isinstance(parent, tree.Comparison) and isinstance(parent.right, tree.Text):
            compared.add(parent.right.value)
    return [*sorted(compared), OTHER_WORD]


def _kind(word: str) -> AttributeType:
    if word in TRUTHS_STATED:
        return AttributeType.TRUTH
    return AttributeType.NUMBER if word in NUMBERS_STATED else AttributeType.TEXT


def _numbers(
    words: VisitWords, places: list[tuple[tree.Name, tree.Node | None]]
) -> list[Known] | None:
    thresholds: set[Fraction] = set()
    for name, parent in places:
        assert isinstance(parent, tree.Comparison)
        other = parent.right if parent.left is name else parent.left
        met = evaluate(other, words)
        if isinstance(met, Unknown):
            return None
        assert isinstance(met, Fraction)
        thresholds.add(met)
    edges = sorted(thresholds)
    found: list[Known] = [edges[0] - 1]
    for at, edge in enumerate(edges):
        above = (edge + edges[at + 1]) / 2 if at + 1 < len(edges) else edge + 1
        found += [edge, above]
    return found
