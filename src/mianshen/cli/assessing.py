"""Assess a folder of files, explain one person, run the example."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from mianshen.cli.screen import LangOption, Screen, day_given, screen_in
from mianshen.run.case import Case, Order
from mianshen.run.engines import Engine, compile_kernel, waits_to_compile
from mianshen.run.folders import check_out
from mianshen.run.funnel import make_funnel
from mianshen.run.history import describe_run, read_run
from mianshen.run.job import Outcome, read_case, run_case
from mianshen.run.masking import masked_number
from mianshen.run.messages import InputError, Lang, bad
from mianshen.run.outputs import RUN_FILE, write_results
from mianshen.run.shipped import DEMO_PACK, demo_folder, load_sources, locate
from mianshen.run.summary import Summary
from mianshen.sheets.basis import of_case
from mianshen.sheets.building import SheetBuilder
from mianshen.sheets.difference import (
    DifferenceSheet,
    difference_page,
    print_difference,
    tell_difference,
)
from mianshen.sheets.model import Sheet
from mianshen.sheets.page import sheet_page, write_page
from mianshen.sheets.sheet_text import SheetText

_DEMO_YEAR = 2025
_DEMO_PERSON = "P0001"
_ASSUMED = "demo-assumed"


def assess(
    pack: Annotated[str, typer.Option(help="政策包：名称或文件夹 a shipped pack or a folder")],
    year: Annotated[int, typer.Option(help="待遇年度 benefit year")],
    as_of: Annotated[str, typer.Option(help="以哪一天为准 the day looked from, 2025-12-31")],
    out: Annotated[Path, typer.Option(help="结果文件夹 folder for the results")],
    profile: Annotated[str | None, typer.Option(help="配置：名称或文件夹 a profile")] = None,
    folder: Annotated[
        Path | None, typer.Option("--in", help="各部门文件所在文件夹 folder of the files")
    ] = None,
    settlements: Annotated[list[Path] | None, typer.Option(help="结算数据 settlements")] = None,
    rosters: Annotated[list[Path] | None, typer.Option(help="部门人员名单 rosters")] = None,
    overlay: Annotated[list[str] | None, typer.Option(help="假定参数 assumed figures")] = None,
    others: Annotated[list[Path] | None, typer.Option(help="其他渠道支付 paid by others")] = None,
    opening: Annotated[Path | None, typer.Option(help="期初数 opening balances")] = None,
    given: Annotated[list[Path] | None, typer.Option(help="已发救助 aid already given")] = None,
    people: Annotated[Path | None, typer.Option(help="人员信息 details of people")] = None,
    corrections: Annotated[list[Path] | None, typer.Option(help="更正 mended rows")] = None,
    since: Annotated[str | None, typer.Option(help="数据起始日 first day of the data")] = None,
    year_closed: Annotated[bool, typer.Option("--year-closed", help="年度已关账")] = False,
    engine: Annotated[
        Engine, typer.Option(help="测算引擎，金额相同 who works it out; amounts are the same")
    ] = Engine.AUTO,
    lang: LangOption = Lang.ZH,
) -> None:
    """测算：给出每笔结算的结论。 Assess every settlement of every rostered person."""
    screen = screen_in(lang)
    try:
        _check_given(profile, folder, settlements, rosters)
        order = Order(
            pack=pack,
            files={
                "settlements": settlements or (),
                "rosters": rosters or (),
                "others": others or (),
                "opening": [opening] if opening else (),
                "given": given or (),
                "people": [people] if people else (),
                "corrections": corrections or (),
            },
            year=year,
            as_of=day_given(as_of, "--as-of"),
            overlays=overlay or (),
            since=day_given(since, "--since") if since else None,
            year_closed=year_closed,
            profile=profile or "",
            folder=folder,
        )
        _assess(screen, order, out, engine=engine)
    except InputError as error:
        screen.fail(error)


def explain(
    run: Annotated[Path, typer.Option(help="assess 写出的文件夹 a folder that assess wrote")],
    person: Annotated[str, typer.Option(help="证件号码或人员编号 certno or psn_no")],
    settlement: Annotated[str | None, typer.Option(help="只看这一笔 only this one")] = None,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="姓名、证件号不隐藏")] = False,
    against: Annotated[Path | None, typer.Option(help="与这次结果比 an earlier run")] = None,
    html: Annotated[Path | None, typer.Option(help="写成可打印的网页 a page to print")] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """明细：打印一个人的待遇测算明细。 Print the calculation sheet of one person."""
    screen = screen_in(lang)
    try:
        case = read_case(read_run(run))
        if against is not None:
            if settlement is not None:
                raise bad("against_whole_sheet", "--settlement")
            earlier = read_case(read_run(against))
            told = tell_difference(case, earlier, person, lang, unmasked=unmasked)
            _show_difference(screen, told, html)
            return
        sheet = _sheet(screen, case, person, settlement, unmasked=unmasked)
        if html is None:
            SheetText(screen.out, sheet).print()
        else:
            _write(screen, html, sheet_page(sheet))
    except InputError as error:
        screen.fail(error)


def assess_example(screen: Screen, out: Path | None) -> None:
    """Assess the shipped example and explain one sheet of it; raises `InputError`."""
    folder = demo_folder()
    order = Order(
        pack=DEMO_PACK,
        files={
            "settlements": [folder / "settlements-2025.csv"],
            "rosters": sorted(folder.glob("roster-*.csv")),
            "others": [folder / "others.csv"],
        },
        year=_DEMO_YEAR,
        as_of=date(_DEMO_YEAR, 12, 31),
        overlays=[str(folder / "assumed")],
    )
    if out is not None:
        case = _assess(screen, order, out)
    else:
        with tempfile.TemporaryDirectory() as passing:
            case = _assess(screen, order, Path(passing) / "demo", keep=False)
    SheetText(screen.out, _sheet(screen, case, _DEMO_PERSON, None, unmasked=False)).print()


def assess_district(screen: Screen, profile: str, year: int, district: Path, out: Path) -> None:
    """Assess a synthetic district's year by its pack, assumed figures included.

    Raises `InputError`.
    """
    pack = load_sources(profile).pack or profile
    assumed = locate(pack).file.parent / _ASSUMED
    order = Order(
        pack=pack,
        files={},
        year=year,
        as_of=date(year, 12, 31),
        overlays=[str(assumed)] if assumed.is_dir() else [],
        profile=profile,
        folder=district / "data",
    )
    _assess(screen, order, out)


def _check_given(
    profile: str | None,
    folder: Path | None,
    settlements: list[Path] | None,
    rosters: list[Path] | None,
) -> None:
    if (profile is None) != (folder is None):
        raise bad("profile_with_folder")
    if profile is None:
        for option, files in (("--settlements", settlements), ("--rosters", rosters)):
            if not files:
                raise bad("nothing_given", option=option)


def _show_difference(screen: Screen, told: DifferenceSheet, html: Path | None) -> None:
    if html is None:
        print_difference(screen.out, told)
    else:
        _write(screen, html, difference_page(told))


def _write(screen: Screen, file: Path, page: str) -> None:
    write_page(file, page)
    screen.say(f"已写入 {file}", f"Written to {file}")


def _assess(
    screen: Screen,
    order: Order,
    out: Path,
    *,
    keep: bool = True,
    engine: Engine = Engine.AUTO,
) -> Case:
    check_out(out)
    case = read_case(order)
    units = case.units()
    if waits_to_compile(engine, len(units)):
        with screen.waiting(
            "首次使用：正在为本机编译测算内核，约需一分钟，以后不再需要。",
            "First use: compiling the kernel for this machine; about a minute, only this once.",
        ):
            compile_kernel()
    outcome = run_case(case, units, screen.track, engine=engine)
    funnel = make_funnel(case, outcome)
    documents = {
        "funnel.json": funnel.as_json(),
        RUN_FILE: describe_run(case, out, screen.lang),
    }
    write_results(out, case, outcome, documents, screen.lang)
    Summary(screen.out, case, funnel, screen.lang).print(out if keep else None)
    return case


def _sheet(
    screen: Screen, case: Case, person: str, settlement: str | None, *, unmasked: bool
) -> Sheet:
    known = case.register.find(person)
    shown = person if unmasked else masked_number(person)
    if known is None:
        raise bad("person_unknown", person=shown)
    if known.key not in case.rostered:
        raise bad("person_not_rostered", person=shown)
    if known.key in case.in_review:
        raise bad("person_in_review", person=shown)
    unit = next((unit for unit in case.units() if known.key in unit), None)
    if unit is None or not case.by_person[known.key].events:
        raise bad("person_without_bills", person=shown)
    ids = sorted(event.id for event in case.by_person[known.key].events)
    if settlement is not None and settlement not in ids:
        known_ids = "、".join(ids)
        raise bad("settlement_unknown", person=shown, settlement=settlement, known=known_ids)
    answer: Outcome = run_case(case, [unit], traced=True)
    builder = SheetBuilder(of_case(case), answer, screen.lang, unmasked=unmasked)
    return builder.build(known.key, unit, settlement)
