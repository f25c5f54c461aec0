"""A district is the same for the same seed, whatever its size and in whatever pieces it is made."""

from pathlib import Path

import pytest

from mianshen.run.folders import whole_folder
from mianshen.synth.calibration import CalibrationError, read_district
from mianshen.synth.district import MANIFEST, read_profile, write_district
from unit.synth.district_factory import ROOT, SEED, files_of, profile

SMALL = 1_500


def content_of(root: Path) -> dict[str, bytes]:
    paths = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module", params=["xinjin", "jingan"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("district") / request.param
    write_district(profile(request.param), SMALL, SEED, root)
    return root


def test_the_same_seed_gives_the_same_bytes_in_whatever_pieces(written: Path) -> None:
    again = written.with_name("again")
    write_district(profile(written.name), SMALL, SEED, again, units_per_block=1)
    assert content_of(again) == content_of(written)


def test_another_seed_gives_other_people(written: Path) -> None:
    other = written.with_name("other")
    write_district(profile(written.name), 100, SEED + 1, other)
    ours = (written / "truth" / "people.csv").read_text(encoding="utf-8").splitlines()
    theirs = (other / "truth" / "people.csv").read_text(encoding="utf-8").splitlines()
    assert not set(ours[1:]) & set(theirs[1:])


def test_a_smaller_district_is_the_beginning_of_a_larger_one(written: Path) -> None:
    smaller = written.with_name("smaller")
    write_district(profile(written.name), 700, SEED, smaller)
    for table in ("people", "identities", "visits", "reversals"):
        few = (smaller / "truth" / f"{table}.csv").read_text(encoding="utf-8").splitlines()
        many = (written / "truth" / f"{table}.csv").read_text(encoding="utf-8").splitlines()
        assert set(few) <= set(many), table
        if table != "reversals":
            assert many[: len(few)] == few, table


def test_a_district_that_cannot_be_finished_leaves_nothing(tmp_path: Path) -> None:
    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "out") as folder:
        write_district(profile("xinjin"), 100, SEED, folder, stop)
    assert not list(tmp_path.iterdir())


def test_every_file_that_a_layout_names_is_written(written: Path) -> None:
    names = " ".join(files_of(written))
    missing = [
        source.id
        for source in profile(written.name).sources.values()
        # A receipt answers what was sent, and nothing was; nobody was given aid on another way.
        if source.layout.role not in ("mark_receipts", "given")
        and source.file.split("{")[0] not in names
    ]
    assert not missing
    assert (written / "truth" / MANIFEST).is_file()


def test_a_source_that_is_not_declared_is_missed(tmp_path: Path) -> None:
    for file in (ROOT / "profiles" / "xinjin").iterdir():
        text = file.read_text(encoding="utf-8").replace("- id: union", "- id: unions")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    with pytest.raises(CalibrationError, match="no source is declared for union"):
        read_profile(tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("{1: 280, 2: 170,", "{1: 281, 2: 170,", "households of 1001 people"),
        ("{0: 596, 1: 120,", "{0: 595, 1: 121,", "the deck has 1221 visits"),
        ("year: 2025", "year: soon", "valid integer"),
        ("people:", "peopel:", "Field required"),
    ],
)
def test_wrong_figures_are_told_with_their_place(
    tmp_path: Path, before: str, after: str, complaint: str
) -> None:
    text = (ROOT / "profiles" / "xinjin" / "district.yaml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "district.yaml").write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(CalibrationError) as raised:
        read_district(tmp_path)
    assert complaint in str(raised.value)
    assert all(problem.startswith("district.yaml:") for problem in raised.value.problems)
