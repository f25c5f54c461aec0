"""The machine: versions, free disk, the calendar of working days, the key file and its copies."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

from chinese_calendar.constants import holidays

import mianshen
from mianshen.bureau.doctor.findings import Finding, bad, doubt, good
from mianshen.bureau.installation import Installation
from mianshen.bureau.sealing.copies import CopyState, copies_of
from mianshen.bureau.sealing.keys import KeyFileError, read_keys
from mianshen.policy.saying import said, sentence_of

_SHOWN = ("django", "psycopg", "procrastinate", "granian", "chinesecalendar")
_GIB = 1024**3
_FREE_MIN_GIB = 1
_FREE_WISHED_GIB = 5
_OTHERS = 0o077


def versions() -> Finding:
    """The versions of the program and of what it stands on."""
    parts = ", ".join(f"{name} {version(name)}" for name in _SHOWN)
    python = ".".join(map(str, sys.version_info[:3]))
    told = f"mianshen {mianshen.__version__}, Python {python}, {parts}"
    return good(said("versions", "版本"), said("{told}", "{told}", told=told))


def disk(folder: Path) -> Finding:
    """Whether there is room left where the installation lives."""
    topic = said("disk", "磁盘")
    place = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(place).free // _GIB
    found = said("{free} GiB free at {place}", "{place} 还有 {free} GiB", free=free, place=place)
    if free >= _FREE_WISHED_GIB:
        return good(topic, found)
    remedy = said("make room, or move MIANSHEN_HOME", "请腾出空间，或把 MIANSHEN_HOME 移到别处")
    return (bad if free < _FREE_MIN_GIB else doubt)(topic, found, remedy)


def calendar(today: date, known: frozenset[int] | None = None) -> Finding:
    """Whether official holidays and shifted working days of this and the next year are known."""
    topic = said("calendar", "工作日历")
    years = frozenset(day.year for day in holidays) if known is None else known
    missing = [year for year in (today.year, today.year + 1) if year not in years]
    if not missing:
        years_told = f"{today.year}, {today.year + 1}"
        return good(topic, said("{years} known", "已有 {years} 年", years=years_told))
    found = said(
        "official days off and shifts of {year} are not known; weekends are used instead",
        "没有 {year} 年的法定节假日和调休，只能按周末推算",
        year=missing[0],
    )
    remedy = said(
        "enter the announcement on the page Administration, Working days (the coming year's is out"
        " in November), or update the package chinesecalendar",
        "请在“系统管理—工作日历”录入放假通知（下一年的每年 11 月公布），或更新 chinesecalendar",
    )
    return (bad if missing[0] == today.year else doubt)(topic, found, remedy)


def key_file(here: Installation, *, is_new: bool) -> Iterator[Finding]:
    """Whether the key file is whole, closed to others, and has a second copy somewhere else."""
    topic = said("key file", "密钥文件")
    path = here.key_file
    if is_new and not path.exists():
        found = said("none yet", "还没有")
        remedy = said("mianshen up makes one at the first start", "第一次 mianshen up 时会生成")
        yield doubt(topic, found, remedy)
        return
    try:
        read_keys(path)
    except KeyFileError as error:
        found = said("not usable", "不能用")
        yield bad(topic, found, said("{told}", "{told}", told=sentence_of(error)))
        return
    mode = path.stat().st_mode & 0o777
    if mode & _OTHERS:
        found = said(
            "{path} can be read by others ({mode})",
            "{path} 别人也能读（{mode}）",
            path=path,
            mode=oct(mode),
        )
        yield bad(topic, found, said("chmod 600 {path}", "执行 chmod 600 {path}", path=path))
    elif not os.access(path, os.R_OK):
        found = said("{path} cannot be read", "{path} 读不了", path=path)
        yield bad(topic, found, said("let this user read it", "请让本用户可以读取"))
    else:
        yield good(topic, said("{path}", "{path}", path=path))
    yield _second_copy(here)


def _second_copy(here: Installation) -> Finding:
    topic = said("second copy of the keys", "密钥的第二份")
    remedy = said(
        "mianshen backup --keys FOLDER, on another disk; without keys sealed data is lost",
        "请执行 mianshen backup --keys 文件夹（放在另一块盘上）；没有密钥，加密的数据就打不开",
    )
    copies = copies_of(here)
    same = [copy.path for copy in copies if copy.state is CopyState.SAME]
    if same:
        return good(topic, said("{path}", "{path}", path=same[-1]))
    if not copies:
        return bad(topic, said("there is none", "没有"), remedy)
    path = copies[-1].path
    if copies[-1].state is CopyState.MISSING:
        found = said("{path} is not there (any more)", "{path} 不在了", path=path)
    else:
        found = said("{path} holds other keys", "{path} 与现在的密钥不同", path=path)
    return bad(topic, found, remedy)
