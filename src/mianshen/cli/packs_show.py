"""What a pack says, for readers: its portrait, and the difference of two packs in words."""

from pathlib import Path
from typing import Annotated

import typer

from mianshen.cli.screen import LangOption, ManyFiles, screen_in
from mianshen.run.messages import InputError, Lang
from mianshen.run.shipped import load, locate
from mianshen.sheets.pack_changes import print_changes, tell_changes
from mianshen.sheets.page import write_page
from mianshen.sheets.portrait import draw_portrait
from mianshen.sheets.portrait_text import PortraitText, portrait_page

PackArgument = Annotated[
    str, typer.Argument(help="政策包：名称或文件夹 a shipped pack or a folder")
]


def show(
    pack: PackArgument,
    overlay: Annotated[list[str] | None, typer.Option(help="假定参数 assumed figures")] = None,
    html: Annotated[Path | None, typer.Option(help="写成可打印的网页 a page to print")] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """政策画像：谁能得到什么，依据哪一条。 Who gets what, and by which clause."""
    screen = screen_in(lang)
    try:
        overlays = tuple(locate(one) for one in overlay or ())
        portrait = draw_portrait(load(locate(pack), overlays), lang)
        if html is None:
            PortraitText(screen.out, portrait).print()
        else:
            write_page(html, portrait_page(portrait))
            screen.say(f"已写入 {html}", f"Written to {html}")
    except InputError as error:
        screen.fail(error)


def diff(
    old: PackArgument,
    new: PackArgument,
    lang: LangOption = Lang.ZH,
) -> None:
    """政策比对：改了哪些标准，依据哪一条。 Which rules and figures changed, and by which clause."""
    screen = screen_in(lang)
    try:
        changes = tell_changes(load(locate(old)), load(locate(new)), lang)
        print_changes(screen.out, changes)
    except InputError as error:
        screen.fail(error)


def add_to(packs: typer.Typer) -> None:
    """Put the commands among those about packs."""
    packs.command(cls=ManyFiles)(show)
    packs.command()(diff)
