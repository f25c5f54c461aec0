"""What must fit together in a pack beyond its spelling, before its formulas are resolved."""

from collections import Counter
from collections.abc import Callable, Iterator

from mianshen.policy.documents import Path_
from mianshen.policy.expressions.checker import nearest
from mianshen.policy.expressions.parser import RESERVED
from mianshen.policy.expressions.vocabulary import (
    CARE_AMOUNTS,
    CARE_FACTS,
    DAILY_FACTS,
    FOLD_STATE,
    PERSON_FACTS,
    PREMIUM_FACTS,
)
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Combine, Horizon, Kind, Per, Settled, Terms

Finding = tuple[Path_, str]

_BUILT_IN = {
    *CARE_AMOUNTS,
    *CARE_FACTS,
    *PREMIUM_FACTS,
    *DAILY_FACTS,
    *PERSON_FACTS,
    *FOLD_STATE,
    *RESERVED,
    "min",
    "max",
    "holds",
}


def inconsistencies(pack: Pack) -> list[Finding]:
    """Everything in a pack that does not fit together, each with its path."""
    structural = [
        finding
        for check in (_names, _layers, _membership, _references, _identities)
        for finding in check(pack)
    ]
    return structural or [finding for check in _ORDERED for finding in check(pack)]


def _names(pack: Pack) -> Iterator[Finding]:
    spelling = pack.spelling
    groups = ("attributes", "parameters", "payers", "programmes")
    taken: dict[str, str] = {}
    for group in groups:
        for name in getattr(spelling, group):
            if name in _BUILT_IN:
                yield (group, name), f"{name!r} already has a meaning in formulas; rename it"
            elif name in taken:
                yield (group, name), f"{name!r} is also one of the {taken[name]}; rename one"
            taken[name] = group
    for index, layer in enumerate(pack.layers):
        alone = layer.payers == (layer.id,)
        if layer.id in _BUILT_IN or (layer.id in taken and not alone):
            yield ("layers", index, "id"), f"{layer.id!r} is already the name of something else"
        taken.setdefault(layer.id, "layers")


def _layers(pack: Pack) -> Iterator[Finding]:
    for name, count in Counter(layer.id for layer in pack.layers).items():
        if count > 1:
            yield ("layers",), f"{count} layers are called {name!r}; give each its own name"
    for index, layer in enumerate(pack.layers):
        for key, known in (("payers", pack.payers), ("members", pack.programmes)):
            for position, name in enumerate(getattr(layer, key)):
                if name not in known:
                    hint = nearest(name, dict(known))
                    kind = "payer" if key == "payers" else "programme"
                    message = f"there is no {kind} {name!r}{hint}"
                    yield ("layers", index, key, position), message


def _membership(pack: Pack) -> Iterator[Finding]:
    members = Counter(name for layer in pack.layers for name in (*layer.payers, *layer.members))
    for group, known in (("payers", pack.payers), ("programmes", pack.programmes)):
        for name in known:
            if not members[name]:
                yield (group, name), f"{name!r} stands in no layer; it belongs in exactly one"
            elif members[name] > 1:
                often = f"is listed {members[name]} times in the layers"
                yield (group, name), f"{name!r} {often}; it belongs there once"
    sources = Counter(source for payer in pack.payers.values() for source in payer.sources)
    for payer_name, payer in pack.payers.items():
        for source in payer.sources:
            if sources[source] > 1:
                yield ("payers", payer_name, "from"), f"{source!r} is counted by two payers"


def _references(pack: Pack) -> Iterator[Finding]:
    for name, programme in pack.programmes.items():
        at = ("programmes", name)
        for key, known in (("requires", pack.payers), ("pools", pack.pools)):
            for index, word in enumerate(getattr(programme, key)):
                if word not in known:
                    what = "payer" if key == "requires" else "pool"
                    yield (*at, key, index), f"no {what} {word!r}{nearest(word, dict(known))}"
        for index, exclusion in enumerate(programme.excludes):
            if exclusion.programme not in pack.programmes:
                hint = nearest(exclusion.programme, dict(pack.programmes))
                path = (*at, "excludes", index, "programme")
                yield path, f"there is no programme {exclusion.programme!r}{hint}"


def _identities(pack: Pack) -> Iterator[Finding]:
    known = frozenset(pack.spelling.identities)
    for name, programme in pack.programmes.items():
        at: Path_ = ("programmes", name)
        places: list[tuple[Path_, tuple[str, ...]]] = []
        if programme.who is not None:
            places += [
                ((*at, "who", key), getattr(programme.who, key)) for key in ("any", "all", "none")
            ]
        places += [((*at, "terms", i, "who"), row.who) for i, row in enumerate(programme.terms)]
        places += [((*at, "adjust", i, "who"), one.who) for i, one in enumerate(programme.adjust)]
        for path, words in places:
            for word in words:
                if word not in known:
                    hint = nearest(word, known) or "; list it under `identities`"
                    yield path, f"{word!r} is no identity of this pack{hint}"


def _one_kind_per_layer(pack: Pack) -> Iterator[Finding]:
    for index, layer in enumerate(pack.layers):
        kinds = {pack.programmes[name].kind for name in layer.members}
        if len(kinds) > 1:
            yield ("layers", index, "members"), "programmes of different kinds need layers apart"


def _year_end(pack: Pack) -> Iterator[Finding]:
    seen = False
    for index, layer in enumerate(pack.layers):
        settled = {pack.programmes[name].settled for name in layer.members}
        at = ("layers", index)
        if len(settled) > 1:
            yield at, "year-end programmes need a layer of their own"
        elif settled == {Settled.YEAR_END}:
            seen = True
            if layer.combine is not Combine.SEQUENCE:
                yield at, "year-end programmes go in a sequence"
        elif settled and seen:
            yield at, "per-settlement programmes stand before year-end ones; move this layer up"
    for name, programme in pack.programmes.items():
        if programme.settled is Settled.YEAR_END and programme.per is not Per.YEAR:
            yield ("programmes", name), "a year-end programme counts `per: year`"


def _exclusions(pack: Pack) -> Iterator[Finding]:
    for name, programme in pack.programmes.items():
        for index, exclusion in enumerate(programme.excludes):
            path = ("programmes", name, "excludes", index, "programme")
            if exclusion.programme == name:
                yield path, "a programme cannot exclude itself"
            elif pack.place_of[exclusion.programme] < pack.place_of[name]:
                yield path, "only a programme of the same or a later layer can be excluded"


def _spans(pack: Pack) -> Iterator[Finding]:
    for name, programme in pack.programmes.items():
        for index, row in enumerate(programme.terms):
            at = ("programmes", name, "terms", index)
            if row.guarantee is not None and (row.line or row.gate):
                yield at, "a guarantee has no start line; it is one"
            if row.bands and not _ends_open(row):
                yield (*at, "bands"), "every band but the last has an edge, and the last has none"
            if Per.LIFE in {part.per for part in (row.line, row.gate) if part is not None}:
                yield at, "a start line counts per visit or per year"
            yearly_gate = row.gate is not None and row.gate.per is Per.YEAR
            if yearly_gate and programme.per is not Per.YEAR:
                yield (*at, "gate"), "a yearly gate needs a programme that counts `per: year`"
        if programme.per is Per.LIFE:
            yield ("programmes", name, "per"), "a programme counts per visit or per year"


def _ends_open(row: Terms) -> bool:
    edged = [band.up_to is not None or band.below is not None for band in row.bands]
    return all(edged[:-1]) and not edged[-1]


def _horizons(pack: Pack) -> Iterator[Finding]:
    for index, layer in enumerate(pack.layers):
        at = ("layers", index, "horizon")
        if layer.horizon is None:
            continue
        if layer.combine not in (Combine.BEST_ONE, Combine.BEST_ORDER):
            yield at, "only a layer that is best_one or best_order has a horizon"
        elif layer.horizon is Horizon.YEAR and pack.is_year_end(layer):
            yield at, "programmes of the year's end are chosen then in any case"


def _advances(pack: Pack) -> Iterator[Finding]:
    places = [(("layers", i, "advance"), layer.advance) for i, layer in enumerate(pack.layers)]
    named: list[tuple[Path_, str]] = [
        ((*path, position), source)
        for path, sources in places
        for position, source in enumerate(sources)
    ]
    named += [
        (("programmes", name, "advance", position), source)
        for name, programme in pack.programmes.items()
        for position, source in enumerate(programme.advance)
    ]
    paid = {source for payer in pack.payers.values() for source in payer.sources}
    seen: set[str] = set()
    for path, source in named:
        if source in seen or source in paid:
            yield path, f"{source!r} is already counted elsewhere; money is counted once"
        seen.add(source)


def _kinds(pack: Pack) -> Iterator[Finding]:
    for name, programme in pack.programmes.items():
        at = ("programmes", name)
        if programme.kind is not Kind.REIMBURSEMENT and programme.settled is Settled.YEAR_END:
            yield at, "only reimbursements can be computed at year end"
        if programme.once is Per.VISIT:
            yield (*at, "once"), "once per `year` or `life`; a visit is paid once anyway"


_ORDERED: tuple[Callable[[Pack], Iterator[Finding]], ...] = (
    _one_kind_per_layer,
    _year_end,
    _exclusions,
    _spans,
    _horizons,
    _advances,
    _kinds,
)
