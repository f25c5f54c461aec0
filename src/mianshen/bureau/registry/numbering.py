"""New people by their opaque numbers, which are never used again."""

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.bitemporal.stating import Stated


def new_people(count: int, stated: Stated) -> list[int]:
    """So many new numbers, in their order."""
    if not count:
        return []
    rows = query(
        "INSERT INTO registry_person (batch)"
        " SELECT %(batch)s FROM generate_series(1, %(count)s) RETURNING id",
        batch=stated.batch,
        count=count,
    )
    return sorted(int(person) for (person,) in rows)
