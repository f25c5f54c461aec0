"""The first administrator of a district, from whom all other log-ins come."""

import os
import pwd
from typing import Annotated

import typer

from mianshen.cli.bureau import platform_open
from mianshen.cli.screen import LangOption, screen_in
from mianshen.run.messages import InputError, Lang


def administrator(
    number: Annotated[str, typer.Argument(help="工号 staff number")],
    name: Annotated[str, typer.Argument(help="姓名 name")],
    district: Annotated[
        str, typer.Option(help="区划代码，只有一个区时不用填 district, if there are several")
    ] = "",
    lang: LangOption = Lang.ZH,
) -> None:
    """首位系统管理员：设岗、发放一次性密码。 Take in a district's first administrator."""
    screen = screen_in(lang)
    try:
        with platform_open():
            from mianshen.bureau.offices.services import take_in_administrator

            password = take_in_administrator(district, number, name, _actor())
    except InputError as error:
        screen.fail(error)
    screen.say(password, password)
    screen.say(
        f"{number} 的一次性密码，只显示这一次；登录后先改密码，再在“系统管理”里新增其他人员",
        f"the password of {number}, shown this once; sign in, choose another, then take others in"
        " on the page Administration",
    )


def _actor() -> str:
    """Whoever is at the machine's keyboard, by the name of the account."""
    return f"operator:{pwd.getpwuid(os.getuid()).pw_name}"
