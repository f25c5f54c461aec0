"""A checked pack: the spelling with its names resolved and its order of payment worked out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from mianshen.policy.schema import (
    Combine,
    Horizon,
    Kind,
    Layer,
    PackSpelling,
    Parameter,
    Payer,
    Per,
    Pool,
    Programme,
    Settled,
    Year,
)

ONE_STOP_SOURCE = "maf_pay"


@dataclass(frozen=True)
class Pack:
    """A policy ready for the engine; build one with `policy.loading`, never by hand."""

    spelling: PackSpelling
    overlays: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The pack's name, for example `500112-yubei`."""
        return self.spelling.id

    @property
    def year(self) -> Year:
        """The benefit year of everything that names no other."""
        return self.spelling.year

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The order of payment."""
        return self.spelling.layers

    @property
    def programmes(self) -> Mapping[str, Programme]:
        """Every programme by its name."""
        return self.spelling.programmes

    @property
    def payers(self) -> Mapping[str, Payer]:
        """Everyone who pays before or beside aid."""
        return self.spelling.payers

    @property
    def pools(self) -> Mapping[str, Pool]:
        """The shared caps."""
        return self.spelling.pools

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The dated figures."""
        return self.spelling.parameters

    @cached_property
    def layer_of(self) -> Mapping[str, Layer]:
        """The layer each programme stands in."""
        return {member: layer for layer in self.layers for member in layer.members}

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The position of each layer, payer and programme in the order of payment."""
        places: dict[str, int] = {}
        for index, layer in enumerate(self.layers):
            for name in (layer.id, *layer.payers, *layer.members):
                places.setdefault(name, index)
        return places

    def year_of(self, programme: str) -> Year:
        """The benefit year a programme counts over."""
        return self.programmes[programme].year or self.year

    def layers_of_kind(self, kind: Kind) -> tuple[Layer, ...]:
        """The layers an event of this kind passes: all payers, and programmes for that kind."""
        return tuple(
            layer
            for layer in self.layers
            if layer.payers or any(self.programmes[name].kind is kind for name in layer.members)
        )

    def is_year_end(self, layer: Layer) -> bool:
        """Whether a layer's programmes are computed once at the end of their year."""
        return any(self.programmes[name].settled is Settled.YEAR_END for name in layer.members)

    def compares_years(self, layer: Layer) -> bool:
        """Whether a layer's choices are compared again over the year when it has ended.

        A layer says so; a best_one with a gate, or with a member that counts over the year, means
        it unless it says `visit`.
        """
        if layer.horizon is not None:
            return layer.horizon is Horizon.YEAR
        if layer.combine is not Combine.BEST_ONE or self.is_year_end(layer):
            return False
        return any(_counts_over_year(self.programmes[name]) for name in layer.members)

    @cached_property
    def advance_layer(self) -> Layer | None:
        """The layer that one-stop aid (`maf_pay`) is set against.

        The layer or programme that names it under `advance`; else, unless some payer claims it, the
        first layer of reimbursement programmes.
        """
        for layer in self.layers:
            names = [layer.advance, *(self.programmes[name].advance for name in layer.members)]
            if any(ONE_STOP_SOURCE in sources for sources in names):
                return layer
        if any(ONE_STOP_SOURCE in payer.sources for payer in self.payers.values()):
            return None
        for layer in self.layers:
            real = [self.programmes[name] for name in layer.members]
            if any(one.kind is Kind.REIMBURSEMENT and not one.simulated for one in real):
                return layer
        return None


def _counts_over_year(programme: Programme) -> bool:
    if programme.per is Per.YEAR:
        return True
    return any(
        row.gate is not None or (row.line is not None and row.line.per is Per.YEAR)
        for row in programme.terms
    )
