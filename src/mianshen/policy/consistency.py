"""What must fit together in a pack beyond its spelling, before its formulas are resolved."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date

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
from mianshen.policy.saying import Said, said
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


_GROUPS = {
    "attributes": said("attributes", "其他事实 attributes"),
    "parameters": said("parameters", "参数 parameters"),
    "payers": said("payers", "支付方 payers"),
    "programmes": said("programmes", "救助项目 programmes"),
}


def loose_names(pack: Pack) -> list[Finding]:
    """Names in a pack that are taken twice or lead nowhere, each with its path."""
    checks = (_names, _layers, _membership, _references, _identities)
    return [finding for check in checks for finding in check(pack)]


def inconsistencies(pack: Pack) -> list[Finding]:
    """What does not fit together in a pack whose names all lead somewhere, each with its path."""
    return [finding for check in _ORDERED for finding in check(pack)]


def _names(pack: Pack) -> Iterator[Finding]:
    spelling = pack.spelling
    groups = ("attributes", "parameters", "payers", "programmes")
    taken: dict[str, str] = {}
    for group in groups:
        for name in getattr(spelling, group):
            if name in _BUILT_IN:
                yield (
                    (group, name),
                    said(
                        "{name!r} already has a meaning in formulas; rename it",
                        "“{name}”在公式里已有含义；请换个名字",
                        name=name,
                    ),
                )
            elif name in taken:
                yield (
                    (group, name),
                    said(
                        "{name!r} is also one of the {group}; rename one",
                        "“{name}”与{group}里的重名；请改一个",
                        name=name,
                        group=_GROUPS[taken[name]],
                    ),
                )
            taken[name] = group
    for index, layer in enumerate(pack.layers):
        alone = layer.payers == (layer.id,)
        if layer.id in _BUILT_IN or (layer.id in taken and not alone):
            yield (
                ("layers", index, "id"),
                said(
                    "{name!r} is already the name of something else",
                    "“{name}”已是别处的名字；请换一个",
                    name=layer.id,
                ),
            )
        taken.setdefault(layer.id, "layers")


def _layers(pack: Pack) -> Iterator[Finding]:
    for name, count in Counter(layer.id for layer in pack.layers).items():
        if count > 1:
            yield (
                ("layers",),
                said(
                    "{count} layers are called {name!r}; give each its own name",
                    "有 {count} 个支付层都叫“{name}”；请各取一名",
                    count=count,
                    name=name,
                ),
            )
    for index, layer in enumerate(pack.layers):
        for key, known in (("payers", pack.payers), ("members", pack.programmes)):
            for position, name in enumerate(getattr(layer, key)):
                if name not in known:
                    kind = _PAYER if key == "payers" else _PROGRAMME
                    yield ("layers", index, key, position), _no_such(kind, name, known)


def _membership(pack: Pack) -> Iterator[Finding]:
    members = Counter(name for layer in pack.layers for name in (*layer.payers, *layer.members))
    for group, known in (("payers", pack.payers), ("programmes", pack.programmes)):
        for name in known:
            if not members[name]:
                yield (
                    (group, name),
                    said(
                        "{name!r} stands in no layer; it belongs in exactly one",
                        "“{name}”不在任何支付层里；应放进一层",
                        name=name,
                    ),
                )
            elif members[name] > 1:
                yield (
                    (group, name),
                    said(
                        "{name!r} is listed {count} times in the layers; it belongs there once",
                        "“{name}”在支付层里列了 {count} 次；只应列一次",
                        name=name,
                        count=members[name],
                    ),
                )
    sources = Counter(source for payer in pack.payers.values() for source in payer.sources)
    for payer_name, payer in pack.payers.items():
        for source in payer.sources:
            if sources[source] > 1:
                yield (
                    ("payers", payer_name, "from"),
                    said(
                        "{source!r} is counted by two payers",
                        "来源“{source}”被两个支付方计入；只能归一个",
                        source=source,
                    ),
                )


_PAYER = Said("payer", "支付方")
_PROGRAMME = Said("programme", "救助项目")
_POOL = Said("pool", "共用限额")


def _no_such(kind: Said, name: str, known: Mapping[str, object]) -> Said:
    return said(
        "there is no {kind} {name!r}{hint}",
        "没有{kind}“{name}”{hint}",
        kind=kind,
        name=name,
        hint=nearest(name, known),
    )


def _references(pack: Pack) -> Iterator[Finding]:
    for name, programme in pack.programmes.items():
        at = ("programmes", name)
        for key, known in (("requires", pack.payers), ("pools", pack.pools)):
            for index, word in enumerate(getattr(programme, key)):
                if word not in known:
                    kind = _PAYER if key == "requires" else _POOL
                    yield (*at, key, index), _no_such(kind, word, known)
        for index, exclusion in enumerate(programme.excludes):
            if exclusion.programme not in pack.programmes:
                path = (*at, "excludes", index, "programme")
                yield path, _no_such(_PROGRAMME, exclusion.programme, pack.programmes)


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
                    listed = said("; list it under `identities`", "；请在 `identities` 里列出")
                    message = said(
                        "{identity!r} is no identity of this pack{hint}",
                        "本包没有列出人员身份“{identity}”{hint}",
                        identity=word,
                        hint=nearest(word, known) or listed,
                    )
                    yield path, message


def _one_kind_per_layer(pack: Pack) -> Iterator[Finding]:
    for index, layer in enumerate(pack.layers):
        kinds = {pack.programmes[name].kind for name in layer.members}
        if len(kinds) > 1:
            message = said(
                "programmes of different kinds need layers apart",
                "不同类别（kind）的项目要分在不同的支付层",
            )
            yield ("layers", index, "members"), message


def _year_end(pack: Pack) -> Iterator[Finding]:
    seen = False
    for index, layer in enumerate(pack.layers):
        settled = {pack.programmes[name].settled for name in layer.members}
        at = ("layers", index)
        if len(settled) > 1:
            yield (
                at,
                said(
                    "year-end programmes need a layer of their own",
                    "年末结算的项目要单独成层",
                ),
            )
        elif settled == {Settled.YEAR_END}:
            seen = True
            if layer.combine is not Combine.SEQUENCE:
                message = said(
                    "year-end programmes go in a sequence", "年末结算的项目只能依次进行 sequence"
                )
                yield at, message
        elif settled and seen:
            message = said(
                "per-settlement programmes stand before year-end ones; move this layer up",
                "逐笔结算的项目要排在年末结算的之前；请把这一层上移",
            )
            yield at, message
    for name, programme in pack.programmes.items():
        if programme.settled is Settled.YEAR_END and programme.per is not Per.YEAR:
            message = said(
                "a year-end programme counts `per: year`", "年末结算的项目要按年计算 `per: year`"
            )
            yield ("programmes", name), message


def _exclusions(pack: Pack) -> Iterator[Finding]:
    for name, programme in pack.programmes.items():
        for index, exclusion in enumerate(programme.excludes):
            path, here = ("programmes", name, "excludes", index, "programme"), pack.place_of[name]
            if exclusion.programme == name:
                yield path, said("a programme cannot exclude itself", "项目不能排除自己")
            elif pack.place_of.get(exclusion.programme, here) < here:
                message = said(
                    "only a programme of the same or a later layer can be excluded",
                    "只能排除同一层或后面层的项目",
                )
                yield path, message


def _spans(pack: Pack) -> Iterator[Finding]:
    for name, programme in pack.programmes.items():
        for index, row in enumerate(programme.terms):
            at = ("programmes", name, "terms", index)
            if row.guarantee is not None and (row.line or row.gate):
                message = said(
                    "a guarantee has no start line; it is one", "兜底本身就是起付线，不再写起付线"
                )
                yield at, message
            if row.bands and not _ends_open(row):
                message = said(
                    "every band but the last has an edge, and the last has none",
                    "除最后一段外每段都要有上限，最后一段没有上限",
                )
                yield (*at, "bands"), message
            if Per.LIFE in {part.per for part in (row.line, row.gate) if part is not None}:
                message = said(
                    "a start line counts per visit or per year", "起付线按次或按年计，不按终身"
                )
                yield at, message
            yearly_gate = row.gate is not None and row.gate.per is Per.YEAR
            if yearly_gate and programme.per is not Per.YEAR:
                message = said(
                    "a yearly gate needs a programme that counts `per: year`",
                    "按年的门槛要求项目也按年计算 `per: year`",
                )
                yield (*at, "gate"), message
        if programme.per is Per.LIFE:
            message = said(
                "a programme counts per visit or per year", "项目按次或按年计算，不按终身"
            )
            yield ("programmes", name, "per"), message


def _ends_open(row: Terms) -> bool:
    edged = [band.up_to is not None or band.below is not None for band in row.bands]
    return all(edged[:-1]) and not edged[-1]


def _horizons(pack: Pack) -> Iterator[Finding]:
    for index, layer in enumerate(pack.layers):
        at = ("layers", index, "horizon")
        if layer.horizon is None:
            continue
        if layer.combine not in (Combine.BEST_ONE, Combine.BEST_ORDER):
            message = said(
                "only a layer that is best_one or best_order has a horizon",
                "只有择优的层（best_one、best_order）才写 horizon",
            )
            yield at, message
        elif layer.horizon is Horizon.YEAR and pack.is_year_end(layer):
            message = said(
                "programmes of the year's end are chosen then in any case",
                "年末结算的项目本来就在年末择优，不写 horizon",
            )
            yield at, message


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
            message = said(
                "{source!r} is already counted elsewhere; money is counted once",
                "“{source}”已在别处计入；一笔钱只计一次",
                source=source,
            )
            yield path, message
        seen.add(source)


def _kinds(pack: Pack) -> Iterator[Finding]:
    for name, programme in pack.programmes.items():
        at = ("programmes", name)
        if programme.kind is not Kind.REIMBURSEMENT and programme.settled is Settled.YEAR_END:
            message = said(
                "only reimbursements can be computed at year end", "只有费用救助可以年末结算"
            )
            yield at, message
        if programme.once is Per.VISIT:
            message = said(
                "once per `year` or `life`; a visit is paid once anyway",
                "仅一次只能按年 `year` 或终身 `life`；每次就诊本来就只付一次",
            )
            yield (*at, "once"), message


def _days(pack: Pack) -> Iterator[Finding]:
    for name, parameter in pack.parameters.items():
        seen: set[date] = set()
        for index, dated in enumerate(parameter.values):
            if dated.start in seen:
                message = said(
                    "{name!r} has two values from {day}; keep the one that holds",
                    "“{name}”从 {day} 起有两个值；请保留有效的一个",
                    name=name,
                    day=dated.start,
                )
                yield ("parameters", name, "values", index, "from"), message
            seen.add(dated.start)
    for name, programme in pack.programmes.items():
        start, end = programme.in_force.start, programme.in_force.end
        if start is not None and end is not None and end < start:
            message = said(
                "in force to {end}, before it begins on {start}; mend one of the days",
                "有效期到 {end} 为止，早于开始的 {start}；请改正一个日期",
                start=start,
                end=end,
            )
            yield ("programmes", name, "in_force", "to"), message


_ORDERED: tuple[Callable[[Pack], Iterator[Finding]], ...] = (
    _one_kind_per_layer,
    _year_end,
    _exclusions,
    _spans,
    _horizons,
    _advances,
    _kinds,
    _days,
)
