"""One batch: who changed, their facts, the calculator, its answers kept, all in one transaction."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

import mianshen
from mianshen.bureau.assessment import models
from mianshen.bureau.assessment.asking import Asked, answers_to
from mianshen.bureau.assessment.capping import Told, order_caps
from mianshen.bureau.assessment.errors import DisagreementError
from mianshen.bureau.assessment.freezing import digest_of, frozen
from mianshen.bureau.assessment.gathering import (
    WaitingRow,
    answers_for,
    gather,
    in_review,
    owners_of,
    spans_of,
)
from mianshen.bureau.assessment.policies import in_force, policy
from mianshen.bureau.assessment.sampling import check_sample
from mianshen.bureau.assessment.settling import line_key, settle
from mianshen.bureau.bitemporal.rows import Row, copy_in, known, query, replace
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.claims.services import people_with_claims
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import record
from mianshen.engine.facts import Event, Facts, FactsError
from mianshen.engine.results import Assessment, Line
from mianshen.policy.pack import Pack

_ONE_AT_A_TIME = 7_305_001
"""The number of the lock that keeps two batches from running side by side."""
_YEARS = "t.year = ANY(%(years)s)"


@dataclass(frozen=True, slots=True)
class Assessed:
    """What a batch did: people and units looked at, lines told, people whose lines changed."""

    run: int = 0
    people: int = 0
    units: int = 0
    lines: int = 0
    changed: frozenset[int] = frozenset()
    waiting: int = 0
    sampled: int = 0


@dataclass
class _Told:
    """Rows for each table, as the calculator told them."""

    answers: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    orders: list[Row] = field(default_factory=list)
    years: list[Row] = field(default_factory=list)
    waiting: list[WaitingRow] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)


def assess_dirty(
    asked: Asked,
    stated: Stated,
    limit: int | None = None,
    people: Collection[int] | None = None,
) -> Assessed:
    """Assess everyone whose facts changed and keep what came out; call it outside a transaction.

    All or nothing: killed anywhere and called again it ends in the same state, and marks made
    meanwhile stay. Raises `DisagreementError` where the sample came out differently: nothing is
    kept then but an entry in the trail. `limit` is how many marked people are taken at once,
    `people` whom alone to look at of those who are marked.
    """
    try:
        with transaction.atomic():
            # Two batches side by side would each close the other's lines.
            one_at_a_time()
            marks = registry.dirty_people(limit, people)
            freed = _no_longer_in_review() if people is None else set()
            done = _assess(set(marks) | freed, asked, stated)
            registry.clear_marks(marks)
            return done
    except DisagreementError as error:
        record(stated.actor, "stop_assessment", "assessment", {"why": str(error)})
        raise


def one_at_a_time() -> None:
    """Let no batch run beside this transaction until it ends."""
    query("SELECT pg_advisory_xact_lock(%(lock)s)", lock=_ONE_AT_A_TIME)


def assess_all_anew(stated: Stated) -> int:
    """Mark everyone with claims, as at the start of a year or after its end; how many."""
    people = people_with_claims()
    registry.mark_dirty(people, stated)
    return len(people)


def _no_longer_in_review() -> set[int]:
    """Who waits no more for a look at a row in doubt, or for another reason; no mark tells that."""
    rows = known(models.Waiting, ("person", "detail"), "t.why = 'in_review'")
    waited = {int(person): str(detail) for person, detail in rows}
    if not waited:
        return set()
    now = in_review(waited, [policy(digest) for digest in in_force()])
    return {person for person, why in waited.items() if ", ".join(now.get(person, ())) != why}


def _assess(people: Collection[int], asked: Asked, stated: Stated) -> Assessed:
    if not people:
        return Assessed()
    digests = in_force()
    packs = [policy(digest) for digest in digests]
    owners = owners_of(people, packs)
    gathered = gather(owners, packs, asked)
    told = _Told(waiting=list(gathered.waiting))
    sampled = 0
    for year in asked.years:
        found = answers_to(gathered.units, packs, year, asked)
        sampled += check_sample(gathered.units, found, packs, year, asked)
        frame = _keep_frame(year, asked, digests)
        for unit, answer in zip(gathered.units, found, strict=True):
            if isinstance(answer, FactsError):
                told.waiting += _refused(unit, year, answer)
            else:
                _tell(told, unit, answer, packs, frame, year)
    changed = _keep(told, owners, asked, stated)
    run = models.Run.objects.create(
        at=stated.at,
        batch=stated.batch,
        actor=stated.actor,
        as_of=asked.as_of,
        people=len(owners),
        units=len(gathered.units),
        lines=len(told.lines),
        changed=len(changed),
        sampled=sampled,
    )
    caps: dict[str, int] = {}
    for year in asked.years:
        caps |= order_caps(_placed(told, year), gathered.units, packs, year, asked)
    settle(owners, asked.years, caps, run.id)
    done = Assessed(
        run.id,
        len(owners),
        len(gathered.units),
        len(told.lines),
        frozenset(changed),
        len(told.waiting),
        sampled,
    )
    counts = {"people": done.people, "lines": done.lines, "changed": len(changed)}
    record(stated.actor, "assess", f"assessment:{run.id}", {**counts, "sampled": sampled})
    return done


def _keep_frame(year: int, asked: Asked, digests: Sequence[str]) -> str:
    asks = (year, asked.as_of, year in asked.closed, list(digests), mianshen.__version__)
    digest = digest_of(repr(asks))
    names = ("year", "as_of", "year_closed", "packs", "version")
    models.Frame.objects.get_or_create(digest=digest, defaults=dict(zip(names, asks, strict=True)))
    return digest


def _refused(unit: Facts, year: int, error: FactsError) -> Iterator[WaitingRow]:
    for person in unit.people:
        yield int(person.id), year, "facts", "", str(error)


def _tell(
    told: _Told, unit: Facts, answer: Assessment, packs: Sequence[Pack], frame: str, year: int
) -> None:
    """Add one unit's answer to what will be kept."""
    if not (answer.lines or answer.year_choices):
        return
    text = frozen(unit)
    digest = digest_of(text)
    told.facts[digest] = text
    people = sorted({int(line.person) for line in answer.lines})
    told.answers += [(person, year, digest, frame, "") for person in people]
    events = {event.id: event for event in unit.events}
    spans = spans_of(unit)
    for line in answer.lines:
        pack = _pack_of(line, events, spans, packs)
        told.lines.append(_line_row(line, events, pack))
    for one in answer.choices:
        left = (one.chosen_left_fen, one.listed_left_fen, one.worst_left_fen)
        alone = [list(pair) for pair in one.alone_left_fen]
        about = (int(one.person), year, one.event, one.layer, list(one.chosen))
        told.orders.append((*about, *left, alone, one.tied, ""))
    for whole in answer.year_choices:
        borne = (whole.chosen_left_fen, whole.held_left_fen, whole.compared, whole.applied)
        told.years.append(
            (int(whole.person), whole.year, whole.layer, list(whole.held), *borne, "")
        )


def _pack_of(
    line: Line, events: dict[str, Event], spans: dict[str, Any], packs: Sequence[Pack]
) -> Pack:
    """The pack that a line comes from; a line of a year is of the last one that answered in it."""
    if len(packs) == 1:
        return packs[0]
    own = [events[line.event]] if line.event else _latest_first(events, line.person)
    for event in own:
        pack = answers_for(event, spans.get(event.person, ()), packs)
        if pack is not None and line.programme in pack.programmes:
            return pack
    return next(pack for pack in packs if line.programme in pack.programmes)


def _latest_first(events: dict[str, Event], person: str) -> list[Event]:
    own = [event for event in events.values() if event.person == person]
    return sorted(own, key=lambda event: (event.settled, event.id), reverse=True)


def _line_row(line: Line, events: dict[str, Event], pack: Pack) -> Row:
    programme = pack.programmes[line.programme]
    settled_on = events[line.event].settled.date() if line.event else None
    return (
        *(int(line.person), line.year, line.event, settled_on, pack.id, line.programme),
        *(programme.fund or line.programme, programme.simulated),
        *(line.status.value, line.reason.value if line.reason else ""),
        *(line.amount_fen, line.held_fen, line.catch_up_fen, line.delivered_fen, line.order_fen),
        *(line.provisional, list(line.assumed), ""),
    )


def _placed(told: _Told, year: int) -> Iterator[Told]:
    """The places of a year's lines that money may follow."""
    for row in told.lines:
        person, of_year, event, _, pack, programme, _, is_simulated, _, _, amount_fen, *_ = row
        if of_year == year and not is_simulated:
            key = line_key(person, year, pack, programme, event)
            yield Told(key, str(person), event, programme, amount_fen)


def _keep(told: _Told, people: Collection[int], asked: Asked, stated: Stated) -> set[int]:
    """Write what changed; a line that did not is left as it stands. Whose lines changed."""
    years: dict[str, Any] = {"years": list(asked.years)}
    _keep_facts(told.facts)
    waiting: dict[WaitingRow, None] = dict.fromkeys(told.waiting)
    replace(models.Answer, "person", people, told.answers, stated, _YEARS, **years)
    replace(models.OrderChosen, "person", people, told.orders, stated, _YEARS, **years)
    replace(models.YearChosen, "person", people, told.years, stated, _YEARS, **years)
    replace(
        models.Waiting, "person", people, ((*row, "") for row in waiting), stated, _YEARS, **years
    )
    return replace(models.Line, "person", people, told.lines, stated, _YEARS, **years)


def _keep_facts(facts: dict[str, str]) -> None:
    query("DROP TABLE IF EXISTS pg_temp.facts_told")
    query(
        "CREATE TEMP TABLE facts_told ON COMMIT DROP AS"
        " SELECT digest, facts FROM assessment_frozen_facts LIMIT 0"
    )
    copy_in("facts_told", ("digest", "facts"), facts.items())
    query(
        "INSERT INTO assessment_frozen_facts (digest, facts)"
        " SELECT digest, facts FROM facts_told ON CONFLICT DO NOTHING"
    )
