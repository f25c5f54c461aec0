"""What rows claim about who somebody is, each distinct claim once however many rows make it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from mianshen.run.people import Named
from mianshen.standards.identity.names import Likeness, compare_names, fold_name
from mianshen.standards.identity.numbers import Number, Paper, read_number

AGREEING = frozenset((Likeness.SAME, Likeness.VARIANT, Likeness.SWAPPED, Likeness.NEAR))
CLEARLY_SAME = frozenset((Likeness.SAME, Likeness.VARIANT, Likeness.SWAPPED))
ROSTER_ROLES = frozenset(("rosters",))

_Spelling = tuple[str | None, str | None, str | None, str | None, date | None, str | None]


@dataclass(slots=True)
class Claim:
    """Number, person number, name and birth date as some rows state them together."""

    id: int
    certno: str | None
    psn_no: str | None
    name: str
    former_name: str | None
    born: date | None
    number: Number | None
    rows: list[Named] = field(default_factory=list)
    may_be_rounded: bool = False
    """Whether the number ends in 000, as a spreadsheet leaves it, and one source alone gives it."""

    @property
    def is_solid(self) -> bool:
        """Whether the certificate number may be somebody's: nothing speaks against it."""
        return self.number is not None and self.number.fault is None

    @property
    def is_legacy(self) -> bool:
        """Whether the number is of the first generation, which has no check digit."""
        return self.number is not None and self.number.paper is Paper.LEGACY_CARD

    @property
    def birth(self) -> date | None:
        """The birth date stated, or the one printed in the number."""
        return self.born or (self.number.born if self.number else None)

    @property
    def rank(self) -> int:
        """How trusted the best of its rows is; 0 is best."""
        return min(row.rank for row in self.rows)

    @property
    def is_rostered(self) -> bool:
        """Whether a roster makes this claim."""
        return any(row.role in ROSTER_ROLES for row in self.rows)

    @property
    def lists(self) -> frozenset[str]:
        """The files of rosters that make this claim, a workbook of several sheets once."""
        return frozenset(
            row.where.rpartition(":")[0].partition("[")[0]
            for row in self.rows
            if row.role in ROSTER_ROLES
        )

    @property
    def households(self) -> frozenset[str]:
        """The households its rows state; a spreadsheet may have taken the zeros in front."""
        return frozenset(row.household.lstrip("0") for row in self.rows if row.household)

    def likeness(self, name: str) -> Likeness:
        """How alike its name is to another, by the better of present and former name."""
        now = compare_names(self.name, name)
        if now in CLEARLY_SAME or not self.former_name:
            return now
        before = compare_names(self.former_name, name)
        return before if before in AGREEING else now


def gather_claims(rows: Iterable[Named]) -> list[Claim]:
    """The distinct claims, most trusted first, in an order that does not depend on the input's."""
    by_spelling: dict[_Spelling, list[Named]] = {}
    folded: dict[str, str] = {}
    for row in rows:
        name = row.name or ""
        if name not in folded:
            folded[name] = fold_name(name)
        spelling = (
            row.certno,
            row.psn_no,
            folded[name],
            row.former_name,
            row.born,
            row.cert_type,
        )
        by_spelling.setdefault(spelling, []).append(row)
    ordered = sorted(
        by_spelling.items(),
        key=lambda item: (min(row.rank for row in item[1]), [str(part or "") for part in item[0]]),
    )
    return [
        Claim(
            index,
            certno,
            psn_no,
            name or "",
            former,
            born,
            read_number(certno, cert_type) if certno else None,
            rows_,
        )
        for index, ((certno, psn_no, name, former, born, cert_type), rows_) in enumerate(ordered)
    ]
