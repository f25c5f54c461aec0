"""What was paid, what is left, what a base comes to and how much room there is (§3)."""

from fractions import Fraction

from mianshen.engine.facts import Event
from mianshen.policy.expressions import tree
from mianshen.policy.schema import Clip, Combine, Covers, Layer
from oracle.amounts import rounded
from oracle.expressions import Unknown, Value, evaluate
from oracle.state import Account, AccountKey, Entry, State
from oracle.world import World, remembered

WIDE = {
    "total",
    "full_self_pay",
    "over_limit",
    "self_pay_first",
    "hospital_part",
    "account_pay",
    "price",
    "wage",
    "total_left",
    "year_borne",
}


@remembered
def account_key(world: World, event: Event, name: str) -> AccountKey:
    """The account an event belongs to."""
    return (event.person, world.pack(event).id, name, world.year_of(event, name))


def account_of(world: World, state: State, event: Event, name: str) -> Account | None:
    """The account an event belongs to, when it has been opened."""
    return state.accounts.get(account_key(world, event, name))


def opened(world: World, state: State, event: Event, name: str) -> Account:
    """The account an event belongs to, opened when need be."""
    key = account_key(world, event, name)
    return state.accounts.setdefault(key, Account(key))


def entry_of(world: World, state: State, event: Event, name: str) -> Entry | None:
    """The entry of an event in a programme's account."""
    account = account_of(world, state, event, name)
    for entry in account.entries if account else []:
        if entry.event.id == event.id:
            return entry
    return None


def entry_line(entry: Entry) -> int:
    """§5.1 The result an entry stands for."""
    if not entry.normal:
        return 0
    return rounded(entry.factor * entry.normal, "half_up", "fen")


def line(world: World, state: State, event: Event, name: str) -> int:
    """§3.2 What a programme is entitled to on an event so far."""
    entry = entry_of(world, state, event, name)
    return entry_line(entry) if entry else 0


def excesses(world: World, account: Account) -> dict[str, int]:
    """§3.2 What was delivered above the entitlement, by event."""
    name = account.key[2]
    given = [world.advance(one.event, name) for one in account.entries]
    if not any(given):
        return {one.event.id: 0 for one in account.entries}
    lines = [entry_line(one) for one in account.entries]
    rest = max(0, sum(given) - sum(lines))
    found: dict[str, int] = {}
    for entry, advance, due in reversed(list(zip(account.entries, given, lines, strict=True))):
        found[entry.event.id] = min(rest, max(0, advance - due))
        rest -= found[entry.event.id]
    return found


def paid(world: World, state: State, event: Event, name: str) -> int:
    """§3.2 The line and the excess."""
    account = account_of(world, state, event, name)
    if account is None:
        return 0
    due = line(world, state, event, name)
    if not world.ever_advanced(event.person, name):
        return due
    return due + excesses(world, account).get(event.id, 0)


def surplus(world: World, state: State, event: Event, layer: Layer) -> int:
    """§3.3 What was delivered on a layer above what its members are, or may come to be, due."""
    given = world.layer_advance(event, layer)
    if not given or not any(one.id == event.id and name == layer.id for one, name in state.decided):
        return 0
    due = 0
    for name in layer.members:
        phantom = state.phantoms.get((event.id, name))
        most = max(line(world, state, event, name), phantom[0] if phantom else 0)
        due += max(0, most - world.advance(event, name))
    return max(0, given - due)


def seen(world: World, state: State, event: Event, name: str) -> int:
    """§3.4 What later layers see of a programme."""
    phantom = state.phantoms.get((event.id, name))
    return max(phantom[0] if phantom else 0, paid(world, state, event, name))


def before(world: World, state: State, event: Event, name: str) -> tuple[str, ...]:
    """§3.1 The members of its own layer that come before a programme."""
    layer = world.pack(event).layer_of[name]
    order = state.orders.get((event.id, layer.id), ())
    if layer.combine is Combine.SEQUENCE:
        return layer.members[: layer.members.index(name)]
    if layer.combine is Combine.BEST_ORDER:
        return order[: order.index(name)] if name in order else order
    if layer.combine is Combine.BEST_ONE:
        return tuple(one for one in order if one != name)
    return ()


def applied(left: tuple[int, int], amount: int, covers: Covers) -> tuple[int, int]:
    """§2.4 What is left in scope and in all after a payment."""
    in_scope, total = left
    rest = max(0, total - amount)
    if covers is Covers.IN_SCOPE_FIRST:
        return min(max(0, in_scope - amount), rest), rest
    beyond = max(0, amount - (total - in_scope))
    return max(0, min(in_scope - beyond, rest)), rest


def left(
    world: World, state: State, event: Event, name: str, *, at_entry: bool = False
) -> tuple[int, int]:
    """§3.5 What is left for a programme, in scope and in all."""
    pack = world.pack(event)
    rest = (world.scope(event), world.cost(event))
    first = Covers.IN_SCOPE_FIRST
    for layer in pack.layers[: pack.place_of[name]]:
        for payer in layer.payers:
            rest = applied(rest, world.by_payer(event, payer), pack.payers[payer].covers)
        for other in layer.members:
            rest = applied(rest, seen(world, state, event, other), first)
        if layer.members:
            rest = applied(rest, surplus(world, state, event, layer), first)
    for other in () if at_entry else before(world, state, event, name):
        rest = applied(rest, paid(world, state, event, other), first)
    return rest


def names_own_layer(world: World, event: Event, name: str) -> bool:
    """Whether the base names a member of its own layer."""
    pack = world.pack(event)
    read = tree.names(pack.programmes[name].base.node)
    return any(other in read for other in pack.layer_of[name].members)


def most_for_base(world: World, state: State, event: Event, name: str) -> int:
    """§3.6 What the base of a programme can be at most on an event."""
    own = names_own_layer(world, event, name)
    in_scope, total = left(world, state, event, name, at_entry=own)
    wide = tree.names(world.programme(event, name).base.node) & WIDE
    return total if wide else in_scope


def base(world: World, state: State, event: Event, name: str) -> Fraction | Unknown:
    """§3.6 The base in fen of one event alone; below zero only where the sum is clipped."""
    from oracle.words import EventWords

    programme = world.programme(event, name)
    found = in_fen(evaluate(programme.base.node, EventWords(world, state, event, name)))
    if isinstance(found, Unknown):
        return found
    if programme.clip is Clip.SETTLEMENT:
        found = max(Fraction(0), found)
    return min(found, Fraction(most_for_base(world, state, event, name)))


def in_fen(value: Value) -> Fraction | Unknown:
    """An amount in yuan as fen."""
    if isinstance(value, Unknown):
        return value
    assert isinstance(value, Fraction)
    return value * 100


def excludes(world: World, event: Event, name: str, other: str) -> bool:
    """Whether a programme excludes another."""
    listed = world.programme(event, name).excludes
    return any(one.programme == other for one in listed)


def room(world: World, state: State, event: Event, name: str) -> int:
    """§3.7 How much a programme may pay on an event at most."""
    pack = world.pack(event)
    rest = world.cost(event) - world.by_payers(event)
    for layer in pack.layers[: pack.place_of[name]]:
        rest -= sum(seen(world, state, event, other) for other in layer.members)
        if layer.members:
            rest -= surplus(world, state, event, layer)
    own = pack.layer_of[name]
    others = [one for one in own.members if one != name]
    if own.combine is Combine.SEQUENCE:
        others = list(before(world, state, event, name))
    rest -= sum(paid(world, state, event, other) for other in others)
    for other in pack.programmes:
        mutual = excludes(world, event, name, other) and excludes(world, event, other, name)
        if mutual and line(world, state, event, other) > 0:
            return 0
    return max(0, rest)
