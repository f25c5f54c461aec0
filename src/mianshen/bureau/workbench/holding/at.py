"""Whose held lines are shown at a desk, and who may rule about them."""

from collections.abc import Collection

from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.registry import services as registry
from mianshen.bureau.reporting import services as reporting
from mianshen.bureau.reporting.services import HeldCount
from mianshen.bureau.workbench.centre.at import view_of
from mianshen.bureau.workbench.desk import Desk, out_of_sight
from mianshen.bureau.workbench.keeping import kept
from mianshen.bureau.workbench.people.within import people_seen


def seen(desk: Desk, people: Collection[int]) -> dict[int, str]:
    """The region of each of some people whose bills may be seen; the district where none is known.

    Five queries at most.
    """
    found = people_seen(desk, people, Sight.SETTLEMENTS)
    return {person: region or view_of(desk).district for person, region in found.items()}


def region_of(desk: Desk, person: int) -> str:
    """The region of a person whose bills may be seen; refused where they may not."""
    found = seen(desk, [person])
    if person not in found:
        raise out_of_sight()
    return found[person]


def may_release(desk: Desk, region: str) -> bool:
    """Whether one may ask for a release of somebody's line, or decide about one."""
    return desk.scope.may_do(Act.RELEASE, region)


def counted(desk: Desk) -> tuple[list[HeldCount], list[HeldCount]]:
    """What is held and who waits, by reason; counted again when data moved."""
    view = view_of(desk)
    about = ("held", desk.day, view.district, view.scope.grants)
    found = kept(
        about,
        registry.last_moment(),
        lambda: (reporting.held_counted(view), reporting.waiting_counted(view)),
    )
    return found.figures
