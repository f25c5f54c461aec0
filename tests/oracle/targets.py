"""From bases to targets: lines, positions, gates, sets of terms and bands (§4)."""

from dataclasses import dataclass
from fractions import Fraction

from mianshen.engine.facts import Event, Opening
from mianshen.policy.schema import Per
from oracle.amounts import rounded
from oracle.expressions import Unknown, evaluate
from oracle.left import in_fen
from oracle.state import Account, BandFigures, Chosen, Entry, Scope, State
from oracle.words import EventWords
from oracle.world import World

ZERO = Fraction(0)


@dataclass
class Part:
    """A counted entry with what it consumes and where its payable part lies in its scope."""

    entry: Entry
    base: Fraction
    consumed: Fraction
    start: Fraction = ZERO
    before_consumed: Fraction = ZERO

    @property
    def payable(self) -> Fraction:
        """The base beyond what it consumes."""
        return self.base - self.consumed

    def span(self, origin: str | None) -> tuple[Fraction, Fraction]:
        """§4.4 Where the payable part lies."""
        if origin == "line":
            begin = self.start - self.before_consumed
            return begin, begin + self.payable
        return self.start + self.consumed, self.start + self.base


def scope_of(world: World, event: Event, name: str) -> Scope:
    """§4.2 The scope an event belongs to."""
    if world.programme(event, name).per is Per.VISIT:
        return ("visit", event.visit)
    return ("year",)


def opening_of(world: World, account: Account) -> Opening | None:
    """The opening balance of an account."""
    person, pack_id, name, year = account.key
    pack = next(one for one in world.packs if one.id == pack_id)
    return world.opening(person, pack, name, year)


def parts_of(world: World, state: State, account: Account) -> list[Part]:
    """§4.3 The counted entries of an account with what each consumes of its line."""
    from oracle.booking import counts

    name = account.key[2]
    counted = [one for one in account.entries if counts(world, state, name, one)]
    opening = opening_of(world, account)
    in_year = Fraction(opening.consumed_fen) if opening else ZERO
    in_visit: dict[str, Fraction] = {}
    latest = latest_chosen(counted)
    parts = []
    for entry in counted:
        chosen = entry.chosen or latest
        so_far = in_visit.get(entry.event.visit, ZERO)
        consumed = ZERO
        if chosen is not None and chosen.line is not None:
            amount, per = chosen.line
            gone = in_year if per == "year" else so_far
            consumed = min(entry.base, max(ZERO, amount - gone))
        in_visit[entry.event.visit] = so_far + consumed
        in_year += consumed
        parts.append(Part(entry, entry.base, consumed))
    return parts


def latest_chosen(entries: list[Entry]) -> Chosen | None:
    """The terms of the last of some entries that has any."""
    with_terms = [one.chosen for one in entries if one.chosen is not None]
    return with_terms[-1] if with_terms else None


def scope_parts(
    world: World, state: State, account: Account, scope: Scope
) -> tuple[list[Part], Fraction, Fraction]:
    """The parts of a scope in their positions, and where the base and the consumption end."""
    opening = opening_of(world, account) if scope == ("year",) else None
    base = Fraction(opening.base_fen) if opening else ZERO
    consumed = Fraction(opening.consumed_fen) if opening else ZERO
    found = []
    for part in parts_of(world, state, account):
        if scope_of(world, part.entry.event, account.key[2]) != scope:
            continue
        part.start, part.before_consumed = base, consumed
        base += part.base
        consumed += part.consumed
        found.append(part)
    return found, base, consumed


def gate_open(world: World, state: State, account: Account, chosen: Chosen, visit: str) -> bool:
    """§4.5 Whether the gate of some terms is open on a visit."""
    if chosen.gate is None:
        return True
    edge, per = chosen.gate
    parts = parts_of(world, state, account)
    if per == "year":
        opening = opening_of(world, account)
        whole = sum((one.base for one in parts), Fraction(opening.base_fen if opening else 0))
    else:
        whole = sum((one.base for one in parts if one.entry.event.visit == visit), ZERO)
    return edge.met_by(whole)


def adjusted(ratio: Fraction, chosen: Chosen, account: Account) -> Fraction:
    """§4.8 A ratio with its own adjustments and those that reach back, in listed order."""
    for _, kind, value in sorted((*chosen.adjust, *account.reach)):
        ratio = ratio + value if kind == "points" else ratio * value
    return max(ZERO, ratio)


def set_of(account: Account, chosen: Chosen) -> tuple[object, ...]:
    """§4.6 What must be equal for two entries to be in one set."""
    ratio = None if chosen.ratio is None else adjusted(chosen.ratio, chosen, account)
    bands = tuple(
        (one.kind, one.edge, adjusted(one.ratio, chosen, account), one.amount)
        for one in chosen.bands
    )
    return (
        chosen.row,
        chosen.line,
        chosen.gate,
        ratio,
        bands,
        chosen.origin,
        chosen.share,
        chosen.amount,
    )


def pays(
    account: Account, chosen: Chosen, parts: list[Part], end: Fraction, flat: bool
) -> Fraction:
    """§4.6 What a set of terms pays; flat sums only for the scope's latest terms."""
    whole = sum((one.payable for one in parts), ZERO)
    if chosen.ratio is not None:
        return adjusted(chosen.ratio, chosen, account) * whole
    if chosen.amount is not None:
        return chosen.amount if flat and whole > 0 else ZERO
    if chosen.share is not None:
        of = sum((one.entry.guaranteed for one in parts), ZERO)
        return max(ZERO, whole - chosen.share * of)
    return _bands(account, chosen, parts, end, flat)


def guaranteed(world: World, state: State, name: str, entry: Entry) -> Fraction:
    """§4.6 What an entry's share of a guarantee is taken of, when its terms are one."""
    row = entry.chosen.row if entry.chosen else 0
    guarantee = world.programme(entry.event, name).terms[row].guarantee
    if entry.chosen is None or guarantee is None:
        return ZERO
    words = EventWords(world, state, entry.event, name, entry.assumed)
    found = in_fen(evaluate(guarantee.of.node, words))
    if isinstance(found, Unknown):
        return ZERO
    return max(ZERO, found)


def _bands(
    account: Account, chosen: Chosen, parts: list[Part], end: Fraction, flat: bool
) -> Fraction:
    bands = chosen.bands
    admits = [
        one.edge is None or end < one.edge.fen or (end == one.edge.fen and one.edge.inclusive)
        for one in bands
    ]
    last = admits.index(True)
    whole_kinds = [at for at in range(last + 1) if bands[at].kind != "marginal"]
    spans = [one.span(chosen.origin) for one in parts]
    total = ZERO
    first = 0
    if whole_kinds:
        at = whole_kinds[-1]
        first = at + 1
        total += _whole_band(account, chosen, bands[at], spans, at == last, flat)
    for at in range(first, last + 1):
        below = bands[at - 1].edge if at else None
        inside = _inside(spans, below.fen if below else None, _upper(bands[at]))
        total += adjusted(bands[at].ratio, chosen, account) * inside
    return total


def _whole_band(
    account: Account,
    chosen: Chosen,
    band: BandFigures,
    spans: list[tuple[Fraction, Fraction]],
    is_last: bool,
    flat: bool,
) -> Fraction:
    if band.kind == "lump":
        payable = _inside(spans, None, None)
        return band.amount if flat and payable > 0 else ZERO
    upper = None if is_last else _upper(band)
    return adjusted(band.ratio, chosen, account) * _inside(spans, None, upper)


def _upper(band: BandFigures) -> Fraction | None:
    return band.edge.fen if band.edge else None


def _inside(
    spans: list[tuple[Fraction, Fraction]], lower: Fraction | None, upper: Fraction | None
) -> Fraction:
    total = ZERO
    for start, end in spans:
        low = start if lower is None else max(start, lower)
        high = end if upper is None else min(end, upper)
        total += max(ZERO, high - low)
    return total


def _flat(chosen: Chosen | None) -> bool:
    """Whether terms have a flat amount or a lump."""
    if chosen is None:
        return False
    return chosen.amount is not None or any(one.kind == "lump" for one in chosen.bands)


def raw_target(world: World, state: State, account: Account, scope: Scope) -> int:
    """§4.7 The sum over the sets of a scope, with the opening's part, before any forfeit."""
    name = account.key[2]
    parts, base_end, consumed_end = scope_parts(world, state, account, scope)
    rounding = None
    latest = latest_chosen([one.entry for one in parts])
    last_flat = latest_chosen([one.entry for one in parts if _flat(one.entry.chosen)])
    flat_paid = False
    sets: dict[tuple[object, ...], list[Part]] = {}
    for part in parts:
        if part.entry.chosen is not None:
            sets.setdefault(set_of(account, part.entry.chosen), []).append(part)
    total = 0
    for key, members in sets.items():
        rounding = world.programme(members[0].entry.event, name)
        chosen = members[-1].entry.chosen
        assert chosen is not None
        open_parts = [
            one
            for one in members
            if gate_open(world, state, account, chosen, one.entry.event.visit)
        ]
        end = base_end - consumed_end if chosen.origin == "line" else base_end
        flat = last_flat is not None and key == set_of(account, last_flat)
        flat_paid = flat_paid or (flat and any(one.payable > 0 for one in open_parts))
        due = pays(account, chosen, open_parts, end, flat)
        total += rounded(max(ZERO, due), rounding.rounding.value, rounding.round_to.value)
    opening = opening_of(world, account) if scope == ("year",) else None
    if opening is None:
        return total
    if opening.entitled_fen or latest is None or latest.gate is None:
        return total + opening.entitled_fen
    last = [one for one in parts if one.entry.chosen is not None][-1].entry
    if not gate_open(world, state, account, latest, last.event.visit):
        return total
    alone = Part(last, Fraction(opening.base_fen), Fraction(opening.consumed_fen))
    end = alone.span(latest.origin)[1]
    due = ZERO
    if latest.share is None and alone.payable > 0:
        due = pays(account, latest, [alone], end, not flat_paid)
    programme = world.programme(last.event, name)
    return total + rounded(max(ZERO, due), programme.rounding.value, programme.round_to.value)


@dataclass
class Target:
    """What a scope comes to, and whether only a minimum keeps it from paying."""

    fen: int
    below_minimum: bool


def target_of(world: World, state: State, account: Account, scope: Scope) -> Target:
    """§4.7 The target of a scope."""
    raw = raw_target(world, state, account, scope)
    fen = max(0, raw - account.forfeits.get(scope, 0))
    if scope == ("year",):
        return Target(fen, False)
    parts, _, _ = scope_parts(world, state, account, scope)
    latest = latest_chosen([one.entry for one in parts])
    if latest is not None and latest.minimum is not None and not latest.minimum.met_by(fen):
        return Target(0, fen > 0)
    return Target(fen, False)
