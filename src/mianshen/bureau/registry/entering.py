"""Rows into namings: each way to name somebody once, known ones found by the digest they have."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mianshen.bureau.bitemporal.rows import Row, copy_in, new_ids, query
from mianshen.bureau.registry.soundness import is_sound, number_of
from mianshen.bureau.registry.ties import beginning, beginnings, letters, names_of
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
    listed = list(rows)
    if not listed:
        return Entered()
    spelled = [spelling_of(row) for row in listed]
    spellings = list(dict.fromkeys(spelled))
    digests = blind_indexes([one.canonical() for one in spellings], "naming")
    ids = _namings(digests)
    new = [index for index, digest in enumerate(digests) if digest not in ids]
    if new:
        ids |= _add_namings([spellings[index] for index in new], [digests[index] for index in new])
    naming_of = {one: ids[digest] for one, digest in zip(spellings, digests, strict=True)}
    namings = [naming_of[one] for one in spelled]
    by_id = {naming: one for one, naming in naming_of.items()}
    return Entered(
        {row.where: naming for row, naming in zip(listed, namings, strict=True)},
        {naming: by_id[naming] for naming in _add_mentions(listed, namings)},
        {ids[digests[index]]: spellings[index] for index in new},
    )


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


def _add_namings(spellings: Sequence[Spelling], digests: Sequence[bytes]) -> dict[bytes, int]:
    """Add namings; the number of each by its digest."""
    values = {
        part: enter_values(
            "name" if part == "former_name" else part,
            (text for one in spellings if (text := getattr(one, part)) is not None),
        )
        for part in PARTS
    }
    columns = ("id", "spelling", *(f"{part}_id" for part in PARTS), "born", "cert_type", *DERIVED)
    ids = new_ids("vault_naming", len(spellings))
    rows = zip(ids, digests, spellings, derived(spellings), strict=True)
    copy_in("vault_naming", columns, (_row(*row, values) for row in rows))
    return dict(zip(digests, ids, strict=True))


def _row(
    naming: int,
    digest: bytes,
    one: Spelling,
    follows: Row,
    values: Mapping[str, Mapping[str, int]],
) -> Row:
    parts = (values[part].get(getattr(one, part)) for part in PARTS)
    return (naming, digest, *parts, one.born, one.cert_type, *follows)


DERIVED = ("is_sound", "card_born", "card_sex", "letters", "former_letters", "beginning")
"""The columns of a naming that follow from how it is spelled, as `derived` gives them."""


def derived(spellings: Collection[Spelling]) -> Iterator[Row]:
    """What follows from how some namings are spelled, in their order."""
    alike = letters({name for one in spellings for name in names_of(one)})
    sound = [is_sound(one) for one in spellings]
    unsure = (one for one, holds in zip(spellings, sound, strict=True) if not holds)
    starts = beginnings({start for one in unsure for start in [beginning(one.certno)] if start})
    for one, holds in zip(spellings, sound, strict=True):
        number = number_of(one)
        yield (
            holds,
            *((number.born, number.sex) if number else (None, None)),
            alike.get(fold_name(one.name or "")),
            alike.get(fold_name(one.former_name or "")),
            None if holds else starts.get(beginning(one.certno) or ""),
        )


def _namings(digests: Sequence[bytes]) -> dict[bytes, int]:
    rows = query(
        "SELECT n.spelling, n.id FROM unnest(string_to_array(%(hexed)s, ',')) AS asked"
        " JOIN vault_naming n ON n.spelling = decode(asked, 'hex')",
        hexed=hexed(digests),
    )
    return {bytes(digest): int(naming) for digest, naming in rows}


def _add_mentions(rows: Sequence[Named], namings: Sequence[int]) -> list[int]:
    """Add what is new and say whose mentions are."""
    mentioned: dict[Mention, list[int]] = defaultdict(list)
    for row, naming in zip(rows, namings, strict=True):
        mentioned[row.role, row.source, row.rank, row.sex or ""].append(naming)
    added: set[int] = set()
    for (role, source, rank, sex), some in mentioned.items():
        told = {"role": role, "source": source, "rank": rank, "sex": sex}
        added |= {int(naming) for (naming,) in query(_ADD_MENTIONS, namings=some, **told)}
    return sorted(added)


# Of an array the planner knows the length.
_ADD_MENTIONS = """
    INSERT INTO vault_mention (naming_id, role, source, rank, sex)
    SELECT DISTINCT naming, %(role)s, %(source)s, %(rank)s, %(sex)s
      FROM unnest(%(namings)s::bigint[]) AS naming
     WHERE NOT EXISTS (
        SELECT 1 FROM vault_mention v
         WHERE v.naming_id = naming AND v.role = %(role)s AND v.source = %(source)s
           AND v.rank = %(rank)s AND v.sex = %(sex)s)
    RETURNING naming_id"""
