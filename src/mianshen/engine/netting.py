"""Entitled less delivered, netted per person and fund; a claw-back is only ever told, not taken."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from mianshen.engine.results import Line, Status
from mianshen.policy.pack import Pack


@dataclass(frozen=True, slots=True)
class Net:
    """One person and one fund: what is due in all, and which way the difference goes."""

    person: str
    fund: str
    entitled_fen: int
    delivered_fen: int
    order_fen: int

    @property
    def difference_fen(self) -> int:
        """Entitled less delivered over all channels."""
        return self.entitled_fen - self.delivered_fen

    @property
    def top_up_fen(self) -> int:
        """What can be ordered now, once differences of the same fund are set off."""
        return max(0, min(self.difference_fen, self.order_fen))

    @property
    def claw_back_fen(self) -> int:
        """What was delivered too much: a matter for people, never taken by the machine."""
        return max(0, -self.difference_fen)


def net(lines: Iterable[Line], packs: Iterable[Pack]) -> tuple[Net, ...]:
    """Set the differences of each person and fund off against each other, sorted by both.

    A programme that names no fund is its own fund; simulated programmes are left out. Source:
    docs/semantics.md §10.
    """
    return net_by_fund(lines, _funds(packs))


def net_by_fund(lines: Iterable[Line], funds: Mapping[str, str]) -> tuple[Net, ...]:
    """The same with the fund of each programme given; lines of other programmes are left out."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in lines:
        fund = funds.get(line.programme)
        if fund is None:
            continue
        entry = sums[line.person, fund]
        entry[0] += line.amount_fen
        entry[1] += _judged_fen(line)
        entry[2] += line.order_fen
    return tuple(
        Net(person, fund, entitled, delivered, order)
        for (person, fund), (entitled, delivered, order) in sorted(sums.items())
    )


def nets_in_columns(lines: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The same for a table of lines: of each group of them its `top_up_fen` and `claw_back_fen`.

    Shapes: `by` names the columns that say which lines are set off against each other; `status`,
    `amount_fen`, `delivered_fen` and `order_fen` are those of lines.
    """
    least = pl.min_horizontal("delivered_fen", "amount_fen")
    judged = pl.when(pl.col("status") == Status.HELD.value).then(least).otherwise("delivered_fen")
    sums = lines.group_by(by).agg(
        difference_fen=(pl.col("amount_fen") - judged).sum(), order_fen=pl.col("order_fen").sum()
    )
    nothing = pl.lit(0, pl.Int64)
    return sums.select(
        *by,
        top_up_fen=pl.max_horizontal(nothing, pl.min_horizontal("difference_fen", "order_fen")),
        claw_back_fen=pl.max_horizontal(nothing, -pl.col("difference_fen")),
    )


def _judged_fen(line: Line) -> int:
    """What was delivered on a line; more than a held one's amount is not judged before the line."""
    if line.status is Status.HELD:
        return min(line.delivered_fen, line.amount_fen)
    return line.delivered_fen


def _funds(packs: Iterable[Pack]) -> Mapping[str, str]:
    return {
        name: programme.fund or name
        for pack in packs
        for name, programme in pack.programmes.items()
        if not programme.simulated
    }
