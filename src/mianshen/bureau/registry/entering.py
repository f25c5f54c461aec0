"""Rows into namings: each way to name somebody once, known ones found by the digest they have."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mianshen.bureau.bitemporal.rows import Row, copy_in, query, stage
from mianshen.bureau.registry.soundness import sound_number
from mianshen.bureau.registry.vault import PARTS, Mention, Spelling, enter_values, hexed
from mianshen.bureau.sealing.seal import blind_indexes
from mianshen.run.people import Named
from mianshen.standards.identity.names import fold_name


@dataclass
class Entered:
    """The naming of every row by its place; namings newly mentioned, and those made just now."""

    naming_at: dict[str, int] = field(default_factory=dict)
    touched: dict[int, Spelling] = field(default_factory=dict)
    new: dict[int, Spelling] = field(default_factory=dict)


def enter(rows: Iterable[Named]) -> Entered:
    """Find the naming of every row, making those that no row used before."""
    places: dict[Spelling, list[str]] = {}
    mentions: dict[Spelling, set[Mention]] = {}
    for row in rows:
        spelling = spelling_of(row)
        mention = (row.role, row.source, row.rank, row.sex or "")
        if spelling in places:
            places[spelling].append(row.where)
            mentions[spelling].add(mention)
        else:
            places[spelling] = [row.where]
            mentions[spelling] = {mention}
    if not places:
        return Entered()
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
    entered.new = {ids[digests[index]]: spellings[index] for index in new}
    for naming in _add_mentions({naming: mentions[one] for naming, one in by_id.items()}):
        entered.touched[naming] = by_id[naming]
    return entered


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


def _add_namings(spellings: Sequence[Spelling], digests: Sequence[bytes]) -> None:
    values = {
        part: enter_values(
            "name" if part == "former_name" else part,
            (text for one in spellings if (text := getattr(one, part)) is not None),
        )
        for part in PARTS
    }
    columns = (
        *("spelling", *(f"{part}_id" for part in PARTS), "born", "cert_type"),
        *("is_sound", "card_born", "card_sex"),
    )
    rows = zip(digests, spellings, strict=True)
    copy_in("vault_naming", columns, (_row(digest, one, values) for digest, one in rows))


def _row(digest: bytes, one: Spelling, values: Mapping[str, Mapping[str, int]]) -> Row:
    number = sound_number(one)
    return (
        digest,
        *(values[part].get(getattr(one, part)) for part in PARTS),
        *(one.born, one.cert_type, number is not None),
        *((number.born, number.sex) if number else (None, None)),
    )


def _namings(digests: Sequence[bytes]) -> dict[bytes, int]:
    rows = query(
        "SELECT n.spelling, n.id FROM unnest(string_to_array(%(hexed)s, ',')) AS asked"
        " JOIN vault_naming n ON n.spelling = decode(asked, 'hex')",
        hexed=hexed(digests),
    )
    return {bytes(digest): int(naming) for digest, naming in rows}


def _add_mentions(mentions: Mapping[int, set[Mention]]) -> list[int]:
    """Add what is new and say whose mentions are."""
    stage(
        "mentioned",
        "naming bigint, role text, source text, rank smallint, sex text",
        _mentioned(mentions),
    )
    return [int(naming) for (naming,) in query(_ADD_MENTIONS)]


def _mentioned(mentions: Mapping[int, set[Mention]]) -> Iterator[Row]:
    for naming, some in mentions.items():
        for mention in some:
            yield naming, *mention


_ADD_MENTIONS = """
    WITH added AS (
        INSERT INTO vault_mention (naming_id, role, source, rank, sex)
        SELECT naming, role, source, rank, sex FROM mentioned m
         WHERE NOT EXISTS (
            SELECT 1 FROM vault_mention v
             WHERE v.naming_id = m.naming AND v.role = m.role AND v.source = m.source
               AND v.rank = m.rank AND v.sex = m.sex)
        RETURNING naming_id)
    SELECT DISTINCT naming_id FROM added ORDER BY naming_id"""
