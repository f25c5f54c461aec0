"""A database that was stopped at once takes its time to come back, and is waited for."""

from pathlib import Path
from subprocess import CalledProcessError, TimeoutExpired
from types import SimpleNamespace

import psycopg
import pytest

from mianshen.bureau.database import embedded
from mianshen.bureau.database.roles import RUNTIME
from mianshen.bureau.faults import telling_faults
from mianshen.bureau.installation import installation
from mianshen.run.messages import InputError


def test_a_database_that_recovers_longer_than_its_starter_waits_is_waited_for(
    cluster: embedded.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = installation()
    if not here.is_embedded:
        pytest.skip("the database is another's to start")
    start, read = embedded.get_server, embedded.PostmasterInfo.read_from_pgdata
    starting = SimpleNamespace(status="starting", is_running=lambda: True)
    told = iter([TimeoutExpired("pg_ctl", 10), starting, starting])
    waited: list[int] = []

    def starts(folder: Path, **how: bool) -> object:
        for error in told:
            assert isinstance(error, TimeoutExpired)
            raise error
        return start(folder, **how)

    def reads(folder: object) -> object:
        return next(told, None) or read(folder)

    monkeypatch.setattr(embedded, "get_server", starts)
    monkeypatch.setattr(embedded, "PostmasterInfo", SimpleNamespace(read_from_pgdata=reads))
    monkeypatch.setattr(embedded.time, "sleep", waited.append)
    found = embedded.start(here.cluster, here.keys)

    assert waited == [1, 1]
    with psycopg.connect(found.address(RUNTIME).for_psycopg()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert cluster.address(RUNTIME) == found.address(RUNTIME)


def test_a_database_that_does_not_start_is_told_and_no_other_fault_is_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_folder: object, **_how: bool) -> object:
        raise CalledProcessError(1, "initdb")

    monkeypatch.setattr(embedded, "get_server", fails)
    with pytest.raises(InputError, match=r"does not start .*initdb"), telling_faults():
        embedded.start(tmp_path / "cluster", tmp_path / "keys")
    for other in (RuntimeError("a row without a state"), CalledProcessError(1, "pg_dump")):
        with pytest.raises(type(other)), telling_faults():
            raise other
