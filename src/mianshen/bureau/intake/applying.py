"""A batch's facts into registry and claims, in one transaction, each by the way of its role."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mianshen.bureau.bitemporal.rows import query, stage
from mianshen.bureau.bitemporal.stating import CHINA, Stated
from mianshen.bureau.claims import models as claims_models
from mianshen.bureau.claims import services as claims
from mianshen.bureau.intake.contacts import keep_contacts
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.moving import move
from mianshen.bureau.intake.profile import Profile
from mianshen.bureau.intake.readings import LOWERING, Reading, period_of
from mianshen.bureau.intake.recording import set_aside
from mianshen.bureau.intake.states import State
from mianshen.bureau.national import services as national
from mianshen.bureau.registry import services as registry
from mianshen.run.others import Others
from mianshen.run.people import Named
from mianshen.sources.layouts import Layout


@dataclass
class _Stating:
    """What is being stated: a reading, of which only some rows are new where it was stated before.

    `new` are the places of those rows; None means all.
    """

    batch: Batch
    layout: Layout
    reading: Reading
    stated: Stated
    new: Collection[str] | None
    identified: registry.Identified

    def is_new(self, named: Named) -> bool:
        return self.new is None or named.where in self.new


def apply(batch: Batch, profile: Profile, reading: Reading, actor: str) -> None:
    """State what a compared batch says; all of it or, when killed, nothing."""
    with transaction.atomic():
        stated = Stated(registry.next_moment(), batch.pk, actor)
        earlier = _earlier(batch, profile)
        state(batch, profile, reading, stated)
        move(batch, State.APPLIED, actor, applied_at=stated.at, account=batch.account)
        for one in earlier:
            move(one, State.REPLACED, actor, replaced_by=batch)
            unname(one, stated)


def state(
    batch: Batch,
    profile: Profile,
    reading: Reading,
    stated: Stated,
    new: Collection[str] | None = None,
) -> None:
    """State the rows of a batch, or those of them that are new; what follows is worked out."""
    identified = registry.identify(reading.spelled(), stated)
    work = _Stating(batch, profile.layout(batch.source), reading, stated, new, identified)
    if batch.role not in ("rosters", "people"):
        registry.refresh((), identified.people, stated)
    claims.repoint(identified.moved, stated)
    _BY_ROLE[batch.role](work)
    _state_unread(work)
    _note_namings(batch, identified)


def settle(identified: registry.Identified, stated: Stated) -> None:
    """Let facts and claims follow namings that mean somebody else now."""
    registry.refresh((), identified.people, stated)
    claims.repoint(identified.moved, stated)


def unname(batch: Batch, stated: Stated) -> None:
    """Let a batch that counts no more teach nothing: its namings, where no other file has them."""
    rows = query(_ONLY_HERE, batch=batch.pk, source=batch.source, profile=batch.profile)
    only = {int(naming) for (naming,) in rows}
    settle(registry.forget(only, batch.role, batch.source, stated), stated)


_ONLY_HERE = """
    SELECT DISTINCT naming FROM intake_row WHERE batch_id = %(batch)s AND naming IS NOT NULL
    EXCEPT
    SELECT r.naming FROM intake_row r JOIN intake_batch b ON b.id = r.batch_id
     WHERE b.state = 'applied' AND b.source = %(source)s AND b.profile = %(profile)s
       AND b.id <> %(batch)s AND r.naming IS NOT NULL"""


def _earlier(batch: Batch, profile: Profile) -> list[Batch]:
    """Applied deliveries of the same whole list for the same period: this one replaces them."""
    is_list = batch.role in ("rosters", "people") and (profile.layout(batch.source).list == "whole")
    if not (batch.period_first and (is_list or batch.role == "one_stop")):
        return []
    found = Batch.objects.filter(
        profile=batch.profile,
        source=batch.source,
        period_first=batch.period_first,
        period_last=batch.period_last,
        state=State.APPLIED,
    )
    return list(found.exclude(pk=batch.pk))


def _list(work: _Stating) -> None:
    layout, reading = work.layout, work.reading
    is_whole = layout.list == "whole" and work.batch.period_first is not None
    # A whole list is always stated whole: it takes the place of what was stated of it before.
    rows = tuple(row for row in reading.rosters if is_whole or work.is_new(row.named))
    lost = tuple(named for named, _ in reading.lost()) if work.batch.role == "rosters" else ()
    delivered = registry.RosterList(
        layout.id,
        work.batch.role,
        period_of(work.batch),
        is_whole,
        rows,
        lost if is_whole or work.new is None else (),
        layout.mass_exit_percent,
        rows_delivered=reading.account.rows,
        is_partial=work.batch.is_partial,
    )
    registry.state_list(delivered, work.identified, work.stated)
    keep_contacts(work.batch, rows, work.identified.naming_at)


def _settlements(work: _Stating) -> None:
    claims.state_settlements(work.reading.settlements, work.identified, work.stated)


def _others(work: _Stating) -> None:
    others = work.reading.others
    again = work.new is not None
    told = Others(
        tuple(row for row in others.rows if work.is_new(row.named)),
        () if again else others.stated,
        () if again else others.periods,
    )
    contradicting = claims.state_payments(told, work.identified, work.stated)
    set_aside(work.batch, contradicting, "payment_contradicts")


def _openings(work: _Stating) -> None:
    rows = [(named, one) for named, one in work.reading.openings if work.is_new(named)]
    claims.state_openings(rows, period_of(work.batch), work.identified, work.stated)


def _accounts(work: _Stating) -> None:
    naming_at = work.identified.naming_at
    people = registry.people_of(set(naming_at.values()))
    # An account that was closed before the list was made is nobody's to pay into.
    until = work.batch.period_last or work.stated.at.astimezone(CHINA).date()
    rows = []
    for row in work.reading.accounts:
        if work.is_new(row.named) and not (row.last_day and row.last_day < until):
            naming = naming_at[row.named.where]
            proof = f"batch:{work.batch.pk} {row.named.where} {row.relation}".strip()
            rows.append(
                registry.AccountRow(
                    people.get(naming), naming, row.number, row.holder, row.bank, proof
                )
            )
    by_file = Stated(work.stated.at, work.stated.batch, f"batch:{work.batch.pk}")
    registry.propose_accounts(rows, by_file)


def _backlog(work: _Stating) -> None:
    rows: Iterable[tuple[Named, tuple[Any, ...]]] = (
        (row.named, (row.settlement, "", None, row.office, row.left))
        for row in work.reading.backlog
        if work.is_new(row.named)
    )
    claims.state_rows(claims_models.Backlog, rows, work.identified, work.stated)


def _given(work: _Stating) -> None:
    rows = [row for row in work.reading.given.rows if work.is_new(row.named)]
    contradicting = claims.state_given(rows, work.identified, work.stated)
    set_aside(work.batch, contradicting, "payment_contradicts")


def _e_bills(work: _Stating) -> None:
    rows = [one for one in work.reading.e_bills if work.is_new(one.named)]
    claims.state_bills(rows, work.identified, work.stated)


def _answers(work: _Stating) -> None:
    rows = [one for one in work.reading.answers if work.new is None or one.place in work.new]
    strange = national.state_answers(work.batch.profile, rows, work.stated)
    set_aside(work.batch, strange, "mark_line_unknown")


def _counter_aid(work: _Stating) -> None:
    # A statement is always stated whole: it takes the place of what was stated of it before.
    period = period_of(work.batch)
    assert period is not None
    rows = work.reading.at_counter
    national.state_counter_aid(work.batch.profile, work.layout.id, period, rows, work.stated)


_BY_ROLE: dict[str, Callable[[_Stating], None]] = {
    "rosters": _list,
    "people": _list,
    "settlements": _settlements,
    "others": _others,
    "opening": _openings,
    "accounts": _accounts,
    "backlog": _backlog,
    "given": _given,
    "e_bills": _e_bills,
    "mark_receipts": _answers,
    "one_stop": _counter_aid,
}


def _state_unread(work: _Stating) -> None:
    rows = (
        (
            named,
            (row.role, row.problems[0].code, row.amount_fen, row.visit, row.takes_back),
        )
        for named, row in work.reading.lost()
        if row.role in LOWERING or row.takes_back
    )
    claims.state_unread(rows, work.identified, work.stated)


def _note_namings(batch: Batch, identified: registry.Identified) -> None:
    if not identified.naming_at:
        return
    stage("noted", "place text, naming bigint", identified.naming_at.items())
    query(
        "UPDATE intake_row r SET naming = n.naming FROM noted n"
        " WHERE r.batch_id = %(batch)s AND r.place = n.place",
        batch=batch.pk,
    )
