"""The database counts what has come in before it plans by it."""

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from mianshen.bureau.bitemporal.rows import by_sets, copy_in, count_anew, query

pytestmark = pytest.mark.usefixtures("table")

MANY = 40_000


@pytest.fixture
def table(database: str) -> Iterator[str]:
    """A table of the owner's that nobody has counted yet."""
    with connections["owner"].cursor() as owner:
        owner.execute("CREATE TABLE growing (number bigint)")
        yield database
        connection.close()
        owner.execute("DROP TABLE growing")


def counted() -> int:
    """How many rows the database believes to be there; -1 where it never counted."""
    ((rows,),) = query("SELECT reltuples FROM pg_class WHERE oid = 'growing'::regclass")
    return int(rows)


def come_in(many: int) -> None:
    copy_in("growing", ("number",), ((7,) for _ in range(many)))


def test_rows_that_came_a_moment_ago_are_planned_with_in_the_same_transaction() -> None:
    with transaction.atomic():
        come_in(MANY)
        assert counted() < MANY
        by_sets()
        assert counted() == MANY


def test_a_table_is_counted_again_only_once_it_has_doubled() -> None:
    come_in(MANY)
    count_anew()
    come_in(MANY // 2)
    count_anew()
    assert counted() == MANY
    come_in(4 * MANY)
    count_anew()
    assert counted() == MANY * 11 // 2


def test_whoever_counts_waits_for_nobody() -> None:
    come_in(MANY)
    held = connection.copy()
    try:
        with transaction.atomic(), held.cursor() as other:
            count_anew()
            other.execute("SET lock_timeout = '2s'")
            other.execute("SELECT count_tables_anew()")
    finally:
        held.close()


def test_the_runtime_role_counts_by_this_alone() -> None:
    come_in(MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE growing")
    assert counted() < MANY
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("ALTER FUNCTION count_tables_anew() OWNER TO CURRENT_USER")
