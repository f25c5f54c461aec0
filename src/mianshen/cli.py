"""The commands: assess a folder of files, explain one person, run the example."""

import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typer.core import TyperCommand

import mianshen
from mianshen.run.funnel import make_funnel
from mianshen.run.history import describe_run, read_run
from mianshen.run.job import Case, Order, Outcome, read_case, run_case
from mianshen.run.messages import InputError, Lang, bad
from mianshen.run.outputs import RUN_FILE, check_out, write_results
from mianshen.run.people import masked_number
from mianshen.run.sheet import Sheet
from mianshen.run.shipped import DEMO_PACK, demo_folder
from mianshen.run.summary import Summary

EXIT_BAD_INPUT = 2
_QUIET_S = 2
_PLAIN_COLUMNS = 110
_DEMO_YEAR = 2025
_DEMO_PERSON = "P0001"

app = typer.Typer(
    help="免申：由结算数据和人员名单算出医疗救助。 Medical assistance nobody has to apply for.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class ManyFiles(TyperCommand):
    """A command whose file options take several values: `--rosters a.csv b.csv`."""

    many = ("--settlements", "--rosters", "--others", "--overlay")

    def parse_args(  # type: ignore[override]
        self, ctx: typer.Context, args: list[str]
    ) -> list[str]:
        """Repeat the option before each further value, which is the form typer knows."""
        spelled: list[str] = []
        option = ""
        values = 0
        for word in args:
            if word.startswith("--"):
                option, values = word if word in self.many else "", 0
            elif option:
                if values:
                    spelled.append(option)
                values += 1
            spelled.append(word)
        return super().parse_args(ctx, spelled)


LangOption = Annotated[Lang, typer.Option("--lang", help="zh 中文 · en English")]


@dataclass(frozen=True)
class Screen:
    """Where people are spoken to, and in which language."""

    lang: Lang
    out: Console
    err: Console

    def fail(self, error: InputError) -> NoReturn:
        """Say what is wrong and leave; nothing has been written."""
        for line in error.lines(self.lang):
            self.err.print(line, markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(EXIT_BAD_INPUT)

    def track(self, units: Sequence[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
        """Pass units through; a bar appears once it takes longer than a moment."""
        started = time.monotonic()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bar = Progress(*columns, TimeRemainingColumn(), console=self.err, transient=True)
        words = "测算" if self.lang is Lang.ZH else "assessing"
        task = bar.add_task(words, total=len(units))
        shown = False
        try:
            for unit in units:
                if not shown and time.monotonic() - started > _QUIET_S:
                    bar.start()
                    shown = True
                yield unit
                bar.advance(task)
        finally:
            if shown:
                bar.stop()


def _screen(lang: Lang) -> Screen:
    def console(*, stderr: bool) -> Console:
        is_terminal = (sys.stderr if stderr else sys.stdout).isatty()
        return Console(
            stderr=stderr, width=None if is_terminal else _PLAIN_COLUMNS, highlight=False
        )

    return Screen(lang, console(stderr=False), console(stderr=True))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mianshen {mianshen.__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 version")
    ] = False,
) -> None:
    """免申：由结算数据和人员名单算出医疗救助。 Medical assistance nobody has to apply for."""


@app.command(cls=ManyFiles)
def assess(
    pack: Annotated[str, typer.Option(help="政策包：名称或文件夹 a shipped pack or a folder")],
    settlements: Annotated[list[Path], typer.Option(help="结算数据 settlement files (CSV)")],
    rosters: Annotated[list[Path], typer.Option(help="部门人员名单 rosters (CSV)")],
    year: Annotated[int, typer.Option(help="待遇年度 benefit year")],
    as_of: Annotated[str, typer.Option(help="以哪一天为准 the day looked from, 2025-12-31")],
    out: Annotated[Path, typer.Option(help="结果文件夹 folder for the results")],
    overlay: Annotated[list[str] | None, typer.Option(help="假定参数 assumed figures")] = None,
    others: Annotated[list[Path] | None, typer.Option(help="其他渠道支付 paid by others")] = None,
    opening: Annotated[Path | None, typer.Option(help="期初数 opening balances")] = None,
    people: Annotated[Path | None, typer.Option(help="人员信息 details of people")] = None,
    since: Annotated[str | None, typer.Option(help="数据起始日 first day of the data")] = None,
    year_closed: Annotated[bool, typer.Option("--year-closed", help="年度已关账")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """测算：给出每笔结算的结论。 Assess every settlement of every rostered person."""
    screen = _screen(lang)
    try:
        order = Order(
            pack=pack,
            files={
                "settlements": settlements,
                "rosters": rosters,
                "others": others or (),
                "opening": [opening] if opening else (),
                "people": [people] if people else (),
            },
            year=year,
            as_of=_day(as_of, "--as-of"),
            overlays=overlay or (),
            since=_day(since, "--since") if since else None,
            year_closed=year_closed,
        )
        _assess(screen, order, out)
    except InputError as error:
        screen.fail(error)


@app.command()
def explain(
    run: Annotated[Path, typer.Option(help="assess 写出的文件夹 a folder that assess wrote")],
    person: Annotated[str, typer.Option(help="证件号码或人员编号 certno or psn_no")],
    settlement: Annotated[str | None, typer.Option(help="只看这一笔 only this one")] = None,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="姓名、证件号不隐藏")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """明细：打印一个人的待遇测算明细。 Print the calculation sheet of one person."""
    screen = _screen(lang)
    try:
        case = read_case(read_run(run))
        _explain(screen, case, person, settlement, unmasked=unmasked)
    except InputError as error:
        screen.fail(error)


@app.command()
def demo(
    out: Annotated[Path | None, typer.Option(help="结果文件夹 folder for the results")] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """示例：用自带的虚构数据测算一遍。 Assess the shipped example and explain one sheet."""
    screen = _screen(lang)
    try:
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
        _explain(screen, case, _DEMO_PERSON, None, unmasked=False)
    except InputError as error:
        screen.fail(error)


def _assess(screen: Screen, order: Order, out: Path, *, keep: bool = True) -> Case:
    check_out(out)
    case = read_case(order)
    outcome = run_case(case, case.units(), screen.track)
    funnel = make_funnel(case, outcome)
    documents = {
        "funnel.json": funnel.as_json(),
        RUN_FILE: describe_run(case, out, screen.lang),
    }
    write_results(out, case, outcome, documents, screen.lang)
    Summary(screen.out, case, funnel, screen.lang).print(out if keep else None)
    return case


def _explain(
    screen: Screen, case: Case, person: str, settlement: str | None, *, unmasked: bool
) -> None:
    known = case.register.find(person)
    shown = person if unmasked else masked_number(person)
    if known is None:
        raise bad("person_unknown", person=shown)
    if known.key not in case.rostered:
        raise bad("person_not_rostered", person=shown)
    unit = next((unit for unit in case.units() if known.key in unit), None)
    if unit is None or not case.by_person[known.key].events:
        raise bad("person_without_bills", person=shown)
    ids = sorted(event.id for event in case.by_person[known.key].events)
    if settlement is not None and settlement not in ids:
        known_ids = "、".join(ids)
        raise bad("settlement_unknown", person=shown, settlement=settlement, known=known_ids)
    answer: Outcome = run_case(case, [unit], traced=True)
    sheet = Sheet(screen.out, case, answer, screen.lang, unmasked=unmasked)
    sheet.print(known.key, unit, settlement)


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise bad("not_a_day", option, value=text) from error
