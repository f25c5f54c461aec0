"""Who follows the page on writing a pack to the letter sees what it shows and ends with a pack."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from cases.page_runs import blocks, page, said_by
from cases.page_steps import follow

PAGE = page("write-a-pack.md")
BLOCKS = blocks(PAGE)
FOLDER = "320200-wuxi"


@pytest.fixture
def followed(tmp_path: Path) -> Path:
    """The folder of the pack after every step of the page."""
    for block in BLOCKS:
        follow(tmp_path, block)
    return tmp_path / FOLDER


def test_every_command_says_what_the_page_shows(tmp_path: Path) -> None:
    shown = 0
    for block, after in pairwise(BLOCKS):
        said = follow(tmp_path, block)
        if said is not None:
            assert (after.kind, said) == ("text", after.text)
            shown += 1
    assert shown == PAGE.count("```sh\n")


def test_the_pack_at_the_end_passes_its_checks_and_its_cases(followed: Path) -> None:
    code, said = said_by(followed, "mianshen packs check . --strict --lang en")
    assert (code, said) == (0, "pack.yaml: 0 errors, 0 warnings, 0 for information\n")
    code, said = said_by(followed, "mianshen packs test . --lang en")
    assert (code, said.splitlines()[-1]) == (0, "pack.yaml: 2 cases, 2 hold, 0 fail")


def test_every_figure_of_the_table_stands_in_the_pack_at_the_end(followed: Path) -> None:
    section = next(one for one in PAGE.split("\n## ") if one.startswith("2. "))
    table = [line for line in section.splitlines() if line.startswith("| ")]
    figures = {figure for line in table for figure in re.findall(r"\d+%|\d{4,}", line)}
    assert figures == {"100%", "85%", "70%", "10000", "300000"}
    text = (followed / "pack.yaml").read_text(encoding="utf-8")
    assert [figure for figure in figures if figure not in text] == []
    assert "assumed" not in text
