"""Orders through the offices under the profile's flow: handed down, received, decided."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.flow import FlowSpelling, StageSpelling
from mianshen.bureau.demonstrating.agenda import Doing, Item
from mianshen.bureau.demonstrating.days import Days
from mianshen.bureau.demonstrating.staff import Team
from mianshen.bureau.offices.vocabulary import Act, OfficeKind

_HANDED_DOWN, _RECEIVED = 1, 2
_SPREAD_DAYS = 4
_SLOW_DAYS = 8
"""The street that is last takes so many working days; the others up to four."""
_MINUTES = "示范纪要〔{year}〕{number}号"


@dataclass(frozen=True)
class Work:
    """All orders by region; streets get through `share` of theirs in the month shown.

    The others wait there. The share is exact: so many of so many.
    """

    flow: FlowSpelling
    team: Team
    days: Days
    orders: Mapping[str, Sequence[int]]
    share: tuple[int, int] = (1, 1)

    def agenda(self) -> Iterator[Item]:
        """What each office does on which day, in the order of the flow."""
        streets = self.team.streets(self.flow.receives)
        if self.flow.hands_down == "by_hand":
            everything = [order for some in self.orders.values() for order in some]
            yield Item(self.days.number(_HANDED_DOWN), lambda day: self._hand_down(everything, day))
        done, of = self.share
        for place, (region, mine) in enumerate(sorted(self.orders.items())):
            orders = mine[: -(-len(mine) * done // of)]
            is_last = place == len(self.orders) - 1 and place > 0
            takes = _SLOW_DAYS if is_last else place % _SPREAD_DAYS
            office = streets[region]
            yield Item(self.days.number(_RECEIVED), self._receiving(office, orders))
            for number, _ in enumerate(self.flow.stages):
                day = self.days.number(_RECEIVED + takes + number)
                yield Item(day, self._deciding(number, office, orders))

    def _hand_down(self, orders: Sequence[int], day: date) -> None:
        casework.hand_down_all(orders, self.team.at(OfficeKind.CENTRE, Act.REVIEW, day))

    def _receiving(self, office: str, orders: Sequence[int]) -> Doing:
        return lambda day: casework.receive_all(orders, self.team.by(office, Act.CONFIRM, day))

    def _deciding(self, number: int, office: str, orders: Sequence[int]) -> Doing:
        return lambda day: self._decide(number, office, orders, day)

    def _decide(self, number: int, office: str, orders: Sequence[int], day: date) -> None:
        stage = self.flow.stages[number]
        for department, some in casework.open_parts(orders, number).items():
            if stage.office is self.flow.receives:
                by = self.team.by(office, stage.act, day)
            else:
                by = self.team.for_part(department, stage, day)
            if stage.one_click is None or stage.minutes:
                _one_by_one(some, stage, department, by)
            else:
                click(some, department, by)


def click(orders: Collection[int], department: str, by: casework.By) -> casework.Clicked:
    """Open what is drawn of some orders, then decide all of them."""
    sample = casework.draw(orders, by, department).pk
    for order in casework.to_open(sample):
        casework.open_sampled(sample, order, by)
    return casework.confirm_all(sample, by)


def _one_by_one(
    orders: Collection[int], stage: StageSpelling, department: str, by: casework.By
) -> None:
    for order in orders:
        minutes = _MINUTES.format(year=by.day.year, number=order) if stage.minutes else ""
        casework.approve(order, stage.id, by, department, minutes)
