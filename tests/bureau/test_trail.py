"""The trail is only ever added to."""

import pytest
from django.db import ProgrammingError, connection, transaction

from mianshen.bureau.trail.services import entries_of, record

pytestmark = pytest.mark.usefixtures("database")


def test_it_keeps_what_happened_in_order() -> None:
    record("clerk:3", "open", "order:17")
    record("clerk:3", "confirm", "order:17", {"amount_fen": 231740})

    assert [entry.act for entry in entries_of("order:17")] == ["open", "confirm"]
    assert entries_of("order:18") == []


def test_what_is_rolled_back_was_never_recorded() -> None:
    with transaction.atomic():
        record("clerk:3", "confirm", "order:17")
        transaction.set_rollback(True)

    assert entries_of("order:17") == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_entry SET actor = 'nobody'",
        "DELETE FROM trail_entry",
        "TRUNCATE trail_entry",
        "ALTER TABLE trail_entry DROP COLUMN actor",
        "DROP TABLE trail_entry",
    ],
)
def test_the_runtime_role_cannot_change_or_lose_an_entry(statement: str) -> None:
    record("clerk:3", "open", "order:17")

    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)

    assert len(entries_of("order:17")) == 1
