"""What namings may have in common with others that mean the same person; who shares it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.registry.soundness import number_of
from mianshen.bureau.registry.vault import Spelling
from mianshen.bureau.sealing.seal import blind_indexes
from mianshen.run.matching.candidates import BEGINNING_LENGTH, one_slip_from
from mianshen.standards.identity.names import fold_name
from mianshen.standards.identity.numbers import Paper, upgraded

_DIGEST_BYTES = 8


@dataclass
class Ties:
    """Numbers, person numbers, names, days and beginnings of numbers, as texts of some namings."""

    numbers: set[str] = field(default_factory=set)
    psn_nos: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)

    def add(self, one: Spelling, *, by_slips: bool = False) -> None:
        """Those of one more naming; `by_slips`, also every number its own may be a slip of."""
        number = number_of(one)
        self.names |= names_of(one)
        self.days |= {day for day in (one.born, number and number.born) if day}
        if one.psn_no:
            self.psn_nos.add(one.psn_no)
        if number is None:
            return
        texts = {number.text}
        if number.legacy:
            # A card of the first generation and the one that took its place are one person's.
            is_legacy = number.paper is Paper.LEGACY_CARD
            texts.add(upgraded(number.text) if is_legacy else number.legacy)
        self.beginnings |= {start for text in texts for start in [beginning(text)] if start}
        if by_slips and (number.fault or number.paper is Paper.LEGACY_CARD):
            texts |= one_slip_from(number.text)
        self.numbers |= texts

    def is_number_of(self, one: Spelling) -> bool:
        """Whether a naming has any kind of number in common with these.

        Some offices write the certificate number for the person number.
        """
        return (
            one.certno in self.numbers
            or one.certno in self.psn_nos
            or one.psn_no in self.psn_nos
            or beginning(one.certno) in self.beginnings
        )


def names_of(one: Spelling) -> set[str]:
    """The names somebody has and had, as they are compared."""
    return {fold_name(name) for name in (one.name, one.former_name) if name} - {""}


def beginning(certno: str | None) -> str | None:
    """The digits that are left of a number that lost its end; none where they say too little."""
    start = (certno or "")[:BEGINNING_LENGTH]
    return None if len(start) < BEGINNING_LENGTH or "*" in start else start


def letters(names: Iterable[str]) -> dict[str, int]:
    """For each name what it shares with those of the same letters in any order, as a blind index.

    A number of 64 bits: two that are one by chance are looked at in vain and no more.
    """
    return _numbers({name: "".join(sorted(name)) for name in names}, "letters")


def beginnings(texts: Iterable[str]) -> dict[str, int]:
    """Beginnings of numbers as blind indexes, as of `letters`."""
    return _numbers({text: text for text in texts}, "beginning")


def sharing(ties: Ties) -> set[int]:
    """The namings that have any of these in common."""
    rows = query(
        _SHARING,
        numbers=blind_indexes(sorted(ties.numbers), "certno"),
        psn_nos=blind_indexes(sorted(ties.psn_nos), "psn_no"),
        letters=list(letters(ties.names).values()),
        beginnings=list(beginnings(ties.beginnings).values()),
        days=sorted(ties.days),
    )
    return {int(one) for (one,) in rows}


def _numbers(texts: dict[str, str], kind: str) -> dict[str, int]:
    digests = blind_indexes(texts.values(), kind)
    return {
        asked: int.from_bytes(digest[:_DIGEST_BYTES], signed=True)
        for asked, digest in zip(texts, digests, strict=True)
    }


# Arrays, for the planner asks an index for each member of one; of sets it reads whole tables.
_SHARING = """
    SELECT id FROM vault_naming WHERE certno_id = ANY(ARRAY(
        SELECT id FROM vault_value WHERE kind = 'certno' AND index = ANY(%(numbers)s::bytea[])))
    UNION SELECT id FROM vault_naming WHERE psn_no_id = ANY(ARRAY(
        SELECT id FROM vault_value WHERE kind = 'psn_no' AND index = ANY(%(psn_nos)s::bytea[])))
    UNION SELECT id FROM vault_naming WHERE letters = ANY(%(letters)s::bigint[])
    UNION SELECT id FROM vault_naming WHERE former_letters = ANY(%(letters)s::bigint[])
    UNION SELECT id FROM vault_naming WHERE beginning = ANY(%(beginnings)s::bigint[])
    UNION SELECT id FROM vault_naming WHERE card_born = ANY(%(days)s::date[])
    UNION SELECT id FROM vault_naming
           WHERE born = ANY(%(days)s::date[]) AND NOT is_sound"""
