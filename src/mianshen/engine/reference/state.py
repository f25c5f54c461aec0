"""What the fold has done so far for one unit of people, cheap to copy for trying an order."""

from dataclasses import dataclass, field

from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.members import Member, PoolRef
from mianshen.engine.reference.targets import Entry, Move, Scope
from mianshen.engine.results import Effect, Reason

AccountKey = tuple[Member, str, int]
Period = tuple[str, ...]
Left = tuple[int, int]
Basis = tuple[list[Entry], tuple[Move, ...]]


@dataclass(slots=True)
class Account:
    """One person's account with one programme in one benefit year (§4.1).

    `excess` is what was advanced above its entitlement, by event, while that is known (§3.2),
    `owed` the targets of its scopes and what they were worked out from.
    """

    entries: dict[int, Entry] = field(default_factory=dict)
    forfeits: dict[Scope, int] = field(default_factory=dict)
    cut: set[Scope] = field(default_factory=set)
    uplifts: tuple[Move, ...] = ()
    excess: dict[int, int] | None = None
    owed: tuple[Basis, dict[Scope, int]] | None = None

    def fork(self) -> "Account":
        """A copy that can change on its own (entries themselves never change)."""
        entries, forfeits, cut = dict(self.entries), dict(self.forfeits), set(self.cut)
        return Account(entries, forfeits, cut, self.uplifts, self.excess, self.owed)

    @property
    def counts(self) -> bool:
        """Whether any event counts in it; else no event has a line, and no base is needed."""
        return any(entry.counted for entry in self.entries.values())

    def in_order(self) -> list[Entry]:
        """The entries in fold order."""
        return [self.entries[index] for index in sorted(self.entries)]


@dataclass(frozen=True, slots=True)
class Note:
    """Why a member paid nothing, or not yet everything, on an event."""

    reason: Reason | None = None
    hold: Reason | None = None
    held_fen: int = 0


@dataclass(slots=True, eq=False)
class State:
    """Everything booked so far; amounts in fen by (member, index of the event).

    `lefts` remembers what is left at the entry of layers, by event and place, while it stands;
    `most` is what members cut pro rata may still book; `now` is the event being decided,
    `blind_on` one on which held programmes are taken to pay nothing (§9.1).
    """

    accounts: dict[AccountKey, Account] = field(default_factory=dict)
    normal: dict[tuple[Member, int], int] = field(default_factory=dict)
    line: dict[tuple[Member, int], int] = field(default_factory=dict)
    catch_up: dict[tuple[Member, int], int] = field(default_factory=dict)
    phantom: dict[tuple[Member, int], int] = field(default_factory=dict)
    orders: dict[tuple[str, int], tuple[Member, ...]] = field(default_factory=dict)
    decided: set[tuple[str, int]] = field(default_factory=set)
    caps: dict[tuple[PoolRef, Period], int | None] = field(default_factory=dict)
    in_force: set[tuple[PoolRef, Member, int]] = field(default_factory=set)
    notes: dict[tuple[Member, int], Note] = field(default_factory=dict)
    eligible: set[tuple[Member, int]] = field(default_factory=set)
    barred: frozenset[Member] = frozenset()
    effects: set[Effect] = field(default_factory=set)
    most: dict[Member, int] = field(default_factory=dict)
    lefts: dict[int, dict[int, Left]] = field(default_factory=dict)
    now: int | None = None
    blind_on: int | None = None

    def fork(self) -> "State":
        """A copy on which something can be tried."""
        return State(
            {key: account.fork() for key, account in self.accounts.items()},
            dict(self.normal),
            dict(self.line),
            dict(self.catch_up),
            dict(self.phantom),
            dict(self.orders),
            set(self.decided),
            dict(self.caps),
            set(self.in_force),
            dict(self.notes),
            set(self.eligible),
            self.barred,
            set(self.effects),
            dict(self.most),
            dict(self.lefts),
            self.now,
            self.blind_on,
        )

    def become(self, other: "State") -> None:
        """Take over everything of a copy that turned out best."""
        for name in self.__slots__:
            setattr(self, name, getattr(other, name))

    def account(self, member: Member, charge: Charge) -> Account:
        """The account an event of this member belongs to, opened when first used."""
        key = (member, charge.person, charge.label(member.year))
        return self.accounts.setdefault(key, Account())

    def book(self, member: Member, charge: Charge, normal_fen: int, line_fen: int) -> None:
        """Set what a member is entitled to on an event."""
        self.normal[member, charge.index] = normal_fen
        if self.line.get((member, charge.index)) != line_fen:
            self.line[member, charge.index] = line_fen
            self._forget(member, charge)

    def enter(self, member: Member, entry: Entry) -> None:
        """Set a member's entry on an event."""
        self.account(member, entry.charge).entries[entry.charge.index] = entry
        self._forget(member, entry.charge)

    def hold(self, member: Member, charge: Charge, at_most_fen: int) -> None:
        """Set what a held member may at most come to pay on an event (§3.4)."""
        self.phantom[member, charge.index] = at_most_fen
        self._forget(member, charge)

    def decide(self, place: int, charge: Charge) -> None:
        """Count a layer as decided on an event."""
        self.decided.add((charge.pack.layers[place].id, charge.index))
        self._forget_left_after(place, charge)

    def _forget(self, member: Member, charge: Charge) -> None:
        """Forget what was worked out from what a member paid on an event."""
        account = self.account(member, charge)
        if account.excess is not None:  # it may be laid on other events now
            self.lefts = {}
        else:
            self._forget_left_after(member.place, charge)
        account.excess = None

    def _forget_left_after(self, place: int, charge: Charge) -> None:
        lefts = self.lefts.get(charge.index, {})  # copies of this state may share it
        self.lefts[charge.index] = {at: left for at, left in lefts.items() if at <= place}

    def sum_of(self, member: Member) -> int:
        """What a member is entitled to on all events together."""
        return sum(fen for (mate, _), fen in self.line.items() if mate is member)
