"""The commands of the policy officer: check, test, new, schema; what they say and how they end."""

import json
from pathlib import Path

import pytest

from cases.page_runs import said_by
from mianshen.policy.json_schema import pack_json_schema

PACKS = Path(__file__).resolve().parents[2] / "packs"
OVERLAY = """\
id: guess
overlays: begun
parameters:
  start_line:
    values: [{from: 2024-01-01, value: 2000}]
    law: {assumed: a trial}
"""


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A room with a pack as `packs new` writes it."""
    assert said_by(tmp_path, "mianshen packs new begun --lang en")[0] == 0
    return tmp_path


def replace(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_pack_passes_check_and_test_at_once(tmp_path: Path, lang: str) -> None:
    title = "'某县: \"医疗\" 救助'"
    options = f"--title {title} --region 000000000000 --out a/b --lang {lang}"
    code, said = said_by(tmp_path, f"mianshen packs new small-county {options}")
    assert code == 0
    assert "a/b/small-county/pack.yaml" in said
    assert said_by(tmp_path, "mianshen packs check a --strict --lang en") == (
        0,
        "a/b/small-county/pack.yaml: 0 errors, 0 warnings, 0 for information\n",
    )
    code, said = said_by(tmp_path, "mianshen packs test a/b/small-county --lang en")
    assert (code, said.splitlines()[0]) == (0, "holds small-county-two-stays")
    assert '某县: \\"医疗\\" 救助' in (tmp_path / "a/b/small-county/pack.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("begun", "begun: the output folder is not empty; choose another or empty it first."),
        ("Begun", "'Begun' cannot be an id; use small letters, digits and '-'"),
        ("other --region 12", "'12' is not a region code; write six or twelve digits."),
    ],
)
def test_a_pack_that_cannot_be_begun_leaves_nothing(begun: Path, words: str, sentence: str) -> None:
    before = sorted(begun.rglob("*"))
    code, said = said_by(begun, f"mianshen packs new {words} --lang en")
    assert code == 2
    assert said.startswith(sentence)
    assert sorted(begun.rglob("*")) == before


def test_every_shipped_pack_passes_its_check_and_its_cases(tmp_path: Path) -> None:
    code, said = said_by(tmp_path, f"mianshen packs check {PACKS} --lang en")
    assert code == 0
    assert said.count(": 0 errors, ") == len(list(PACKS.rglob("pack.yaml")))
    code, said = said_by(tmp_path, "mianshen packs test yubei beijing --lang en")
    assert code == 0
    assert said.count(" 0 fail\n") == 2


def test_a_mistake_in_an_overlay_stands_in_the_file_of_the_overlay(begun: Path) -> None:
    home = begun / "begun" / "trial"
    home.mkdir()
    (home / "pack.yaml").write_text(OVERLAY.replace("value: 2000", "value: many"), "utf-8")
    code, said = said_by(begun, "mianshen packs check begun/trial --lang en")
    assert code == 2
    assert said.startswith("begun/trial/pack.yaml:5:40: error: a number was expected here")


def test_an_overlay_in_the_folder_of_its_pack_has_cases_of_its_own(begun: Path) -> None:
    home = begun / "begun" / "trial"
    (home / "cases").mkdir(parents=True)
    (home / "pack.yaml").write_text(OVERLAY, encoding="utf-8")
    case = (begun / "begun" / "cases" / "first.yaml").read_text(encoding="utf-8")
    case = case.replace("2800.00", "3500.00").replace("2200.00", "1500.00")
    case = case.replace("4200.00", "3500.00").replace("{zero: below start line}", "0.00")
    (home / "cases" / "first.yaml").write_text(case, encoding="utf-8")
    assert said_by(begun, "mianshen packs check begun/trial --lang en") == (
        0,
        "begun/trial/pack.yaml: 0 errors, 0 warnings, 0 for information\n",
    )
    code, said = said_by(begun, "mianshen packs test . --lang en")
    assert code == 0
    assert said.count(": 1 case, 1 hold, 0 fail\n") == 2


def test_several_packs_are_told_apart_by_their_paths(begun: Path) -> None:
    said_by(begun, "mianshen packs new other --lang en")
    replace(begun / "other" / "pack.yaml", "    when:", "    wen:")
    code, said = said_by(begun, "mianshen packs check begun other --lang en")
    assert code == 2
    assert "\nother/pack.yaml:" in said
    assert "error: 'wen' is not a key that belongs here; did you mean 'when'?" in said


def test_warnings_end_well_unless_they_are_taken_seriously(begun: Path) -> None:
    replace(begun / "begun" / "pack.yaml", "ratio: 80%", "ratio: 80")
    assert said_by(begun, "mianshen packs check begun")[0] == 0
    assert said_by(begun, "mianshen packs check begun --strict")[0] == 2


def test_the_cases_are_checked_with_the_pack(begun: Path) -> None:
    case = begun / "begun" / "cases" / "first.yaml"
    replace(case, "person: {identities: 低保边缘}", "person: {identities: 低保边沿}")
    code, said = said_by(begun, "mianshen packs check begun --lang en")
    assert code == 2
    assert said.startswith("begun/cases/first.yaml:8:26: error: case begun-two-stays: the pack has")
    replace(case, "cases:", "case:")
    assert (
        "a case file is a list under `cases:`"
        in said_by(begun, "mianshen packs check begun --lang en")[1]
    )
    code, said = said_by(begun, "mianshen packs test begun --lang en")
    assert (code, "begun/cases/first.yaml:3:1" in said) == (2, True)


def test_a_pack_without_cases_is_warned_of_and_not_called_tested(begun: Path) -> None:
    (begun / "begun" / "cases" / "first.yaml").unlink()
    code, said = said_by(begun, "mianshen packs check begun --lang en")
    assert (code, "pack.yaml:1:1: warning: there are no cases" in said) == (0, True)
    code, said = said_by(begun, "mianshen packs test begun --lang en")
    assert (code, "there are no cases, so nothing was tried" in said) == (2, True)


def test_a_difference_of_one_fen_fails(begun: Path) -> None:
    replace(begun / "begun" / "cases" / "first.yaml", "inpatient: 2800.00", "inpatient: 2800.01")
    code, said = said_by(begun, "mianshen packs test begun --lang en")
    assert code == 2
    assert said.splitlines()[:2] == [
        "fails begun-two-stays",
        "  begun/cases/first.yaml:27:18: case begun-two-stays: autumn: inpatient: expected"
        " 2800.01 entitled, found 2800.00 entitled (0.01 yuan less)",
    ]


def test_an_overlay_is_tried_with_its_pack_and_never_alone(begun: Path) -> None:
    (begun / "guess.yaml").write_text(OVERLAY, encoding="utf-8")
    code, said = said_by(begun, "mianshen packs check begun --overlay guess.yaml --lang en")
    assert (code, said.count("error")) == (0, 1)
    code, said = said_by(begun, "mianshen packs test begun --overlay guess.yaml --lang en")
    assert code == 2
    assert "(700.00 yuan more)" in said
    code, said = said_by(begun, "mianshen packs check guess.yaml --lang en")
    assert (code, "this is an overlay and not a pack" in said) == (2, True)


def test_a_pack_that_cannot_be_read_is_told_and_not_traced(begun: Path) -> None:
    (begun / "begun" / "pack.yaml").write_bytes(b"id: \xff\n")
    for command in ("check", "test"):
        code, said = said_by(begun, f"mianshen packs {command} begun --lang en")
        assert code == 2
        assert "not UTF-8; save the file as UTF-8" in said
        assert "Traceback" not in said


def test_the_schema_is_printed_as_json(tmp_path: Path) -> None:
    code, said = said_by(tmp_path, "mianshen packs schema")
    assert (code, json.loads(said)) == (0, pack_json_schema())
