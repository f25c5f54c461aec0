"""How rows name people, worked out before it is stated: nothing here rests on what is stated."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mianshen.bureau.bitemporal.rows import Row, query
from mianshen.bureau.registry.soundness import is_sound, number_of
from mianshen.bureau.registry.ties import beginning, beginnings, letters, names_of
from mianshen.bureau.registry.vault import Spelling, hexed
from mianshen.bureau.sealing.seal import blind_indexes
from mianshen.run.people import Named
from mianshen.standards.identity.names import fold_name

DERIVED = ("is_sound", "card_born", "card_sex", "letters", "former_letters", "beginning")
"""The columns of a naming that follow from how it is spelled, as `derived` gives them."""


@dataclass(frozen=True)
class Spelled:
    """Rows with the digests by which their namings are found, and which of these were known.

    A naming is never deleted: those of `number_of` hold whatever comes in between, of the others it
    is to be asked again.
    """

    rows: Sequence[Named] = ()
    digests: Sequence[bytes] = ()
    spelling_of: Mapping[bytes, Spelling] = field(default_factory=dict)
    number_of: Mapping[bytes, int] = field(default_factory=dict)


def spell(rows: Iterable[Named]) -> Spelled:
    """Work out how rows name people; may be done long before their turn, by another thread."""
    listed = list(rows)
    if not listed:
        return Spelled()
    spelled = [_spelling(row) for row in listed]
    spellings = list(dict.fromkeys(spelled))
    digests = blind_indexes([one.canonical() for one in spellings], "naming")
    digest_of = dict(zip(spellings, digests, strict=True))
    return Spelled(
        listed,
        [digest_of[one] for one in spelled],
        dict(zip(digests, spellings, strict=True)),
        find_spelled(digests),
    )


def find_spelled(digests: Collection[bytes]) -> dict[bytes, int]:
    """The numbers of those namings that are known, by their digests."""
    rows = query(
        "SELECT n.spelling, n.id FROM unnest(string_to_array(%(hexed)s, ',')) AS asked"
        " JOIN vault_naming n ON n.spelling = decode(asked, 'hex')",
        hexed=hexed(digests),
    )
    return {bytes(digest): int(naming) for digest, naming in rows}


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


def _spelling(named: Named) -> Spelling:
    """The spelling of a row; names are folded as they are for comparison."""
    return Spelling(
        named.certno,
        named.psn_no,
        fold_name(named.name) if named.name else None,
        named.former_name,
        named.born,
        named.cert_type,
    )
