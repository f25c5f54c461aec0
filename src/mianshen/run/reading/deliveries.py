"""Which file of a folder is which delivery, by the names that the layouts declare."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mianshen.run.messages import InputError, bad, message
from mianshen.run.reading.periods import Period, name_pattern, period_of
from mianshen.sources.layouts import Layout, Sources, plain_layout

_PASSING = ("~$", ".")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file to be read: by which layout, under which name, for which period."""

    path: Path
    name: str
    layout: Layout
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder held: deliveries, files that no layout speaks of, sources that sent nothing."""

    deliveries: tuple[Delivery, ...]
    strangers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def find_deliveries(folder: Path, sources: Sources) -> Found:
    """Sort the files of a folder and its subfolders by the layouts of a profile.

    Raises `InputError` when the folder is not there or holds no settlements or no roster.
    """
    if not folder.is_dir():
        raise bad("folder_missing", str(folder))
    patterns = [
        (name_pattern(spelled), layout) for layout in sources.layouts for spelled in layout.files
    ]
    deliveries: list[Delivery] = []
    strangers: list[str] = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith(_PASSING):
            continue
        name = path.relative_to(folder).as_posix()
        for pattern, layout in patterns:
            match = pattern.fullmatch(path.name)
            if match:
                digits = match.groupdict().get("period")
                period = period_of(digits) if digits else None
                deliveries.append(Delivery(path, name, layout, period))
                break
        else:
            strangers.append(name)
    there = {one.layout.id for one in deliveries}
    missing = [one.id for one in sources.layouts if one.id not in there and not one.optional]
    roles = {one.layout.role for one in deliveries}
    lacking = [role for role in ("settlements", "rosters") if role not in roles]
    if lacking:
        raise InputError(
            message("role_missing", str(folder), role=role, files=_expected(role, sources))
            for role in lacking
        )
    ordered = sorted(deliveries, key=lambda one: (one.layout.id, str(one.period), one.name))
    return Found(tuple(ordered), tuple(strangers), tuple(missing))


def named_deliveries(role: str, paths: Sequence[Path], all_paths: Sequence[Path]) -> list[Delivery]:
    """Files that were named one by one, each of a role; they follow no layout."""
    names = [path.name for path in all_paths]
    return [
        Delivery(
            path,
            path.name if names.count(path.name) == 1 else path.as_posix(),
            plain_layout(role),
        )
        for path in paths
    ]


def _expected(role: str, sources: Sources) -> str:
    spelled: Iterable[str] = (
        name for layout in sources.layouts if layout.role == role for name in layout.files
    )
    return "、".join(spelled)
