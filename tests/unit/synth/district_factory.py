"""Districts for tests, and a plain reader of what they are written as."""

import csv
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from mianshen.synth.dice import Dice
from mianshen.synth.district import Block, Profile, make_block, read_profile
from mianshen.synth.layouts import Source
from mianshen.synth.settlement_files import LOCAL_COLUMNS

ROOT = Path(__file__).resolve().parents[3]
SEED = 20250101
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

Placed = tuple[str, int]
"""Sheet (empty for CSV) and row."""


@cache
def profile(name: str) -> Profile:
    """A shipped profile."""
    return read_profile(ROOT / "profiles" / name)


@cache
def block(name: str, people: int) -> Block:
    """Everybody of a district in memory, before anything is written."""
    return make_block(profile(name).district, Dice(SEED), 0, people, people)


def rows_of(path: Path, source: Source | None) -> dict[Placed, dict[str, str]]:
    """The data rows of a file, by where they stand: below the header and above the footer."""
    headers = list(source.headers.values()) if source and source.headers else None
    found: dict[Placed, dict[str, str]] = {}
    for sheet, table in _tables(path, source):
        header: list[str] | None = None
        for number, cells in table:
            texts = [cell for cell in cells if cell]
            if header is None:
                if headers is None or cells[: len(headers)] == headers:
                    header = cells
            elif texts and not texts[0].startswith(("合计", "零报告", "填表人")):
                padded = [*cells, *[""] * (len(header) - len(cells))]
                found[sheet, number] = dict(zip(header, padded, strict=True))
    return found


def truth_of(root: Path, name: str) -> dict[Placed, dict[str, str]]:
    """The truth about the rows of a file, by where they stand."""
    path = root / "truth" / "rows" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    placed = {(row["sheet"], int(row["row"])): row for row in rows}
    assert len(placed) == len(rows), f"{name}: a row stands twice in the truth"
    return placed


def files_of(root: Path) -> list[str]:
    """Every file that an office sends, by its name under the district's folder."""
    folders = [root / "data", root / "partial"]
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted(path.relative_to(root).as_posix() for path in paths)


def source_of(name: str, among: Profile) -> Source | None:
    """The layout that a file follows, by its name."""
    base = re.sub(r"\d{4,6}", "", Path(name).name)
    for source in among.sources.values():
        if re.sub(r"\{y+m*d*\}", "", source.file) == base:
            return source
    return None


def table(root: Path, name: str) -> list[dict[str, str]]:
    """A table of the truth."""
    with (root / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _tables(
    path: Path, source: Source | None
) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    if path.suffix == ".xlsx":
        yield from _sheets(path)
        return
    encoding = source.encoding if source else "utf-8"
    text = path.read_text(encoding="utf-8-sig" if encoding == "utf-8" else encoding)
    yield "", enumerate(csv.reader(text.splitlines()), 1)


def _sheets(path: Path) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    with zipfile.ZipFile(path) as book:
        names = [
            sheet.attrib["name"]
            for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
        ]
        for number, name in enumerate(names, 1):
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            yield name, ((int(row.attrib["r"]), _cells(row)) for row in root.iter(f"{SHEET}row"))


def _cells(row: ElementTree.Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        letters = re.sub(r"\d", "", cell.attrib["r"])
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        cells += [""] * (column - 1 - len(cells))
        cells.append("".join(cell.itertext()))
    return cells


NATIONAL_HEADER = list(LOCAL_COLUMNS)
