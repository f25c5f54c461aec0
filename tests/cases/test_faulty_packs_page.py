"""Every faulty pack on the page is told what the page says, in both languages, to the letter."""

from pathlib import Path

import pytest

from cases.page_runs import Block, blocks, page, said_by

SECTIONS = page("faulty-packs.md").split("\n## ")
OPENING, *EXAMPLES, LAST = SECTIONS
(CASE,) = blocks(OPENING)


def title_of(section: str) -> str:
    return section.partition(" · ")[0]


def written(room: Path, pack: Block, case: Block, name: str) -> Path:
    (room / "cases").mkdir()
    (room / "pack.yaml").write_text(pack.text, encoding="utf-8")
    (room / "cases" / name).write_text(case.text, encoding="utf-8")
    return room


@pytest.mark.parametrize("section", EXAMPLES, ids=title_of)
def test_an_example_is_told_as_the_page_shows(section: str, tmp_path: Path) -> None:
    pack, in_chinese, in_english = blocks(section)
    assert [pack.kind, in_chinese.kind, in_english.kind] == ["yaml", "text", "text"]
    room = written(tmp_path, pack, CASE, "goes-in.yaml")
    code, said = said_by(room, "mianshen packs check .")
    assert said == in_chinese.text
    assert said_by(room, "mianshen packs check . --lang en") == (code, in_english.text)
    assert code == (2 if " error: " in in_english.text else 0)


def test_a_case_that_does_not_hold_is_told_as_the_page_shows(tmp_path: Path) -> None:
    pack, case, in_chinese, in_english = blocks(LAST)
    room = written(tmp_path, pack, case, "wrong.yaml")
    assert said_by(room, "mianshen packs test .") == (2, in_chinese.text)
    assert said_by(room, "mianshen packs test . --lang en") == (2, in_english.text)


def test_the_page_shows_enough() -> None:
    assert len(EXAMPLES) >= 10
    for word in ("error", "warning", "information"):
        assert any(f": {word}: " in section for section in EXAMPLES), word
