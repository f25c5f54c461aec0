"""What a policy officer does with packs: check, test, begin a new one, help an editor."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from mianshen.cli.screen import EXIT_BAD_INPUT, LangOption, ManyFiles, Screen, screen_in
from mianshen.money import format_yuan
from mianshen.policy.checking.report import Remark, Weight
from mianshen.policy.json_schema import pack_json_schema
from mianshen.policy.saying import chinese
from mianshen.run.cases import Difference
from mianshen.run.messages import InputError, Lang
from mianshen.run.new_pack import write_new_pack
from mianshen.run.pack_checks import Looked, look_at
from mianshen.run.pack_subjects import subjects
from mianshen.run.pack_trials import Trial, try_cases

app = typer.Typer(
    help="政策包：检查、试算、新建。 Check, test and begin packs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_WEIGHTS = {
    Weight.ERROR: ("错误", "error", "red"),
    Weight.WARNING: ("警告", "warning", "yellow"),
    Weight.INFORMATION: ("提示", "information", "dim"),
}

PacksArgument = Annotated[
    list[str], typer.Argument(help="政策包文件夹或名称 folders of packs, or shipped packs by name")
]
OverlayOption = Annotated[list[str] | None, typer.Option(help="假定参数 assumed figures")]


@app.command(cls=ManyFiles)
def check(
    packs: PacksArgument,
    overlay: OverlayOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="警告也算不通过")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """检查：指出政策包哪里写错、哪里可疑。 Tell what is wrong or doubtful."""
    screen = screen_in(lang)
    refused = False
    try:
        for subject in subjects(packs, overlay or ()):
            looked = look_at(subject)
            _show_remarks(screen, looked)
            doubts = looked.count(Weight.WARNING) if strict else 0
            refused = refused or bool(looked.count(Weight.ERROR) + doubts)
    except InputError as error:
        screen.fail(error)
    if refused:
        raise typer.Exit(EXIT_BAD_INPUT)


@app.command("test", cls=ManyFiles)
def try_packs(
    packs: PacksArgument, overlay: OverlayOption = None, lang: LangOption = Lang.ZH
) -> None:
    """试算：逐个运行政策包的算例，精确到分。 Run the cases of packs, to the fen."""
    screen = screen_in(lang)
    held = True
    try:
        for subject in subjects(packs, overlay or ()):
            trials = try_cases(subject, screen.track)
            _show_trials(screen, subject.file, trials)
            held = held and all(trial.holds for trial in trials)
    except InputError as error:
        screen.fail(error)
    if not held:
        raise typer.Exit(EXIT_BAD_INPUT)


@app.command()
def new(
    pack_id: Annotated[
        str, typer.Argument(metavar="ID", help="编号，如 320200-wuxi the pack's id")
    ],
    title: Annotated[str, typer.Option(help="名称 title")] = "",
    region: Annotated[str, typer.Option(help="区划代码 region code")] = "000000",
    out: Annotated[Path, typer.Option(help="建在哪个文件夹里 folder to put it into")] = Path("."),
    lang: LangOption = Lang.ZH,
) -> None:
    """新建：写出一个能用的政策包作起点。 Write a small whole pack to begin from."""
    screen = screen_in(lang)
    try:
        folder = write_new_pack(out, pack_id, title, region, lang)
    except InputError as error:
        screen.fail(error)
    screen.say(
        f"已建 {folder}。下一步：改 {folder / 'pack.yaml'}，"
        f"再运行 mianshen packs check {folder} 和 mianshen packs test {folder}。",
        f"Wrote {folder}. Next: edit {folder / 'pack.yaml'}, then run"
        f" mianshen packs check {folder} and mianshen packs test {folder}.",
    )


@app.command()
def schema() -> None:
    """编辑器提示用的 JSON Schema。 The JSON Schema of a pack, for editors."""
    typer.echo(json.dumps(pack_json_schema(), ensure_ascii=False, indent=2))


def _show_remarks(screen: Screen, looked: Looked) -> None:
    for remark in looked.remarks:
        _show_remark(screen, remark)
    counts = [looked.count(weight) for weight in _WEIGHTS]
    errors, warnings, information = counts
    screen.say(
        f"{looked.file}：{errors} 个错误，{warnings} 个警告，{information} 条提示",
        f"{looked.file}: {_counted(errors, 'error')}, {_counted(warnings, 'warning')},"
        f" {information} for information",
    )


def _show_remark(screen: Screen, remark: Remark) -> None:
    zh, en, style = _WEIGHTS[remark.weight]
    where, what = remark.problem.where, remark.problem.message
    screen.say(f"{where}: {zh}：{chinese(what)}", f"{where}: {en}: {what}", style)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _show_trials(screen: Screen, file: Path, trials: Sequence[Trial]) -> None:
    for trial in trials:
        if trial.holds:
            screen.say(f"通过 {trial.case.id}", f"holds {trial.case.id}")
        else:
            screen.say(f"不符 {trial.case.id}", f"fails {trial.case.id}", "red")
        for difference in trial.differences:
            _show_difference(screen, difference)
    failed = sum(not trial.holds for trial in trials)
    screen.say(
        f"{file}：{len(trials)} 个算例，{len(trials) - failed} 个通过，{failed} 个不符",
        f"{file}: {_counted(len(trials), 'case')}, {len(trials) - failed} hold, {failed} fail",
    )


def _show_difference(screen: Screen, difference: Difference) -> None:
    sentence = difference.problem.sentence
    zh, en = sentence.chinese, str(sentence)
    fen = difference.difference_fen
    if fen:
        yuan = format_yuan(abs(fen))
        zh += f"（{'多' if fen > 0 else '少'} {yuan} 元）"
        en += f" ({yuan} yuan {'more' if fen > 0 else 'less'})"
    screen.say(f"  {zh}", f"  {en}")
