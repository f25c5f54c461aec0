"""What a database server says of itself, and whether it can be worked with."""

from django.db import connections

from mianshen.bureau.refusals import refused

VERSION_MIN = 15


def major_version(alias: str = "default") -> int:
    """The major version of the server."""
    return int(setting("server_version_num", alias)) // 10_000


def setting(name: str, alias: str = "default") -> str:
    """A setting as the server has it."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        found: str = cursor.fetchone()[0]
    return found


def require_usable() -> None:
    """Refuse (`InputError`) a server that is too old or whose database is not UTF-8."""
    if major_version() < VERSION_MIN:
        raise refused(
            "the database is PostgreSQL {found}; {least} or newer is needed",
            "数据库是 PostgreSQL {found}；需要 {least} 或更高版本",
            found=major_version(),
            least=VERSION_MIN,
        )
    if setting("server_encoding") != "UTF8":
        raise refused(
            "the database is encoded in {found}; make one with ENCODING 'UTF8'",
            "数据库编码是 {found}；请用 ENCODING 'UTF8' 新建",
            found=setting("server_encoding"),
        )
