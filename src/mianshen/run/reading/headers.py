"""Where the header of a sheet stands and which of its columns carries which field."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from mianshen.run.messages import InputError, Message, message, rule_message
from mianshen.run.reading.grids import Record
from mianshen.run.reading.limits import COLUMNS_MAX, HEADER_ROWS_SEARCHED
from mianshen.sources.field_names import OF_ROLE, PERSON, REQUIRED_OF_ROLE, Names
from mianshen.sources.layouts import Layout
from mianshen.standards.fields import (
    FIELD_BY_NAME,
    HeaderMap,
    fold_header,
    resolve_headers,
)
from mianshen.standards.findings import Rule, problem

Columns = Mapping[str, str]
"""Which column of a table carries a field."""

_SETTLEMENT_MUSTS = ("inscp_scp_amt",)


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its line, its names, the column of each field.

    `national` is the header as the settlement standard reads it, for settlements alone.
    """

    line: int
    names: tuple[str, ...]
    columns: Columns
    national: HeaderMap | None = None


def find_header(records: Iterable[Record], layout: Layout, place: str) -> Header:
    """Find the header; raises `InputError` with what the likeliest row lacks.

    A declared row is looked at first; where it does not name the columns, the first rows are
    searched, for titles come and go.
    """
    rows = [
        (line, _trimmed(cells))
        for line, cells in islice(records, HEADER_ROWS_SEARCHED)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise InputError([message("no_header", f"{place}:1")])
    if layout.is_plain:
        return _header(rows[0], layout, place)
    wanted = _known_names(layout)
    declared = [row for row in rows if row[0] == layout.header_row]
    ranked = sorted(rows, key=lambda row: (-_known_cells(row[1], wanted), row[0]))
    refusal: InputError | None = None
    for row in (*declared, *ranked[:3]):
        try:
            return _header(row, layout, place)
        except InputError as error:
            refusal = refusal or error
    assert refusal is not None
    raise refusal


def has_header(records: Iterable[Record], layout: Layout, place: str) -> bool:
    """Whether a sheet is one of those the layout speaks of."""
    try:
        find_header(records, layout, place)
    except InputError:
        return False
    return True


def likeness(records: Iterable[Record], layout: Layout) -> int:
    """How many columns the likeliest header row names; tells the right encoding from another."""
    wanted = _known_names(layout)
    return max(
        (_known_cells(cells, wanted) for _, cells in islice(records, HEADER_ROWS_SEARCHED)),
        default=0,
    )


def match_columns(
    header: Sequence[str], names: Names, required: Sequence[str], place: str
) -> Columns:
    """Find the column of each field by any of its names; width, case and blanks do not matter.

    Raises `InputError` with every field that has no column and is required, or has two.
    """
    field_of = {fold_header(alias): field for field in names for alias in (field, *names[field])}
    found: dict[str, list[str]] = {}
    for column in header:
        field = field_of.get(fold_header(column))
        if field is not None:
            found.setdefault(field, []).append(column)
    problems: list[Message] = []
    for field, columns in found.items():
        if len(columns) > 1:
            listed, shown = "、".join(columns), _shown(names, field)
            where = f"{place}:{columns[1]}"
            problems.append(message("columns_for_one_field", where, columns=listed, field=shown))
    for field in required:
        if field not in found:
            aliases = "、".join((*names.get(field, ()), field))
            shown = _shown(names, field)
            problems.append(message("column_missing", place, field=shown, aliases=aliases))
    if problems:
        raise InputError(problems)
    return {field: columns[0] for field, columns in found.items()}


def _header(row: tuple[int, Sequence[str]], layout: Layout, place: str) -> Header:
    line, cells = row
    where = f"{place}:{line}"
    names = tuple(cells)
    if len(names) > COLUMNS_MAX:
        raise InputError([message("too_many_columns", where, limit=COLUMNS_MAX)])
    repeated = [name for name, count in Counter(names).items() if count > 1 and name.strip()]
    if isinstance(layout.columns, Mapping):
        columns = _declared(names, layout, where, repeated)
    elif repeated:
        raise InputError(message("column_repeated", f"{where}:{name}") for name in repeated)
    elif layout.role == "settlements":
        columns = {}
    else:
        required = [one for one in REQUIRED_OF_ROLE.get(layout.role, ()) if one not in layout.fixed]
        columns = match_columns(names, OF_ROLE[layout.role], required, where)
        _check_person(columns, layout, where)
    if layout.role != "settlements":
        return Header(line, names, columns)
    spelled = [_field_of(columns, name) for name in names]
    national = _national(spelled, where)
    carried = {field: found[0] for field, found in national.columns.items()}
    return Header(line, tuple(spelled), carried, national)


def _declared(names: Sequence[str], layout: Layout, where: str, repeated: Sequence[str]) -> Columns:
    """The first alias that stands in the header, for every declared field."""
    assert isinstance(layout.columns, Mapping)
    present: dict[str, str] = {}
    for name in names:
        present.setdefault(fold_header(name), name)
    columns: dict[str, str] = {}
    for field, aliases in layout.columns.items():
        found = [present[fold_header(one)] for one in aliases if fold_header(one) in present]
        if found:
            columns[field] = found[0]
    problems = [
        message(
            "column_missing",
            where,
            field=(layout.columns.get(field) or (field,))[0],
            aliases="、".join(layout.columns.get(field) or (field,)),
        )
        for field in layout.required
        if field not in columns and field not in layout.fixed
    ]
    problems += [
        message("column_repeated", f"{where}:{name}")
        for name in repeated
        if name in columns.values()
    ]
    if problems:
        raise InputError(problems)
    return columns


def _national(names: Sequence[str], where: str) -> HeaderMap:
    found = resolve_headers(names)
    if not isinstance(found, HeaderMap):
        raise InputError(rule_message(problem(where, one.field, one.rule)) for one in found)
    for name in _SETTLEMENT_MUSTS:
        if name not in found.columns:
            label = f"{name} ({FIELD_BY_NAME[name].label})"
            raise InputError([rule_message(problem(where, label, Rule.COLUMN_MISSING))])
    return found


def _check_person(columns: Columns, layout: Layout, where: str) -> None:
    if not any(name in columns for name in (*PERSON, "disability_card")) and layout.role in (
        "rosters",
        "people",
        "opening",
    ):
        raise InputError([message("person_column_missing", where)])


def _field_of(columns: Columns, name: str) -> str:
    return next((field for field, column in columns.items() if column == name), name)


def _known_names(layout: Layout) -> frozenset[str]:
    if isinstance(layout.columns, Mapping):
        aliases = [alias for names in layout.columns.values() for alias in names]
    else:
        names = OF_ROLE[layout.role]
        aliases = [alias for field in names for alias in (field, *names[field])]
    return frozenset(fold_header(alias) for alias in aliases)


def _known_cells(cells: Sequence[str], wanted: frozenset[str]) -> int:
    return len({fold_header(cell) for cell in cells[:COLUMNS_MAX]} & wanted)


def _trimmed(cells: Sequence[str]) -> list[str]:
    """A header row without the empty cells behind its last name."""
    last = max((index for index, cell in enumerate(cells) if cell.strip()), default=-1)
    return list(cells[: last + 1])


def _shown(names: Names, field: str) -> str:
    return names[field][0] if names.get(field) else field
