"""A pack is loaded from its folder, with the figures that overlays assume laid over it."""

from datetime import date
from pathlib import Path

import pytest

from mianshen.policy.loading import PackError, load_pack
from mianshen.policy.pack import Pack
from unit.policy.pack_texts import FILE, small, told, unmarked, written

PARAMETERS = """\
parameters:
  share:
    title: 比例
    law: {document: 某文件}
    values: [{from: 2023-01-01, value: 50%}]
  start_line: {title: 起付线}
"""
PACK = small(PARAMETERS, programmes="{a: {base: in_scope, terms: [{ratio: share}]}}")
OVERLAY = """\
id: guess
overlays: small
parameters:
  start_line:
    values: [{from: 2023-01-01, value: 500}]
    law: {assumed: 未见公布}
"""
DAY = date(2023, 6, 1)


def loaded(folder: Path, *overlays: str, pack: str = PACK) -> Pack:
    """The pack saved in a folder and loaded under overlays saved beside it."""
    laid = [written(folder / f"over{n}", text) for n, text in enumerate(overlays)]
    return load_pack(written(folder / "pack", pack), laid)


def assert_overlay_refused(folder: Path, marked: str, message: str) -> None:
    text, places = unmarked(marked)
    with pytest.raises(PackError) as refused:
        loaded(folder, text)
    in_overlay = told(places, (message,), f"over0/{FILE}")
    assert list(map(str, refused.value.problems)) == in_overlay


def test_a_pack_is_loaded_from_its_folder_or_its_file(tmp_path: Path) -> None:
    written(tmp_path, PACK)
    written(tmp_path, PACK.replace("id: small", "id: other"), "other.yml")
    assert load_pack(tmp_path).id == "small"
    assert load_pack(tmp_path / FILE).id == "small"
    assert load_pack(tmp_path / "other.yml").id == "other"


def test_a_folder_without_a_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read: No such file") as refused:
        load_pack(tmp_path)
    (problem,) = refused.value.problems
    assert problem.file == str(tmp_path / FILE)


def test_a_pack_that_is_not_yaml_is_refused_as_a_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"^pack.yaml:4:1: 'id' stands twice; keep one of them$"):
        loaded(tmp_path, pack="id: a\nregion: '000000'\nidentities: []\nid: b\n")


def test_an_overlay_gives_a_figure_that_is_not_known(tmp_path: Path) -> None:
    assert loaded(tmp_path).parameters["start_line"].on(DAY) is None
    pack = loaded(tmp_path, OVERLAY)
    line = pack.parameters["start_line"]
    assert pack.overlays == ("guess",)
    assert (line.on(DAY), line.title) == (500, "起付线")
    assert line.law is not None
    assert line.law.assumed == "未见公布"


def test_an_overlay_replaces_a_figure_that_is_known(tmp_path: Path) -> None:
    pack = loaded(tmp_path, OVERLAY.replace("start_line", "share").replace("500", "60%"))
    assert pack.parameters["share"].on(DAY) * 10 == 6
    assert pack.parameters["share"].law.document is None


def test_the_last_overlay_counts(tmp_path: Path) -> None:
    later = OVERLAY.replace("guess", "later").replace("500", "700")
    pack = loaded(tmp_path, OVERLAY, later)
    assert (pack.overlays, pack.parameters["start_line"].on(DAY)) == (("guess", "later"), 700)
    assert loaded(tmp_path, later, OVERLAY).parameters["start_line"].on(DAY) == 500


def test_an_overlay_without_a_name_or_figures_is_known_by_its_file(tmp_path: Path) -> None:
    pack = loaded(tmp_path, "overlays: small\nparameters:\n", "overlays: small\nnote: 空\n")
    assert pack.overlays == (f"over0/{FILE}", f"over1/{FILE}")


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("id: x\noverlays: ▸smal\n", "this overlay is for 'smal', not for 'small'"),
        ("▸id: x\nparameters: {}\n", "this overlay is for None, not for 'small'"),
        ("▸- a\n", "an overlay is a mapping that names its pack under `overlays:`"),
        ("▸", "an overlay is a mapping that names its pack under `overlays:`"),
        (
            "overlays: small\n▸layers: []\nidentities: []\n",
            "an overlay gives `parameters` and nothing else; 'layers' does not belong",
        ),
        ("overlays: small\nparameters: ▸[share]\n", "a mapping of parameters was expected here"),
        (
            "overlays: small\nparameters: {shar: ▸{law: {assumed: x}}}\n",
            "the pack has no parameter 'shar'; did you mean 'share'?",
        ),
        ("overlays: small\nparameters: {x: ▸1}\n", "the pack has no parameter 'x'"),
        *(
            (
                f"overlays: small\nparameters: {{share: ▸{figure}}}\n",
                "an overlay's figure says why it is assumed: `law: {assumed: …}`",
            )
            for figure in (
                "{}",
                "5",
                "[5]",
                "{law: x}",
                "{law: {document: x}}",
                "{law: {assumed: ''}}",
            )
        ),
        ("overlays: small\n▸overlays: small\n", "'overlays' stands twice; keep one of them"),
    ],
)
def test_an_overlay_that_does_not_fit_is_refused(tmp_path: Path, marked: str, message: str) -> None:
    assert_overlay_refused(tmp_path, marked, message)


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        (
            OVERLAY.replace("500", "▸many"),
            "a number was expected here, for example 717.00 or 70% (in the overlay)",
        ),
        (
            OVERLAY.replace("value: 500}", "value: 1}, {value: 2, from: ▸later}"),
            "a date was expected here, for example 2023-01-01 (in the overlay)",
        ),
        (
            OVERLAY.replace("    values:", "    title: ▸[x]\n    values:"),
            "a text was expected here (in the overlay)",
        ),
        (
            OVERLAY.replace("    values:", "    ▸titel: x\n    values:"),
            "'titel' is not a key that belongs here; did you mean 'title'? (in the overlay)",
        ),
        (
            OVERLAY.replace("{assumed", "{▸clase: x, assumed"),
            "'clase' is not a key that belongs here; did you mean 'clause'? (in the overlay)",
        ),
    ],
)
def test_a_problem_inside_an_overlay_stands_in_the_overlay(
    tmp_path: Path, marked: str, message: str
) -> None:
    assert_overlay_refused(tmp_path, marked, message)


def test_a_problem_beside_an_overlay_stands_in_the_pack(tmp_path: Path) -> None:
    text, ((line, column),) = unmarked(PACK.replace("{title: 起付线}", "{title: ▸[起付线]}"))
    file = written(tmp_path, OVERLAY, "guess.yaml") / "guess.yaml"
    with pytest.raises(PackError) as refused:
        load_pack(written(tmp_path, text), [file])
    assert str(refused.value) == f"pack.yaml:{line}:{column}: a text was expected here"
    file.write_text(OVERLAY.replace("500", "many"), encoding="utf-8")
    with pytest.raises(PackError, match=r"guess.yaml:5:40: a number was expected here"):
        load_pack(tmp_path, [file])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ("parameters: ▸[start_line]", "a mapping was expected here"),
        ("parameters: ▸start_line", "a mapping was expected here"),
        ("parameters: {start_line: ▸5}", "a mapping was expected here"),
        ("parameters: {▸start_line: }", "a mapping was expected here"),
    ],
)
def test_a_pack_whose_parameters_are_wrong_is_refused_under_an_overlay_too(
    tmp_path: Path, parameters: str, message: str
) -> None:
    text, places = unmarked(small(parameters))
    with pytest.raises(PackError) as refused:
        loaded(tmp_path, OVERLAY, pack=text)
    assert sorted(map(str, refused.value.problems)) == told(places, (message,))


def test_an_overlay_over_what_is_no_pack_is_for_another(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="this overlay is for 'small', not for None"):
        loaded(tmp_path, OVERLAY, pack="- a\n")


def test_a_missing_overlay_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read: No such file"):
        load_pack(written(tmp_path, PACK), [tmp_path / "nowhere"])
