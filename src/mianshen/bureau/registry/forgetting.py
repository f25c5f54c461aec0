"""Files that are taken back teach nothing any more: not whom a number belongs to, not a name."""

from collections.abc import Collection

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.resolving import Identified, resolve
from mianshen.bureau.registry.vault import read_spellings


def forget(namings: Collection[int], role: str, source: str, stated: Stated) -> Identified:
    """Let a kind of file of a source no longer name somebody so, and match anew who did.

    The caller sees to it that no other file of the source does, and derives what follows for
    `people` and `moved` of the answer. A naming that no file uses any more means nobody.
    """
    rows = query(
        "DELETE FROM vault_mention WHERE naming_id = ANY(%(namings)s) AND role = %(role)s"
        " AND source = %(source)s RETURNING naming_id",
        namings=list(namings),
        role=role,
        source=source,
    )
    answer = Identified()
    touched = {int(naming) for (naming,) in rows}
    if touched:
        resolve(read_spellings(touched), stated, answer)
    return answer
