"""People found by their names and numbers, without opening any."""

from collections.abc import Collection

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.registry.ties import letters
from mianshen.bureau.sealing.seal import blind_index, blind_indexes
from mianshen.standards.identity.names import fold_name


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


def people_meant(text: str) -> tuple[int, ...]:
    """Whose whole name, certificate, person number or card number a text is; two queries.

    Names count as the registry compares them. Whom a naming in doubt means is left out.
    """
    closed = "".join(text.split()).upper()
    asked = (
        *(("name", fold_name(text)), ("name", text.strip()), ("certno", closed)),
        *(("psn_no", closed), ("account", closed)),
    )
    values = query(
        _VALUES,
        kinds=[kind for kind, _ in asked],
        digests=[blind_index(word, kind) for kind, word in asked],
    )
    (alike,) = letters([fold_name(text)]).values()
    numbers = [value for (value,) in values]
    found = query(_MEANT, values=numbers, letters=alike) if values else []
    return tuple(int(person) for (person,) in found)


_VALUES = """
    SELECT v.id FROM vault_value v
      JOIN unnest(%(kinds)s::text[], %(digests)s::bytea[]) AS asked (kind, digest)
        ON v.kind = asked.kind AND v.index = asked.digest"""

_MEANT = """
    SELECT r.person_id FROM vault_naming n
      JOIN registry_resolution r ON r.naming_id = n.id AND r.known_to IS NULL
     WHERE r.person_id IS NOT NULL
       AND (n.certno_id = ANY(%(values)s) OR n.psn_no_id = ANY(%(values)s)
            OR (n.letters = %(letters)s AND n.name_id = ANY(%(values)s))
            OR (n.former_letters = %(letters)s AND n.former_name_id = ANY(%(values)s)))
    UNION
    SELECT person_id FROM vault_account
     WHERE person_id IS NOT NULL AND refused_at IS NULL AND number_id = ANY(%(values)s)
     ORDER BY 1"""

_NUMBERED = """
    SELECT v.index, min(r.person_id)
      FROM vault_value v
      JOIN vault_naming n ON n.psn_no_id = v.id
      JOIN registry_resolution r ON r.naming_id = n.id AND r.known_to IS NULL
     WHERE v.kind = 'psn_no' AND v.index = ANY(%(digests)s)
     GROUP BY v.index
    HAVING count(DISTINCT r.person_id) = 1"""
