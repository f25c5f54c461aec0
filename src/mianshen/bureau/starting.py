"""An installation made ready: database, keys, tables, profiles; safe to do again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connections
from django.utils.timezone import localdate

from mianshen.bureau.database.migrating import is_new, migrate, prepare
from mianshen.bureau.database.server import require_usable
from mianshen.bureau.installation import installation
from mianshen.bureau.sealing.keys import make_keys, read_keys
from mianshen.policy.saying import Said, said
from mianshen.run.shipped import locate_profile

ACTOR = "system:up"


@dataclass(frozen=True)
class Ready:
    """What was done: migrations applied, and the districts that are now here."""

    migrations: int
    districts: tuple[str, ...]


def make_ready(profiles: Sequence[str], tell: Callable[[Said], None]) -> Ready:
    """Start the database where it is ours, make keys, migrate, load profiles given and known.

    `tell` hears each step. Raises `InputError`; what was done before it stays done and is not
    done again.
    """
    here = installation()
    prepare()
    require_usable()
    if here.key_file.exists() or not is_new():
        read_keys(here.key_file)
    else:
        make_keys(here.key_file)
        tell(_new_keys(here.key_file))
    applied = migrate()
    if applied:
        tell(
            said("{count} migrations applied", "数据库结构已更新（{count} 步）", count=len(applied))
        )
    titles = _load(profiles, tell)
    connections.close_all()
    return Ready(len(applied), titles)


def _load(profiles: Sequence[str], tell: Callable[[Said], None]) -> tuple[str, ...]:
    """Load what is given, and again what is known, as a release may bring a newer profile."""
    from mianshen.bureau.jobs.services import load
    from mianshen.bureau.offices.profile import OFFICES_FILE
    from mianshen.bureau.offices.services import districts_on, load_offices_once

    known = [one.profile for one in districts_on(localdate())]
    titles = []
    for name in dict.fromkeys([*map(_lasting_name, profiles), *known]):
        file = locate_profile(name, OFFICES_FILE)
        loaded = load_offices_once(file, name, localdate(), ACTOR)
        titles.append(loaded.title)
        lacking = load(name, ACTOR, localdate()).missing
        if lacking:
            tell(
                said(
                    "{title}: {files} not in the profile; what they tell is not done",
                    "{title}：配置缺少 {files}，相应的事不会自动办理",
                    title=loaded.title,
                    files="、".join(lacking),
                )
            )
        if loaded.added or loaded.changed:
            tell(
                said(
                    "{title}: {added} added, {changed} changed",
                    "{title}：新增 {added} 项，变更 {changed} 项",
                    title=loaded.title,
                    added=loaded.added,
                    changed=loaded.changed,
                )
            )
    return tuple(titles)


def _lasting_name(given: str) -> str:
    """A profile's name, or its folder's whole path: it is looked for again at the next start."""
    path = Path(given)
    return str(path.resolve()) if path.exists() else given


def _new_keys(file: Path) -> Said:
    return said(
        "new keys are in {file}: keep a second copy elsewhere (mianshen backup --keys FOLDER)",
        "新的密钥在 {file}：请另存一份到别处（mianshen backup --keys 文件夹）",
        file=file,
    )
