"""PostgreSQL's own programs, run against an address without its password on the command line."""

import os
import subprocess

from mianshen.bureau.database.address import Address
from mianshen.bureau.database.embedded import PROGRAMS
from mianshen.bureau.refusals import refused
from mianshen.run.messages import InputError


def program(name: str) -> str:
    """Where `pg_dump`, `pg_restore` or `psql` is."""
    return str(PROGRAMS / name)


def environment(address: Address) -> dict[str, str]:
    """The environment that points a program to a database."""
    return {
        **os.environ,
        "PGHOST": address.host,
        "PGPORT": str(address.port),
        "PGUSER": address.user,
        "PGPASSWORD": address.password,
        "PGDATABASE": address.name,
    }


def run(address: Address, name: str, *arguments: str) -> None:
    """Run one to its end; raises `InputError` with what it said."""
    done = subprocess.run(
        [program(name), *arguments],
        env=environment(address),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise failed(name, done.stderr)


def failed(name: str, said: str) -> InputError:
    """What is raised when a program did not do its work."""
    lines = [line for line in said.strip().splitlines() if "ERROR" in line] or said.splitlines()
    return refused(
        "{name} failed: {reason}",
        "{name} 没有成功：{reason}",
        name=name,
        reason=lines[0].strip() if lines else "?",
    )
