"""Make a synthetic district."""

from pathlib import Path
from typing import Annotated

import typer

from mianshen.cli.screen import LangOption, Screen, screen_in
from mianshen.run.folders import check_out, whole_folder
from mianshen.run.messages import InputError, Lang, bad, message
from mianshen.run.shipped import locate_profile
from mianshen.synth.calibration import CalibrationError
from mianshen.synth.district import PEOPLE_MAX, Profile, read_profile, write_district


def synth(
    profile: Annotated[str, typer.Option(help="配置或文件夹 a profile: xinjin, jingan, baoshan")],
    out: Annotated[Path, typer.Option(help="结果文件夹 folder for the files")],
    people: Annotated[int | None, typer.Option(help="人数，不给则按配置 how many people")] = None,
    seed: Annotated[int, typer.Option(help="种子：同一种子，同一批文件 same seed, same files")] = 1,
    lang: LangOption = Lang.ZH,
) -> None:
    """造数：写出一个虚构的区的全部文件和答案。 Write the files of an invented district."""
    screen = screen_in(lang)
    try:
        read = read_district(profile)
        count = people_given(read, people)
        if seed < 0:
            raise bad("seed_below_zero", "--seed", value=seed)
        check_out(out)
        write_given_district(screen, read, count, seed, out)
    except InputError as error:
        screen.fail(error)


def read_district(profile: str) -> Profile:
    """What a profile's district is made by; raises `InputError`."""
    try:
        return read_profile(locate_profile(profile).parent)
    except CalibrationError as error:
        raise InputError(message("profile", detail=one) for one in error.problems) from error


def people_given(profile: Profile, people: int | None) -> int:
    """How many people to make: as asked, or as many as the profile has; raises `InputError`."""
    count = profile.district.people.number if people is None else people
    if not 1 <= count <= PEOPLE_MAX:
        raise bad("people_out_of_range", "--people", value=count, most=PEOPLE_MAX)
    return count


def write_given_district(
    screen: Screen, profile: Profile, people: int, seed: int, out: Path
) -> None:
    """Write a district's files, all or none, showing how far it is."""
    words = "造数" if screen.lang is Lang.ZH else "making people"
    with whole_folder(out) as folder, screen.counting(words, people) as done:
        rows = write_district(profile, people, seed, folder, done)
    files, total = len(rows), sum(rows.values())
    if screen.lang is Lang.ZH:
        screen.out.print(f"{people:,} 人，{files} 个文件，{total:,} 行：{out}（答案在 truth/）")
    else:
        told = f"{people:,} people, {files} files, {total:,} rows: {out} (the truth in truth/)"
        screen.out.print(told)
