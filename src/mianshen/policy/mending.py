"""A pack with names that lead nowhere read as what was probably meant, to look at its other parts.

Nothing is ever assessed under a mended pack: it only lets one look find every mistake.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from mianshen.policy.expressions.checker import closest
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Layer, Programme, Spelling

Part = TypeVar("Part", bound=Spelling)


def with_names_mended(pack: Pack) -> Pack:
    """The pack with every payer, programme and pool it names known, each in exactly one layer.

    Layers keep their places; those who stand in none get layers of their own at the end.
    """
    programmes = {name: _mended(pack, one) for name, one in pack.programmes.items()}
    homeless = {
        name
        for name in (*pack.payers, *programmes)
        if not any(name in (*layer.payers, *layer.members) for layer in pack.layers)
    }
    seen: set[str] = set()
    layers = []
    for layer in pack.layers:
        payers = _known(layer.payers, pack.payers, homeless, seen)
        members = _known(layer.members, programmes, homeless, seen)
        layers.append(layer.model_copy(update={"payers": payers, "members": members}))
    layers += [Layer(id=name, payers=(name,)) for name in pack.payers if name not in seen]
    layers += [Layer(id=name, members=(name,)) for name in programmes if name not in seen]
    update = {"layers": tuple(layers), "programmes": programmes}
    return Pack(pack.spelling.model_copy(update=update), pack.overlays)


def _known(
    words: Iterable[str], known: Mapping[str, object], homeless: set[str], seen: set[str]
) -> tuple[str, ...]:
    found = []
    for word in words:
        meant = word if word in known else closest(word, tuple(set(known) & homeless))
        if meant is not None and meant not in seen:
            seen.add(meant)
            found.append(meant)
    return tuple(found)


def _mended(pack: Pack, programme: Programme) -> Programme:
    identities = pack.spelling.identities
    update: dict[str, object] = {
        "requires": _only(_meant(programme.requires, pack.payers), pack.payers),
        "pools": _only(_meant(programme.pools, pack.pools), pack.pools),
        "terms": tuple(_for_known(row, ("who",), identities) for row in programme.terms),
        "adjust": tuple(_for_known(one, ("who",), identities) for one in programme.adjust),
    }
    if programme.who is not None:
        update["who"] = _for_known(programme.who, ("any", "all", "none"), identities)
    return programme.model_copy(update=update)


def _for_known(part: Part, keys: Iterable[str], identities: Collection[str]) -> Part:
    return part.model_copy(update={key: _meant(getattr(part, key), identities) for key in keys})


def _only(words: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word in known)


def _meant(words: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """The words with those that are not known read as the closest one that is."""
    pairs = ((word, closest(word, tuple(known))) for word in words)
    return tuple(word if word in known else near or word for word, near in pairs)
