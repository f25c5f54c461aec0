"""Whether a programme pays on an event: noes, holds, unknowns and rows of terms (§6)."""

from dataclasses import dataclass, field
from datetime import timedelta

from mianshen.engine.facts import Event, Release
from mianshen.engine.results import Reason
from mianshen.policy.expressions import tree
from mianshen.policy.formula import Formula
from mianshen.policy.schema import Cap, Per
from oracle.days import day_of, first_day, months_away
from oracle.expressions import Known, Truth3, Unknown, both, evaluate
from oracle.figures import figures_of
from oracle.identities import applications, reads_backdated
from oracle.left import entry_line, line
from oracle.state import State
from oracle.unknowns import combinations, formulas_of
from oracle.words import VisitWords
from oracle.world import World, version_day

FOLD_WORDS = {
    "in_scope_left",
    "total_left",
    "year_base",
    "year_paid",
    "year_borne",
    "visit_number",
}
COUNTED_OVER_THE_YEAR = {"year_base", "year_paid", "year_borne", "visit_number"}


@dataclass
class Seen:
    """A programme looked at on an event under one combination of assumptions."""

    no: Reason | None = None
    dynamic: bool = False
    admissible: bool = False
    only_who_fails: bool = False
    rows: list[int] = field(default_factory=list)
    lacks: set[str] = field(default_factory=set)


def _one_truth(words: VisitWords, formula: Formula | None) -> Truth3:
    if formula is None:
        return True
    found = evaluate(formula.node, words)
    assert isinstance(found, bool | Unknown)
    return found


def _dynamic(words: VisitWords, formula: Formula | None) -> bool:
    if formula is None:
        return False
    pack = words.pack
    moving = {*FOLD_WORDS, *pack.programmes}
    moving |= {layer.id for layer in pack.layers if layer.members}
    return bool(tree.names(formula.node) & moving)


def look(words: VisitWords, excluded: bool, *, lenient: bool = False) -> Seen:
    """§6.4 A programme on an event; what is unknown counts as met when lenient."""
    world, event, name = words.world, words.event, words.name
    programme = world.programme(event, name)
    found = Seen()

    def settled(value: Truth3) -> Truth3:
        if isinstance(value, Unknown):
            found.lacks |= value.lacks
            return True if lenient else value
        return value

    day = version_day(world, event, name)
    force = programme.in_force
    version = (force.start or day) <= day <= (force.end or day)
    who = settled(words.identities.fits()) if version else True
    when = settled(_one_truth(words, programme.when)) if version else True
    rows = [settled(one) for one in _rows_fit(words)] if version else []
    found.rows = [at for at, fits in enumerate(rows) if fits is not False]
    no_row = version and not found.rows
    late = _too_late(words)
    rejected = any(
        (one.person, one.programme, one.event) == (event.person, name, event.id)
        for one in world.facts.rejections
    )
    given = _once_given(words)
    noes = [
        (not version, Reason.NO_VERSION),
        (who is False, Reason.NO_IDENTITY),
        (when is False, Reason.CONDITION_FALSE),
        (late, Reason.CLAIM_TOO_LATE),
        (rejected, Reason.REJECTED),
        (given, Reason.ONCE_GIVEN),
        (excluded, Reason.EXCLUDED_BY_CLAUSE),
        (no_row, Reason.CONDITION_FALSE),
    ]
    found.no = next((reason for applies, reason in noes if applies), None)
    if when is False:
        found.dynamic = _dynamic(words, programme.when)
    elif no_row:
        found.dynamic = any(_dynamic(words, row.when) for row in programme.terms)
    others = not version or late or rejected or given or excluded
    waits = _must_ask(world, event, name) or _silence(world, event, name) is not None
    found.admissible = who is True and not others and not waits
    found.only_who_fails = who is False and when is True and not others
    return found


def _too_late(words: VisitWords) -> bool:
    world, event, name = words.world, words.event, words.name
    window = world.programme(event, name).claim_within
    if window is None:
        return False
    deadline = months_away(day_of(event, window.after), window.months)
    deadline += timedelta(days=window.days)
    asked = applications(world, event, name)
    if asked:
        return min(one.on for one in asked) > deadline
    return application_needed(words.state, world, event, name) and world.as_of > deadline


def _once_given(words: VisitWords) -> bool:
    world, event, name = words.world, words.event, words.name
    once = world.programme(event, name).once
    if once is None:
        return False
    year = world.year_of(event, name)
    for (person, pack, programme, of_year), account in words.state.accounts.items():
        if (person, pack, programme) != (event.person, words.pack.id, name):
            continue
        if once is Per.YEAR and of_year != year:
            continue
        for entry in account.entries:
            if entry.event.visit != event.visit and entry_line(entry) > 0:
                return True
    start = first_day(words.pack.year_of(name), year)
    return any(
        one.once_given and (once is Per.LIFE or one.year_start == start)
        for one in world.facts.openings
        if (one.person, one.programme) == (event.person, name)
    )


def excluded_earlier(world: World, state: State, event: Event, name: str) -> bool:
    """§7.6 Whether a programme of an earlier layer keeps this one out."""
    pack = world.pack(event)
    for other, programme in pack.programmes.items():
        if pack.place_of[other] >= pack.place_of[name]:
            continue
        for one in programme.excludes:
            if one.programme != name:
                continue
            if one.acts_when.value == "eligible" and (event.id, other) in state.eligible:
                return True
            if one.acts_when.value == "pays" and line(world, state, event, other) > 0:
                return True
    return False


def _rows_fit(words: VisitWords) -> list[Truth3]:
    """§6.7 Which rows of terms match."""
    found: list[Truth3] = []
    for row in words.world.programme(words.event, words.name).terms:
        by_who: Truth3 = words.identities.any_of(row.who) if row.who else True
        found.append(both([by_who, _one_truth(words, row.when)]))
    return found


def application_needed(state: State, world: World, event: Event, name: str) -> bool:
    """§6.2, §6.5 Whether someone must ask for the programme, or for what is back-dated."""
    programme = world.programme(event, name)
    if programme.on_application:
        return True
    backdate = programme.who.backdate if programme.who else None
    if backdate is None or not backdate.on_application:
        return False
    plain = VisitWords(world, state, event, name, backdated=False)
    reached = VisitWords(world, state, event, name, backdated=True)
    pairs = [
        (plain.identities.fits(), reached.identities.fits()),
        (_one_truth(plain, programme.when), _one_truth(reached, programme.when)),
        *zip(_rows_fit(plain), _rows_fit(reached), strict=True),
    ]
    if any(_hangs_on_asking(without, with_it) for without, with_it in pairs):
        return True
    fitting = [row for row, fits in enumerate(_rows_fit(reached)) if fits is not False]
    return any(figures_of(plain, row) != figures_of(reached, row) for row in fitting)


def _hangs_on_asking(without: Truth3, with_it: Truth3) -> bool:
    if without is False:
        return with_it is not False
    return without is not True and with_it is True


def _must_ask(world: World, event: Event, name: str) -> bool:
    return world.programme(event, name).on_application and not applications(world, event, name)


def hold_of(world: World, state: State, event: Event, name: str) -> Reason | None:
    """§6.5 The first hold that does not come from an unknown."""
    asked = applications(world, event, name)
    if not asked and application_needed(state, world, event, name):
        return Reason.APPLICATION_NEEDED
    return _silence(world, event, name)


def _silence(world: World, event: Event, name: str) -> Reason | None:
    """§6.5 A hold because a source has not spoken, or the year's beginning is not known."""
    if _released(world, event, name) is not None:
        return None
    programme = world.programme(event, name)
    if any(not _heard_from(world, event, payer) for payer in programme.requires):
        return Reason.WAITING_FOR_SOURCE
    complete = world.facts.complete_from
    pack, year = world.pack(event), world.year_of(event, name)
    if complete is None or complete <= first_day(pack.year_of(name), year):
        return None
    opened = world.opening(event.person, pack, name, year)
    if opened is None and _counts_over_the_year(world, event, name):
        return Reason.OPENING_MISSING
    return None


def _released(world: World, event: Event, name: str) -> Release | None:
    for one in world.facts.releases:
        if (one.person, one.programme, one.event) == (event.person, name, event.id):
            return one
    return None


def _heard_from(world: World, event: Event, payer_name: str) -> bool:
    payer = world.pack(event).payers[payer_name]
    day = event.settled.date()
    if any(source in event.paid_fen for source in payer.sources):
        return True
    for one in world.facts.payments:
        if one.source not in payer.sources or one.person != event.person:
            continue
        if one.provisional and not payer.provisional_satisfies:
            continue
        covers = (one.first_day is None or one.first_day <= day) and (
            one.last_day is None or day <= one.last_day
        )
        if one.event == event.id or (one.event is None and covers):
            return True
    closed = {one.source for one in world.facts.closures if one.through >= day}
    return closed >= set(payer.sources)


def _counts_over_the_year(world: World, event: Event, name: str) -> bool:
    pack = world.pack(event)
    programme = pack.programmes[name]
    caps: list[Cap] = [*programme.caps, *(pack.pools[pool] for pool in programme.pools)]
    spans = [programme.per, programme.once]
    for row in programme.terms:
        caps += row.caps
        spans += [part.per for part in (row.line, row.gate) if part is not None]
    spans += [cap.per for cap in caps]
    read = {one for formula in formulas_of(world, event, name) for one in tree.names(formula.node)}
    return Per.YEAR in spans or bool(read & COUNTED_OVER_THE_YEAR)


def definite_no(world: World, state: State, event: Event, name: str, excluded: bool) -> Seen:
    """§6.4 The programme with nothing assumed; where somebody must ask, as if they had."""
    asked = application_needed(state, world, event, name)
    backdated = asked or reads_backdated(world, event, name)
    words = VisitWords(world, state, event, name, backdated=backdated)
    return look(words, excluded)


def lookers(
    world: World, state: State, event: Event, name: str, *, asked: bool
) -> list[VisitWords] | None:
    """The words of the programme under every combination; None when there are too many."""
    backdated = asked or reads_backdated(world, event, name)
    found = combinations(world, state, event, name, backdated=backdated)
    if found is None:
        return None
    return [VisitWords(world, state, event, name, one, backdated=backdated) for one in found]


def still_holds(
    world: World, state: State, until: Event, event: Event, name: str, assumed: dict[str, Known]
) -> bool:
    """§6.3 Whether `when` holds for an earlier entry of a visit, by its own words."""
    programme = world.programme(event, name)
    words = VisitWords(world, state, event, name, assumed, until=until)
    return _one_truth(words, programme.when) is True
