"""Tokens of systems that push settlements in: given out once, listed, ended."""

import os
import pwd
from typing import Annotated

import typer

from mianshen.cli.bureau import require_platform
from mianshen.cli.screen import LangOption, screen_in
from mianshen.run.messages import InputError, Lang

app = typer.Typer(help="推送令牌：发放、查看、停用。 Tokens of systems that push settlements in.")

Profile = Annotated[str, typer.Option(help="配置 profile, e.g. baoshan")]
Source = Annotated[str, typer.Option(help="数据来源 source of the profile")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="推送方名称 who sends")],
    profile: Profile,
    source: Source = "settlements",
    lang: LangOption = Lang.ZH,
) -> None:
    """发放令牌，只显示这一次。 Give out a token; it is shown this once."""
    screen = screen_in(lang)
    try:
        _prepare()
        from mianshen.bureau.api.services import make_token

        token = make_token(profile, source, name, _actor())
    except InputError as error:
        screen.fail(error)
    screen.say(token, token)
    screen.say(
        f"请交给{name}妥善保管：系统只留摘要，不能再次显示",
        f"hand it to {name}: only its digest is kept, it cannot be shown again",
    )


@app.command("list")
def list_them(lang: LangOption = Lang.ZH) -> None:
    """列出有效的令牌属于谁。 Who holds a token."""
    screen = screen_in(lang)
    try:
        _prepare()
        from mianshen.bureau.api.services import senders

        found = senders()
    except InputError as error:
        screen.fail(error)
    for one in found:
        about = f"{one.pk}  {one.name}  {one.profile}/{one.source}  {one.made_at:%Y-%m-%d}"
        screen.say(about, about)
    if not found:
        screen.say("没有有效的令牌", "no token holds")


@app.command()
def end(
    number: Annotated[int, typer.Argument(help="推送方编号 number of the sender")],
    lang: LangOption = Lang.ZH,
) -> None:
    """停用令牌。 Let a token hold no longer."""
    screen = screen_in(lang)
    try:
        _prepare()
        from mianshen.bureau.api.services import end_token

        end_token(number, _actor())
    except InputError as error:
        screen.fail(error)
    screen.say("已停用", "ended")


def _prepare() -> None:
    require_platform()
    from mianshen.bureau.database.migrating import prepare
    from mianshen.bureau.faults import telling_faults

    with telling_faults():
        prepare()


def _actor() -> str:
    """Whoever is at the machine's keyboard, by the name of the account."""
    return f"operator:{pwd.getpwuid(os.getuid()).pw_name}"
