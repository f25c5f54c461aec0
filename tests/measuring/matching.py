"""What became of every row by its kind of dirt: matched, in review, in quarantine, or wrong."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from measuring.districts import ReadDistrict
from mianshen.run.matching.reviews import Review
from mianshen.run.reading.ledger import Quarantined

NAMES_NOBODY = ("mark_receipts", "one_stop")
"""Roles whose rows tell of a line or a settlement."""

SHOWN_MIN_PERCENT = 97
WRONG_MAX_PER_THOUSAND = 5


class Fate(StrEnum):
    """Where a row ended, seen from the truth."""

    MATCHED = "matched"
    NAMED = "in review, named"
    UNNAMED = "in review, not named"
    QUARANTINED = "in quarantine, person known"
    UNKNOWN = "in quarantine, person not known"
    WRONG = "wrong"
    LOST = "lost"


FOUND = frozenset((Fate.MATCHED, Fate.NAMED, Fate.QUARANTINED))
"""The fates in which the right person is found, or is before the clerk's eyes."""


@dataclass
class Tally:
    """The rows of one kind by their fate."""

    fates: Counter[Fate] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """All of them."""
        return self.fates.total()

    @property
    def found(self) -> int:
        """Those whose person is found or named among three."""
        return sum(self.fates[fate] for fate in FOUND)

    @property
    def holds(self) -> bool:
        """Whether enough are found, almost none is another's, and none is lost."""
        return (
            self.found * 100 >= self.rows * SHOWN_MIN_PERCENT
            and self.fates[Fate.WRONG] * 1_000 <= self.rows * WRONG_MAX_PER_THOUSAND
            and not self.fates[Fate.LOST]
        )


def tally(district: ReadDistrict) -> dict[tuple[str, str], Tally]:
    """The rows by kind of file and kind of dirt, the clean ones under no kind.

    A row that carries two kinds counts under both.
    """
    fates = fates_of(district)
    roles = {source.name: source.role for source in district.case.sources}
    found: dict[tuple[str, str], Tally] = {}
    for place, fate in fates.items():
        row = district.truth[place]
        for kind in row["dirt"].split("+"):
            found.setdefault((roles[place[0]], kind), Tally()).fates[fate] += 1
    return dict(sorted(found.items()))


def fates_of(district: ReadDistrict) -> dict[tuple[str, str, int], Fate]:
    """The fate of every row."""
    case, places = district.case, district.places
    told = {source.name for source in case.sources if source.role in NAMES_NOBODY}
    found = dict.fromkeys((one for one in district.truth if one[0] not in told), Fate.LOST)

    def mine(words: str) -> frozenset[str]:
        return district.numbers[district.truth[places[words]]["person"]]

    reviews = [one for one in case.reviews if one.place and not one.is_used]
    for review in reviews:
        found[places[review.place]] = _in_review(review, mine(review.place))
    for row in case.ledger.quarantined:
        found[places[row.place]] = _in_quarantine(district, row, mine(row.place))
    for words in case.register.places():
        is_mine = case.register.key_at(words) in mine(words)
        found[places[words]] = Fate.MATCHED if is_mine else Fate.WRONG
    return found


def totals(tallies: Mapping[tuple[str, str], Tally]) -> dict[str, Tally]:
    """All kinds of dirt of each kind of file together; the clean rows are none."""
    found: dict[str, Tally] = {}
    for (role, kind), one in tallies.items():
        if kind:
            found.setdefault(role, Tally()).fates += one.fates
    return found


def _in_review(review: Review, numbers: frozenset[str]) -> Fate:
    named = {candidate.key for candidate in review.candidates}
    return Fate.NAMED if named & numbers else Fate.UNNAMED


def _in_quarantine(district: ReadDistrict, row: Quarantined, numbers: frozenset[str]) -> Fate:
    stated = [number for number in (row.certno, row.psn_no) if number]
    known = [district.case.register.find(number) for number in stated]
    keys = {one.key for one in known if one}
    return Fate.QUARANTINED if keys and keys <= numbers else Fate.UNKNOWN
