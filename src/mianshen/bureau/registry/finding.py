"""People found by their numbers, many at a time and without opening any."""

from collections.abc import Collection

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.sealing.seal import blind_indexes


def people_numbered(psn_nos: Collection[str]) -> dict[str, int]:
    """Whom some person numbers (人员编号) mean now; one that is in doubt is left out."""
    distinct = sorted(set(psn_nos))
    digests = blind_indexes(distinct, "psn_no")
    rows = query(_NUMBERED, digests=digests)
    meant = {bytes(digest): int(person) for digest, person in rows}
    return {
        text: meant[digest]
        for text, digest in zip(distinct, digests, strict=True)
        if digest in meant
    }


_NUMBERED = """
    SELECT v.index, min(r.person_id)
      FROM vault_value v
      JOIN vault_naming n ON n.psn_no_id = v.id
      JOIN registry_resolution r ON r.naming_id = n.id AND r.known_to IS NULL
     WHERE v.kind = 'psn_no' AND v.index = ANY(%(digests)s)
     GROUP BY v.index
    HAVING count(DISTINCT r.person_id) = 1"""
