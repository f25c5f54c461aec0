"""How far all orders are: what each holds, what happened on it and when, who is waited for."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.casework.advancing import run
from mianshen.bureau.casework.flow import Event, FlowSpelling
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import State


@dataclass(frozen=True, slots=True)
class OrderTold:
    """An order with its fen, the keys of its lines, and the days of what happened on it.

    `on` knows nothing of payment; whoever pays knows that by the keys of the lines.
    """

    order: int
    person: int
    region: str
    flow: FlowSpelling
    state: str
    stage: int
    amount_fen: int
    lines: tuple[str, ...]
    on: Mapping[Event, date]


def orders_told() -> list[OrderTold]:
    """Every order, by number."""
    steps: dict[int, dict[str, datetime]] = defaultdict(dict)
    for order, act, at in run("steps_told"):
        steps[int(order)][str(act)] = at
    told = []
    for order, person, region, digest, state, stage, opened, fen, settled, keys in run(
        "orders_told"
    ):
        flow = flow_of(digest)
        on = _days(flow, State(state), opened, settled, steps[int(order)])
        told.append(
            OrderTold(order, person, region, flow, state, stage, fen, tuple(sorted(keys)), on)
        )
    return told


def open_parts(orders: Collection[int], stage: int) -> dict[str, list[int]]:
    """Which of some orders wait in a stage for whose decision; no department: for the stage's."""
    return {str(of): list(some) for of, some in run("open_parts", orders=[*orders], stage=stage)}


def _days(
    flow: FlowSpelling,
    state: State,
    opened: datetime,
    settled: date | None,
    steps: Mapping[str, datetime],
) -> dict[Event, date]:
    at: dict[Event, datetime | None] = {
        Event.ORDERED: opened,
        Event.HANDED_DOWN: opened if flow.hands_down == "at_once" else steps.get("handed_down"),
        Event.RECEIVED: steps.get("received"),
        Event.CONFIRMED: steps.get(f"approved:{flow.stages[0].id}"),
    }
    if state is State.APPROVED:
        at[Event.APPROVED] = max(at for act, at in steps.items() if act.startswith("approved:"))
    days = {event: moment.astimezone(CHINA).date() for event, moment in at.items() if moment}
    return days if settled is None else {Event.SETTLED: settled, **days}
