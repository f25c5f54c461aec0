"""The vault's ways in and out: values sealed once, namings found by the digest of what they say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mianshen.bureau.bitemporal.rows import Row, copy_in, query
from mianshen.bureau.registry.models import Value
from mianshen.bureau.sealing.seal import blind_index, blind_indexes, seal, unseal
from mianshen.run.people import Named
from mianshen.standards.identity.names import fold_name

_PURPOSE = "vault_value.sealed"
_PARTS = ("certno", "psn_no", "name", "former_name")

Mention = tuple[str, str, int, str]
"""Role, source, rank and sex of the rows that use a naming."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What tells one naming from another."""

    certno: str | None
    psn_no: str | None
    name: str | None
    former_name: str | None
    born: date | None
    cert_type: str | None

    def canonical(self) -> str:
        """The text whose digest the naming is found by."""
        parts = (*self.texts(), self.born, self.cert_type)
        return "\x1f".join("" if part is None else str(part) for part in parts)

    def texts(self) -> tuple[str | None, ...]:
        """The parts that are kept sealed."""
        return self.certno, self.psn_no, self.name, self.former_name


@dataclass
class Entered:
    """The naming of every row by its place, and the namings that were new or newly mentioned."""

    naming_at: dict[str, int] = field(default_factory=dict)
    touched: dict[int, Spelling] = field(default_factory=dict)


def spelling_of(named: Named) -> Spelling:
    """The spelling of a row; names are folded as they are for comparison."""
    return Spelling(
        named.certno,
        named.psn_no,
        fold_name(named.name) if named.name else None,
        named.former_name,
        named.born,
        named.cert_type,
    )


def enter(rows: Iterable[Named]) -> Entered:
    """Find the naming of every row, making those that no row used before."""
    places: dict[Spelling, list[str]] = {}
    mentions: dict[Spelling, set[Mention]] = {}
    for row in rows:
        spelling = spelling_of(row)
        places.setdefault(spelling, []).append(row.where)
        mention = (row.role, row.source, row.rank, row.sex or "")
        mentions.setdefault(spelling, set()).add(mention)
    spellings = list(places)
    digests = blind_indexes([one.canonical() for one in spellings], "naming")
    ids = _namings(digests)
    new = [index for index, digest in enumerate(digests) if digest not in ids]
    if new:
        _add_namings([spellings[index] for index in new], [digests[index] for index in new])
        ids |= _namings([digests[index] for index in new])
    entered = Entered()
    by_id = {ids[digest]: spelling for digest, spelling in zip(digests, spellings, strict=True)}
    for naming, spelling in by_id.items():
        for place in places[spelling]:
            entered.naming_at[place] = naming
    for naming in _add_mentions({naming: mentions[one] for naming, one in by_id.items()}):
        entered.touched[naming] = by_id[naming]
    return entered


def enter_values(kind: str, texts: Iterable[str]) -> dict[str, int]:
    """The vault's number of every text of a kind; what is new is sealed, what is known is not."""
    distinct = sorted(set(texts))
    digests = blind_indexes(distinct, kind)
    ids = _values(kind, digests)
    new = [pair for pair in zip(distinct, digests, strict=True) if pair[1] not in ids]
    if new:
        copy_in(
            "vault_value",
            ("kind", "index", "sealed"),
            ((kind, digest, seal(text, _PURPOSE)) for text, digest in new),
        )
        ids |= _values(kind, [digest for _, digest in new])
    return {text: ids[digest] for text, digest in zip(distinct, digests, strict=True)}


def open_values(ids: Iterable[int]) -> dict[int, str]:
    """The texts of values of the vault; whoever asks records that they looked."""
    rows = query("SELECT id, sealed FROM vault_value WHERE id = ANY(%(ids)s)", ids=list(set(ids)))
    return {int(number): unseal(bytes(sealed), _PURPOSE) for number, sealed in rows}


def open_value(sealed: bytes | None) -> str | None:
    """The text of one sealed value as it was read with something else; None where there is none."""
    return None if sealed is None else unseal(bytes(sealed), _PURPOSE)


def find_namings(kind: str, text: str) -> list[int]:
    """The namings that use a number or name, without opening any."""
    value = Value.objects.filter(kind=kind, index=blind_index(text, kind)).first()
    if value is None or kind not in _PARTS:
        return []
    rows = query(
        "SELECT id FROM vault_naming"
        " WHERE %(id)s IN (certno_id, psn_no_id, name_id, former_name_id)",
        id=value.id,
    )
    return [int(naming) for (naming,) in rows]


def read_spellings(namings: Collection[int]) -> dict[int, Spelling]:
    """Namings opened."""
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


def _add_namings(spellings: Sequence[Spelling], digests: Sequence[bytes]) -> None:
    values = {
        part: enter_values(
            _kind(part), (text for one in spellings if (text := getattr(one, part)) is not None)
        )
        for part in _PARTS
    }
    columns = ("spelling", *(f"{part}_id" for part in _PARTS), "born", "cert_type")
    copy_in(
        "vault_naming",
        columns,
        (
            (digest, *(_found(values[part], getattr(one, part)) for part in _PARTS), *_plain(one))
            for one, digest in zip(spellings, digests, strict=True)
        ),
    )


def _kind(part: str) -> str:
    return "name" if part == "former_name" else part


def _plain(spelling: Spelling) -> Row:
    return spelling.born, spelling.cert_type


def _found(values: Mapping[str, int], text: str | None) -> int | None:
    return None if text is None else values[text]


def _namings(digests: Sequence[bytes]) -> dict[bytes, int]:
    rows = query(
        "SELECT spelling, id FROM vault_naming WHERE spelling = ANY(%(digests)s)",
        digests=list(digests),
    )
    return {bytes(digest): int(naming) for digest, naming in rows}


def _values(kind: str, digests: Sequence[bytes]) -> dict[bytes, int]:
    rows = query(
        "SELECT index, id FROM vault_value WHERE kind = %(kind)s AND index = ANY(%(digests)s)",
        kind=kind,
        digests=list(digests),
    )
    return {bytes(digest): int(value) for digest, value in rows}


def _add_mentions(mentions: Mapping[int, set[Mention]]) -> set[int]:
    """Add what is new and say whose mentions are."""
    held = read_mentions(mentions)
    new = [
        (naming, *mention)
        for naming, some in mentions.items()
        for mention in sorted(some - set(held.get(naming, ())))
    ]
    copy_in("vault_mention", ("naming_id", "role", "source", "rank", "sex"), new)
    return {int(str(row[0])) for row in new}
