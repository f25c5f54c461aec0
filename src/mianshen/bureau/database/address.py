"""Addresses of databases: a URL in, what Django and psycopg need out."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qs, unquote, urlsplit

from psycopg.conninfo import make_conninfo

from mianshen.policy.saying import said


class AddressError(ValueError):
    """An address that is not one of a PostgreSQL database; the message says what is wrong."""


@dataclass(frozen=True)
class Address:
    """How to reach one database as one role; a `host` that begins with a slash is a socket."""

    host: str
    port: int
    name: str
    user: str
    password: str

    def named(self, name: str) -> "Address":
        """The same role on another database of the same server."""
        return replace(self, name=name)

    def for_django(self) -> dict[str, object]:
        """The entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": str(self.port),
        }

    def for_psycopg(self) -> str:
        """The connection string of `psycopg.connect`."""
        return make_conninfo(
            host=self.host,
            port=self.port,
            dbname=self.name,
            user=self.user,
            password=self.password,
        )


def read_address(url: str) -> Address:
    """The address a URL spells: `postgresql://user:password@host:port/name`.

    A socket folder is given as `?host=/folder`. Raises `AddressError`; the message never repeats
    the URL, which holds a password.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise AddressError(
            said(
                "the database address must begin with postgresql://",
                "数据库地址应以 postgresql:// 开头",
            )
        )
    name = unquote(parts.path.lstrip("/"))
    if not name or not parts.username:
        raise AddressError(
            said(
                "the database address must name a user and a database",
                "数据库地址应写明用户和数据库名",
            )
        )
    try:
        port = parts.port or 5432
    except ValueError:
        raise AddressError(
            said("the port of the database address is not a number", "数据库地址的端口不是数字")
        ) from None
    asked = parse_qs(parts.query)
    host = asked.get("host", [parts.hostname or "localhost"])[0]
    return Address(host, port, name, unquote(parts.username), unquote(parts.password or ""))
