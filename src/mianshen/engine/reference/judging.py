"""Whether a programme pays on an event: definite noes, holds, and the rows that match (§6)."""

from dataclasses import dataclass, field, replace
from datetime import date

from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.figures import Offer, offer, row_applies
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.place import Place
from mianshen.engine.reference.state import State
from mianshen.engine.reference.unit import APPLY, Unit
from mianshen.engine.reference.unknowns import formulas_of
from mianshen.engine.reference.values import (
    NOTHING_ASSUMED,
    Assumed,
    Known,
    Scene,
    Truth,
    Unknown,
    all_of,
    any_of,
    truth,
)
from mianshen.engine.reference.years import day_of, year_start
from mianshen.engine.results import Reason
from mianshen.policy.expressions import tree
from mianshen.policy.schema import ActsWhen, Per

NOTHING_UNKNOWN = Unknown()

_YEAR_WORDS = frozenset({"year_base", "year_borne", "year_paid", "visit_number"})


@dataclass
class Verdict:
    """What looking at a programme on an event found.

    `no` is a definite no (`dynamic` if it may change with what others pay). Otherwise `hold` is
    the first reason to wait, `offers` the rows that match (or may match), `unknown` everything not
    known that mattered.
    """

    no: Reason | None = None
    hold: Reason | None = None
    offers: list[Offer] = field(default_factory=list)
    unknown: Unknown = NOTHING_UNKNOWN
    base_known: bool = True
    only_who_failed: bool = False
    admissible: bool = False
    dynamic: bool = False


class Judge:
    """Looks at programmes on events in one state of the fold; changes nothing."""

    def __init__(self, unit: Unit, state: State) -> None:
        self._unit = unit
        self._state = state
        self._place = Place(unit, state)

    def judge(self, member: Member, charge: Charge, assumed: Assumed = NOTHING_ASSUMED) -> Verdict:
        """The verdict on a member for an event, perhaps with some unknown words assumed."""
        scene = self.scene(member, charge, charge, assumed)
        if not self._in_force(member, charge):
            return Verdict(no=Reason.NO_VERSION)
        who = self.who(member, scene)
        when = self.when(member, scene)
        no = self._definite_no(member, charge, scene)
        if who is False:
            return Verdict(no=Reason.NO_IDENTITY, only_who_failed=when is True and no is None)
        if when is False:
            admissible = who is True and no is None and not self._waits(member, charge)
            dynamic = member.programme.when is not None and member.programme.when.dynamic
            return Verdict(no=Reason.CONDITION_FALSE, admissible=admissible, dynamic=dynamic)
        if no is not None:
            return Verdict(no=no)
        verdict = Verdict()
        for part in (who, when):
            if isinstance(part, Unknown):
                verdict.unknown = verdict.unknown.with_(part)
        self._match_rows(member, scene, verdict)
        verdict.offers = [replace(one, assumed=assumed) for one in verdict.offers]
        if not verdict.offers:
            admissible = who is True and when is True and not self._waits(member, charge)
            rows = [row.when for row in member.programme.terms if row.when is not None]
            dynamic = any(when.dynamic for when in rows)
            return Verdict(no=Reason.CONDITION_FALSE, admissible=admissible, dynamic=dynamic)
        base = self._place.base(member, charge)
        if isinstance(base, Unknown):
            verdict.unknown = verdict.unknown.with_(base)
            verdict.base_known = False
        self._measure_guarantees(member, charge, verdict)
        verdict.hold = self._hold(member, charge, verdict.unknown)
        return verdict

    def condition_still_holds(
        self, member: Member, charge: Charge, last: Charge, assumed: Assumed
    ) -> bool:
        """Whether the condition holds for an earlier event of a visit as the visit goes on."""
        return self.when(member, self.scene(member, charge, last, assumed)) is True

    def who(self, member: Member, scene: Scene) -> Truth:
        """Whether the person is one of those the programme is for."""
        who = member.programme.who
        if who is None:
            return True
        parts: list[Truth] = [scene.holds(identity) for identity in who.all]
        if who.any:
            parts.append(any_of([scene.holds(identity) for identity in who.any]))
        for identity in who.none:
            held = scene.holds(identity)
            parts.append(held if isinstance(held, Unknown) else not held)
        return all_of(parts)

    def scene(self, member: Member, charge: Charge, last: Charge, assumed: Assumed) -> Scene:
        """What conditions of a member see on an event, perhaps with some unknown words assumed."""

        def given(name: str) -> Known | None:
            return assumed.get(name)

        return self._place.visit_scene(member, charge, last, given)

    def when(self, member: Member, scene: Scene) -> Truth:
        """Whether the condition of the programme holds."""
        when = member.programme.when
        return True if when is None else truth(when.node, scene)

    def _in_force(self, member: Member, charge: Charge) -> bool:
        span = member.programme.in_force
        day = day_of(charge.event, span.by)
        return (span.start or date.min) <= day <= (span.end or date.max)

    def _definite_no(self, member: Member, charge: Charge, scene: Scene) -> Reason | None:
        if self._too_late(member, charge, scene):
            return Reason.CLAIM_TOO_LATE
        if (charge.person, member.name, charge.event.id) in self._unit.rejected:
            return Reason.REJECTED
        if self._given_before(member, charge):
            return Reason.ONCE_GIVEN
        if member in self._state.barred or self._excluded(member, charge):
            return Reason.EXCLUDED_BY_CLAUSE
        return None

    def _needs_application(self, member: Member, scene: Scene) -> bool:
        if member.programme.on_application:
            return True
        who = member.programme.who
        if who is None or who.backdate is None or not who.backdate.on_application:
            return False
        read = Verdict()
        for part in (self.who(member, scene), self.when(member, scene)):
            if isinstance(part, Unknown):
                read.unknown = read.unknown.with_(part)
        self._match_rows(member, scene, read)
        return APPLY in read.unknown.words

    def _too_late(self, member: Member, charge: Charge, scene: Scene) -> bool:
        deadline = self._unit.deadline(member, charge)
        if deadline is None:
            return False
        applied = self._unit.application(member, charge)
        if applied is not None:
            return applied.on > deadline
        return self._needs_application(member, scene) and self._unit.as_of > deadline

    def _given_before(self, member: Member, charge: Charge) -> bool:
        once = member.programme.once
        if once is None:
            return False
        if self._unit.once_given_before(member, charge, once):
            return True
        label = charge.label(member.year)
        for (mate, person, year), account in self._state.accounts.items():
            if mate is not member or person != charge.person:
                continue
            if once is Per.YEAR and year != label:
                continue
            for index, entry in account.entries.items():
                if entry.charge.visit != charge.visit and self._state.line.get((member, index), 0):
                    return True
        return False

    def _excluded(self, member: Member, charge: Charge) -> bool:
        for other in charge.seats.members:
            for exclusion in other.programme.excludes:
                if exclusion.programme != member.name or other.place >= member.place:
                    continue
                key = (other, charge.index)
                if exclusion.acts_when is ActsWhen.ELIGIBLE and key in self._state.eligible:
                    return True
                if self._state.line.get(key, 0) > 0:
                    return True
        return False

    def _match_rows(self, member: Member, scene: Scene, verdict: Verdict) -> None:
        for index, row in enumerate(member.programme.terms):
            applies = row_applies(member, row, scene)
            if applies is False:
                continue
            if isinstance(applies, Unknown):
                verdict.unknown = verdict.unknown.with_(applies)
            made, unknown = offer(member, index, scene)
            if unknown is not None:
                verdict.unknown = verdict.unknown.with_(unknown)
            verdict.offers.append(made)

    def _measure_guarantees(self, member: Member, charge: Charge, verdict: Verdict) -> None:
        for at, one in enumerate(verdict.offers):
            lacks = self._place.guarantee_lacks(member, charge, one.figures.row)
            if lacks is not None:
                verdict.unknown = verdict.unknown.with_(lacks)
                verdict.offers[at] = replace(one, pays_all=True)

    def _hold(self, member: Member, charge: Charge, unknown: Unknown) -> Reason | None:
        programme = member.programme
        applied = self._unit.application(member, charge) is not None
        if APPLY in unknown.words or (programme.on_application and not applied):
            return Reason.APPLICATION_NEEDED
        released = (charge.person, member.name, charge.event.id) in self._unit.released
        if not released and self.source_silent(member, charge):
            return Reason.WAITING_FOR_SOURCE
        if not released and self.opening_missing(member, charge):
            return Reason.OPENING_MISSING
        if unknown.words:
            return Reason.NEEDS_CHECK
        return Reason.PARAMETER_MISSING if unknown.figures else None

    def _waits(self, member: Member, charge: Charge) -> bool:
        return self._hold(member, charge, Unknown()) is not None

    def source_silent(self, member: Member, charge: Charge) -> bool:
        day = self._unit.settled_day(charge)
        for name in member.programme.requires:
            payer = charge.pack.payers[name]
            if any(source in charge.event.paid_fen for source in payer.sources):
                continue
            closed = [self._unit.closed_through.get(source) for source in payer.sources]
            if all(through is not None and through >= day for through in closed):
                continue
            if not self._row_given(charge, payer.sources, payer.provisional_satisfies):
                return True
        return False

    def _row_given(
        self, charge: Charge, sources: tuple[str, ...], provisional_satisfies: bool
    ) -> bool:
        day = self._unit.settled_day(charge)
        for payment in self._unit.facts.payments:
            if payment.person != charge.person or payment.source not in sources:
                continue
            if payment.provisional and not provisional_satisfies:
                continue
            if payment.event == charge.event.id:
                return True
            first, last = payment.first_day or date.min, payment.last_day or date.max
            if payment.event is None and first <= day <= last:
                return True
        return False

    def opening_missing(self, member: Member, charge: Charge) -> bool:
        begins = self._unit.facts.complete_from
        if begins is None or self._unit.opening(member, charge) is not None:
            return False
        if begins <= year_start(charge.label(member.year), member.year):
            return False
        return counts_over_year(member)


def counts_over_year(member: Member) -> bool:
    """Whether what came before in the year changes what a programme pays now."""
    programme = member.programme
    if programme.per is Per.YEAR or programme.once is Per.YEAR:
        return True
    if any(pool.per is Per.YEAR for pool in member.pools):
        return True
    if any(row.line is not None and row.line.per is Per.YEAR for row in programme.terms):
        return True
    read = {name for node in formulas_of(member) for name in tree.names(node)}
    return bool(read & _YEAR_WORDS)
