"""One batch: who changed, their facts, the calculator, its answers kept, all in one transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl
from django.db import transaction

import mianshen
from mianshen.bureau.assessment import models
from mianshen.bureau.assessment.answers import Answers
from mianshen.bureau.assessment.asking import Asked, answers_to
from mianshen.bureau.assessment.capping import order_caps
from mianshen.bureau.assessment.errors import DisagreementError
from mianshen.bureau.assessment.freezing import digest_of
from mianshen.bureau.assessment.freezing_columns import frozen_units
from mianshen.bureau.assessment.gathering import WaitingRow, gather, in_review, owners_of
from mianshen.bureau.assessment.packing import packed
from mianshen.bureau.assessment.policies import in_force, policy
from mianshen.bureau.assessment.sampling import MOST, check_sample
from mianshen.bureau.assessment.settling import places_of, settle
from mianshen.bureau.assessment.taking_turns import one_at_a_time
from mianshen.bureau.bitemporal.columns import copied_in, replace_in_columns
from mianshen.bureau.bitemporal.models import Fact
from mianshen.bureau.bitemporal.rows import by_sets, known, query, replace
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.claims.services import people_with_claims
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import record
from mianshen.engine.frames import UNIT, FactFrames

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
    with telling_disagreements(stated), transaction.atomic():
        # Two batches side by side would each close the other's lines.
        one_at_a_time()
        return assess_and_clear(whom_to_assess(limit, people), asked, stated)


@contextmanager
def telling_disagreements(stated: Stated) -> Iterator[None]:
    """Leave an entry in the trail where a batch is stopped, outside its transaction."""
    try:
        yield
    except DisagreementError as error:
        record(stated.actor, "stop_assessment", "assessment", {"why": str(error)})
        raise


def whom_to_assess(limit: int | None, people: Collection[int] | None) -> dict[int, tuple[int, ...]]:
    """Whom to look at, those who wait longest first, each with the marks to be cleared then.

    With them comes everyone whose amounts theirs may change: marked or not, without a mark.
    """
    marks = registry.dirty_people(limit, people)
    freed = _no_longer_in_review() if people is None else set()
    some = marks | dict.fromkeys(freed - marks.keys(), ())
    owners = owners_of(some.keys(), [policy(digest) for digest in in_force()])
    return some | dict.fromkeys(sorted(owners - some.keys()), ())


def assess_and_clear(
    marks: Mapping[int, Collection[int]], asked: Asked, stated: Stated, sampled_most: int = MOST
) -> Assessed:
    """Assess whom `whom_to_assess` named and take their marks away, in the caller's transaction."""
    by_sets()
    done = _assess(marks.keys(), asked, stated, sampled_most)
    registry.clear_marks(marks)
    return done


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


def _assess(owners: Collection[int], asked: Asked, stated: Stated, sampled_most: int) -> Assessed:
    if not owners:
        return Assessed()
    digests = in_force()
    packs = [policy(digest) for digest in digests]
    gathered = gather(owners, packs, asked)
    # The database is waited for most of the time that rows are written: time to look again.
    with ThreadPoolExecutor(1) as beside:
        told: dict[str, Answers] = {}
        samples = []
        for year in asked.years:
            answers = answers_to(gathered.frames, packs, year, asked)
            told[keep_frame(year, asked, digests)] = answers
            about = (gathered.frames, answers, packs, year, asked, sampled_most)
            samples.append(beside.submit(check_sample, *about))
        waiting = [*gathered.waiting, *_refused(gathered.frames, told, asked)]
        changed = _keep(gathered.frames, told, waiting, owners, asked, stated)
        sampled = sum(one.result() for one in samples)
    lines = sum(answers.lines.height for answers in told.values())
    run = models.Run.objects.create(
        at=stated.at,
        batch=stated.batch,
        actor=stated.actor,
        as_of=asked.as_of,
        people=len(owners),
        units=gathered.frames.units,
        lines=lines,
        changed=len(changed),
        sampled=sampled,
    )
    places = places_of(owners, asked.years)
    caps = [order_caps(places, gathered.frames, packs, year, asked) for year in asked.years]
    settle(places, pl.concat(caps), run.id)
    done = Assessed(
        run.id,
        len(owners),
        gathered.frames.units,
        lines,
        frozenset(changed),
        len(waiting),
        sampled,
    )
    counts = {"people": done.people, "lines": done.lines, "changed": len(changed)}
    record(stated.actor, "assess", f"assessment:{run.id}", {**counts, "sampled": sampled})
    return done


def keep_frame(year: int, asked: Asked, digests: Sequence[str]) -> str:
    """Keep in which frame a year is asked about, once; by what it is named."""
    asks = (year, asked.as_of, year in asked.closed, list(digests), mianshen.__version__)
    digest = digest_of(repr(asks))
    names = ("year", "as_of", "year_closed", "packs", "version")
    models.Frame.objects.get_or_create(digest=digest, defaults=dict(zip(names, asks, strict=True)))
    return digest


def _refused(frames: FactFrames, told: Mapping[str, Answers], asked: Asked) -> Iterator[WaitingRow]:
    for year, answers in zip(asked.years, told.values(), strict=True):
        for number, why in answers.refused.items():
            first, last = frames.rows_of("people", number)
            for person in frames.table("people")["id"][first:last].to_list():
                yield int(person), year, "facts", "", why


def _keep(
    frames: FactFrames,
    told: Mapping[str, Answers],
    waiting: Collection[WaitingRow],
    people: Collection[int],
    asked: Asked,
    stated: Stated,
) -> set[int]:
    """Write what changed; what did not is left as it stands. Whose lines changed."""

    def replaced(model: type[Fact], rows: pl.DataFrame) -> set[int]:
        return replace_in_columns(model, "person", people, rows, stated, _YEARS, years=years)

    years = list(asked.years)
    facts = _keep_facts(frames, told.values())
    replaced(
        models.Answer,
        pl.concat(_rests_on(answers, facts, frame) for frame, answers in told.items()),
    )
    replaced(models.OrderChosen, pl.concat(answers.choices for answers in told.values()))
    replaced(models.YearChosen, pl.concat(answers.years for answers in told.values()))
    rows = ((*row, "") for row in dict.fromkeys(waiting))
    replace(models.Waiting, "person", people, rows, stated, _YEARS, years=years)
    lines = pl.concat(answers.lines for answers in told.values())
    return replaced(models.Determination, packed(lines))


def _keep_facts(frames: FactFrames, told: Collection[Answers]) -> pl.DataFrame:
    """Keep the frozen facts of units that have an answer; under which hash each unit's are."""
    units = [table[UNIT] for answers in told for table in (answers.lines, answers.years)]
    answered = pl.concat(units).unique().sort()
    frozen = pl.DataFrame([answered, frozen_units(frames).gather(answered)])
    digests = pl.Series(map(digest_of, frozen["facts"].to_list()), dtype=pl.String)
    frozen = frozen.with_columns(digest=digests)
    rows = query(
        "SELECT digest FROM assessment_frozen_facts WHERE digest = ANY(%(digests)s)",
        digests=digests.to_list(),
    )
    kept = pl.Series([digest for (digest,) in rows], dtype=pl.String)
    new = frozen.filter(~pl.col("digest").is_in(kept.implode())).unique("digest")
    # An index takes what comes in its order at half the cost.
    copied_in("assessment_frozen_facts", new.select("digest", "facts").sort("digest"))
    return frozen.select(UNIT, facts="digest")


def _rests_on(answers: Answers, facts: pl.DataFrame, frame: str) -> pl.DataFrame:
    """Under which hash and frame stands what each person's lines of a year follow from."""
    people = answers.lines.select(UNIT, "person", "year").unique().sort("person")
    return people.join(facts, on=UNIT).with_columns(frame=pl.lit(frame))
