"""The page on figures says where each figure stands in a pack, and no pack has others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mianshen.money import parse_yuan
from mianshen.policy.documents import read_document
from mianshen.run.cases import Case, read_cases

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "packs"
PAGE = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\S[^\n]*)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
CITIES = sorted(folder.name for folder in PACKS.iterdir() if (folder / "pack.yaml").is_file())

# A number of its own: not part of a name such as `ratio_5_6`, and a date is one number.
FIGURE = re.compile(r"(?<![\w.\-])(?:\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?%?)(?![\w.\-])")
STEP = re.compile(r"\.?([^.\[\]]+)|\[([^\]]+)\]")
WORDS_ONLY = {"title", "title_en", "law", "office", "fund", "note", "year"}
GROUPS = ("parameters", "pools", "programmes")


@dataclass(frozen=True)
class Row:
    """A row of a table of the page: what, the figures, and the places in the pack or why not."""

    pack: str
    what: str
    figures: str
    where: str

    @property
    def left_out(self) -> bool:
        return self.where.startswith("left out")

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(re.findall("`([^`]+)`", self.where))

    def __str__(self) -> str:
        return f"{self.pack}: {self.what}"


def cells(section: str) -> Iterator[list[str]]:
    for line in SECTIONS[section].splitlines():
        if line.startswith("| ") and not line.startswith(("| what |", "| vector |")):
            yield [cell.strip() for cell in line.strip("|").split("|")]


ROWS = [Row(pack, *row) for pack in CITIES for row in cells(pack)]
FOUND = [row for row in ROWS if not row.left_out and row.figures != "unknown"]
UNKNOWN = [row for row in ROWS if not row.left_out and row.figures == "unknown"]


@cache
def content_of(pack: str) -> dict[str, Any]:
    return read_document(PACKS / pack / "pack.yaml").content


def named(content: dict[str, Any], name: str) -> tuple[tuple[str | int, ...], Any]:
    """The parameter, pool or programme of that name and the path to it; a parameter's values."""
    (group,) = [group for group in GROUPS if name in content.get(group, {})]
    one = content[group][name]
    if group == "parameters" and "values" in one:
        return (group, name, "values"), one["values"]
    return (group, name), one


def chosen(items: list[Any], which: str) -> int:
    """The position in a list: its number from 1, the day it starts, or a class it is for."""
    if which.isdigit():
        return int(which) - 1
    (found,) = [
        index
        for index, item in enumerate(items)
        if item.get("from") == which or which in item.get("who", ())
    ]
    return found


def resolve(pack: str, place: str) -> tuple[tuple[str | int, ...], Any]:
    """The path in the file that a place on the page means, and what stands there."""
    steps = [("", item) if item else (key, "") for key, item in STEP.findall(place)]
    path, value = named(content_of(pack), steps[0][0])
    for key, item in steps[1:]:
        step: str | int = key or chosen(value, item)
        path, value = (*path, step), value[step]
    return path, value


def leaves(
    value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text below a value that may hold a figure, with its path."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in WORDS_ONLY:
                yield from leaves(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from leaves(part, (*path, index))
    elif value is not None:
        yield path, str(value)


def figures_of(text: str) -> list[str]:
    return FIGURE.findall(text)


@pytest.mark.parametrize("row", FOUND, ids=str)
def test_each_figure_stands_where_the_page_says(row: Row) -> None:
    wanted = figures_of(row.figures)
    assert wanted
    assert row.places, "say where it stands, or `left out:` and why"
    texts = {
        place: [text for _, text in leaves(resolve(row.pack, place)[1])] for place in row.places
    }
    found = {
        place: {one for text in parts for one in figures_of(text)} for place, parts in texts.items()
    }
    assert set().union(*found.values()) == set(wanted)
    assert not [place for place, figures in found.items() if not figures]


@pytest.mark.parametrize("row", UNKNOWN, ids=str)
def test_what_the_page_calls_unknown_has_no_value_in_the_pack(row: Row) -> None:
    assert row.places
    parameters = content_of(row.pack)["parameters"]
    assert [place for place in row.places if "values" in parameters[place]] == []


def test_what_is_left_out_is_left_out_for_a_reason() -> None:
    assert [row for row in ROWS if row.left_out and not row.where.partition(":")[2].strip()] == []


@pytest.mark.parametrize("pack", CITIES)
def test_no_pack_has_a_figure_that_the_page_does_not_name(pack: str) -> None:
    content = content_of(pack)
    places = [resolve(pack, place)[0] for row in FOUND if row.pack == pack for place in row.places]
    unnamed = [
        (path, figures_of(text))
        for group in GROUPS
        for path, text in leaves(content.get(group, {}), (group,))
        if figures_of(text) and not any(path[: len(place)] == place for place in places)
    ]
    assert unnamed == []


@pytest.mark.parametrize("pack", CITIES)
def test_every_unknown_figure_of_a_pack_is_on_the_page(pack: str) -> None:
    unknown = {
        name for name, one in content_of(pack).get("parameters", {}).items() if "values" not in one
    }
    assert unknown == {place for row in UNKNOWN if row.pack == pack for place in row.places}


def cases_by_id() -> dict[str, Case]:
    folders = [file.parent for file in PACKS.rglob("pack.yaml")]
    return {case.id: case for folder in folders for case in read_cases(folder)}


def test_each_worked_vector_stands_in_the_case_that_the_page_names() -> None:
    cases = cases_by_id()
    wrong = []
    for _, amount, where in cells("Worked vectors"):
        name, event, programme = where.strip("`").split(": ")
        spelling = cases[name].spelling
        of = spelling.people if event in spelling.people else spelling.events
        expected = (of[event].expect or {})[programme]
        if (expected.entitled or 0) != parse_yuan(amount) or expected.held is not None:
            wrong.append(where)
    assert wrong == []
