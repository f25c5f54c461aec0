"""Who a person is on a programme's day, back-dating included (§6.2)."""

from datetime import date, timedelta

from mianshen.engine.facts import Application, Event, Identity
from mianshen.policy.schema import Backdate, BackdateTo, By, IdentityDay, Year
from oracle.days import day_of, every_day, first_day, months_away, year_holding
from oracle.expressions import NOT_STATED, Known, Truth3, both, either, opposite
from oracle.world import World

DAYS = {
    IdentityDay.ADMISSION: By.ADMISSION,
    IdentityDay.DISCHARGE: By.DISCHARGE,
    IdentityDay.SETTLEMENT: By.SETTLEMENT,
}


def days_of(world: World, event: Event, name: str) -> list[date]:
    """The programme's day; every day of the stay when any of them will do."""
    who = world.programme(event, name).who
    on = who.on if who else IdentityDay.SETTLEMENT
    if on is IdentityDay.STAY:
        return every_day(event.admitted, event.discharged)
    return [day_of(event, DAYS[on])]


def reach_of(identity: Identity, backdate: Backdate, year: Year) -> date:
    """The first day a recognition reaches back to."""
    recognised = identity.recognised or identity.start
    if backdate.to is BackdateTo.YEAR_START:
        reach = first_day(year, year_holding(year, recognised))
    elif backdate.to is BackdateTo.MONTH_START:
        reach = recognised.replace(day=1)
    elif backdate.to is BackdateTo.MONTHS:
        reach = months_away(recognised, -backdate.count)
    else:
        reach = recognised - timedelta(days=backdate.count)
    return min(reach, identity.start)


class Identities:
    """The identities of a person as one programme sees them on one event."""

    def __init__(
        self,
        world: World,
        event: Event,
        name: str,
        assumed: dict[str, Known],
        *,
        backdated: bool,
    ) -> None:
        self._world, self._event, self._name, self._assumed = world, event, name, assumed
        who = world.programme(event, name).who
        self._who = who
        self._backdate = who.backdate if who and backdated else None

    def on(self, identity: str, day: date) -> Truth3:
        """Whether the person holds an identity on a day."""
        year = self._world.pack(self._event).year_of(self._name)
        found: list[Truth3] = []
        for one in self._world.facts.identities:
            if (one.person, one.identity) != (self._event.person, identity):
                continue
            start = reach_of(one, self._backdate, year) if self._backdate else one.start
            if start <= day and (one.end is None or day <= one.end):
                found.append(True if one.confirmed else self._open(identity))
        return either(found)

    def _open(self, identity: str) -> Truth3:
        assumed = self._assumed.get(identity)
        return assumed if isinstance(assumed, bool) else NOT_STATED

    def any_of(self, identities: tuple[str, ...]) -> Truth3:
        """Whether the person holds one of some identities on the programme's day."""
        days = days_of(self._world, self._event, self._name)
        return either([self.on(one, day) for day in days for one in identities])

    def fits(self) -> Truth3:
        """Whether it is the person's programme."""
        who = self._who
        if who is None:
            return True
        any_of = self.any_of(who.any) if who.any else True
        all_of = both([self.any_of((one,)) for one in who.all])
        none_of = opposite(self.any_of(who.none))
        return both([any_of, all_of, none_of])


def applications(world: World, event: Event, name: str) -> list[Application]:
    """Applications for a programme on an event, made by the day of the assessment."""
    return [
        one
        for one in world.facts.applications
        if (one.person, one.programme) == (event.person, name)
        and one.event in (None, event.id)
        and one.on <= world.as_of
    ]


def reads_backdated(world: World, event: Event, name: str) -> bool:
    """Whether back-dating counts: it does by itself, or somebody has asked."""
    who = world.programme(event, name).who
    if who is None or who.backdate is None:
        return False
    return not who.backdate.on_application or bool(applications(world, event, name))
