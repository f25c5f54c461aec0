"""The example: the shipped one on files, or a year of an invented district through the platform."""

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mianshen.cli.assessing import assess_district, assess_example
from mianshen.cli.bureau import EXIT_FAILED, require_platform, tell, up
from mianshen.cli.screen import LangOption, Screen, screen_in
from mianshen.cli.synthesising import people_given, read_district, write_given_district
from mianshen.money import format_yuan
from mianshen.run.folders import check_out
from mianshen.run.messages import InputError, Lang

if TYPE_CHECKING:
    from mianshen.bureau.demonstrating.running import Demonstrated

_FOLDER = Path("var") / "demo"


def demo(
    out: Annotated[Path | None, typer.Option(help="结果文件夹 folder for the results")] = None,
    profile: Annotated[
        str | None, typer.Option(help="走平台：配置名称 a profile: xinjin, jingan, baoshan")
    ] = None,
    people: Annotated[int | None, typer.Option(help="人数，不给则按配置 how many people")] = None,
    seed: Annotated[int, typer.Option(help="种子 seed")] = 1,
    on_files: Annotated[
        bool, typer.Option("--on-files", help="只读写文件 files alone, without the platform")
    ] = False,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="不运行网页（不在终端上时也不运行） no pages")
    ] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """示例：用虚构数据走一遍。 Assess the shipped example, or show a district's whole year."""
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
    if not no_serve and sys.stdout.isatty():
        up(profile=[profile], demo=True, lang=lang)


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
    screen.say(
        f"{count:,} 名虚构人员的一年：先建一个平台，再从文件走到短信",
        f"a year of {count:,} invented people: a platform is made, then walked from files to"
        " messages",
    )
    from mianshen.bureau.demonstrating.home import REPORT_FILE, choose_home, written_later
    from mianshen.bureau.demonstrating.writing import written_meanwhile
    from mianshen.bureau.faults import telling_faults
    from mianshen.bureau.starting import make_ready

    choose_home(out.resolve() / "home")

    def counting(zh: str, en: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        return screen.counting(zh if screen.lang is Lang.ZH else en, total)

    with (
        telling_faults(),
        written_later(),
        written_meanwhile(district, count, seed, out) as written,
    ):
        make_ready((profile,), lambda said: tell(screen, said))
        from mianshen.bureau.demo_logins import begin_practice
        from mianshen.bureau.demonstrating.running import demonstrate

        begin_practice()
        told = demonstrate(district, count, seed, out, written, counting)
    _say(screen, told, out / REPORT_FILE)
    return told


def _say(screen: Screen, told: "Demonstrated", report: Path) -> None:
    _say_rows(screen, told.report["intake"], int(told.report["in_doubt"]))
    _say_money(screen, told.report)
    for name, stands in told.report["casework"]["clocks"].items():
        counts = {word: f"{stands.get(word, 0):,}" for word in _STANDS}
        running = sum(count for word, count in stands.items() if word not in _STANDS)
        screen.say(
            f"时限 {name}：按时 {counts['kept']}，超期办结 {counts['missed']}，"
            f"已超期 {counts['overdue']}，进行中 {running:,}",
            f"clock {name}: {counts['kept']} kept, {counts['missed']} missed,"
            f" {counts['overdue']} overdue, {running:,} running",
        )
    for sentence in told.wrong:
        screen.say(f"对不上：{sentence}", f"does not add up: {sentence}")
    if told.holds:
        screen.say(
            "每一行、每一分都在且只在一个去处",
            "every row and every fen is in exactly one state",
        )
    screen.say(f"明细：{report}", f"details: {report}")


def _say_rows(screen: Screen, told: Mapping[str, Any], in_doubt: int) -> None:
    rows = {name: f"{told['rows'].get(name, 0):,}" for name in _STATES}
    screen.say(
        f"{told['files']} 个文件，{told['rows_written']:,} 行：采用 {rows['accepted']}，修复后采用"
        f" {rows['repaired']}，待纠正 {rows['quarantined']}，不采用 {rows['left_out']}",
        f"{told['files']} files, {told['rows_written']:,} rows: {rows['accepted']} accepted,"
        f" {rows['repaired']} repaired, {rows['quarantined']} to be mended,"
        f" {rows['left_out']} left out",
    )
    applied, waiting = told["batches"].get("applied", 0), told["batches"].get("waiting", 0)
    screen.say(
        f"{applied} 批已入库，{waiting} 批待决定；{in_doubt} 种写法待认定是谁",
        f"{applied} batches applied, {waiting} wait for a decision; {in_doubt} ways of naming"
        " somebody are in doubt",
    )


def _say_money(screen: Screen, report: Mapping[str, Any]) -> None:
    classes = {name: f"{one['visits']:,}" for name, one in report["funnel"]["classes"].items()}
    claims, payout = report["claims"], report["payout"]
    assumed = ("（含假定数字）", " (assumed figures among them)") if report["assumed"] else ("", "")
    screen.say(
        f"{report['funnel']['visits']:,} 人次：符合救助 {classes['entitled']}，暂缓"
        f" {classes['held']}，无救助金额 {classes['zero']}，待核实 {classes['in_review']}",
        f"{report['funnel']['visits']:,} visits: {classes['entitled']} entitled,"
        f" {classes['held']} held, {classes['zero']} zero, {classes['in_review']} in review",
    )
    screen.say(
        f"应救助 {format_yuan(claims['entitled_fen'])} 元{assumed[0]}，一站式已付"
        f" {format_yuan(claims['given_at_the_counter_fen'])}，应补"
        f" {format_yuan(claims['due_fen'])}：",
        f"{format_yuan(claims['entitled_fen'])} yuan due{assumed[1]}, of which"
        f" {format_yuan(claims['given_at_the_counter_fen'])} given at the counter and"
        f" {format_yuan(claims['due_fen'])} to be paid:",
    )
    # The chart is of the platform, which may not be installed where this module is read.
    from mianshen.bureau.ledger.chart import TITLES

    titles = {str(kind): title for kind, title in TITLES.items()}
    for state, fen in claims["states_fen"].items():
        zh, en = titles[state]
        screen.say(f"  {zh} {format_yuan(fen)}", f"  {en} {format_yuan(fen)}")
    orders = report["casework"]["orders"]
    screen.say(
        f"工单 {sum(orders.values()):,} 件，已拨付 {orders.get('paid', 0):,} 件；"
        f"{len(payout['batches'])} 批代发，成功 {payout['paid']:,} 笔"
        f" {format_yuan(payout['paid_fen'])} 元，退票 {payout['refused']:,} 笔；短信"
        f" {report['messages']['sent']:,} 条",
        f"{sum(orders.values()):,} orders, {orders.get('paid', 0):,} of them paid;"
        f" {len(payout['batches'])} bank batches, {payout['paid']:,} payments of"
        f" {format_yuan(payout['paid_fen'])} yuan, {payout['refused']:,} came back;"
        f" {report['messages']['sent']:,} messages",
    )


_STATES = ("accepted", "repaired", "quarantined", "left_out")
_STANDS = ("kept", "missed", "overdue")
