"""The vault's ways in and out: values sealed once, found by their digests, opened when asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from mianshen.bureau.bitemporal.rows import Row, copy_in, new_ids, query
from mianshen.bureau.registry.models import Value
from mianshen.bureau.sealing.seal import blind_index, blind_indexes, seal, unseal

_PURPOSE = "vault_value.sealed"
PARTS = ("certno", "psn_no", "name", "former_name")
"""What of a naming is sealed."""

Mention = tuple[str, str, int, str]
"""Role, source, rank and sex of the rows that use a naming."""


class Spelling(NamedTuple):
    """What tells one naming from another."""

    certno: str | None
    psn_no: str | None
    name: str | None
    former_name: str | None
    born: date | None
    cert_type: str | None

    def canonical(self) -> str:
        """The text whose digest the naming is found by."""
        born = "" if self.born is None else str(self.born)
        return "\x1f".join([*(text or "" for text in self.texts()), born, self.cert_type or ""])

    def texts(self) -> tuple[str | None, ...]:
        """The parts that are kept sealed."""
        return self.certno, self.psn_no, self.name, self.former_name


def enter_values(kind: str, texts: Iterable[str]) -> dict[str, int]:
    """The vault's number of every text of a kind; what is new is sealed, what is known is not."""
    distinct = sorted(set(texts))
    if not distinct:
        return {}
    digests = blind_indexes(distinct, kind)
    ids = _values(kind, digests)
    new = [pair for pair in zip(distinct, digests, strict=True) if pair[1] not in ids]
    if new:
        # An index of digests takes them in their order at less cost.
        new.sort(key=itemgetter(1))
        numbers = new_ids("vault_value", len(new))
        copy_in(
            "vault_value",
            ("id", "kind", "index", "sealed"),
            (
                (number, kind, digest, seal(text, _PURPOSE))
                for number, (text, digest) in zip(numbers, new, strict=True)
            ),
        )
        ids |= {digest: number for number, (_, digest) in zip(numbers, new, strict=True)}
    return {text: ids[digest] for text, digest in zip(distinct, digests, strict=True)}


def open_values(ids: Iterable[int]) -> dict[int, str]:
    """The texts of values of the vault; whoever asks records that they looked."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    rows = query("SELECT id, sealed FROM vault_value WHERE id = ANY(%(ids)s)", ids=wanted)
    return {int(number): unseal(bytes(sealed), _PURPOSE) for number, sealed in rows}


def open_value(sealed: bytes | None) -> str | None:
    """The text of one sealed value as it was read with something else; None where there is none."""
    return None if sealed is None else unseal(bytes(sealed), _PURPOSE)


def find_namings(kind: str, text: str) -> list[int]:
    """The namings that use a number or name, without opening any."""
    value = Value.objects.filter(kind=kind, index=blind_index(text, kind)).first()
    if value is None or kind not in PARTS:
        return []
    rows = query(
        "SELECT id FROM vault_naming"
        " WHERE %(id)s IN (certno_id, psn_no_id, name_id, former_name_id)",
        id=value.id,
    )
    return [int(naming) for (naming,) in rows]


def read_spellings(namings: Collection[int]) -> dict[int, Spelling]:
    """Namings opened."""
    if not namings:
        return {}
    rows = query(
        "SELECT id, certno_id, psn_no_id, name_id, former_name_id, born, cert_type"
        " FROM vault_naming WHERE id = ANY(%(ids)s)",
        ids=list(namings),
    )
    texts = open_values(value for row in rows for value in row[1:5] if value)
    return {int(row[0]): Spelling(*_opened(row[1:5], texts), row[5], row[6]) for row in rows}


def read_mentions(namings: Collection[int]) -> dict[int, list[Mention]]:
    """In which kinds of files of which sources each naming stands."""
    found: dict[int, list[Mention]] = {}
    for naming, *mention in query(
        "SELECT naming_id, role, source, rank, sex FROM vault_mention"
        " WHERE naming_id = ANY(%(ids)s) ORDER BY naming_id, role, source, rank, sex",
        ids=list(namings),
    ):
        found.setdefault(int(naming), []).append(tuple(mention))
    return found


def _opened(
    values: Row, texts: Mapping[int, str]
) -> tuple[str | None, str | None, str | None, str | None]:
    certno, psn_no, name, former_name = (texts[one] if one else None for one in values)
    return certno, psn_no, name, former_name


def _values(kind: str, digests: Sequence[bytes]) -> dict[bytes, int]:
    rows = query(
        "SELECT v.index, v.id FROM unnest(string_to_array(%(hexed)s, ',')) AS asked"
        " JOIN vault_value v ON v.kind = %(kind)s AND v.index = decode(asked, 'hex')",
        kind=kind,
        hexed=hexed(digests),
    )
    return {bytes(digest): int(value) for digest, value in rows}


def hexed(digests: Iterable[bytes]) -> str:
    """Many digests as one text, which costs a statement far less than a value for each."""
    return ",".join(map(bytes.hex, digests))
