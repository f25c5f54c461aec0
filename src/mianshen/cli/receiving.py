"""Take files in from the command line, for a bureau without screens: by the same path as any."""

from collections import deque
from collections.abc import Iterator
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mianshen.cli.bureau import EXIT_FAILED, platform_open
from mianshen.cli.screen import LangOption, Screen, day_given, screen_in
from mianshen.run.messages import InputError, Lang, bad
from mianshen.run.reading.periods import Period, period_of

if TYPE_CHECKING:
    from mianshen.bureau.intake.models import Batch
    from mianshen.bureau.intake.services import Profile, Received, SourceTold

ProfileOption = Annotated[str, typer.Option(help="配置 profile, e.g. xinjin")]


def receive(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹 files, or a folder")],
    profile: ProfileOption,
    source: Annotated[
        str | None, typer.Option(help="来源，不给则按文件名 the source, if not by the name")
    ] = None,
    period: Annotated[
        str | None, typer.Option(help="期别，不给则按文件名 the period, e.g. 202503")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """收文件：存原件，逐行校验，入库。 Take files in: kept as they came, read row by row."""
    screen = screen_in(lang)
    try:
        span = period_given(period, "--period") if period else None
        with platform_open():
            from mianshen.bureau.intake import services as intake

            read = intake.read_profile(profile)
            states = _taken_in(screen, read, _received(screen, read, paths, source, span))
    except InputError as error:
        screen.fail(error)
    if not set(states) <= {"applied", "replaced"}:
        raise typer.Exit(EXIT_FAILED)


def pull(
    source: Annotated[str, typer.Argument(help="来源 the source, as its profile calls it")],
    profile: ProfileOption,
    period: Annotated[str, typer.Option(help="期别 the period, e.g. 202503")],
    lang: LangOption = Lang.ZH,
) -> None:
    """取前置库：读来源写明的表，与收文件同一条路。 Take in the table that a source declares."""
    screen = screen_in(lang)
    try:
        span = period_given(period, "--period")
        with platform_open():
            from mianshen.bureau.intake import services as intake

            read = intake.read_profile(profile)
            pulled = intake.pull_declared(read, source, actor(), span)
            (state,) = _taken_in(screen, read, iter([pulled]))
    except InputError as error:
        screen.fail(error)
    if state not in ("applied", "replaced"):
        raise typer.Exit(EXIT_FAILED)


def sources(
    profile: ProfileOption,
    on: Annotated[str, typer.Option(help="以哪天为准 as of, e.g. 2025-03-31")],
    lang: LangOption = Lang.ZH,
) -> None:
    """来源：协议、时效、口径漂移、与其他部门不一致。 How each source keeps to its contract."""
    screen = screen_in(lang)
    try:
        day = day_given(on, "--on")
        with platform_open():
            from mianshen.bureau.intake import services as intake

            for one in intake.sources_told(intake.read_profile(profile), day):
                _tell_source(screen, one)
    except InputError as error:
        screen.fail(error)


def actor() -> str:
    """Who works on the command line, as the trail names them."""
    return f"system:{getuser()}"


def period_given(text: str, option: str) -> Period:
    """The period that an option names; a sentence about the option when it names none."""
    span = period_of(text) if text.isdigit() else None
    if span is None:
        raise bad("not_a_period", option, value=text)
    return span


def _received(
    screen: Screen, profile: "Profile", paths: list[Path], source: str | None, span: Period | None
) -> "Iterator[Received]":
    from mianshen.bureau.intake import services as intake

    for path in paths:
        if path.is_dir():
            seen = intake.watch(profile, path, actor())
            for name in seen.strangers:
                screen.say(f"{name}：没有这样的来源，未收", f"{name}: of no source, left")
            for name in seen.unsettled:
                screen.say(f"{name}：可能还在写入，下次再收", f"{name}: still being written, left")
            yield from seen.received
        elif path.is_file():
            content = path.read_bytes()
            yield intake.receive(profile, path.name, content, actor(), source=source, period=span)
        else:
            raise bad("file_missing", str(path))


def _tell_source(screen: Screen, one: "SourceTold") -> None:
    fresh = one.fresh
    last, due = fresh.last or "-", fresh.due_on or "-"
    late = (
        (f"，迟 {fresh.days_late} 天", f", {fresh.days_late} days late")
        if fresh.is_late
        else ("", "")
    )
    contract = (f"（{one.contract}）", f" ({one.contract})") if one.contract else ("", "")
    screen.say(
        f"{fresh.source} {fresh.owner}{contract[0]}：最近 {last}，应到 {due}{late[0]}；"
        f"待纠正 {fresh.quarantined} 行",
        f"{fresh.source} {fresh.owner}{contract[1]}: last {last}, due {due}{late[1]};"
        f" {fresh.quarantined} rows to be mended",
    )
    if fresh.resting:
        screen.say(
            f"    {fresh.resting} 人的身份靠这份迟到的名单",
            f"    {fresh.resting} people's identities rest on the list that is late",
        )
    for name, words in one.drift.items():
        zh, en = _DRIFTS[name]
        screen.say(f"    {zh}：{'、'.join(words)}", f"    {en}: {', '.join(words)}")
    for other, count in one.against.items():
        screen.say(
            f"    与 {other} 有 {count} 人说法不一", f"    contradicts {other} about {count} people"
        )


_DRIFTS = {
    "columns_new": ("多出的列", "columns that are new"),
    "columns_gone": ("少了的列", "columns that are gone"),
    "words_new": ("新出现的词", "words that are new"),
    "words_gone": ("不再出现的词", "words that are gone"),
}


def _taken_in(screen: Screen, profile: "Profile", received: "Iterator[Received]") -> list[str]:
    """Take deliveries as far as they go and tell of each; their states."""
    from mianshen.bureau.intake import services as intake

    is_again: deque[bool] = deque()

    def batches() -> "Iterator[Batch]":
        for one in received:
            is_again.append(one.is_again)
            yield one.batch

    return [
        _tell(screen, batch, is_again=is_again.popleft())
        for batch in intake.process_in_turn(batches(), profile, actor())
    ]


def _tell(screen: Screen, batch: "Batch", *, is_again: bool) -> str:
    account = batch.account
    taken, aside = account.get("accepted", 0), account.get("quarantined", 0)
    again = ("（此前已收）", " (received before)") if is_again else ("", "")
    match batch.state:
        case "refused":
            for one in batch.problems:
                screen.say(
                    f"{batch.name}：未收。{one['zh']}", f"{batch.name}: refused. {one['en']}"
                )
        case "waiting":
            left, before = (batch.difference[name] for name in ("left", "before"))
            screen.say(
                f"{batch.name}：名单少了 {left} 人（上期 {before} 人），等人决定后再入库",
                f"{batch.name}: {left} of {before} people are missing; it waits for a decision",
            )
        case _:
            screen.say(
                f"{batch.name}：第 {batch.pk} 批，采用 {taken} 行，待纠正 {aside} 行{again[0]}",
                f"{batch.name}: batch {batch.pk}, {taken} rows taken, {aside} to be mended"
                f"{again[1]}",
            )
    return str(batch.state)
