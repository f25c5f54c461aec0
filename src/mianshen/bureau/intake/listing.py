"""What a desk shows of batches: the latest ones, rows that wait and why, and rows as written."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from mianshen.bureau.intake.asking import DESK
from mianshen.bureau.intake.files import opened
from mianshen.bureau.intake.models import Batch, Quarantine, Repair
from mianshen.bureau.intake.profile import Profile
from mianshen.bureau.intake.readings import open_table
from mianshen.bureau.intake.states import ENDED, State
from mianshen.policy.saying import Said
from mianshen.run.messages import InputError


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: the column, what stands there, the fault and what to do."""

    code: str
    column: str
    value: str
    wrong: Said
    remedy: Said


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row that cannot be used yet, with everything that is wrong with it."""

    id: int
    place: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Rows as their file has them: cells by column, and the field each column is read as."""

    cells: Mapping[str, Mapping[str, str]]
    fields: Mapping[str, str] = field(default_factory=dict)

    def of(self, place: str, name: str) -> str:
        """The cell of a row that is read as a field; empty where there is none."""
        column = next((one for one, field in self.fields.items() if field == name), "")
        return self.cells.get(place, {}).get(column, "")


def latest_batches(profile: str, sources: Collection[str], count: int) -> list[Batch]:
    """The batches of some sources that came last, newest first."""
    found = Batch.objects.filter(profile=profile, source__in=sources).select_related("file")
    return list(found.order_by("-pk")[:count])


def what_waits(profile: str, sources: Collection[str]) -> tuple[int, int]:
    """How many deliveries of some sources wait to be decided, and how many rows to be mended."""
    batches = Batch.objects.filter(profile=profile, source__in=sources)
    asked = Q(state=State.DIFFED, way=DESK, decided_by="") | Q(state=State.WAITING)
    rows = Quarantine.objects.filter(batch__in=batches.exclude(state__in=ENDED))
    return batches.filter(asked).count(), rows.count()


def batch_names(batches: Collection[int]) -> dict[int, str]:
    """The names of the files of some batches; one query."""
    return dict(Batch.objects.filter(pk__in=batches).values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file as it came: its name, of which source of which profile, when, and who handed it in."""

    name: str
    source: str
    profile: str
    at: datetime
    by: str


def delivered(batches: Collection[int]) -> dict[int, Delivered]:
    """Who handed some batches in, and when; one query."""
    columns = ("name", "source", "profile", "received_at", "received_by")
    rows = Batch.objects.filter(pk__in=batches).values_list("pk", *columns)
    return {number: Delivered(*row) for number, *row in rows}


def waiting_rows(batch: Batch, after: int = 0, size: int = 50) -> list[WaitingRow]:
    """Rows of a batch in quarantine, in the order of the file; from after one of them."""
    found = list(Quarantine.objects.filter(batch=batch, pk__gt=after).order_by("pk")[:size])
    return [_told(one) for one in found]


def waiting_row(number: int) -> tuple[Batch, WaitingRow] | None:
    """A row that waits, with its batch; None where it was mended or read anew meanwhile."""
    found = Quarantine.objects.select_related("batch__file").filter(pk=number).first()
    return (found.batch, _told(found)) if found else None


def repairs_by_rule(batch: Batch) -> dict[str, int]:
    """How many cells were taken otherwise than written, by the rule that mended them."""
    rows = Repair.objects.filter(batch=batch).values("rule").annotate(n=Count("pk"))
    return {row["rule"]: row["n"] for row in rows.order_by("-n")}


def as_written(batch: Batch, profile: Profile, places: Collection[str]) -> Written:
    """Some rows of a file as they were written; the file is opened for it."""
    wanted = set(places)
    with opened(batch.file) as path:
        try:
            table = open_table(path, batch, profile)
        except InputError:
            return Written({})
        cells = {
            place: dict(zip(part.header.names, record, strict=False))
            for part in table.parts
            for line, record in part.sheet.records()
            if (place := f"{part.place}:{line}") in wanted
        }
        return Written(cells, {column: name for name, column in table.columns.items()})


def _told(row: Quarantine) -> WaitingRow:
    return WaitingRow(row.pk, row.place, tuple(map(_fault, json.loads(row.problems))))


def _fault(told: Mapping[str, str]) -> Fault:
    english, chinese = (told.get(f"parts_{lang}") or (told[lang], "") for lang in ("en", "zh"))
    wrong, remedy = map(Said, english, chinese)
    value = told.get("value", "")
    # What stands in the cell is shown beside the sentence, masked where it is personal.
    bare = Said(*(one.replace(f" ({value})", "") for one in (wrong, wrong.chinese)))
    return Fault(told.get("code", ""), told.get("column", ""), value, bare, remedy)
