"""Which search finds the best order of a layer, and why not a simpler one."""

from collections.abc import Iterator, Mapping

from mianshen.policy.consistency import Finding
from mianshen.policy.exactness import Exactness, exactness
from mianshen.policy.pack import Pack
from mianshen.policy.saying import Said, chinese, said
from mianshen.policy.schema import Combine

_KINDS: Mapping[Exactness, Said] = {
    Exactness.RESIDUAL: Said(
        "residual (the least left is enough to remember)", "residual（只需记住最少剩余）"
    ),
    Exactness.POOLS: Said(
        "pools (what each shared pool has left is remembered too)",
        "pools（还需记住各共用限额的余额）",
    ),
    Exactness.STATES: Said(
        "states (every distinct state is remembered)", "states（需记住每个不同的状态）"
    ),
}


def order_classes(pack: Pack) -> Iterator[Finding]:
    """The class of every layer that looks for the best order, with what keeps it from a simpler."""
    for index, layer in enumerate(pack.layers):
        if layer.combine is Combine.BEST_ORDER:
            verdict = exactness(pack, layer)
            because = Said("", "")
            if verdict.because:
                because = said(
                    "; because {why}",
                    "；原因：{why}",
                    why=Said("; ".join(verdict.because), "；".join(map(chinese, verdict.because))),
                )
            message = said(
                "best order of {layer!r}: exact, by {kind}{because}",
                "“{layer}”的最优次序可精确求得：{kind}{because}",
                layer=layer.id,
                kind=_KINDS[verdict.kind],
                because=because,
            )
            yield ("layers", index), message
