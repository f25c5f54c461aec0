"""What cannot be decided by machine: whose aid has to wait, which bills, and why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from mianshen.policy.pack import Pack
from mianshen.run.case import has_household_pool
from mianshen.run.matching.matching import Matching
from mianshen.run.matching.reviews import Review
from mianshen.run.people import Known, Register
from mianshen.run.reading.ledger import Ledger, Quarantined
from mianshen.run.reading.periods import Period
from mianshen.run.rosters import Rosters
from mianshen.run.settlements import Bills
from mianshen.run.spans import Spans
from mianshen.standards.identity.numbers import read_number
from mianshen.standards.reversals import Outcome

_LOWERING_ROLES = ("others", "opening", "given")


@dataclass
class Doubt:
    """People whose aid waits (by key), bills that wait (by place), and rows to be looked at.

    `kept_on` are people whom a list may name in a row that could not be read or matched: their
    absence from it says nothing.
    """

    people: set[str] = field(default_factory=set)
    bills_in_review: set[str] = field(default_factory=set)
    kept_on: dict[tuple[str, Period], set[str]] = field(default_factory=dict)
    found: list[Review] = field(default_factory=list)

    def reviews(self) -> tuple[Review, ...]:
        """Every row to be looked at, in the order of files and rows."""
        return tuple(sorted(self.found, key=lambda one: (one.role, one.place, one.reason)))

    def add_spans(self, spans: Spans, bills: Bills, register: Register) -> None:
        """Add what deaths and departures contradict."""
        for review in spans.reviews:
            self.found.append(review)
            key = register.key_at(review.place)
            if key is not None and not review.is_used:
                self.people.add(key)
        for row in bills.used:
            one = row.settlement
            key = register.key_at(one.where)
            left = spans.left.get(key or "")
            admitted = one.begndate or one.setl_time.date()
            if left is None or left.reason != "died" or admitted <= left.day:
                continue
            self.bills_in_review.add(one.where)
            self.found.append(
                Review(
                    "settlements",
                    one.where,
                    "bill_after_death",
                    one.certno or "",
                    one.psn_no or "",
                    one.psn_name or "",
                    f"{left.day} < {admitted}",
                )
            )


def find_doubts(
    rosters: Rosters,
    bills: Bills,
    matching: Matching,
    ledger: Ledger,
    register: Register,
    pack: Pack,
) -> Doubt:
    """What matching and quarantine leave open.

    Whoever may be meant by an unusable payment of others, opening balance or reversal is not
    assessed, for the aid would come out too high; whoever is on no list but may be meant by a
    doubtful or unreadable roster row is in review and not left out.
    """
    doubt = Doubt(found=list(matching.reviews))
    doubt.people |= matching.suspects
    for review in matching.reviews:
        if review.role in _LOWERING_ROLES and not review.is_used:
            doubt.people |= {one.key for one in review.candidates}
    meant = _Meant(register)
    for row in ledger.quarantined:
        if row.role in _LOWERING_ROLES or row.takes_back:
            doubt.people |= meant.by(row)
    rostered = {register.key_at(row.named.where) for row in rosters.rows}
    for row in ledger.quarantined_in(("rosters",)):
        doubt.people |= meant.by(row) - rostered
    _keep_pairs_together(doubt, bills, register)
    _keep_on_lists(doubt, rosters, matching, ledger, meant)
    for known in register.everyone():
        _look_at_person(doubt, known, pack)
    if has_household_pool(pack):
        _spread_in_households(doubt, register)
    return doubt


def _spread_in_households(doubt: Doubt, register: Register) -> None:
    """Who shares a cap with somebody in review waits as well."""
    waiting = {
        household for key in doubt.people for household in register.known(key).stated_households()
    }
    for known in register.everyone():
        if waiting & set(known.stated_households()):
            doubt.people.add(known.key)


class _Meant:
    """Finds whom a row that cannot be used may be about: by its numbers, or else by its name."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for known in register.everyone():
            for _, name in known.names:
                self._by_name[name].add(known.key)

    def by(self, row: Quarantined) -> set[str]:
        """The keys of the people."""
        numbers = [number for number in (row.certno, row.psn_no) if number]
        found = [self._register.find(number) for number in numbers]
        keys = {known.key for known in found if known}
        return keys or set(self._by_name.get(row.name or "", ()))


def _keep_pairs_together(doubt: Doubt, bills: Bills, register: Register) -> None:
    """A bill and the refund that takes it back are one person's, or both wait."""
    place_of_bill = {row.settlement.setl_id: row.settlement.where for row in bills.used}
    for row in bills.used:
        if row.partner is None or row.outcome not in (Outcome.REVERSAL, Outcome.REVERSED):
            continue
        own, other = row.settlement.where, place_of_bill.get(row.partner)
        if other and register.key_at(own) != register.key_at(other):
            doubt.bills_in_review |= {own, other}


def _keep_on_lists(
    doubt: Doubt, rosters: Rosters, matching: Matching, ledger: Ledger, meant: "_Meant"
) -> None:
    file_of = {one.name: one for one in rosters.files if one.period}
    kept: dict[tuple[str, Period], set[str]] = defaultdict(set)

    def keep(place: str, keys: Iterable[str]) -> None:
        name = place.rpartition(":")[0]
        one = file_of.get(name) or file_of.get(name.partition("[")[0])
        if one is not None and one.period is not None:
            kept[one.source, one.period] |= set(keys)

    for review in matching.reviews:
        if review.role == "rosters" and not review.is_used:
            keep(review.place, (one.key for one in review.candidates))
    for row in ledger.quarantined_in(("rosters",)):
        keep(row.place, meant.by(row))
    doubt.kept_on = dict(kept)


def _look_at_person(doubt: Doubt, known: Known, pack: Pack) -> None:
    households = known.stated_households()
    if len(households) > 1:
        waits = has_household_pool(pack)
        doubt.found.append(_about(known, "two_households", "、".join(households), waits=waits))
        if waits:
            doubt.people.add(known.key)
    printed = read_number(known.key)
    if not printed.is_proven:
        return
    if printed.sex and {sex for _, sex in known.sexes} - {printed.sex}:
        doubt.found.append(_about(known, "sex_disagrees", "", waits=False))
    if printed.born and {day for _, day in known.born} - {printed.born}:
        doubt.found.append(_about(known, "birth_date_disagrees", "", waits=False))


def _about(known: Known, reason: str, detail: str, *, waits: bool) -> Review:
    return Review(
        "people", "", reason, known.key, known.psn_no, known.name, detail, is_used=not waits
    )
