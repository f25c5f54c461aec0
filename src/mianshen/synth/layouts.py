"""How each source's files look, from the `sources.yaml` that the readers of these files use too."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mianshen.policy.documents import DocumentError, read_document
from mianshen.synth.calibration import CalibrationError

SOURCES_FILE = "sources.yaml"
NATIONAL = "national"

_TITLE_ROWS_WHEN_FREE = 2
_DATE_FORMS = {
    "yyyy-M-d": "%Y-%m-%d",
    "yyyy/M/d": "%Y/%-m/%-d",
    "yyyy.M.d": "%Y.%-m.%-d",
    "yyyy年M月d日": "%Y年%-m月%-d日",
    "yyyyMMdd": "%Y%m%d",
}
SERIAL = "serial"
"""A date kept as the day number of a spreadsheet."""


@dataclass(frozen=True)
class Source:
    """One source: its file's name, its place among the roles, and the form of its cells.

    Shapes: `headers` maps a field to the column name that the office uses now, in file order;
    `words` maps an identity to how this source spells it.
    """

    id: str
    title: str
    department: str
    role: str
    file: str
    encoding: str
    sheet: str
    title_rows: int
    headers: Mapping[str, str]
    national: bool
    words: Mapping[str, tuple[str, ...]]
    fixed: Mapping[str, str]
    dates: tuple[str, ...]
    fill_down: tuple[str, ...]
    footer: bool
    changes: bool

    @property
    def is_workbook(self) -> bool:
        """Whether the file is XLSX and not CSV."""
        return self.file.endswith(".xlsx")

    def file_name(self, month: int) -> str:
        """The name of the file of a month (YYYYMM)."""
        return (
            self.file.replace("{yyyymmdd}", f"{month}01")
            .replace("{yyyymm}", str(month))
            .replace("{yyyy}", str(month // 100))
        )

    @property
    def date_forms(self) -> int:
        """How many ways to write a whole day the source's readers know."""
        return len(self._whole_days)

    @property
    def _whole_days(self) -> list[str]:
        return [one for one in self.dates if one in _DATE_FORMS or one == SERIAL]

    def date_form(self, place: int = 0) -> str:
        """The `strftime` form of the first (or a further) way to write a whole day, or `SERIAL`.

        Beyond the last way the first one stands again.
        """
        whole = self._whole_days
        chosen = whole[place] if place < len(whole) else whole[0]
        return _DATE_FORMS.get(chosen, SERIAL)


def read_sources(folder: Path) -> dict[str, Source]:
    """The sources of a profile by their id; raises `CalibrationError` where they cannot be read."""
    file = folder / SOURCES_FILE
    try:
        content = read_document(file).content
        words = content.get("vocabularies") or {}
        sources = [_source(spelled, words) for spelled in content["sources"]]
    except DocumentError as error:
        raise CalibrationError([str(problem) for problem in error.problems]) from error
    except (AttributeError, KeyError, StopIteration, TypeError, ValueError) as error:
        raise CalibrationError([f"{file}: not a declaration of sources ({error!r})"]) from error
    return {source.id: source for source in sources}


def _source(spelled: Mapping[str, Any], vocabularies: Mapping[str, Mapping[str, str]]) -> Source:
    columns = spelled["columns"]
    national = columns == NATIONAL
    header_row = spelled.get("header_row", "1")
    rows = _TITLE_ROWS_WHEN_FREE if header_row == "auto" else int(header_row) - 1
    words: dict[str, tuple[str, ...]] = {}
    for word, identity in vocabularies.get(spelled.get("vocabulary", ""), {}).items():
        words[identity] = (*words.get(identity, ()), word)
    encoding = spelled.get("encoding", "utf-8")
    return Source(
        id=spelled["id"],
        title=spelled["title"],
        department=spelled["department"],
        role=spelled["role"],
        file=next(name for name in spelled["files"] if name.endswith((".csv", ".xlsx"))),
        encoding="utf-8" if encoding == "auto" else encoding,
        sheet=spelled.get("sheet", "first"),
        title_rows=rows,
        headers={} if national else {field: names[0] for field, names in columns.items()},
        national=national,
        words=words,
        fixed=spelled.get("fixed") or {},
        dates=tuple(spelled.get("dates") or ("yyyy-M-d",)),
        fill_down=tuple(spelled.get("fill_down") or ()),
        footer="合计" in (spelled.get("footer") or ()),
        changes=spelled.get("list") == "changes",
    )
