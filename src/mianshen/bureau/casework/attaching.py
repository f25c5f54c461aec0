"""What stands entitled comes to the open order of its person, or opens one."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.rows import copy_in, query
from mianshen.bureau.bitemporal.stating import CHINA, Stated
from mianshen.bureau.casework.acting import locked
from mianshen.bureau.casework.advancing import (
    UNDER_WAY,
    begin_again,
    has_open_sibling,
    let_go,
    noted,
    open_tasks,
    run,
    void,
)
from mianshen.bureau.casework.flow import FlowSpelling, NewFacts
from mianshen.bureau.casework.flows import flow_of, keep
from mianshen.bureau.casework.models import LineState, Order, OrderLine, State
from mianshen.bureau.casework.moving import take
from mianshen.bureau.casework.timing import keep_clocks
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
        # What stands entitled is moved by assessment and by here, by one of them at a time.
        assessment.one_at_a_time()
        stale = assessment.to_be_assessed()
        deltas = [one for one in assessment.open_deltas(people) if one.person not in stale]
        taken_out = _take_out([one for one in deltas if one.net_fen < 0], done, stated)
        due = [one for one in deltas if one.net_fen > 0 and one.person not in taken_out]
        done.without_region = {one.person for one in due} - regions.keys()
        attaching = _Attaching(flow, regions, stated, done)
        moves = attaching.place([one for one in due if one.person in regions])
        post(Book.CLAIMS, moves)
        attaching.open_tasks()
        keep_clocks(done.opened | done.added_to | done.amended, attaching.day)
        if moves or taken_out:
            told = {name: len(getattr(done, name)) for name in ("opened", "added_to", "voided")}
            record(stated.actor, "attach_orders", "", told)
    return done


@dataclass
class _Attaching:
    """What stands entitled, placed in orders: a few statements for any number of lines."""

    flow: FlowSpelling
    regions: Mapping[int, str]
    stated: Stated
    done: Attached
    departments: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day in China."""
        return self.stated.at.astimezone(CHINA).date()

    def place(self, deltas: Sequence[assessment.Delta]) -> list[Move]:
        """Bring lines to the orders of their people; the moves of their fen."""
        order_of = self._orders(sorted({delta.person for delta in deltas}))
        lines = [(order_of[delta.person], delta, line) for delta in deltas for line in delta.lines]
        held = self._held(set(order_of.values()))
        new = [one for one in lines if (one[0], one[2].key) not in held]
        more = [
            (held[order, line.key], line) for order, _, line in lines if (order, line.key) in held
        ]
        run(
            "raise_lines",
            lines=[number for (number, _, _), _ in more],
            fen=[line.fen for _, line in more],
        )
        moves = [take(line.key, key, fen, line.fen) for (_, key, fen), line in more]
        return moves + self._add(new)

    def open_tasks(self) -> None:
        """The tasks of the first stage of all orders that got lines."""
        for digest, orders in run("flows_of", orders=[*self.done.opened, *self.done.added_to]):
            open_tasks(orders, flow_of(digest), 0)

    def _orders(self, people: list[int]) -> dict[int, int]:
        """The order to which lines of each person come: open, under approval again, or new."""
        period = str(self.day)[: _MONTH if self.flow.period == "month" else _YEAR]
        found = self._open(people, period)
        found |= self._to_amend([one for one in people if one not in found], period)
        self.done.added_to |= set(found.values())
        opened = self._opened([one for one in people if one not in found], period)
        found |= opened
        if late := [one for one in people if one not in found]:
            # Somebody else opened theirs between the two statements.
            added = self._open(late, period)
            self.done.added_to |= set(added.values())
            found |= added
        self.done.opened |= set(opened.values())
        return found

    @staticmethod
    def _open(people: list[int], period: str) -> dict[int, int]:
        rows = run("open_orders", people=people, period=period)
        return {int(person): int(order) for order, person in rows}

    def _opened(self, people: list[int], period: str) -> dict[int, int]:
        at_once = self.flow.hands_down == "at_once"
        rows = run(
            "open_new",
            people=people,
            regions=[region_code(self.regions[person]) for person in people],
            period=period,
            flow=keep(self.flow),
            state=State.HANDED_DOWN if at_once else State.PENDING,
            at=self.stated.at,
        )
        opened = {int(person): int(order) for order, person in rows}
        run("note_steps", orders=[*opened.values()], act="opened", note="", at=self.stated.at)
        return opened

    def _to_amend(self, people: list[int], period: str) -> dict[int, int]:
        """Orders under approval that take more, where their flow says so; they begin again."""
        rows = run("under_approval", people=people, period=period)
        amended = {
            int(person): int(order)
            for order, person, digest in rows
            if flow_of(digest).new_facts.more is NewFacts.AMEND
        }
        for order in amended.values():
            found = locked(order)
            begin_again(found)
            noted(found, "amended", "新增待遇，重新办理", self.stated)
        self.done.amended |= set(amended.values())
        return amended

    def _held(self, orders: set[int]) -> dict[tuple[int, str], tuple[int, str, int]]:
        """Lines that orders hold already, by order and line: number, key, fen."""
        rows = run("open_lines", orders=[*orders - self.done.opened])
        return {(order, line): (number, key, fen) for number, order, line, key, fen in rows}

    def _add(
        self, lines: Sequence[tuple[int, assessment.Delta, assessment.OpenLine]]
    ) -> list[Move]:
        """Add lines to their orders, each as a numbered part of its line of assessment."""
        numbers = [int(number) for (number,) in query(_NUMBERS, count=len(lines))]
        keys = [
            part_of(line.key, number) for (*_, line), number in zip(lines, numbers, strict=True)
        ]
        copy_in(
            "casework_order_line",
            _COLUMNS,
            (
                (
                    *(number, order, line.key, key),
                    *(delta.person, delta.year, delta.pack, delta.fund, line.programme),
                    *(self._department(delta.pack, line.programme), line.event),
                    *(line.settled_on, line.fen),
                )
                for (order, delta, line), number, key in zip(lines, numbers, keys, strict=True)
            ),
        )
        return [
            take(line.key, key, 0, line.fen) for (*_, line), key in zip(lines, keys, strict=True)
        ]

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


_NUMBERS = """
    SELECT nextval(pg_get_serial_sequence('casework_order_line', 'id'))
      FROM generate_series(1, %(count)s)"""

_COLUMNS = (
    *("id", "order_id", "line", "key", "person", "year", "pack", "fund", "programme"),
    *("department", "event", "settled_on", "amount_fen"),
)


def _take_out(too_much: Sequence[assessment.Delta], done: Attached, stated: Stated) -> set[int]:
    """Take what is no longer due out of orders that are not approved; whose that was."""
    under_way = _on_orders_under_way({delta.person for delta in too_much})
    for delta in too_much:
        place = delta.person, delta.year, delta.pack, delta.fund
        if under_way[place].isdisjoint(delta.given_on):
            continue
        lines = OrderLine.objects.filter(
            person=delta.person,
            year=delta.year,
            pack=delta.pack,
            fund=delta.fund,
            line__in=delta.given_on,
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


def _on_orders_under_way(people: Collection[int]) -> Mapping[tuple[int, int, str, str], set[str]]:
    """What is open on orders of some people that are not approved, by person, year, pack, fund."""
    found = defaultdict[tuple[int, int, str, str], set[str]](set)
    lines = OrderLine.objects.filter(
        person__in=people, state=LineState.OPEN, order__state__in=UNDER_WAY
    )
    for *place, line in lines.values_list("person", "year", "pack", "fund", "line"):
        found[tuple(place)].add(line)
    return found


def _take_out_of(
    order: Order, lines: "QuerySet[OrderLine]", done: Attached, stated: Stated
) -> None:
    if not lines.exists():
        # Approved or given back while it was waited for: then it is left to people.
        return
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
