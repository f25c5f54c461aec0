"""Worlds whose choices are compared over the year when it has ended (§8.6)."""

from dataclasses import replace

from generation.worlds import World
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Combine, Horizon, Layer

SEARCHED_MAX = 2


def closed_with_years_compared(world: World) -> World | None:
    """The same world, its year closed and every small search compared; None without a search."""
    packs = tuple(_compared(pack) for pack in world.packs)
    if not any(pack.compares_years(layer) for pack in packs for layer in pack.layers):
        return None
    return replace(world, packs=packs, year_closed=True)


def _compared(pack: Pack) -> Pack:
    layers = tuple(_over_the_year(layer) for layer in pack.layers)
    return replace(pack, spelling=pack.spelling.model_copy(update={"layers": layers}))


def _over_the_year(layer: Layer) -> Layer:
    searches = layer.combine in (Combine.BEST_ONE, Combine.BEST_ORDER)
    if not searches or len(layer.members) > SEARCHED_MAX:
        return layer
    return layer.model_copy(update={"horizon": Horizon.YEAR})
