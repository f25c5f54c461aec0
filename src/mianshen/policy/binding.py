"""Every formula of a pack resolved against the words its place may read."""

from collections.abc import Iterator, Mapping

from mianshen.policy.documents import Path_
from mianshen.policy.expressions.checker import Vocabulary
from mianshen.policy.expressions.parser import ExpressionError
from mianshen.policy.expressions.vocabulary import (
    CARE_AMOUNTS,
    CARE_FACTS,
    DAILY_FACTS,
    FOLD_STATE,
    PERSON_FACTS,
    PREMIUM_FACTS,
    Type,
    Variable,
)
from mianshen.policy.formula import Formula, in_formula
from mianshen.policy.pack import Pack
from mianshen.policy.saying import said
from mianshen.policy.schema import Cap, Kind, Programme, Terms

Place = tuple[Path_, Formula, Type]

_KIND_FACTS = {
    Kind.REIMBURSEMENT: {**CARE_AMOUNTS, **CARE_FACTS},
    Kind.PREMIUM: dict(PREMIUM_FACTS),
    Kind.DAILY: dict(DAILY_FACTS),
}
RESIDUALS = ("in_scope_left", "total_left")

_OF_THE_YEAR = said(
    "counts over the year; a base reads one settlement", "是全年累计数；基数只能读本次结算"
)
_LATER = said(
    "is paid later; a base reads what was paid before", "在后面才支付；基数只能读之前已支付的"
)
_OWN = said(
    "is what the base is for; a base reads what was paid before",
    "正是这个基数要算的；基数只能读之前已支付的",
)
_WORD_OF = {
    Kind.REIMBURSEMENT: said("is a word of reimbursement programmes", "只用于费用救助项目"),
    Kind.PREMIUM: said("is a word of premium programmes", "只用于资助参保项目"),
    Kind.DAILY: said("is a word of daily programmes", "只用于按日津贴项目"),
}


def bind_formulas(pack: Pack) -> list[tuple[Path_, str]]:
    """Resolve every formula of a pack; returns what is wrong, each with its path."""
    problems: list[tuple[Path_, str]] = []
    for name, programme in pack.programmes.items():
        at = ("programmes", name)
        _bind(((*at, "base"), programme.base, Type.NUMBER), _base_words(pack, name), problems)
        words = condition_words(pack, programme.kind)
        for place in programme_places(programme):
            _bind(((*at, *place[0]), *place[1:]), words, problems)
        for path, formula in guarantee_bases(programme):
            _bind(((*at, *path), formula, Type.NUMBER), _base_words(pack, name), problems)
    for name, pool in pack.pools.items():
        words = condition_words(pack, Kind.REIMBURSEMENT)
        for place in cap_places(pool, ("pools", name)):
            _bind(place, words, problems)
    return problems


def _bind(place: Place, words: Vocabulary, problems: list[tuple[Path_, str]]) -> None:
    path, formula, wanted = place
    try:
        formula.bind(words, wanted)
    except ExpressionError as error:
        problems.append((path, in_formula(error)))


def _numbers(names: Iterator[str] | list[str], *, dynamic: bool) -> dict[str, Variable]:
    return {name: Variable(name, Type.NUMBER, name, dynamic=dynamic) for name in names}


def _pack_words(pack: Pack, kind: Kind) -> dict[str, Variable]:
    attributes = {
        name: Variable(name, Type(attribute.type), attribute.title, attribute.options)
        for name, attribute in pack.spelling.attributes.items()
    }
    payer_layers = [layer.id for layer in pack.layers if layer.payers]
    programme_layers = [layer.id for layer in pack.layers if layer.members]
    return {
        **_KIND_FACTS[kind],
        **PERSON_FACTS,
        **attributes,
        **_numbers(list(pack.parameters), dynamic=False),
        **_numbers([*pack.payers, *payer_layers], dynamic=False),
        **_numbers([*pack.programmes, *programme_layers], dynamic=True),
    }


def _vocabulary(
    pack: Pack, variables: dict[str, Variable], barred: Mapping[str, str]
) -> Vocabulary:
    spelling = pack.spelling
    of_others = {
        word: _WORD_OF[kind]
        for kind, facts in _KIND_FACTS.items()
        for word in facts
        if word not in variables
    }
    identities = frozenset(spelling.identities)
    return Vocabulary(variables, spelling.lists, identities, {**of_others, **barred})


def _base_words(pack: Pack, programme: str) -> Vocabulary:
    """Words of one settlement: no counts of the year, and nothing that is paid later."""
    words = _pack_words(pack, pack.programmes[programme].kind)
    words |= {name: FOLD_STATE[name] for name in RESIDUALS}
    here = pack.place_of[programme]
    barred: dict[str, str] = {name: _OF_THE_YEAR for name in FOLD_STATE if name not in words}
    own_layer = pack.layer_of[programme].id
    layers = [layer.id for layer in pack.layers if layer.members]
    for name in (*pack.programmes, *layers):
        if pack.place_of[name] > here:
            barred[name] = _LATER
        elif name in (programme, own_layer):
            barred[name] = _OWN
    words = {name: word for name, word in words.items() if name not in barred}
    return _vocabulary(pack, words, barred)


def condition_words(pack: Pack, kind: Kind) -> Vocabulary:
    """Words of a visit to date: its amounts, the state of the fold, everything paid so far."""
    return _vocabulary(pack, {**_pack_words(pack, kind), **FOLD_STATE}, {})


def formulas_of(programme: Programme) -> list[tuple[Path_, Formula]]:
    """Every formula of a programme with its path inside the programme."""
    places = [(path, formula) for path, formula, _ in programme_places(programme)]
    return [(("base",), programme.base), *places, *guarantee_bases(programme)]


def formulas_for(pack: Pack, name: str) -> list[Formula]:
    """Every formula that decides what a programme pays, those of its pools included."""
    own = [formula for _, formula in formulas_of(pack.programmes[name])]
    pools = [pack.pools[pool] for pool in pack.programmes[name].pools]
    return own + [formula for pool in pools for _, formula, _ in cap_places(pool, ())]


def guarantee_bases(programme: Programme) -> Iterator[tuple[Path_, Formula]]:
    """What guarantees are measured by, each with its path inside the programme."""
    for index, row in enumerate(programme.terms):
        if row.guarantee is not None:
            yield ("terms", index, "guarantee", "of"), row.guarantee.of


def programme_places(programme: Programme) -> Iterator[Place]:
    """Every condition and figure of a programme, with its path inside and what it has to be."""
    if programme.when is not None:
        yield ("when",), programme.when, Type.TRUTH
    if programme.minimum is not None:
        edge = "at_least" if programme.minimum.inclusive else "above"
        yield ("minimum", edge), programme.minimum.edge, Type.NUMBER
    for index, cap in enumerate(programme.caps):
        yield from cap_places(cap, ("caps", index))
    for index, row in enumerate(programme.terms):
        yield from _terms_places(row, ("terms", index))
    for index, adjust in enumerate(programme.adjust):
        for key in ("when", "points", "factor"):
            formula = getattr(adjust, key)
            if formula is not None:
                wanted = Type.TRUTH if key == "when" else Type.NUMBER
                yield ("adjust", index, key), formula, wanted


def _terms_places(row: Terms, at: Path_) -> Iterator[Place]:
    if row.when is not None:
        yield (*at, "when"), row.when, Type.TRUTH
    if row.line is not None:
        yield (*at, "line", "amount"), row.line.amount, Type.NUMBER
    if row.gate is not None:
        edge = "at_least" if row.gate.inclusive else "above"
        yield (*at, "gate", edge), row.gate.edge, Type.NUMBER
    for key in ("ratio", "amount"):
        formula = getattr(row, key)
        if formula is not None:
            yield (*at, key), formula, Type.NUMBER
    if row.guarantee is not None:
        yield (*at, "guarantee", "share"), row.guarantee.share, Type.NUMBER
    for index, band in enumerate(row.bands):
        for key in ("up_to", "below", "ratio", "amount"):
            formula = getattr(band, key)
            if formula is not None:
                yield (*at, "bands", index, key), formula, Type.NUMBER
    for index, cap in enumerate(row.caps):
        yield from cap_places(cap, (*at, "caps", index))


def cap_places(cap: Cap, at: Path_) -> Iterator[Place]:
    """The formulas of a cap or pool that stands at a path."""
    yield (*at, "amount"), cap.amount, Type.NUMBER
    if cap.when is not None:
        yield (*at, "when"), cap.when, Type.TRUTH
