"""Targets become lines on events, within room and pools; lines fall again when bases do (§5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from mianshen.engine.facts import OtherPayment
from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.members import Member, PoolRef
from mianshen.engine.reference.place import Place
from mianshen.engine.reference.state import Account, Period, State
from mianshen.engine.reference.targets import (
    YEAR_SCOPE,
    Entry,
    OpeningBase,
    Scope,
    Targets,
    scope_of,
    scopes_of,
)
from mianshen.engine.reference.unit import Unit
from mianshen.engine.reference.values import Unknown
from mianshen.engine.reference.years import year_label, year_start
from mianshen.engine.results import Effect
from mianshen.money import round_to_integer, yuan_from_fen
from mianshen.policy.schema import ActsWhen, Clip, Minimum, Per

ZERO = Fraction(0)
UNLIMITED_FEN = 10**18


@dataclass(frozen=True, slots=True)
class Booked:
    """What settling an account with a current event came to, for the reason of a zero."""

    want_fen: int = 0
    new_fen: int = 0
    below_minimum: bool = False
    pool_used_up: bool = False


def meets(minimum: Minimum, edge: Fraction, amount_fen: int) -> bool:
    """Whether an amount is enough to be paid out."""
    amount = yuan_from_fen(amount_fen)
    return amount >= edge if minimum.inclusive else amount > edge


class Bookings:
    """Settles accounts of one state; the only place that changes lines."""

    def __init__(self, unit: Unit, state: State) -> None:
        self._unit = unit
        self._state = state
        self._place = Place(unit, state)

    def settle(
        self,
        member: Member,
        person: str,
        label: int,
        *,
        current: Charge | None = None,
    ) -> Booked:
        """Bring an account's lines in step with its bases (§5.3).

        `current` is the event being computed, if any.
        """
        account = self._state.accounts[member, person, label]
        before = {index: self._line(member, index) for index in account.entries}
        self._renew_bases(member, account, current)
        self._clip(member, account)
        targets = self._all_targets(member, person, label)
        booked = Booked()
        for scope in scopes_of(member.programme, account.in_order()):
            target = max(0, targets.get(scope, 0) - account.forfeits.get(scope, 0))
            here = current is not None and scope == scope_of(member.programme, current)
            failed = False
            if scope != YEAR_SCOPE and target > 0:
                failed = not self._enough(member, account, scope, target)
                target = 0 if failed else target
            difference = target - self._normal_in(member, account, scope, person, label)
            if difference < 0:
                self._fall(member, account, scope, -difference)
            if here:
                assert current is not None
                booked = self._book_current(member, account, scope, current, difference)
                booked = replace(booked, below_minimum=booked.below_minimum or failed)
            elif difference > 0 and scope not in account.cut:
                enough = scope != YEAR_SCOPE or self._enough(member, account, scope, difference)
                self._rise(member, account, scope, difference if enough else 0)
        self._note_changes(member, account, before)
        return booked

    def renew(self, member: Member, person: str, label: int, current: Charge) -> None:
        """Work every base of an account out anew without booking anything (§5.3 a)."""
        self._renew_bases(member, self._state.accounts[member, person, label], current)

    def entries_anew(self, member: Member, charge: Charge) -> list[Entry]:
        """An account's entries with every base worked out anew; the account stays as it is."""
        account = self._state.account(member, charge)
        kept, account.entries = account.entries, dict(account.entries)
        self._renew_bases(member, account, charge)
        anew, account.entries = account.in_order(), kept
        return anew

    def target_of(self, member: Member, person: str, label: int, scope: Scope) -> int:
        """What an account's scope owes by its present entries, before forfeits, in fen."""
        opening = self._unit.opening_of(member, person, label)
        from_opening = opening.entitled_fen if opening and scope == YEAR_SCOPE else 0
        return self._all_targets(member, person, label).get(scope, from_opening)

    def _all_targets(self, member: Member, person: str, label: int) -> dict[Scope, int]:
        """What every scope of an account owes, worked out anew only when its entries changed."""
        account = self._state.accounts[member, person, label]
        basis = (account.in_order(), account.uplifts)
        if account.owed is None or account.owed[0] != basis:
            account.owed = basis, self.targets(member, person, label).all()
        return account.owed[1]

    def targets(self, member: Member, person: str, label: int) -> Targets:
        """What works out the targets of an account as its entries stand."""
        account = self._state.accounts[member, person, label]
        opening = self._unit.opening_of(member, person, label)
        start = OpeningBase()
        if opening is not None:
            start = OpeningBase(
                yuan_from_fen(opening.base_fen),
                yuan_from_fen(opening.consumed_fen),
                opening.entitled_fen,
            )
        return Targets(member.programme, account.in_order(), start, account.uplifts)

    def unbooked(self, member: Member, person: str, label: int) -> int:
        """What a yearly account still owes beyond its lines, in fen (§5.7)."""
        account = self._state.accounts[member, person, label]
        target = self.target_of(member, person, label, YEAR_SCOPE)
        target -= account.forfeits.get(YEAR_SCOPE, 0)
        return target - self._normal_in(member, account, YEAR_SCOPE, person, label)

    def _enough(self, member: Member, account: Account, scope: Scope, amount_fen: int) -> bool:
        """Whether an amount reaches the minimum last worked out in its scope."""
        minimum = member.programme.minimum
        if minimum is None:
            return True
        edges = [
            entry.minimum
            for entry in account.in_order()
            if entry.active
            and entry.minimum is not None
            and scope_of(member.programme, entry.charge) == scope
        ]
        return not edges or meets(minimum, edges[-1], amount_fen)

    def _line(self, member: Member, index: int) -> int:
        return self._state.line.get((member, index), 0)

    def _normal(self, member: Member, index: int) -> int:
        return self._state.normal.get((member, index), 0)

    def _normal_in(
        self, member: Member, account: Account, scope: Scope, person: str, label: int
    ) -> int:
        inside = [
            index
            for index, entry in account.entries.items()
            if scope_of(member.programme, entry.charge) == scope
        ]
        booked = sum(self._normal(member, index) for index in inside)
        opening = self._unit.opening_of(member, person, label)
        return booked + (opening.entitled_fen if opening and scope == YEAR_SCOPE else 0)

    def _renew_bases(self, member: Member, account: Account, current: Charge | None) -> None:
        for index, entry in sorted(account.entries.items()):
            base = self._place.base(member, entry.charge)
            if isinstance(base, Unknown):
                base = entry.base
            struck = self._struck_by_excluder(member, entry.charge)
            if struck and entry.counted and not entry.struck:
                self._state.effects.add(Effect.EXCLUSION)
            if base != entry.base and entry.active and index != (current and current.index):
                self._state.effects.add(Effect.REBASED)
            guaranteed = entry.guaranteed
            if entry.figures is not None:
                guaranteed = self._place.guaranteed(member, entry.charge, entry.figures.row)
            if (base, struck, guaranteed) != (entry.base, entry.struck, entry.guaranteed):
                anew = replace(entry, base=base, struck=struck, guaranteed=guaranteed)
                account.entries[index] = anew
        if member.programme.clip is Clip.SUM:
            self._clip_sums(account)
        limiting = [pool for pool in member.pools if pool.limits_base]
        if limiting:
            self._limit_bases(member, account, limiting)

    def _struck_by_excluder(self, member: Member, charge: Charge) -> bool:
        for other in charge.seats.members:
            for exclusion in other.programme.excludes:
                if exclusion.programme != member.name or other.place > member.place:
                    continue
                if exclusion.acts_when is ActsWhen.PAYS and self._line(other, charge.index) > 0:
                    return True
        return False

    def _clip_sums(self, account: Account) -> None:
        visits: dict[tuple[str, str], list[int]] = {}
        for index, entry in sorted(account.entries.items()):
            if entry.active:
                visits.setdefault(entry.charge.visit, []).append(index)
            else:
                account.entries[index] = replace(entry, base=max(ZERO, entry.base))
        for indices in visits.values():
            whole = max(ZERO, sum((account.entries[index].base for index in indices), ZERO))
            for index in indices:
                entry = account.entries[index]
                base = min(max(ZERO, entry.base), whole)
                whole -= base
                account.entries[index] = replace(entry, base=base)

    def _limit_bases(self, member: Member, account: Account, pools: Sequence[PoolRef]) -> None:
        for index, entry in sorted(account.entries.items()):
            row = entry.figures.row if entry.figures is not None else None
            base = entry.base
            for pool in pools if entry.active else ():
                cap = self._state.caps.get((pool, self.period(pool, entry.charge)))
                if cap is not None and pool.row in (None, row):
                    used = self._bases_before(pool, member, entry.charge)
                    base = min(base, max(ZERO, yuan_from_fen(cap) - used))
            account.entries[index] = replace(entry, base=base)

    def _bases_before(self, pool: PoolRef, member: Member, charge: Charge) -> Fraction:
        """The bases a pool has let have before a member's turn on an event, in its period."""
        turn = (charge.index, member.place, member.position)
        period = self.period(pool, charge)
        used = ZERO
        for (mate, _, _), account in self._state.accounts.items():
            if pool not in mate.pools:
                continue
            for index, one in account.entries.items():
                earlier = (index, mate.place, mate.position) < turn and one.active
                earlier = earlier and self._counts(pool, mate, one.charge)
                if earlier and self.period(pool, one.charge) == period:
                    used += one.base
        return used

    def _clip(self, member: Member, account: Account) -> None:
        for index, entry in account.entries.items():
            if not self._normal(member, index):
                continue
            if not entry.active:
                self._set(member, entry, 0)
                continue
            self._set(member, entry, self._normal(member, index))
            room = self._place.room(member, entry.charge)
            if self._line(member, index) > room:
                self._set(member, entry, floor(room / entry.factor) if entry.factor else 0)
        if member.programme.per is Per.YEAR:
            self._clip_to_year(member, account)

    def _clip_to_year(self, member: Member, account: Account) -> None:
        """Lower lines, latest first, to what year-level payments leave (§5.5)."""
        bound = self._year_bound(member, account)
        over = sum(self._line(member, index) for index in account.entries) - bound
        for index in sorted(account.entries, reverse=True):
            entry, line = account.entries[index], self._line(member, index)
            if over <= 0 or not line or not entry.factor:
                continue
            kept = max(0, line - over)
            self._set(member, entry, floor(kept / entry.factor))
            over -= line - self._line(member, index)

    def _set(self, member: Member, entry: Entry, normal_fen: int) -> None:
        line = round_to_integer(entry.factor * normal_fen)
        self._state.book(member, entry.charge, normal_fen, line)

    def _fall(self, member: Member, account: Account, scope: Scope, amount: int) -> None:
        for index in sorted(account.entries, reverse=True):
            entry = account.entries[index]
            normal = self._normal(member, index)
            if amount <= 0 or scope_of(member.programme, entry.charge) != scope or not normal:
                continue
            down = min(normal, amount)
            self._set(member, entry, normal - down)
            amount -= down

    def _rise(self, member: Member, account: Account, scope: Scope, amount: int) -> None:
        candidates = self._candidates(member, account, scope, None)
        self._book(member, candidates, amount, scope)

    def _candidates(
        self, member: Member, account: Account, scope: Scope, current: Charge | None
    ) -> list[Entry]:
        found = [
            entry
            for entry in account.in_order()
            if entry.active and entry.paying and scope_of(member.programme, entry.charge) == scope
        ]
        if current is None:
            return found
        return sorted(found, key=lambda entry: entry.charge is not current)

    def _book_current(
        self,
        member: Member,
        account: Account,
        scope: Scope,
        current: Charge,
        want: int,
    ) -> Booked:
        if want <= 0:
            return Booked(want)
        if scope == YEAR_SCOPE and not self._enough(member, account, scope, want):
            return Booked(want, below_minimum=True)
        candidates = self._candidates(member, account, scope, current)
        used_up = self._pools_let(member, account.entries[current.index]) <= 0
        new, pool_bound = self._book(member, candidates, want, scope)
        if pool_bound:
            account.cut.add(scope)
            self._state.effects.add(Effect.POOL_BOUND)
        return Booked(want, new, pool_used_up=used_up)

    def _book(
        self,
        member: Member,
        candidates: Sequence[Entry],
        want: int,
        scope: Scope,
    ) -> tuple[int, bool]:
        rest = UNLIMITED_FEN
        if scope == YEAR_SCOPE and candidates:
            account = self._state.account(member, candidates[0].charge)
            booked = sum(self._line(member, index) for index in account.entries)
            rest = self._year_bound(member, account) - booked
        left, pool_bound = want, False
        for entry in candidates:
            if left <= 0:
                break
            room = self._room_for(member, entry, rest)
            pools = self._pools_let(member, entry)
            amount = max(0, min(left, room, pools))
            pool_bound = pool_bound or (amount < left and pools < room)
            amount = max(0, min(amount, self._share(member, entry)))
            if amount:
                line = self._line(member, entry.charge.index)
                normal = self._normal(member, entry.charge.index) + amount
                self._set(member, entry, normal)
                left -= amount
                more = self._line(member, entry.charge.index) - line
                rest -= more
                if member in self._state.most:
                    self._state.most[member] -= more
        return want - left, pool_bound and left > 0

    def _room_for(self, member: Member, entry: Entry, rest_of_year: int) -> int:
        """How much more normal aid the event's room and what is left of the year's let it have."""
        index = entry.charge.index
        if not entry.factor:
            return UNLIMITED_FEN
        line = self._line(member, index) + rest_of_year
        most = min(line, self._place.room(member, entry.charge))
        return floor(most / entry.factor) - self._normal(member, index)

    def _pools_let(self, member: Member, entry: Entry) -> int:
        """How much normal aid the pools still let an entry have."""
        return floor(self.pools_left(member, entry.charge) / max(entry.factor, Fraction(1)))

    def _share(self, member: Member, entry: Entry) -> int:
        """What a member may still book of its share among alternatives paid together (§7)."""
        most = self._state.most.get(member)
        if most is None or not entry.factor:
            return UNLIMITED_FEN
        index = entry.charge.index
        most = self._line(member, index) + max(0, most)
        return floor(most / entry.factor) - self._normal(member, index)

    def _year_bound(self, member: Member, account: Account) -> int:
        """What an account's lines may come to in all beside year-level payments (§5.5)."""
        if not account.entries or not self._unit.charges.year_level:
            return UNLIMITED_FEN
        first = next(iter(account.entries.values())).charge
        label = first.label(member.year)
        paid = sum(
            payment.amount_fen
            for payment in self._unit.charges.year_level
            if payment.person == first.person and _concerns(payment, member, label)
        )
        paying = [entry for entry in account.entries.values() if entry.active and entry.paying]
        room = sum(self._place.room(member, entry.charge) for entry in paying)
        return max(0, room - paid)

    def period(self, pool: PoolRef, charge: Charge) -> Period:
        """The period of a pool that an event falls in, told apart by person or household."""
        person = self._unit.people.get(charge.person)
        whose = charge.person
        if pool.household and person is not None and person.household:
            whose = f"household {person.household}"
        match pool.per:
            case Per.VISIT:
                return (whose, *charge.visit)
            case Per.YEAR:
                return (whose, str(charge.label(pool.year)))
            case Per.LIFE:
                return (whose,)

    def pools_left(
        self,
        member: Member,
        charge: Charge,
        *,
        row: int | None = None,
        spans: frozenset[Per] = frozenset(Per),
    ) -> int:
        """The least that any pool of a member (of some spans) leaves on an event, in fen.

        Caps of rows bind events whose visit carries the row; `row` says which, else the entry.
        """
        left = UNLIMITED_FEN
        if row is None:
            row = self.row_of(member, charge)
        for pool in member.pools:
            if pool.per not in spans or pool.row not in (None, row):
                continue
            period = self.period(pool, charge)
            cap = self._state.caps.get((pool, period))
            if cap is not None and not pool.limits_base:
                left = min(left, cap - self.used(member, pool, period, charge))
        return max(0, left)

    def row_of(self, member: Member, charge: Charge) -> int | None:
        """The row of terms an event's visit carries."""
        entry = self._state.account(member, charge).entries.get(charge.index)
        return entry.figures.row if entry is not None and entry.figures is not None else None

    def used(self, member: Member, pool: PoolRef, period: Period, charge: Charge) -> int:
        """What a pool has paid in a period, a member's own excess aside (§5.2)."""
        amounts = self._state.normal if pool.counts_normal else self._state.line
        used = self._opening_use(member, pool, charge)
        mates = charge.seats.sharing[pool]
        for other in self._unit.folded:
            if other.seats is not charge.seats or self.period(pool, other) != period:
                continue
            for mate in mates:
                if not self._counts(pool, mate, other):
                    continue
                used += amounts.get((mate, other.index), 0)
                if mate is not member or other.person != charge.person:
                    used += self._above(mate, other)
        return used

    def _counts(self, pool: PoolRef, mate: Member, charge: Charge) -> bool:
        if pool.cap.when is None or pool.cap.uncapped_use_counts:
            return True
        return (pool, mate, charge.index) in self._state.in_force

    def _above(self, mate: Member, charge: Charge) -> int:
        """Money delivered above entitlement, which uses a pool against everyone else."""
        above = self._place.paid(mate, charge) - self._line(mate, charge.index)
        if mate.position == 0:
            above += self._place.surplus(mate.layer, charge)
        return above

    def _opening_use(self, member: Member, pool: PoolRef, charge: Charge) -> int:
        start = None
        if pool.per is Per.YEAR:
            start = year_start(charge.label(pool.year), pool.year)
        people = [charge.person]
        if pool.household:
            people = sorted(self._unit.people)
        used = sum(
            one.used_fen
            for person in people
            for one in self._unit.pool_openings.get((person, pool.name, start), ())
        )
        if pool.private and pool.per is Per.YEAR:
            opening = self._unit.opening(member, charge)
            used += opening.entitled_fen if opening else 0
        return used

    def _note_changes(
        self,
        member: Member,
        account: Account,
        before: dict[int, int],
    ) -> None:
        for index in account.entries:
            change = self._line(member, index) - before.get(index, 0)
            if not change or index == self._state.now:
                continue
            key = (member, index)
            self._state.catch_up[key] = self._state.catch_up.get(key, 0) + change
            if change > 0:
                self._state.effects.add(Effect.CAUGHT_UP)


def _concerns(payment: OtherPayment, member: Member, label: int) -> bool:
    """Whether a payment for the year is one of a payer of the member's pack, in its year."""
    taken = any(payment.source in payer.sources for payer in member.pack.payers.values())
    day = payment.first_day
    return taken and (day is None or year_label(day, member.year) == label)
