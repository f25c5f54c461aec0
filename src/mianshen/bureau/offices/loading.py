"""A profile's offices laid over what the installation knows, in one transaction."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from mianshen.bureau.offices.dated import Dated
from mianshen.bureau.offices.incompatible import telling_incompatible
from mianshen.bureau.offices.models import (
    Department,
    DepartmentState,
    District,
    DistrictState,
    IncompatibleRoles,
    Office,
    OfficeState,
    RegionState,
    Role,
    RoleState,
    Succession,
    WaveState,
)
from mianshen.bureau.offices.profile import read_offices, regions_told
from mianshen.bureau.offices.spelling import OfficesSpelling, RegionSpelling
from mianshen.bureau.offices.versions import Changes, Key, Statement, state
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Loaded:
    """What loading a profile has changed."""

    district: str
    title: str
    added: int
    changed: int
    unchanged: int


def load_offices_once(file: Path, profile: str, day: date, actor: str) -> Loaded:
    """Load a profile's file unless it is the one loaded last.

    What was stated at the desk since it was loaded stays; a file that changed says what is so now.
    """
    district = District.objects.filter(loaded=_digest(file), states__profile=profile).first()
    state = DistrictState.objects.on(day).filter(district=district).first() if district else None
    if district is None or state is None or state.profile != profile:
        return load_offices(file, profile, day, actor)
    return Loaded(district.code, state.title, 0, 0, 0)


def load_offices(file: Path, profile: str, day: date, actor: str) -> Loaded:
    """Make what a profile's file says the state of its district; changes hold from `day`.

    The same file again changes nothing. What is known and the file no longer says is a fault, not
    an end: an end is told with its day. Raises `InputError`; nothing is half-loaded.
    """
    spelled = read_offices(file)
    with telling_incompatible(), transaction.atomic():
        district = _locked(spelled.district)
        loading = _Loading(spelled, district, profile, day, _moment())
        changes = loading.all()
        District.objects.filter(pk=district.pk).update(loaded=_digest(file))
        if changes.added or changes.changed:
            told = {"added": changes.added, "changed": changes.changed, "profile": profile}
            record(actor, "load_offices", f"district:{district.code}", told)
    return Loaded(district.code, spelled.title, changes.added, changes.changed, changes.unchanged)


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def _locked(code: str) -> District:
    District.objects.get_or_create(code=code)
    return District.objects.select_for_update().get(code=code)


def _moment() -> datetime:
    """The database's clock after the lock: what is superseded was known before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


@dataclass(frozen=True)
class _Loading:
    spelled: OfficesSpelling
    district: District
    profile: str
    day: date
    at: datetime

    def all(self) -> Changes:
        """Each kind in turn; raises when something known was left out."""
        spelled = self.spelled
        departments = self._ids(Department, spelled.departments)
        offices = self._ids(Office, spelled.offices)
        roles = self._ids(Role, spelled.roles)
        here = {"district": self.district}
        total = Changes()
        for model, of, statements, names in (
            (DistrictState, here, self._title(), {}),
            (RegionState, here, self._regions(), {}),
            (Succession, here, self._successions(), {}),
            (
                DepartmentState,
                {"department__district": self.district},
                self._departments(departments),
                departments,
            ),
            (WaveState, here, self._waves(), {}),
            (
                OfficeState,
                {"office__district": self.district},
                self._offices(offices, departments),
                offices,
            ),
            (RoleState, {"role__district": self.district}, self._roles(roles), roles),
            (IncompatibleRoles, {"one__district": self.district}, self._pairs(roles), roles),
        ):
            changes = state(model, of, statements, self.day, self.at)
            self._refuse_unsaid(model, changes.unsaid, names)
            total += changes
        return total

    def _ids(self, model: type[Department | Office | Role], codes: Iterable[str]) -> dict[str, int]:
        rows = [model(district=self.district, code=code) for code in codes]
        model.objects.bulk_create(rows, ignore_conflicts=True)
        found = model.objects.filter(district=self.district)
        return dict(found.values_list("code", "pk"))

    def _refuse_unsaid(
        self, model: type[Dated], unsaid: list[Key], names: Mapping[str, int]
    ) -> None:
        if not unsaid:
            return
        codes = {number: code for code, number in names.items()}
        keys = ["+".join(str(codes.get(part, part)) for part in key) for key in unsaid]
        raise refused(
            "the file leaves out what is known and has not ended ({kind}: {keys});"
            " put it back with its last day (`through`)",
            "文件里少了仍在用的内容（{kind}：{keys}）；请写回来，并用 `through` 写明最后一天",
            kind=model._meta.db_table.removeprefix("offices_"),
            keys="、".join(keys),
        )

    def _said(self, key: Key, content: Mapping[str, Any], entry: Any = None) -> Statement:
        first, last = (None, None) if entry is None else (entry.first, entry.last)
        return Statement(key, content, self.spelled.begin, first, last)

    def _title(self) -> Iterator[Statement]:
        told = {
            "title": self.spelled.title,
            "title_en": self.spelled.title_en,
            "profile": self.profile,
        }
        yield self._said((self.district.code,), told)

    def _regions(self) -> Iterator[Statement]:
        here = {"district_id": self.district.code}
        yield self._said((self.district.code,), {**here, "name": self.spelled.title})
        for code, name, told_with in regions_told(self.spelled):
            entry = self.spelled.regions[told_with]
            yield self._said((code,), {**here, "name": name}, entry)

    def _successions(self) -> Iterator[Statement]:
        for code, region in self.spelled.regions.items():
            for heir in region.into:
                yield Statement((code, heir), {"district_id": self.district.code}, _after(region))

    def _departments(self, ids: Mapping[str, int]) -> Iterator[Statement]:
        for code, entry in self.spelled.departments.items():
            told = {"name": entry.name, "name_en": entry.name_en, "also": list(entry.also)}
            yield self._said((ids[code],), told, entry)

    def _waves(self) -> Iterator[Statement]:
        for number, entry in self.spelled.waves.items():
            told = {"live_from": entry.live_from, "source": entry.source}
            yield self._said((self.district.code, number), told)

    def _offices(
        self, ids: Mapping[str, int], departments: Mapping[str, int]
    ) -> Iterator[Statement]:
        for code, entry in self.spelled.offices.items():
            told = {
                "name": entry.name,
                "name_en": entry.name_en,
                "kind": entry.kind.value,
                "region": entry.region,
                "department_id": departments[entry.department],
                "wave": entry.wave,
            }
            yield self._said((ids[code],), told, entry)

    def _roles(self, ids: Mapping[str, int]) -> Iterator[Statement]:
        for code, entry in self.spelled.roles.items():
            told = {
                "title": entry.title,
                "title_en": entry.title_en,
                "departments": entry.departments.value,
                "sees": [sight.value for sight in entry.sees],
                "does": [act.value for act in entry.does],
            }
            yield self._said((ids[code],), told, entry)

    def _pairs(self, ids: Mapping[str, int]) -> Iterator[Statement]:
        for pair in self.spelled.incompatible:
            one, other = sorted(ids[role] for role in pair.roles)
            told = {"reason": pair.why, "reason_en": pair.why_en}
            yield self._said((one, other), told, pair)


def _after(region: RegionSpelling) -> date:
    """The first day on which an ended region's cases are its successor's."""
    assert region.last is not None
    return region.last + _DAY
