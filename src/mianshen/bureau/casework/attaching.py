"""What stands entitled comes to the open order of its person, or opens one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.bitemporal.stating import CHINA, Stated
from mianshen.bureau.casework.acting import locked
from mianshen.bureau.casework.advancing import (
    UNDER_WAY,
    begin_again,
    has_open_sibling,
    let_go,
    noted,
    open_tasks,
    void,
)
from mianshen.bureau.casework.flow import FlowSpelling, NewFacts
from mianshen.bureau.casework.flows import flow_of, keep
from mianshen.bureau.casework.models import OPEN, LineState, Order, OrderLine, State
from mianshen.bureau.casework.moving import take
from mianshen.bureau.ledger.chart import part_of
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, post
from mianshen.bureau.offices.services import department_named
from mianshen.bureau.trail.services import record
from mianshen.policy.pack import Pack
from mianshen.standards.regions import region_code

MEDICAL_SECURITY = "medical-security"
"""Whose a programme is when its pack names no office, or one that the district does not have."""

_YEAR, _MONTH = 4, 7


@dataclass
class Attached:
    """Orders opened, added to, amended and voided, and people without a region to answer for."""

    opened: set[int] = field(default_factory=set)
    added_to: set[int] = field(default_factory=set)
    amended: set[int] = field(default_factory=set)
    voided: set[int] = field(default_factory=set)
    without_region: set[int] = field(default_factory=set)


def attach(
    people: Collection[int] | None,
    regions: Mapping[int, str],
    flow: FlowSpelling,
    stated: Stated,
) -> Attached:
    """Bring everything open of some people (none: of everyone) to orders, after an assessment.

    `regions` says which region answers for a person. What was ordered and is no longer due is taken
    out of orders that are not approved, as their flow says; what was approved is left to people.
    Nothing is ordered for whom an assessment is due: their sums may be of yesterday.
    The same call again changes nothing.
    """
    done = Attached()
    with transaction.atomic():
        stale = assessment.to_be_assessed()
        deltas = [one for one in assessment.open_deltas(people) if one.person not in stale]
        taken_out = _take_out([one for one in deltas if one.net_fen < 0], done, stated)
        attaching = _Attaching(flow, keep(flow), regions, stated, done)
        for delta in deltas:
            if delta.net_fen > 0 and delta.person not in taken_out:
                attaching.add(delta)
        post(Book.CLAIMS, attaching.moves)
        attaching.open_tasks()
        if attaching.moves or taken_out:
            told = {name: len(getattr(done, name)) for name in ("opened", "added_to", "voided")}
            record(stated.actor, "attach_orders", "", told)
    return done


@dataclass
class _Attaching:
    flow: FlowSpelling
    digest: str
    regions: Mapping[int, str]
    stated: Stated
    done: Attached
    moves: list[Move] = field(default_factory=list)
    departments: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day in China."""
        return self.stated.at.astimezone(CHINA).date()

    def open_tasks(self) -> None:
        """The tasks of the first stage of all orders that got lines."""
        for order in Order.objects.filter(pk__in=self.done.opened | self.done.added_to):
            open_tasks([order.pk], flow_of(order.flow_id), 0)

    def add(self, delta: assessment.Delta) -> None:
        """One purse of a person to an order of theirs."""
        if delta.person not in self.regions:
            self.done.without_region.add(delta.person)
            return
        order = self._order(delta.person)
        for line in delta.lines:
            self._line(order, delta, line)

    def _order(self, person: int) -> Order:
        period = str(self.day)[: _MONTH if self.flow.period == "month" else _YEAR]
        mine = Order.objects.select_for_update().filter(person=person, period=period)
        found = mine.filter(state__in=OPEN).first()
        if found is None:
            found = self._to_amend(mine.filter(state=State.IN_APPROVAL).order_by("-id").first())
        if found is None:
            return self._opened(person, period)
        if found.pk not in self.done.opened:
            self.done.added_to.add(found.pk)
        return found

    def _opened(self, person: int, period: str) -> Order:
        at_once = self.flow.hands_down == "at_once"
        order = Order.objects.create(
            person=person,
            period=period,
            region=region_code(self.regions[person]),
            flow_id=self.digest,
            state=State.HANDED_DOWN if at_once else State.PENDING,
            opened_at=self.stated.at,
        )
        noted(order, "opened", "", self.stated)
        self.done.opened.add(order.pk)
        return order

    def _to_amend(self, found: Order | None) -> Order | None:
        """An order under approval that takes more, where its flow says so; it begins again."""
        if found is None or flow_of(found.flow_id).new_facts.more is not NewFacts.AMEND:
            return None
        begin_again(found)
        noted(found, "amended", "新增待遇，重新办理", self.stated)
        self.done.amended.add(found.pk)
        return found

    def _line(self, order: Order, delta: assessment.Delta, line: assessment.OpenLine) -> None:
        held = order.lines.filter(line=line.key, state=LineState.OPEN).first()
        if held is None:
            number = _next_line()
            held = OrderLine(
                id=number,
                order=order,
                line=line.key,
                key=part_of(line.key, number),
                person=delta.person,
                year=delta.year,
                pack=delta.pack,
                fund=delta.fund,
                programme=line.programme,
                department=self._department(delta.pack, line.programme),
                event=line.event,
                settled_on=line.settled_on,
                amount_fen=0,
            )
            held.save(force_insert=True)
        self.moves.append(take(line.key, held.key, held.amount_fen, line.fen))
        held.amount_fen += line.fen
        held.save(update_fields=["amount_fen"])

    def _department(self, pack: str, programme: str) -> str:
        """The department whose programme it is, by the name its pack gives."""
        if (pack, programme) not in self.departments:
            office = self._packs()[pack].programmes[programme].office
            district = region_code(self.flow.district)
            found = department_named(district, office, self.day) if office else None
            self.departments[pack, programme] = found.code if found else MEDICAL_SECURITY
        return self.departments[pack, programme]

    def _packs(self) -> dict[str, Pack]:
        packs = (assessment.policy(digest) for digest in assessment.in_force())
        return {pack.id: pack for pack in packs}


def _next_line() -> int:
    ((number,),) = query("SELECT nextval(pg_get_serial_sequence('casework_order_line', 'id'))")
    return int(number)


def _take_out(too_much: Sequence[assessment.Delta], done: Attached, stated: Stated) -> set[int]:
    """Take what is no longer due out of orders that are not approved; whose that was."""
    for delta in too_much:
        lines = OrderLine.objects.filter(
            person=delta.person,
            year=delta.year,
            pack=delta.pack,
            fund=delta.fund,
            state=LineState.OPEN,
            order__state__in=UNDER_WAY,
        )
        for number in sorted(set(lines.values_list("order_id", flat=True))):
            _take_out_of(locked(number), lines.filter(order=number), done, stated)
    people = {delta.person for delta in too_much}
    touched = people & set(
        Order.objects.filter(pk__in=done.amended | done.voided).values_list("person", flat=True)
    )
    if touched:
        assessment.ask_again(touched, stated)
    return touched


def _take_out_of(
    order: Order, lines: "QuerySet[OrderLine]", done: Attached, stated: Stated
) -> None:
    is_void = flow_of(order.flow_id).new_facts.less is NewFacts.VOID
    rest = order.lines.filter(state=LineState.OPEN).exclude(pk__in=lines.values("pk"))
    # A sibling that is open collects what is due now; two cannot be open side by side.
    collected = order.state == State.IN_APPROVAL and has_open_sibling(order)
    if is_void or collected or not rest.exists():
        void(order, "新数据后不再应得，作废", stated)
        done.voided.add(order.pk)
        return
    let_go(lines, "新数据后不再应得，退回重算")
    if order.state == State.IN_APPROVAL:
        begin_again(order)
    noted(order, "amended", "新数据后金额减少，重新办理", stated)
    done.amended.add(order.pk)
