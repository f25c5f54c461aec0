"""One programme's turn on one event: screened first, then paid, held or left out (§5, §6)."""

from dataclasses import dataclass, field, replace
from fractions import Fraction

from mianshen.engine.reference.booking import Booked, Bookings
from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.figures import Offer
from mianshen.engine.reference.judging import Judge, Verdict
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.place import Place
from mianshen.engine.reference.state import Account, Note, State
from mianshen.engine.reference.targets import Entry, Figures, scope_of
from mianshen.engine.reference.unit import APPLY, Unit
from mianshen.engine.reference.unknowns import combinations, unknown_words
from mianshen.engine.reference.values import NOTHING_ASSUMED, Assumed, Unknown
from mianshen.engine.results import Reason

ONE = Fraction(1)


@dataclass(frozen=True)
class Screening:
    """What a member can do on an event: nothing (`no`), wait (`hold`), or pay one of `offers`.

    `at_most_fen` is what a held member may come to pay; `rest_fen` what stays held beside the
    undisputed part. A `definite` no is one of §6.4; a `fixed` one does not
    depend on what other members pay.
    """

    no: Reason | None = None
    hold: Reason | None = None
    offers: tuple[Offer, ...] = ()
    at_most_fen: int = 0
    rest_fen: int = 0
    fixed: bool = False
    only_who_failed: bool = False
    admissible: bool = False
    definite: bool = False
    assumed: Assumed = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        """Whether it would pay now."""
        return self.no is None and self.hold is None

    @property
    def waits_fen(self) -> int:
        """What may still come beside what it pays now."""
        return self.at_most_fen if self.hold is not None else self.rest_fen


class Turns:
    """Turns of programmes in one state of the fold."""

    def __init__(self, unit: Unit, state: State) -> None:
        self._unit = unit
        self._state = state
        self._place = Place(unit, state)
        self._judge = Judge(unit, state)
        self._bookings = Bookings(unit, state)

    def screen(self, member: Member, charge: Charge) -> Screening:
        """Judge a member on an event and find out whether anything unknown matters (§6.6)."""
        verdict = self._judge.judge(member, charge)
        refused = self._refused(verdict)
        if refused is not None:
            return refused
        ways = self.ways(member, charge, verdict)
        if verdict.hold is None:
            taken = ways[0] if ways else NOTHING_ASSUMED
            return Screening(offers=tuple(replace(one, assumed=taken) for one in verdict.offers))
        if verdict.hold is Reason.NEEDS_CHECK and ways is not None:
            resolved = self._resolve(member, charge, ways)
            if resolved is not None:
                return resolved
        return self._held(member, charge, verdict, ways)

    def ways(self, member: Member, charge: Charge, verdict: Verdict) -> list[Assumed] | None:
        """The ways in which unknown words can turn out; None where there are none to try.

        Words of the condition count although it holds without them: it is judged again as the
        visit goes on, by what they were taken to be (§6.3, §6.6).
        """
        when = member.programme.when
        words = verdict.unknown.words
        if not words and when is None:
            return None
        scene = self._place.visit_scene(member, charge, charge, NOTHING_ASSUMED.get)
        if when is not None:
            words |= unknown_words(when.node, scene)
        words -= {APPLY}
        if not words:
            return None
        found = combinations(member, charge, scene, words)
        return None if found is None else list(found)

    def newly_pays(self, member: Member, charge: Charge, offer: Offer) -> tuple[int, Reason | None]:
        """What a member would newly pay (negative where its lines fall), and why nothing."""
        trial = self._state.fork()
        before = self._state.sum_of(member)
        turns = Turns(self._unit, trial)
        reason = turns.pay(member, charge, offer)
        return trial.sum_of(member) - before, reason

    def pay(
        self,
        member: Member,
        charge: Charge,
        offer: Offer,
        *,
        paying: bool = True,
    ) -> Reason | None:
        """Enter an event under an offer and settle the account; returns why n's line is zero."""
        account = self._state.account(member, charge)
        scope = scope_of(member.programme, charge)
        key = (member, charge.person, charge.label(member.year))
        self._judge_earlier_again(member, charge, account, pays=paying)
        base = self._place.base(member, charge)
        earlier = 0
        if not paying:
            self._bookings.renew(*key, charge)
            earlier = self._bookings.target_of(*key, scope)
        entry = Entry(
            charge,
            Fraction(0) if isinstance(base, Unknown) else base,
            admissible=True,
            counted=True,
            paying=paying,
            factor=offer.factor,
            assumed=offer.assumed,
        )
        self._state.enter(member, entry)
        self._put_terms(member, charge, account, offer)
        self._state.eligible.add((member, charge.index))
        if not paying:
            self._bookings.renew(*key, charge)
            self._forfeit(member, charge, account, earlier)
            self._bookings.settle(*key)
            return Reason.BETTER_PROGRAMME
        booked = self._settle_on(member, charge, account)
        return self._reason(member, charge, account, offer.figures, booked)

    def enter(self, member: Member, charge: Charge, offer: Offer) -> None:
        """Enter an event in a year-end account without settling it yet (§9.2)."""
        account = self._state.account(member, charge)
        self._judge_earlier_again(member, charge, account, pays=True)
        base = self._place.base(member, charge)
        known = Fraction(0) if isinstance(base, Unknown) else base
        entry = Entry(
            charge,
            known,
            admissible=True,
            counted=True,
            factor=offer.factor,
            assumed=offer.assumed,
        )
        self._state.enter(member, entry)
        self._put_terms(member, charge, account, offer)

    def settle_year(self, member: Member, last: Charge) -> Reason | None:
        """Settle a year-end account whose events have all been entered."""
        account = self._state.account(member, last)
        figures = account.entries[last.index].figures
        assert figures is not None
        booked = self._settle_on(member, last, account)
        return self._reason(member, last, account, figures, booked)

    def _settle_on(self, member: Member, charge: Charge, account: Account) -> Booked:
        """Settle for an event; a visit on which a minimum fails may count no more (§5.4)."""
        key = (member, charge.person, charge.label(member.year))
        booked = self._bookings.settle(*key, current=charge)
        minimum = member.programme.minimum
        if booked.below_minimum and minimum is not None and not minimum.accumulates:
            self._uncount(member, charge, account)
            self._bookings.settle(*key)
        return booked

    def leave_out(
        self, member: Member, charge: Charge, screening: Screening, *, settled: bool = True
    ) -> None:
        """Enter an event that does not count (or only accumulates, §7.4)."""
        account = self._state.account(member, charge)
        key = (member, charge.person, charge.label(member.year))
        changed = self._judge_earlier_again(member, charge, account, pays=False)
        accumulates = screening.only_who_failed and member.programme.accumulates_when_ineligible
        base = self._place.base(member, charge)
        known = Fraction(0) if isinstance(base, Unknown) else base
        if accumulates:
            scope = scope_of(member.programme, charge)
            self._bookings.renew(*key, charge)
            earlier = self._bookings.target_of(*key, scope)
            self._state.enter(member, Entry(charge, known, counted=True, paying=False))
            self._bookings.renew(*key, charge)
            self._forfeit(member, charge, account, earlier)
        else:
            entry = Entry(charge, known, admissible=screening.admissible, assumed=screening.assumed)
            self._state.enter(member, entry)
        if settled and (changed or accumulates):
            self._bookings.settle(*key)

    def note(self, member: Member, charge: Charge, note: Note) -> None:
        """Remember why a member paid nothing, or not everything."""
        self._state.notes[member, charge.index] = note

    def _refused(self, verdict: Verdict) -> Screening | None:
        if verdict.no is None:
            return None
        return Screening(
            no=verdict.no,
            fixed=not verdict.dynamic,
            only_who_failed=verdict.only_who_failed,
            admissible=verdict.admissible,
            definite=True,
        )

    def _resolve(self, member: Member, charge: Charge, ways: list[Assumed]) -> Screening | None:
        outcomes: list[tuple[int, Verdict]] = []
        for way in ways:
            found = self._judge.judge(member, charge, way)
            if found.no is None and found.hold is not None:
                return None
            amount = 0
            if found.no is None:
                amount = max(self.newly_pays(member, charge, one)[0] for one in found.offers)
            outcomes.append((amount, found))
        amounts = [amount for amount, _ in outcomes]
        least, most = min(amounts), max(amounts)
        if least == most:
            found = outcomes[0][1]
            refused = self._refused(found)
            if refused is not None:
                return replace(refused, assumed=ways[0])
            return Screening(offers=tuple(found.offers), assumed=ways[0])
        limited = [
            self._limited(member, charge, self.newly_pays(member, charge, one)[0], one)
            for _, found in outcomes
            for one in found.offers
        ]
        at_most = max(0, *limited)
        if at_most == 0:
            return None
        if member.programme.pay_undisputed and least > 0:
            first = amounts.index(least)
            return Screening(
                offers=tuple(outcomes[first][1].offers),
                at_most_fen=at_most,
                rest_fen=max(0, at_most - least),
                assumed=ways[first],
            )
        return Screening(hold=Reason.NEEDS_CHECK, at_most_fen=at_most)

    def _held(
        self, member: Member, charge: Charge, verdict: Verdict, ways: list[Assumed] | None
    ) -> Screening:
        """A held member: at most what the most generous way would pay, or zero if that is 0."""
        assert verdict.hold is not None
        at_most = 0
        first: Screening | None = None
        holds: set[Reason | None] = set()
        for way in ways or [NOTHING_ASSUMED]:
            found = self._judge.judge(member, charge, {**way, APPLY: True})
            refused = self._refused(found)
            holds.add(found.hold)
            most, reason = (0, None) if refused else self._at_most(member, charge, found)
            at_most = max(at_most, most)
            first = first or refused or Screening(no=reason or Reason.NOTHING_LEFT)
        if at_most == 0:
            assert first is not None
            return Screening(no=first.no)
        hold = verdict.hold
        if hold is Reason.NEEDS_CHECK and holds == {Reason.PARAMETER_MISSING}:
            hold = Reason.PARAMETER_MISSING
        return Screening(hold=hold, at_most_fen=at_most)

    def _at_most(self, member: Member, charge: Charge, found: Verdict) -> tuple[int, Reason | None]:
        at_most, zero_reason = 0, None
        for offer in found.offers:
            amount, reason = self._generous(member, charge, found, offer)
            limited = self._limited(member, charge, amount, offer)
            at_most = max(at_most, limited)
            if amount and not limited and self._place.room(member, charge):
                reason = Reason.CAP_USED
            zero_reason = zero_reason or reason
        return at_most, zero_reason

    def _generous(
        self, member: Member, charge: Charge, verdict: Verdict, offer: Offer
    ) -> tuple[int, Reason | None]:
        if not verdict.base_known:
            return self._place.room(member, charge), Reason.NOTHING_LEFT
        if not offer.pays_all:
            return self.newly_pays(member, charge, offer)
        whole = Figures(
            row=offer.figures.row,
            line=offer.figures.line,
            line_per=offer.figures.line_per,
            gate=offer.figures.gate,
            gate_inclusive=offer.figures.gate_inclusive,
            gate_per=offer.figures.gate_per,
            ratio=ONE,
        )
        amount, reason = self.newly_pays(
            member, charge, replace(offer, figures=whole, minimum=None)
        )
        return (self._place.room(member, charge) if amount else 0), reason

    def _limited(self, member: Member, charge: Charge, amount: int, offer: Offer) -> int:
        """An amount within the room of the event and what the pools leave under an offer."""
        trial = self._state.fork()
        turns = Turns(self._unit, trial)
        turns._put_caps(member, charge, offer)
        row = offer.figures.row
        pools = turns._bookings.pools_left(member, charge, row=row)
        return min(amount, self._place.room(member, charge), pools)

    def _judge_earlier_again(
        self, member: Member, charge: Charge, account: Account, *, pays: bool
    ) -> bool:
        changed = False
        for one in self._unit.visit_to_date(member, charge, charge):
            entry = account.entries.get(one.index)
            if one is charge or entry is None or not entry.admissible:
                continue
            known = pays or entry.figures is not None
            holds = known and self._judge.condition_still_holds(member, one, charge, entry.assumed)
            if holds != entry.counted:
                account.entries[one.index] = replace(entry, counted=holds)
                changed = True
        return changed

    def _put_terms(self, member: Member, charge: Charge, account: Account, offer: Offer) -> None:
        for one in self._unit.visit_to_date(member, charge, charge):
            entry = account.entries.get(one.index)
            if entry is None or not entry.counted:
                continue
            if one is not charge and not entry.paying and entry.figures is None:
                continue  # it accumulates only (§7.4)
            account.entries[one.index] = replace(
                entry,
                figures=offer.figures,
                factor=offer.factor,
                minimum=offer.minimum,
                guaranteed=self._place.guaranteed(member, one, offer.figures.row),
            )
        account.uplifts = offer.uplifts
        self._put_caps(member, charge, offer)

    def _put_caps(self, member: Member, charge: Charge, offer: Offer) -> None:
        for cap in offer.caps:
            key = (cap.pool, self._bookings.period(cap.pool, charge))
            self._state.caps[key] = cap.amount_fen
            mark = (cap.pool, member, charge.index)
            if cap.off:
                self._state.in_force.discard(mark)
            else:
                self._state.in_force.add(mark)

    def _forfeit(self, member: Member, charge: Charge, account: Account, earlier: int) -> None:
        scope = scope_of(member.programme, charge)
        now = self._bookings.target_of(member, charge.person, charge.label(member.year), scope)
        account.forfeits[scope] = account.forfeits.get(scope, 0) + max(0, now - earlier)

    def _uncount(self, member: Member, charge: Charge, account: Account) -> None:
        for one in self._unit.visit_to_date(member, charge, charge):
            entry = account.entries.get(one.index)
            if entry is not None:
                account.entries[one.index] = replace(entry, counted=False)

    def _reason(
        self,
        member: Member,
        charge: Charge,
        account: Account,
        figures: Figures,
        booked: Booked,
    ) -> Reason | None:
        if self._state.line.get((member, charge.index), 0) > 0:
            return None
        if account.entries[charge.index].struck:
            return Reason.EXCLUDED_BY_CLAUSE
        base = account.entries[charge.index].base
        if base == 0:
            empty = self._place.base_limit(member, charge) == 0
            return Reason.NOTHING_LEFT if empty else Reason.NO_BASE
        if booked.below_minimum:
            return Reason.BELOW_MINIMUM
        if booked.want_fen <= 0:
            lined = figures.line is not None or figures.gate is not None
            return Reason.BELOW_START_LINE if lined else Reason.NO_BASE
        return Reason.CAP_USED if booked.pool_used_up else Reason.NOTHING_LEFT
