"""What is done on which day: items in the order of their days, each told when it is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

Doing = Callable[[date], object]
"""Something that is done on a day."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to do on a day."""

    day: date
    do: Doing


def work_through(items: Iterable[Item], done: Callable[[int], None]) -> date:
    """Do everything in the order of its days, what is of one day as it is given; the last day."""
    agenda = sorted(items, key=lambda item: item.day)
    for number, item in enumerate(agenda):
        done(number)
        item.do(item.day)
    return agenda[-1].day
