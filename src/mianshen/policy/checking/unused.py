"""What a pack declares and nothing in it asks for."""

from collections.abc import Iterator

from mianshen.policy.binding import cap_places, formulas_of
from mianshen.policy.checking.figures import words_in
from mianshen.policy.consistency import Finding
from mianshen.policy.pack import Pack
from mianshen.policy.saying import Said, said

_GROUPS = {
    "parameters": Said("parameter", "参数"),
    "attributes": Said("attribute", "其他事实"),
    "lists": Said("list", "目录"),
    "pools": Said("pool", "共用限额"),
}


def unused_names(pack: Pack) -> Iterator[Finding]:
    """Parameters, attributes, lists and pools that no programme reads or draws on."""
    read = _words_read(pack)
    drawn = {pool for one in pack.programmes.values() for pool in one.pools}
    for group, kind in _GROUPS.items():
        for name in getattr(pack.spelling, group):
            if name not in (drawn if group == "pools" else read):
                message = said(
                    "no programme uses the {kind} {name!r}",
                    "没有哪个项目用到{kind}“{name}”",
                    kind=kind,
                    name=name,
                )
                yield (group, name), message


def unused_identities(pack: Pack) -> Iterator[Finding]:
    """Identities that no programme asks for."""
    asked = _words_read(pack)
    for programme in pack.programmes.values():
        if programme.who is not None:
            asked |= {*programme.who.any, *programme.who.all, *programme.who.none}
        asked |= {identity for row in programme.terms for identity in row.who}
        asked |= {identity for one in programme.adjust for identity in one.who}
    for index, identity in enumerate(pack.spelling.identities):
        if identity not in asked:
            message = said(
                "no programme asks for {identity!r}",
                "没有哪个项目用到“{identity}”",
                identity=identity,
            )
            yield ("identities", index), message


def _words_read(pack: Pack) -> set[str]:
    """Every word of every formula."""
    formulas = [formula for one in pack.programmes.values() for _, formula in formulas_of(one)]
    pools = [place for pool in pack.pools.values() for place in cap_places(pool, ())]
    formulas += [formula for _, formula, _ in pools]
    return {word for formula in formulas for word in words_in(formula)}
