"""The walk of a batch: staged, validated, compared with the last, applied; safe to begin again."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from mianshen.bureau.intake.applying import apply
from mianshen.bureau.intake.asking import asks_first
from mianshen.bureau.intake.comparing import Difference, compare, drift_of, last_delivery
from mianshen.bureau.intake.files import opened
from mianshen.bureau.intake.mending import corrections_of
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.moving import BatchMovedError, move
from mianshen.bureau.intake.profile import Profile
from mianshen.bureau.intake.readings import Reading, open_table, read
from mianshen.bureau.intake.recording import keep_rows
from mianshen.bureau.intake.states import State
from mianshen.run.messages import InputError, Lang, Message
from mianshen.run.reading.tables import Table


@dataclass
class Work:
    """A batch being worked on by somebody; what was read of it is read once."""

    batch: Batch
    profile: Profile
    actor: str
    stack: ExitStack = field(default_factory=ExitStack)
    _table: Table | None = None
    _reading: Reading | None = None

    def table(self) -> Table:
        """The table of the file; raises `InputError` when it is not what its layout says."""
        if self._table is None:
            path = self.stack.enter_context(opened(self.batch.file))
            self._table = open_table(path, self.batch, self.profile)
        return self._table

    def reading(self) -> Reading:
        """The rows of the file with what was corrected; raises `InputError` when none is usable."""
        if self._reading is None:
            mended = corrections_of(self.batch)
            self._reading = read(self.table(), self.profile, mended)
        return self._reading

    def read_on(self) -> None:
        """Take the batch as far as its rows are read and every one of them has its state."""
        go(self, no_further_than=State.VALIDATED)

    def is_read(self, reading: Reading | None) -> None:
        """Take over what somebody else read of the batch, if anything."""
        self._reading = reading

    def spell_on(self) -> None:
        """Work out how the rows that were read name people, before they are stated."""
        if self._reading is not None:
            self._reading.spelled()


def process(batch: Batch, profile: Profile, actor: str) -> Batch:
    """Take a batch as far as it goes: to applied, refused, or waiting for a decision.

    One that was handed in at a desk stops once it is compared, until it is decided. Whoever calls
    again after being killed goes on where the last step had ended.
    """
    with ExitStack() as stack:
        go(Work(batch, profile, actor, stack))
    return batch


def go(work: Work, *, no_further_than: State | None = None) -> None:
    """Take the steps of a batch as far as it goes, or as far as a state."""
    batch = work.batch
    batch.refresh_from_db()
    try:
        while batch.state != no_further_than and (step := _STEPS.get(State(batch.state))):
            if batch.state == State.DIFFED and asks_first(batch):
                break
            step(work)
    except BatchMovedError:
        raise
    except InputError as error:
        _refuse(work, error)


def _stage(work: Work) -> None:
    table = work.table()
    with transaction.atomic():
        move(
            work.batch,
            State.STAGED,
            work.actor,
            header=list(table.header),
            is_zero_report=table.is_zero_report,
        )


def _validate(work: Work) -> None:
    reading = work.reading()
    with transaction.atomic():
        # First, so that of two who read the file one keeps its rows and the other is told.
        move(
            work.batch,
            State.VALIDATED,
            work.actor,
            account=counted(reading),
            words=reading.words(),
        )
        keep_rows(work.batch, reading)


def _compare(work: Work) -> None:
    batch = work.batch
    layout = work.profile.layout(batch.source)
    with transaction.atomic():
        difference: Difference = compare(batch, is_whole=is_whole(work))
        stops = (
            is_whole(work)
            and batch.role == "rosters"
            and not batch.is_zero_report
            and difference.left * 100 > difference.before * layout.mass_exit_percent
        )
        move(
            batch,
            State.WAITING if stops else State.DIFFED,
            work.actor,
            difference=asdict(difference),
            drift=drift_of(batch, last_delivery(batch)),
        )


def _apply(work: Work) -> None:
    apply(work.batch, work.profile, work.reading(), work.actor)


def _refuse(work: Work, error: InputError) -> None:
    with transaction.atomic():
        problems = [spelled(one) for one in error.messages]
        move(work.batch, State.REFUSED, work.actor, problems=problems)


_STEPS: dict[State, Callable[[Work], None]] = {
    State.RECEIVED: _stage,
    State.STAGED: _validate,
    State.VALIDATED: _compare,
    State.DIFFED: _apply,
}


def is_whole(work: Work) -> bool:
    """Whether who is missing from the file's list is off it."""
    return work.profile.layout(work.batch.source).list == "whole" and bool(work.batch.period_first)


def counted(reading: Reading) -> dict[str, Any]:
    """The records of a file by kind; its rows by state."""
    told = asdict(reading.account)
    for name in ("role", "name", "source", "is_zero_report"):
        told.pop(name)
    return told


def spelled(one: Message) -> dict[str, Any]:
    """A problem of a whole file as it is kept: both languages, no cell of a row."""
    return {"code": one.code, "zh": one.text(Lang.ZH), "en": one.text(Lang.EN)}
