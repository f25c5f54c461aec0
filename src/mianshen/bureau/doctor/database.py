"""The database: reachable, new enough, in UTF-8, with two roles of which one is unprivileged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import connections
from django.utils.timezone import now

from mianshen.bureau.database.migrating import pending
from mianshen.bureau.database.server import VERSION_MIN, major_version, setting
from mianshen.bureau.doctor.findings import Finding, bad, doubt, good
from mianshen.policy.saying import said

_AHEAD_MAX = timedelta(seconds=2)
_WRONG = timedelta(seconds=60)
_SOCKET_BYTES_MAX = 107


def looked_at(*, is_embedded: bool) -> Iterator[Finding]:
    """Everything about a database that can be reached."""
    yield from (version(), encoding(), *roles(), clock(), migrations())
    if is_embedded:
        yield socket()


def version() -> Finding:
    """Whether the server is new enough."""
    topic, major = said("database", "数据库"), major_version()
    found = said("PostgreSQL {major}", "PostgreSQL {major}", major=major)
    if major >= VERSION_MIN:
        return good(topic, found)
    remedy = said(
        "use PostgreSQL {least} or newer", "请使用 PostgreSQL {least} 或更高版本", least=VERSION_MIN
    )
    return bad(topic, found, remedy)


def encoding() -> Finding:
    """Whether the database holds every character."""
    topic, name = said("encoding", "编码"), setting("server_encoding")
    found = said("{name}", "{name}", name=name)
    if name == "UTF8":
        return good(topic, found)
    remedy = said("make the database anew with ENCODING 'UTF8'", "请用 ENCODING 'UTF8' 重新建库")
    return bad(topic, found, remedy)


def roles() -> Iterator[Finding]:
    """Whether rows are worked with by a role that can do no more than that."""
    topic = said("roles", "数据库角色")
    runtime, owner = (_role(alias) for alias in ("default", "owner"))
    if runtime.name == owner.name:
        yield bad(
            topic,
            said("{name} is both owner and user", "{name} 既是属主又是使用者", name=runtime.name),
            said(
                "make a second, unprivileged role and give it in DATABASE_URL; the owner goes into"
                " DATABASE_OWNER_URL (docs/platform.md)",
                "请另建一个无特权的角色写进 DATABASE_URL，属主写进 DATABASE_OWNER_URL"
                "（见 docs/platform.md）",
            ),
        )
        return
    if runtime.powers:
        yield bad(
            topic,
            said(
                "{name} may do more than it should: {powers}",
                "{name} 权限过大：{powers}",
                name=runtime.name,
                powers=", ".join(runtime.powers),
            ),
            said(
                "take it away: ALTER ROLE {name} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS,"
                " and REVOKE membership in the owner",
                "请收回：ALTER ROLE {name} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS，"
                "并 REVOKE 它在属主里的成员资格",
                name=runtime.name,
            ),
        )
        return
    found = said(
        "{owner} owns, {runtime} works and has no privileges",
        "{owner} 为属主，{runtime} 只读写数据、无特权",
        owner=owner.name,
        runtime=runtime.name,
    )
    yield good(topic, found)


def clock() -> Finding:
    """Whether this machine and the database agree on the time: deadlines hang on it."""
    with connections["default"].cursor() as cursor:
        before = now()
        cursor.execute("SELECT clock_timestamp()")
        theirs, after = cursor.fetchone()[0], now()
    apart = max(before - theirs, theirs - after, timedelta(0))
    return clock_apart(apart)


def clock_apart(apart: timedelta) -> Finding:
    """What is found where the clocks are so far apart."""
    topic = said("clock", "时钟")
    seconds = round(apart.total_seconds())
    if apart <= _AHEAD_MAX:
        return good(topic, said("agrees with the database's", "与数据库一致"))
    found = said(
        "{seconds} s apart from the database's", "与数据库相差 {seconds} 秒", seconds=seconds
    )
    remedy = said("let both keep time by NTP", "请让两边都用 NTP 对时")
    return (bad if apart > _WRONG else doubt)(topic, found, remedy)


def migrations() -> Finding:
    """Whether the tables are as this release needs them."""
    topic, ahead = said("tables", "数据库结构"), pending()
    if not ahead:
        return good(topic, said("up to date", "已是最新"))
    found = said("{count} migrations pending", "还有 {count} 步未更新", count=len(ahead))
    return bad(topic, found, said("run mianshen up", "请运行 mianshen up"))


def socket() -> Finding:
    """Whether the path of the embedded server's socket is short enough for every system."""
    path = Path(connections["default"].settings_dict["HOST"]) / ".s.PGSQL.5432"
    topic, bytes_ = said("socket", "套接字"), len(str(path).encode())
    found = said("{path} ({bytes} bytes)", "{path}（{bytes} 字节）", path=path, bytes=bytes_)
    if bytes_ <= _SOCKET_BYTES_MAX:
        return good(topic, found)
    return bad(
        topic, found, said("choose a shorter MIANSHEN_HOME", "请把 MIANSHEN_HOME 换成短一些的路径")
    )


@dataclass(frozen=True)
class _Role:
    """A role and what it may do beyond reading and writing rows."""

    name: str
    powers: list[str]


def _role(alias: str) -> _Role:
    owner = connections["owner"].settings_dict["USER"]
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls,"
            " rolname <> %(owner)s AND pg_has_role(%(owner)s, 'member'),"
            " EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid)"
            " FROM pg_roles r WHERE rolname = current_user",
            {"owner": owner},
        )
        name, *has = cursor.fetchone()
    powers = ("SUPERUSER", "CREATEDB", "CREATEROLE", "BYPASSRLS", f"member of {owner}", "owner")
    return _Role(name, [power for power, held in zip(powers, has, strict=True) if held])
