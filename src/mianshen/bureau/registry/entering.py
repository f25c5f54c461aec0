"""Rows into namings: each way to name somebody once, known ones found by the digest they have."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mianshen.bureau.bitemporal.rows import Row, copy_in, new_ids, query
from mianshen.bureau.registry.spelling import DERIVED, Spelled, derived, find_spelled
from mianshen.bureau.registry.vault import PARTS, Mention, Spelling, enter_values
from mianshen.run.people import Named


@dataclass
class Entered:
    """The naming of every row by its place; namings newly mentioned, and those made just now."""

    naming_at: dict[str, int] = field(default_factory=dict)
    touched: dict[int, Spelling] = field(default_factory=dict)
    new: dict[int, Spelling] = field(default_factory=dict)


def enter(spelled: Spelled) -> Entered:
    """Find the naming of every row, making those that no row used before."""
    ids = dict(spelled.number_of)
    if len(ids) < len(spelled.spelling_of):
        ids |= find_spelled(spelled.spelling_of.keys() - ids.keys())
    new = [digest for digest in spelled.spelling_of if digest not in ids]
    if new:
        ids |= _add_namings(new, spelled)
    namings = [ids[digest] for digest in spelled.digests]
    digest_of = dict(zip(namings, spelled.digests, strict=True))
    mentioned = _add_mentions(spelled.rows, namings)
    return Entered(
        {row.where: naming for row, naming in zip(spelled.rows, namings, strict=True)},
        {naming: spelled.spelling_of[digest_of[naming]] for naming in mentioned},
        {ids[digest]: spelled.spelling_of[digest] for digest in new},
    )


def _add_namings(digests: Sequence[bytes], spelled: Spelled) -> dict[bytes, int]:
    """Add namings; the number of each by its digest."""
    spellings = [spelled.spelling_of[digest] for digest in digests]
    values = {
        part: enter_values(
            "name" if part == "former_name" else part,
            (text for one in spellings if (text := getattr(one, part)) is not None),
        )
        for part in PARTS
    }
    columns = ("id", "spelling", *(f"{part}_id" for part in PARTS), "born", "cert_type", *DERIVED)
    ids = new_ids("vault_naming", len(spellings))
    told = zip(ids, digests, spellings, derived(spellings), strict=True)
    rows = (
        (naming, digest, *_parts(one, values), *follows) for naming, digest, one, follows in told
    )
    copy_in("vault_naming", columns, rows)
    return dict(zip(digests, ids, strict=True))


def _parts(one: Spelling, values: Mapping[str, Mapping[str, int]]) -> Row:
    """What a naming states: numbers of the vault, birth date, kind of paper."""
    numbers = (values[part].get(getattr(one, part)) for part in PARTS)
    return (*numbers, one.born, one.cert_type)


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
