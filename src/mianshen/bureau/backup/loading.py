"""A dump laid into a database in one transaction that ends only if every row arrived."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from psycopg import sql

from mianshen.bureau.backup.programs import environment, failed, program
from mianshen.bureau.database.address import Address

_BEGIN = "BEGIN;\nSET lock_timeout = '10s';\nSET client_min_messages = 'warning';\n"
_EMPTY = "DROP OWNED BY CURRENT_USER;\n"
_COMMIT = "COMMIT;\n"

TOO_NEW = b"SET transaction_timeout = 0;\n"


def load(dump: Path, address: Address, tables: Mapping[str, int], *, replace: bool = False) -> None:
    """Restore a dump; with `replace` all that the role owns in the database goes first.

    Where anything fails, or a table does not have the rows it should, nothing has changed. Raises
    `InputError`.
    """
    with subprocess.Popen(
        [program("psql"), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"],
        env=environment(address),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as psql:
        assert psql.stdin is not None
        assert psql.stderr is not None
        # A psql that gave up does not read on; what it said is told below.
        with suppress(BrokenPipeError):
            psql.stdin.write((_BEGIN + (_EMPTY if replace else "")).encode())
            _read_dump_into(psql, dump)
            psql.stdin.write((_counted(tables) + _COMMIT).encode())
            psql.stdin.flush()
        with suppress(BrokenPipeError):
            psql.stdin.close()
        told = psql.stderr.read().decode(errors="replace")
        if psql.wait():
            raise failed("psql", told)


def _read_dump_into(psql: "subprocess.Popen[bytes]", dump: Path) -> None:
    with subprocess.Popen(
        [program("pg_restore"), "--file=-", str(dump)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        assert psql.stdin is not None
        try:
            psql.stdin.writelines(_preamble(reading.stdout))
            shutil.copyfileobj(reading.stdout, psql.stdin)
        except BrokenPipeError:
            reading.kill()
            raise
        told = reading.stderr.read().decode(errors="replace")
        if reading.wait():
            # Without COMMIT nothing of what was sent stays.
            psql.kill()
            raise failed("pg_restore", told)


def _preamble(script: IO[bytes]) -> Iterator[bytes]:
    """The settings a script begins with, without the one that servers before 17 do not know."""
    for line in script:
        if line != TOO_NEW:
            yield line
        if line.startswith(b"SELECT pg_catalog.set_config"):
            return


def _counted(tables: Mapping[str, int]) -> str:
    """A statement that fails where a table has not the rows it should."""
    checks = [
        sql.SQL(
            "SELECT count(*) INTO rows FROM public.{0};"
            " IF rows <> {1} THEN RAISE EXCEPTION '% has % rows and should have %', {2}, rows, {1};"
            " END IF;\n"
        ).format(sql.Identifier(name), sql.Literal(count), sql.Literal(name))
        for name, count in sorted(tables.items())
    ]
    statement = sql.SQL("DO $counted$ DECLARE rows bigint; BEGIN\n{}END $counted$;\n")
    return statement.format(sql.SQL("").join(checks)).as_string(None)
