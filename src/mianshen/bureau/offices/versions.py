"""What a file states laid over what is known: changes become new versions from a day on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from mianshen.bureau.offices.dated import Dated
from mianshen.bureau.refusals import refused

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Statement:
    """What is so now of one thing: by `key` and `content`, from `first` (if said) through `last`.

    `begin` is the first day of a thing that was not known before and does not say its own.
    """

    key: Key
    content: Mapping[str, Any]
    begin: date
    first: date | None = None
    last: date | None = None


@dataclass
class Changes:
    """How many versions were added, changed, ended or left as they were; what was left out."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    unsaid: list[Key] = field(default_factory=list)

    def __iadd__(self, other: "Changes") -> "Changes":
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        return self


def state(
    model: type[Dated],
    of: Mapping[str, Any],
    statements: Iterable[Statement],
    day: date,
    at: datetime,
) -> Changes:
    """Lay statements over the versions of a model that `of` selects.

    A change holds from the day the statement names, otherwise from `day`; what was known before
    stays on record as known until `at`. Things that are known to go on after `day` and that
    nothing was said about come back as `unsaid`; they are left alone. The same statements again
    change nothing.
    """
    known: dict[Key, list[Dated]] = {}
    for version in model.objects.known().filter(**of).order_by("valid_from"):
        known.setdefault(_key(version), []).append(version)
    changes = Changes()
    superseded: list[int] = []
    stated: list[Dated] = []
    for one in statements:
        before = known.pop(one.key, [])
        old, new = _laid_over(model, before, one, day)
        superseded += [version.pk for version in old]
        stated += [model(**row, known_from=at) for row in new]
        if not new:
            changes.unchanged += 1
        elif before:
            changes.changed += 1
        else:
            changes.added += 1
    model.objects.filter(pk__in=superseded).update(known_to=at)
    model.objects.bulk_create(stated)
    changes.unsaid = [key for key, versions in known.items() if _goes_on(versions[-1], day)]
    return changes


def _laid_over(
    model: type[Dated], before: list[Dated], one: Statement, day: date
) -> tuple[list[Dated], list[dict[str, Any]]]:
    """The known versions that are superseded, and the rows that take their place."""
    told = {**dict(zip(_key_columns(model), one.key, strict=True)), **one.content}
    if not before:
        return [], [{**told, "valid_from": one.first or one.begin, "valid_to": one.last}]
    newest = before[-1]
    starts = newest.valid_from
    if one.last is not None and one.last < starts:
        raise refused(
            "{thing} cannot end on {last}: it is known from {starts} on",
            "{thing} 不能在 {last} 截止：它从 {starts} 起才有",
            thing="/".join(map(str, one.key)),
            last=one.last,
            starts=starts,
        )
    same = all(getattr(newest, name) == value for name, value in told.items())
    if same:
        # Only what has one version can have begun earlier than was known.
        earlier = one.first is not None and one.first < starts and len(before) == 1
        starts = one.first if earlier and one.first is not None else starts
        if starts == newest.valid_from and newest.valid_to == one.last:
            return [], []
        return [newest], [{**told, "valid_from": starts, "valid_to": one.last}]
    changed = one.first if one.first is not None and one.first > starts else max(day, starts)
    if one.last is not None and one.last < changed:
        changed = starts
    rows = [{**told, "valid_from": changed, "valid_to": one.last}]
    if changed > starts:
        until = min(newest.valid_to or date.max, changed - timedelta(days=1))
        rows.append({**_content(newest), "valid_from": starts, "valid_to": until})
    return [newest], rows


def _goes_on(version: Dated, day: date) -> bool:
    return version.valid_to is None or version.valid_to >= day


def _columns(model: type[Dated]) -> tuple[str, ...]:
    beside = {"id", "valid_from", "valid_to", "known_from", "known_to"}
    names = (name.attname for name in model._meta.concrete_fields)
    return tuple(name for name in names if name not in beside)


def _content(version: Dated) -> dict[str, Any]:
    return {name: getattr(version, name) for name in _columns(type(version))}


def _key_columns(model: type[Dated]) -> tuple[str, ...]:
    return tuple(model._meta.get_field(name).attname for name in model.KEY)


def _key(version: Dated) -> Key:
    return tuple(getattr(version, name) for name in _key_columns(type(version)))
