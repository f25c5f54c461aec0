"""A pack is found by folder, by file, or by the name of a shipped one."""

from pathlib import Path

import pytest

from mianshen.run.messages import InputError
from mianshen.run.shipped import (
    demo_folder,
    load,
    locate,
    locate_profile,
    shipped_overlays,
    shipped_packs,
    shipped_profiles,
)
from mianshen.sources.layouts import read_sources


def test_a_shipped_pack_is_found_by_its_whole_name_or_without_its_region() -> None:
    assert locate("yubei") == locate("500112-yubei")
    assert load(locate("yubei")).id == "500112-yubei"


def test_examples_are_shipped_too() -> None:
    assert "order-matters" in shipped_packs()


def test_an_overlay_is_found_in_the_folder_of_its_pack_by_both_names() -> None:
    assert "510118-xinjin/demo-assumed" in shipped_overlays()
    overlay = locate("510118-xinjin/demo-assumed")
    assert locate("xinjin/demo-assumed") == overlay
    assert overlay.shipped == "510118-xinjin/demo-assumed"
    assert load(locate("xinjin"), (overlay,)).overlays == ("510118-xinjin-demo-assumed",)


def test_an_overlay_is_no_pack() -> None:
    assert "demo-assumed" not in shipped_packs()
    with pytest.raises(InputError, match="overlays"):
        load(locate("xinjin/demo-assumed"))


def test_a_folder_and_a_file_mean_the_same_pack(tmp_path: Path) -> None:
    file = tmp_path / "pack.yaml"
    file.write_text("id: x", encoding="utf-8")
    assert locate(str(tmp_path)) == locate(str(file))


def test_a_name_that_means_nothing_lists_what_there_is() -> None:
    with pytest.raises(InputError, match="500112-yubei"):
        locate("matters")


def test_every_shipped_profile_tells_its_sources() -> None:
    assert "xinjin" in shipped_profiles()
    for name in shipped_profiles():
        assert read_sources(locate_profile(name)).layouts


def test_the_example_is_there() -> None:
    assert (demo_folder() / "others.csv").is_file()
