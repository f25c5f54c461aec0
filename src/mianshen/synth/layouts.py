"""How each source's files are written: the layouts by which they are read, turned round."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mianshen.policy.documents import DocumentError
from mianshen.sources.layouts import SOURCES_FILE, Layout, Sources
from mianshen.sources.layouts import read_sources as read_layouts
from mianshen.synth.calibration import CalibrationError

SERIAL = "serial"
"""A date kept as the day number of a spreadsheet."""

_WRITTEN = (".csv", ".xlsx")
_TITLE_ROWS_WHEN_FREE = 2
_DATE_FORMS = {
    "yyyy-M-d": "%Y-%m-%d",
    "yyyy/M/d": "%Y/%-m/%-d",
    "yyyy.M.d": "%Y.%-m.%-d",
    "yyyy年M月d日": "%Y年%-m月%-d日",
    "yyyyMMdd": "%Y%m%d",
}


@dataclass(frozen=True)
class Source:
    """One source: its layout, its file's name, and the form of its cells.

    Shapes: `headers` maps a field to the column name that the office uses now, in file order, and
    is empty for the national table; `words` maps an identity to how this source spells it.
    """

    layout: Layout
    file: str
    encoding: str
    title_rows: int
    headers: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]

    @property
    def id(self) -> str:
        """The name of the source in the profile."""
        return self.layout.id

    @property
    def is_workbook(self) -> bool:
        """Whether the file is XLSX and not CSV."""
        return self.file.endswith(".xlsx")

    @property
    def is_national(self) -> bool:
        """Whether its columns are those of the settlement standard."""
        return not self.headers

    @property
    def has_total(self) -> bool:
        """Whether a line 合计 stands under the rows."""
        return "合计" in self.layout.footer

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
        return [one for one in self.layout.dates if one in _DATE_FORMS or one == SERIAL]

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
        sources = read_layouts(file)
    except DocumentError as error:
        raise CalibrationError([str(problem) for problem in error.problems]) from error
    return {layout.id: _source(file, layout, sources) for layout in sources.layouts}


def _source(file: Path, layout: Layout, sources: Sources) -> Source:
    names = [name for name in layout.files if name.endswith(_WRITTEN)]
    if not names or layout.columns is None:
        raise CalibrationError([f"{file}: {layout.id} needs `columns` and a name for CSV or XLSX"])
    is_free = layout.header_row == "auto"
    return Source(
        layout,
        names[0],
        "utf-8" if layout.encoding == "auto" else layout.encoding,
        _TITLE_ROWS_WHEN_FREE if is_free else int(layout.header_row) - 1,
        {field: aliases[0] for field, aliases in layout.columns.items()}
        if isinstance(layout.columns, Mapping)
        else {},
        sources.words(layout.vocabulary),
    )
