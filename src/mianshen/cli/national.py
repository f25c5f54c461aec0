"""What goes to the national platform and what comes back: identity marks, aid at the counter."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mianshen.cli.bureau import platform_open
from mianshen.cli.receiving import ProfileOption, actor, period_given
from mianshen.cli.screen import LangOption, Screen, day_given, screen_in
from mianshen.money import format_yuan
from mianshen.run.folders import write_whole
from mianshen.run.messages import InputError, Lang, bad

if TYPE_CHECKING:
    from mianshen.bureau.national.services import Differing, MarkDifference

app = typer.Typer(
    help="国家平台：身份标识、一站式对账。 The national platform: marks, aid at the counter.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

OutOption = Annotated[Path | None, typer.Option(help="写到哪个文件 the file to write")]
WhyOption = Annotated[str, typer.Option(help="怎么处理的 what was done, or found out")]

_KINDS = {
    "add": ("应标未标", "to be marked"),
    "change": ("须变更", "to be changed"),
    "end": ("应停未停", "to be ended"),
    "doubtful": ("存疑，须人工核实", "in doubt, for people to look at"),
    "unvouched": ("有标识而无部门认定", "marked, and stated by no department"),
}
_SIDES = {
    "only_ours": ("只在结算数据", "only in the settlements"),
    "only_theirs": ("只在支付方明细", "only in the payer's statement"),
    "amount": ("金额不符", "amounts differ"),
    "other_month": ("不在同一月", "in another month"),
    "set_aside": ("该结算未采用", "the settlement does not count"),
}


@app.command()
def marks(
    profile: ProfileOption,
    on: Annotated[str, typer.Option(help="以哪天为准 as of, e.g. 2025-03-31")],
    out: OutOption = None,
    listing: Annotated[
        Path | None, typer.Option("--list", help="差异清单写到 where the list of all goes")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """身份标识：与平台比对；--out 导出报送文件。 Compare identity marks; --out asks for changes."""
    screen = screen_in(lang)
    try:
        day = day_given(on, "--on")
        with platform_open():
            from mianshen.bureau.intake.services import read_profile
            from mianshen.bureau.national import services as national

            read = read_profile(profile)
            found = national.mark_differences(read.sources, day)
            _count(screen, _KINDS, (one.kind.value for one in found))
            if listing is not None:
                _write(listing, _marks_listed(found, lang))
                screen.say(f"清单：{listing}", f"list: {listing}")
            if out is None:
                return
            request = national.request_marks(profile, read.sources, day, actor())
            if request is None:
                screen.say("没有新的要报送", "nothing new to ask for")
                return
            _write(out, national.marks_file(request, actor()))
            lines = request.lines.count()
            screen.say(
                f"第 {request.pk} 号报送，{lines} 行：{out}；回执到了用 mianshen receive 收",
                f"request {request.pk}, {lines} lines: {out}; take the answer in by"
                " mianshen receive",
            )
    except InputError as error:
        screen.fail(error)


@app.command()
def tasks(profile: ProfileOption, lang: LangOption = Lang.ZH) -> None:
    """平台拒绝的标识，待处理。 Marks that the platform refused and that wait for somebody."""
    screen = screen_in(lang)
    try:
        with platform_open():
            from mianshen.bureau.national import services as national

            waiting = national.mark_tasks(profile)
            for one in waiting:
                zh, en = _KINDS[one.kind.value]
                screen.say(
                    f"第 {one.line} 行 {zh} {one.identity}（人员 {one.person}）：{one.reason}",
                    f"line {one.line} {en} {one.identity} (person {one.person}): {one.reason}",
                )
            screen.say(
                f"共 {len(waiting)} 行；处理后用 mianshen national close 行号 --why 说明",
                f"{len(waiting)} lines; when done: mianshen national close LINE --why TEXT",
            )
    except InputError as error:
        screen.fail(error)


@app.command()
def close(
    line: Annotated[int, typer.Argument(help="行号 the number of the line")],
    why: WhyOption,
    lang: LangOption = Lang.ZH,
) -> None:
    """办结一行被拒绝的标识。 Say what was done about a mark that was refused."""
    screen = screen_in(lang)
    try:
        with platform_open():
            from mianshen.bureau.national import services as national

            national.close_mark_task(line, why, actor())
            screen.say(f"第 {line} 行已办结", f"line {line} is closed")
    except InputError as error:
        screen.fail(error)


@app.command()
def compare(
    profile: ProfileOption,
    month: Annotated[str, typer.Option(help="哪个月 the month, e.g. 202503")],
    out: OutOption = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """一站式对账：按人次和金额逐笔比对。 Compare aid at the counter with the payer's statement."""
    screen = screen_in(lang)
    try:
        span = period_given(month, "--month")
        with platform_open():
            from mianshen.bureau.intake.services import read_profile
            from mianshen.bureau.national import services as national

            sources = read_profile(profile).sources
            one = national.compare_counter_aid(profile, sources, span, actor())
            found = national.counter_differences(one)
            ours, theirs = format_yuan(one.ours_fen), format_yuan(one.theirs_fen)
            screen.say(
                f"结算数据 {one.ours_count} 人次 {ours} 元；"
                f"支付方 {one.theirs_count} 人次 {theirs} 元",
                f"settlements: {one.ours_count} visits, {ours} yuan;"
                f" payer: {one.theirs_count} visits, {theirs} yuan",
            )
            _count(screen, _SIDES, (row.kind for row in found))
            if out is not None:
                _write(out, _differences_listed(found, lang))
                screen.say(f"清单：{out}", f"list: {out}")
    except InputError as error:
        screen.fail(error)


@app.command()
def explain(
    difference: Annotated[int, typer.Argument(help="差异号 the number of the difference")],
    why: WhyOption,
    lang: LangOption = Lang.ZH,
) -> None:
    """写明一笔对账差异的原因。 Say what was found out about a difference."""
    screen = screen_in(lang)
    try:
        with platform_open():
            from mianshen.bureau.national import services as national

            national.explain_difference(difference, why, actor())
            screen.say(f"第 {difference} 笔已写明", f"difference {difference} is explained")
    except InputError as error:
        screen.fail(error)


def _count(screen: Screen, words: dict[str, tuple[str, str]], kinds: Iterable[str]) -> None:
    counted = Counter(kinds)
    for kind, (zh, en) in words.items():
        if counted[kind]:
            screen.say(f"{zh}：{counted[kind]}", f"{en}: {counted[kind]}")
    if not counted:
        screen.say("没有差异", "no differences")


def _marks_listed(found: Sequence["MarkDifference"], lang: Lang) -> bytes:
    """The list of all differences by person's number: no name and no number of a card."""
    header = {
        Lang.ZH: ("类别", "人员", "身份", "代码", "开始", "结束", "原因"),
        Lang.EN: ("kind", "person", "identity", "code", "first_day", "last_day", "reason"),
    }
    rows = (
        (
            *(_KINDS[one.kind.value][lang is Lang.EN], one.person, one.identity, one.code),
            *(one.first_day, one.last_day or "", one.reason),
        )
        for one in found
    )
    return _csv(header[lang], rows)


def _differences_listed(found: Sequence["Differing"], lang: Lang) -> bytes:
    header = {
        Lang.ZH: (
            "差异号",
            "结算编号",
            "类别",
            "结算数据（元）",
            "支付方（元）",
            "原因",
            "核实情况",
        ),
        Lang.EN: ("number", "setl_id", "kind", "ours_yuan", "theirs_yuan", "reason", "found_out"),
    }
    rows = (
        (
            *(one.id, one.setl_id, _SIDES[one.kind][lang is Lang.EN]),
            *(format_yuan(one.ours_fen), format_yuan(one.theirs_fen), one.reason, one.why),
        )
        for one in found
    )
    return _csv(header[lang], rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[int | str | date]]) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner alone."""
    try:
        write_whole(file, content)
    except OSError as error:
        raise bad("out_unwritable", str(file), reason=error.strerror or "?") from error
