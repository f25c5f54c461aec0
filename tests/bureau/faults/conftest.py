"""The same database again and again within one test, each time as the migrations leave it."""

from collections.abc import Callable, Mapping

import psycopg
import pytest
from django.db import connections

from bureau.emptying import empty
from mianshen.bureau.database.embedded import SUPERUSER, Cluster


@pytest.fixture
def afresh(
    cluster: Cluster, _spare: tuple[str, Mapping[str, str]], database: str
) -> Callable[[], None]:
    """Empties the database of the test."""
    assert database
    name, kept = _spare

    def again() -> None:
        connections.close_all()
        address = cluster.address(SUPERUSER, name)
        with psycopg.connect(address.for_psycopg(), autocommit=True) as connection:
            empty(connection, kept)

    return again
