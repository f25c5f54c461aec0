"""The people who work in a demonstration: one for each office and role that its flow needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.flow import StageSpelling, Tasks
from mianshen.bureau.demonstrating.days import moment
from mianshen.bureau.offices import services as offices
from mianshen.bureau.offices.profile import OFFICES_FILE, read_offices
from mianshen.bureau.offices.spelling import OfficesSpelling
from mianshen.bureau.offices.vocabulary import Act, OfficeKind
from mianshen.run.shipped import locate_profile
from mianshen.standards.regions import region_code

_Post = tuple[str, Act]


@dataclass
class Team:
    """Who works at which office, hired when somebody is first needed to do something there."""

    spelled: OfficesSpelling
    since: date
    actor: str
    hired: dict[_Post, offices.Staff] = field(default_factory=dict)

    @property
    def district(self) -> str:
        """The code of the district, twelve digits."""
        return region_code(self.spelled.district)

    def streets(self, kind: OfficeKind) -> Mapping[str, str]:
        """The offices of a kind by the region each answers for."""
        return {
            region_code(one.region): code
            for code, one in self.spelled.offices.items()
            if one.kind is kind
        }

    def by(self, office: str, act: Act, day: date) -> casework.By:
        """Somebody at an office who may do something, on a day."""
        staff = self._staff(office, act)
        return casework.By(staff, Stated(moment(day), 0, f"staff:{staff.number}"))

    def at(self, kind: OfficeKind, act: Act, day: date) -> casework.By:
        """Somebody at the first office of a kind who may do something, on a day."""
        return self.by(next(self._offices_of(kind)), act, day)

    def named(self, kind: OfficeKind, act: Act) -> str:
        """The same, as payout and the trail name them."""
        return f"staff:{self._staff(next(self._offices_of(kind)), act).number}"

    def for_part(self, department: str, stage: StageSpelling, day: date) -> casework.By:
        """Whoever decides a part of a stage: at the department's desk, or at the stage's office."""
        if stage.tasks is not Tasks.DEPARTMENT:
            return self.at(stage.office, stage.act, day)
        desks = [
            code
            for kind in (OfficeKind.DEPARTMENT, OfficeKind.CENTRE, OfficeKind.BUREAU)
            for code in self._offices_of(kind)
            if self.spelled.offices[code].department == department
        ]
        return self.by(desks[0], stage.act, day)

    def _offices_of(self, kind: OfficeKind) -> Iterator[str]:
        return (code for code, one in self.spelled.offices.items() if one.kind is kind)

    def _staff(self, office: str, act: Act) -> offices.Staff:
        if (office, act) not in self.hired:
            role = next(code for code, one in self.spelled.roles.items() if act in one.does)
            number = f"show-{len(self.hired) + 1:03d}"
            staff = offices.appoint(number, self.spelled.roles[role].title, self.actor)
            place = offices.office_by_code(self.district, office)
            offices.assign(
                staff,
                place,
                offices.role_by_code(self.district, role),
                self.since,
                self.actor,
            )
            self.hired[office, act] = staff
        return self.hired[office, act]


def team_of(profile: str, since: date, actor: str) -> Team:
    """The people of a profile's offices; nobody is hired yet."""
    return Team(read_offices(locate_profile(profile, OFFICES_FILE)), since, actor)
