"""Take files in from the command line, for a bureau without screens: by the same path as any."""

from collections.abc import Iterator
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mianshen.cli.bureau import EXIT_FAILED, platform_open
from mianshen.cli.screen import LangOption, Screen, screen_in
from mianshen.run.messages import InputError, Lang, bad
from mianshen.run.reading.periods import Period, period_of

if TYPE_CHECKING:
    from mianshen.bureau.intake.models import Batch
    from mianshen.bureau.intake.services import Profile, Received

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
            states = [
                _tell(screen, one, read) for one in _received(screen, read, paths, source, span)
            ]
    except InputError as error:
        screen.fail(error)
    if not set(states) <= {"applied", "replaced"}:
        raise typer.Exit(EXIT_FAILED)


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


def _tell(screen: Screen, received: "Received", profile: "Profile") -> str:
    from mianshen.bureau.intake import services as intake

    batch: Batch = intake.process(received.batch, profile, actor())
    account = batch.account
    taken, aside = account.get("accepted", 0), account.get("quarantined", 0)
    again = ("（此前已收）", " (received before)") if received.is_again else ("", "")
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
