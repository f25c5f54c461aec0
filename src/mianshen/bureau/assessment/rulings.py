"""What people decide about somebody's aid: releases and waivers by two, refusals, choices, pins."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mianshen.bureau.assessment.errors import refused
from mianshen.bureau.assessment.models import Proposal, Ruled, Ruling
from mianshen.bureau.bitemporal.rows import add, close, known
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.services import dirty_people, mark_dirty
from mianshen.bureau.trail.services import record
from mianshen.engine.facts import Application, Choice, Pin, Rejection, Release


@dataclass
class Rulings:
    """Rulings about some people as the calculator takes them, and person-years waived."""

    facts: dict[str, Any] = field(default_factory=dict)
    waived: list[tuple[str, int]] = field(default_factory=list)


def propose_release(
    person: int, programme: str, event: str, reason: str, stated: Stated
) -> Proposal:
    """Ask that a held line goes on without what it waits for; a second person decides."""
    return _propose(Ruled.RELEASE, person, stated, reason, subject=programme, event=event)


def propose_waiver(person: int, year: int, reason: str, stated: Stated) -> Proposal:
    """Ask that a year without an opening balance counts as one with nothing before."""
    return _propose(Ruled.WAIVER, person, stated, reason, year=year)


def grant(proposal: int, stated: Stated) -> None:
    """Let a proposal hold from now on; the person is assessed anew.

    Raises `AssessmentError` where it is decided already or the same person proposed it.
    """
    with transaction.atomic():
        asked = _open(proposal)
        if asked.proposed_by == stated.actor:
            raise refused(
                "whoever proposed cannot grant it too; ask a second person",
                "不能由提出人本人同意；请由另一人复核",
            )
        _decide(asked, stated, is_granted=True)
        kind, about = Ruled(asked.kind), (asked.subject, asked.event, asked.year)
        people = asked.proposed_by, stated.actor
        _rule(kind, asked.person, about, stated, reason=asked.reason, people=people)


def refuse(proposal: int, stated: Stated) -> None:
    """Turn a proposal down; nothing changes for the person."""
    with transaction.atomic():
        _decide(_open(proposal), stated, is_granted=False)


def reject(person: int, programme: str, event: str, clause: str, stated: Stated) -> None:
    """An office refuses a programme for an event under a clause."""
    about = (programme, event, None)
    _rule(Ruled.REJECTION, person, about, stated, reason=clause)


def note_application(
    person: int, programme: str, on: date, event: str | None, stated: Stated
) -> None:
    """A person asks for a programme, for one event or for all."""
    _rule(Ruled.APPLICATION, person, (programme, event, None), stated, day=on)


def note_choice(person: int, layer: str, programme: str, start: date, stated: Stated) -> None:
    """A person chooses in a layer, for events settled from a day on."""
    _rule(Ruled.CHOICE, person, (layer, None, None), stated, day=start, members=[programme])


def pin_order(person: int, event: str, layer: str, members: Sequence[str], stated: Stated) -> None:
    """The order in which a layer's programmes were paid for an event."""
    _rule(Ruled.PIN, person, (layer, event, None), stated, members=list(members))


def take_back(kind: Ruled, person: int, subject: str, event: str | None, stated: Stated) -> None:
    """Let a ruling no longer hold; the person is assessed anew."""
    with transaction.atomic():
        _close(kind, person, subject, event, None, stated)
        record(stated.actor, f"take_back_{kind}", f"person:{person}", {"subject": subject})
        mark_dirty([person], stated)


def ask_again(people: Collection[int], stated: Stated) -> None:
    """Have people assessed anew, as what was ordered for them was given back."""
    mark_dirty(people, stated)


def to_be_assessed() -> set[int]:
    """People whose facts changed since they were assessed: their sums are of yesterday."""
    return set(dirty_people())


def open_proposals(people: Collection[int] | None = None) -> list[Proposal]:
    """Everything, or about some people whatever, that waits for a second person, oldest first."""
    found = Proposal.objects.filter(decided_at__isnull=True)
    return list((found if people is None else found.filter(person__in=people)).order_by("id"))


def rulings_of(people: Collection[int], at: datetime | None = None) -> Rulings:
    """All rulings about some people as known at a moment (none: now)."""
    columns = ("kind", "person", "subject", "event", "year", "day", "reason", "members")
    found: dict[str, list[Any]] = defaultdict(list)
    waived: list[tuple[str, int]] = []
    rows = known(Ruling, columns, "t.person = ANY(%(people)s)", at, people=list(people))
    for kind, who, subject, event, year, day, reason, members in sorted(rows, key=repr):
        person = str(who)
        match Ruled(kind):
            case Ruled.RELEASE:
                found["releases"].append(Release(person, subject, event, reason))
            case Ruled.WAIVER:
                waived.append((person, year))
            case Ruled.REJECTION:
                found["rejections"].append(Rejection(person, subject, event, reason))
            case Ruled.APPLICATION:
                found["applications"].append(Application(person, subject, day, event))
            case Ruled.CHOICE:
                found["choices"].append(Choice(person, subject, members[0], day))
            case Ruled.PIN:
                found["pins"].append(Pin(event, subject, tuple(members)))
    return Rulings({name: tuple(own) for name, own in found.items()}, waived)


def _propose(kind: Ruled, person: int, stated: Stated, reason: str, **about: Any) -> Proposal:
    if not reason.strip():
        raise refused("say why: a reason is part of it", "请写明理由")
    with transaction.atomic():
        made = Proposal.objects.create(
            kind=kind,
            person=person,
            reason=reason,
            proposed_by=stated.actor,
            proposed_at=stated.at,
            **about,
        )
        record(stated.actor, f"propose_{kind}", f"person:{person}", {"proposal": made.id, **about})
    return made


def _open(proposal: int) -> Proposal:
    found = Proposal.objects.select_for_update().filter(id=proposal).first()
    if found is None or found.decided_at is not None:
        raise refused(
            "proposal {number} is not open: somebody has decided it, or there is none",
            "第 {number} 号申请不在待复核状态：已有人处理，或没有这一号",
            number=proposal,
        )
    return found


def _decide(asked: Proposal, stated: Stated, *, is_granted: bool) -> None:
    asked.decided_by, asked.decided_at, asked.is_granted = stated.actor, stated.at, is_granted
    asked.save(update_fields=["decided_by", "decided_at", "is_granted"])
    act = f"{'grant' if is_granted else 'refuse'}_{asked.kind}"
    record(stated.actor, act, f"person:{asked.person}", {"proposal": asked.id})


def _rule(
    kind: Ruled,
    person: int,
    about: tuple[str, str | None, int | None],
    stated: Stated,
    *,
    day: date | None = None,
    reason: str = "",
    members: Sequence[str] = (),
    people: tuple[str, str | None] | None = None,
) -> None:
    """Let a ruling hold from now on in the place of an earlier one about the same."""
    subject, event, year = about
    by, second = people or (stated.actor, None)
    row = (kind, person, subject, event, year, day, reason, list(members), by, second, "")
    with transaction.atomic():
        _close(kind, person, subject, event, year, stated)
        add(Ruling, [row], stated)
        told = {"subject": subject, "event": event, "year": year, "second": second}
        record(stated.actor, f"rule_{kind}", f"person:{person}", told)
        mark_dirty([person], stated)


def _close(
    kind: Ruled, person: int, subject: str, event: str | None, year: int | None, stated: Stated
) -> None:
    close(
        Ruling,
        "t.kind = %(kind)s AND t.person = %(person)s AND t.subject = %(subject)s"
        " AND t.event IS NOT DISTINCT FROM %(event)s AND t.year IS NOT DISTINCT FROM %(year)s",
        stated,
        kind=str(kind),
        person=person,
        subject=subject,
        event=event,
        year=year,
    )
