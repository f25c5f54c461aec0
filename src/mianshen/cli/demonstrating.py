"""The example: the shipped one on files, or a year of an invented district through the platform."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mianshen.cli.assessing import assess_district, assess_example
from mianshen.cli.bureau import EXIT_FAILED, require_platform, tell, up
from mianshen.cli.screen import LangOption, Screen, screen_in
from mianshen.cli.synthesising import people_given, read_district, write_given_district
from mianshen.run.folders import check_out
from mianshen.run.messages import InputError, Lang

if TYPE_CHECKING:
    from mianshen.bureau.demonstrating import Demonstrated

_FOLDER = Path("var") / "demo"


def demo(
    out: Annotated[Path | None, typer.Option(help="结果文件夹 folder for the results")] = None,
    profile: Annotated[
        str | None, typer.Option(help="走平台：配置名称 through the platform: xinjin, jingan")
    ] = None,
    people: Annotated[int | None, typer.Option(help="人数，不给则按配置 how many people")] = None,
    seed: Annotated[int, typer.Option(help="种子 seed")] = 1,
    on_files: Annotated[
        bool, typer.Option("--on-files", help="只读写文件 files alone, without the platform")
    ] = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="不运行网页 no pages")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """示例：用虚构数据走一遍。 Assess the shipped example, or take a district's year in."""
    screen = screen_in(lang)
    try:
        if profile is None:
            assess_example(screen, out)
            return
        if on_files:
            _on_files(screen, profile, people, seed, out or _FOLDER / f"{profile}-files")
            return
        told = _demonstrate(screen, profile, people, seed, out or _FOLDER / profile)
    except InputError as error:
        screen.fail(error)
    if not told.holds:
        raise typer.Exit(EXIT_FAILED)
    if not no_serve:
        up(profile=[profile], lang=lang)


def _on_files(screen: Screen, profile: str, people: int | None, seed: int, out: Path) -> None:
    district = read_district(profile)
    count = people_given(district, people)
    check_out(out)
    write_given_district(screen, district, count, seed, out / "district")
    assess_district(screen, profile, district.district.year, out / "district", out / "results")


def _demonstrate(
    screen: Screen, profile: str, people: int | None, seed: int, out: Path
) -> "Demonstrated":
    district = read_district(profile)
    count = people_given(district, people)
    check_out(out)
    require_platform()
    from mianshen.bureau.demonstrating import REPORT_FILE, choose_home, demonstrate
    from mianshen.bureau.faults import telling_faults
    from mianshen.bureau.starting import make_ready

    choose_home(out.resolve() / "home")

    def counting(zh: str, en: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        return screen.counting(zh if screen.lang is Lang.ZH else en, total)

    with telling_faults():
        make_ready((), lambda said: tell(screen, said))
        told = demonstrate(district, count, seed, out, counting)
    _say(screen, told, out / REPORT_FILE)
    return told


def _say(screen: Screen, told: "Demonstrated", report: Path) -> None:
    rows = {name: f"{told.rows.get(name, 0):,}" for name in _STATES}
    screen.say(
        f"{told.files} 个文件，{told.rows_written:,} 行：采用 {rows['accepted']}，修复后采用"
        f" {rows['repaired']}，待纠正 {rows['quarantined']}，不采用 {rows['left_out']}",
        f"{told.files} files, {told.rows_written:,} rows: {rows['accepted']} accepted,"
        f" {rows['repaired']} repaired, {rows['quarantined']} to be mended,"
        f" {rows['left_out']} left out",
    )
    applied, waiting = told.batches.get("applied", 0), told.batches.get("waiting", 0)
    screen.say(
        f"{applied} 批已入库，{waiting} 批待决定；{told.in_doubt} 种写法待认定是谁",
        f"{applied} batches applied, {waiting} wait for a decision; {told.in_doubt} ways of naming"
        " somebody are in doubt",
    )
    for sentence in told.wrong:
        screen.say(f"对不上：{sentence}", f"does not add up: {sentence}")
    if told.holds:
        screen.say("每一行都在且只在一个去处", "every row is in exactly one state")
    screen.say(f"明细：{report}", f"details: {report}")


_STATES = ("accepted", "repaired", "quarantined", "left_out")
