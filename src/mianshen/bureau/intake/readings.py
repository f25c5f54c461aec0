"""A delivery read by its role: what its rows say, whom they name, which of them cannot be used."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.profile import Profile
from mianshen.bureau.intake.states import RowState
from mianshen.bureau.registry import services as registry
from mianshen.engine.facts import Opening, PoolOpening
from mianshen.run.beside import Account, Answered, PaidAtCounter, UnderWay, read_beside
from mianshen.run.e_bills import ElectronicBill
from mianshen.run.given import Given, read_given
from mianshen.run.messages import bad
from mianshen.run.opening import read_opening
from mianshen.run.others import Others, read_others
from mianshen.run.people import Named
from mianshen.run.reading.ledger import FileAccount, Ledger, Quarantined
from mianshen.run.reading.periods import Period
from mianshen.run.reading.tables import MakeClean, Part, Row, Table, read_table
from mianshen.run.rosters import PEOPLE_RANK, ROSTER_RANK, RosterRow, read_rosters
from mianshen.run.settlements import named_in, take_settlements
from mianshen.standards.settlement import Settlement

_BESIDE_RANK = 3
_SETTLEMENT_RANK = 2
_RANKS = {"rosters": ROSTER_RANK, "people": PEOPLE_RANK, "settlements": _SETTLEMENT_RANK}
_LEFT_OUT = "row_left_out"

LOWERING = ("others", "opening", "given")
"""What lowers aid: until a row of it can be used, whoever it may name waits."""


@dataclass(frozen=True)
class _Noting(Table):
    """A table that notes the place of every row of data that is asked of it."""

    places: list[str] = field(default_factory=list)

    def rows(
        self, ledger: Ledger, clean: Callable[[Part], MakeClean | None] | None = None
    ) -> Iterator[Row]:
        for row in super().rows(ledger, clean):
            self.places.append(row.place)
            yield row


@dataclass(frozen=True, slots=True)
class Told:
    """What a row tells: where, of whom (or which settlement or line), and what."""

    place: str
    who: str
    said: str


@dataclass
class Reading:
    """All that a delivery says, by its role, with the state of every row."""

    table: Table
    ledger: Ledger
    places: Sequence[str]
    rosters: tuple[RosterRow, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    others: Others = field(default_factory=Others)
    openings: tuple[tuple[Named, Opening | PoolOpening], ...] = ()
    accounts: tuple[Account, ...] = ()
    backlog: tuple[UnderWay, ...] = ()
    given: Given = field(default_factory=Given)
    e_bills: tuple[ElectronicBill, ...] = ()
    answers: tuple[Answered, ...] = ()
    at_counter: tuple[PaidAtCounter, ...] = ()
    _spelled: registry.Spelled | None = None

    @property
    def account(self) -> FileAccount:
        """How many records of which kind the file has."""
        return self.ledger.accounts[-1]

    @property
    def source(self) -> str:
        """The source whose delivery this is."""
        return self.table.layout.id

    def states(self) -> dict[str, RowState]:
        """The one state of every row of data, by its place."""
        found = dict.fromkeys(self.places, RowState.ACCEPTED)
        for repair in self.ledger.repairs:
            is_out = repair.rule == _LEFT_OUT
            found[repair.place] = RowState.LEFT_OUT if is_out else RowState.REPAIRED
        for row in self.ledger.quarantined:
            found[row.place] = RowState.QUARANTINED
        return found

    def told(self) -> Iterator[Told]:
        """What every row that can be used tells; rows that came twice and closures tell nothing."""
        for row in self.rosters:
            yield Told(row.named.where, _who(row.named), _said(row))
        for bill in self.settlements:
            plain = replace(bill, rid=None, extra={}, repairs=(), where="")
            said = repr((plain, sorted(bill.extra.items())))
            yield Told(bill.where, bill.setl_id, said)
        for paid in self.others.rows:
            said = repr((_who(paid.named), replace(paid.payment, origin="")))
            yield Told(paid.named.where, paid.payment.id, said)
        for named, one in self.openings:
            place = one.programme if isinstance(one, Opening) else one.pool
            yield Told(named.where, f"{_who(named)} {place} {one.year_start}", repr(one))
        for account in self.accounts:
            said = repr((account.bank, account.holder, account.number, account.relation))
            yield Told(account.named.where, _who(account.named), said)
        for case in self.backlog:
            said = repr((case.settlement, case.visit, case.left, case.office))
            yield Told(case.named.where, case.settlement, said)
        for aid_row in self.given.rows:
            said = repr((_who(aid_row.named), aid_row.delivery, aid_row.given_on))
            yield Told(aid_row.named.where, aid_row.number, said)
        for paper in self.e_bills:
            who = " ".join((paper.kind, paper.code, paper.number, paper.settlement))
            said = repr((paper.amount_fen, paper.issued_on, paper.is_flushed, paper.reimbursed))
            yield Told(paper.named.where, who, said)
        for answer in self.answers:
            said = repr((answer.is_accepted, answer.reason))
            yield Told(answer.place, str(answer.line), said)
        for aid in self.at_counter:
            said = repr((aid.amount_fen, aid.paid_on))
            yield Told(aid.place, aid.settlement, said)

    def named(self) -> Iterator[Named]:
        """How every row that can be used names somebody, as far as it names anybody."""
        yield from (row.named for row in self.rosters)
        yield from (named_in(bill, self.source) for bill in self.settlements)
        yield from (paid.named for paid in self.others.rows)
        yield from (named for named, _ in self.openings)
        yield from (account.named for account in self.accounts)
        yield from (case.named for case in self.backlog)
        yield from self.given.named()
        yield from (paper.named for paper in self.e_bills)

    def lost(self) -> list[tuple[Named, Quarantined]]:
        """Rows that cannot be used but say something of whom they name."""
        role = self.table.role
        return [
            (
                Named(
                    row.place,
                    *(row.certno, row.psn_no, row.name),
                    rank=_RANKS.get(role, _BESIDE_RANK),
                    role=role,
                    source=self.source,
                ),
                row,
            )
            for row in self.ledger.quarantined
            if row.certno or row.psn_no or row.name
        ]

    def spelled(self) -> registry.Spelled:
        """How its rows name people, worked out once; with those that cannot be used but matter.

        Somebody waits for such a row, or stays on a list by it.
        """
        if self._spelled is None:
            waits = self.table.role in ("rosters", *LOWERING)
            lost = (named for named, row in self.lost() if waits or row.takes_back)
            self._spelled = registry.spell([*self.named(), *lost])
        return self._spelled

    def to_be_stated(self) -> "Reading":
        """The same without its sheets and repairs, to be handed to whoever states it."""
        table = Table(**{**_fields(self.table), "parts": ()})
        return replace(
            self,
            table=table,
            places=(),
            ledger=Ledger(self.ledger.accounts, self.ledger.quarantined),
        )

    def words(self) -> dict[str, int]:
        """The words of the field that says what a row is, and how often each stands."""
        words: Iterable[str | None] = (
            *(row.identity for row in self.rosters),
            *(bill.med_type for bill in self.settlements),
            *(row.payment.source for row in self.others.rows),
        )
        return dict(sorted(Counter(word for word in words if word).items()))


def period_of(batch: Batch) -> Period | None:
    """The period a batch speaks of."""
    if batch.period_first is None or batch.period_last is None:
        return None
    return Period(batch.period_first, batch.period_last)


def open_table(path: Path, batch: Batch, profile: Profile) -> Table:
    """The table of a batch; raises `InputError` when it is not what its layout says."""
    return read_table(path, profile.layout(batch.source), batch.name, period_of(batch))


def read(table: Table, profile: Profile, mended: Mapping[str, Mapping[str, str]]) -> Reading:
    """Read the rows of a table by its role; raises `InputError` when none can be used."""
    noting = _Noting(**{**_fields(table), "mended": mended})
    ledger = Ledger()
    read_ = _READERS[table.role](noting, profile, ledger)
    left_out = [one.place for one in ledger.repairs if one.rule == _LEFT_OUT]
    return Reading(noting, ledger, (*noting.places, *left_out), **read_)


def _fields(table: Table) -> dict[str, Any]:
    names = ("path", "name", "sha256", "layout", "parts", "period", "is_zero_report")
    return {name: getattr(table, name) for name in names}


def _rosters(table: Table, profile: Profile, ledger: Ledger) -> dict[str, Any]:
    by_role: dict[str, list[Table]] = {"rosters": [], "people": []}
    by_role[table.role].append(table)
    read_ = read_rosters(
        by_role["rosters"], by_role["people"], profile.pack, profile.sources, ledger
    )
    return {"rosters": (*read_.rows, *read_.people_rows)}


def _settlements(table: Table, _profile: Profile, ledger: Ledger) -> dict[str, Any]:
    return {"settlements": tuple(take_settlements(table, ledger))}


def _others(table: Table, profile: Profile, ledger: Ledger) -> dict[str, Any]:
    return {"others": read_others([table], profile.pack, ledger)}


def _openings(table: Table, profile: Profile, ledger: Ledger) -> dict[str, Any]:
    if table.period is None:
        raise bad("batch_no_period", table.name)
    openings = read_opening([table], profile.pack, table.period.first.year, ledger)
    return {"openings": (*openings.programmes, *openings.pools)}


def _accounts(table: Table, _profile: Profile, ledger: Ledger) -> dict[str, Any]:
    return {"accounts": read_beside({table.role: [table]}, ledger).accounts}


def _backlog(table: Table, _profile: Profile, ledger: Ledger) -> dict[str, Any]:
    return {"backlog": read_beside({table.role: [table]}, ledger).under_way}


def _given(table: Table, profile: Profile, ledger: Ledger) -> dict[str, Any]:
    return {"given": read_given([table], profile.pack, ledger)}


def _e_bills(table: Table, _profile: Profile, ledger: Ledger) -> dict[str, Any]:
    return {"e_bills": read_beside({table.role: [table]}, ledger).e_bills}


def _answers(table: Table, _profile: Profile, ledger: Ledger) -> dict[str, Any]:
    return {"answers": read_beside({table.role: [table]}, ledger).answers}


def _at_counter(table: Table, _profile: Profile, ledger: Ledger) -> dict[str, Any]:
    if table.period is None:
        raise bad("batch_no_period", table.name)
    return {"at_counter": read_beside({table.role: [table]}, ledger).at_counter}


_READERS = {
    "rosters": _rosters,
    "people": _rosters,
    "settlements": _settlements,
    "others": _others,
    "opening": _openings,
    "accounts": _accounts,
    "backlog": _backlog,
    "given": _given,
    "e_bills": _e_bills,
    "mark_receipts": _answers,
    "one_stop": _at_counter,
}


def _who(named: Named) -> str:
    return named.certno or named.psn_no or f"{named.name} {named.born}"


def _said(row: RosterRow) -> str:
    """What a row says beside whom it names; the period of its list is no news."""
    start = None if row.period and row.start == row.period.first else row.start
    named = row.named
    about = (named.name, named.psn_no, named.born, named.sex, named.household, named.former_name)
    what = (row.identity, start, row.end, row.recognised, row.office, row.attributes)
    return repr((about, what, row.ends, row.died, row.moved))
