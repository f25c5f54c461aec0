"""Whose open data somebody may ask for: people of their region, or of their department's orders."""

from mianshen.bureau.casework import services as casework
from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import Desk


def may_look_at(desk: Desk, person: int) -> bool:
    """Whether a person's name and number may be shown in full."""
    regions = registry.last_regions_of([person], desk.day)
    region = regions.get(person)
    if region is not None and desk.scope.may_see(Sight.NUMBERS, region):
        return True
    return any(
        desk.scope.may_see(Sight.NUMBERS, region, department)
        for region, department in casework.parts_of(person)
    )
