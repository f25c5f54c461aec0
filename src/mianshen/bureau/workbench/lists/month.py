"""本月救助名单 put together: orders with people, bills and doubts, and what is asked of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import MonthOrder, Work, WorkKind
from mianshen.bureau.claims import services as claims
from mianshen.bureau.claims.services import EventTold, Verdict
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.services import PersonStanding
from mianshen.bureau.workbench.desk import Desk
from mianshen.bureau.workbench.keeping import kept
from mianshen.bureau.workbench.lists.doubts import INJURY, Doubt, doubts_of
from mianshen.money import format_yuan
from mianshen.policy.saying import Said, said
from mianshen.standards.codes import visit_kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One order of the list, as far as it is chosen, sorted and summed by."""

    order: MonthOrder
    person: PersonStanding | None
    doubts: tuple[Doubt, ...]
    is_mine: bool

    @property
    def visits(self) -> int:
        """How many settlements it is about."""
        return len(self.order.events)


@dataclass(frozen=True)
class Details:
    """What is read of an order: its settlements, what each programme gives in fen, and why."""

    entry: Entry
    events: Sequence[tuple[str, EventTold]]
    programmes: Mapping[str, int]
    is_first: bool

    @property
    def stays(self) -> int:
        """How many of its settlements are stays."""
        return sum(visit_kind(told.med_type) == "inpatient" for _, told in self.events)

    @property
    def verdicts(self) -> Mapping[Verdict, int]:
        """What the bills say, counted by settlement."""
        unseen = self.entry.visits - len(self.events)
        return Counter([told.verdict for _, told in self.events] + [Verdict.UNSEEN] * unseen)

    @property
    def why(self) -> Said:
        """救助依据: why this person, and why this amount, in one sentence."""
        person = self.entry.person
        who = "、".join(person.identities) if person else ""
        parts = "、".join(
            f"{title} {format_yuan(fen, grouped=True)}" for title, fen in self.programmes.items()
        )
        many = len(self.programmes)
        if many > 1:
            what = said(
                "{n} programmes, {parts}", "多重救助（{n}项）：{parts}", n=many, parts=parts
            )
        else:
            what = Said(parts, parts)
        return said("{who}: {what}", "{who}，{what}", who=who, what=what) if who else what


@dataclass(frozen=True)
class Asked:
    """What is asked of a list; empty is everything."""

    period: str = ""
    identity: str = ""
    region: str = ""
    doubt: str = ""
    state: str = ""
    least_fen: int | None = None
    most_fen: int | None = None
    sort: str = "order"


@dataclass(frozen=True)
class MonthList:
    """A list as asked; `stage` is the work that one click can do here, None where there is none."""

    period: str
    entries: Sequence[Entry]
    everything: Sequence[Entry]
    work: Work | None
    to_receive: Sequence[int]

    @cached_property
    def clear(self) -> Sequence[Entry]:
        """Of what is asked, what waits for one's click and has no doubt."""
        return [one for one in self.entries if one.is_mine and not one.doubts]

    @cached_property
    def amount_fen(self) -> int:
        """The sum of what is asked."""
        return sum(one.order.amount_fen for one in self.entries)

    @cached_property
    def clear_fen(self) -> int:
        """The sum of what waits without doubt."""
        return sum(one.order.amount_fen for one in self.clear)

    @cached_property
    def decided(self) -> int:
        """已审核: how many have passed the stage of one's click."""
        stage = self.work.stage if self.work else 0
        return sum(
            one.order.state == casework.State.APPROVED or one.order.stage > stage
            for one in self.everything
        )

    @cached_property
    def identities(self) -> Sequence[str]:
        """Classes that are on the list."""
        found = {name for one in self.everything if one.person for name in one.person.identities}
        return sorted(found)

    @cached_property
    def regions(self) -> frozenset[str]:
        """Regions that are on the list."""
        return frozenset(one.order.region for one in self.everything)


_SORTS: Mapping[str, Callable[[Entry], tuple[object, int]]] = {
    "order": lambda one: (0, one.order.order),
    "amount": lambda one: (-one.order.amount_fen, one.order.order),
    "-amount": lambda one: (one.order.amount_fen, one.order.order),
    "region": lambda one: (one.order.region, one.order.order),
    "visits": lambda one: (-one.visits, one.order.order),
    "doubts": lambda one: (-len(one.doubts), one.order.order),
}


@dataclass(frozen=True)
class _Whole:
    """All orders of a period that somebody sees, and what they may do with them."""

    entries: Sequence[Entry]
    work: Work | None
    to_receive: Sequence[int]


def list_of(desk: Desk, asked: Asked) -> MonthList:
    """The list of a period as asked; four queries whatever its length, one where nothing moved."""
    about = (asked.period, desk.day, desk.scope.grants, tuple(sorted(desk.kinds.items())))
    through = registry.last_moment()

    def chosen() -> MonthList:
        whole = kept(
            ("month", *about), through, lambda: _whole(desk, asked.period), stands=False
        ).figures
        entries = [one for one in whole.entries if _is_asked(one, asked)]
        entries.sort(key=_SORTS.get(asked.sort, _SORTS["order"]))
        period = whole.entries[0].order.period if whole.entries else asked.period
        return MonthList(period, entries, whole.entries, whole.work, whole.to_receive)

    # Never as it was: whoever confirms must see what is so now.
    return kept(("month-asked", asked, *about), through, chosen, stands=False).figures


def entry_of(desk: Desk, order: int) -> Entry | None:
    """One order as the list has it; None where it may not be seen."""
    orders = casework.orders_of_month(desk.scope, only=order)
    works = casework.works_in(desk.scope, desk.kinds, {one.flow for one in orders})
    return next(iter(_entries(orders, works, desk.day)), None)


def details_of(entries: Collection[Entry]) -> dict[int, Details]:
    """What is read of some orders of a list, by their numbers; four queries."""
    if not entries:
        return {}
    told = claims.events_told({event for one in entries for event in one.order.events})
    firsts = casework.first_orders({one.order.person for one in entries})
    titles = assessment.programme_titles()
    sums: dict[int, Counter[str]] = defaultdict(Counter)
    lines = casework.lines_of([one.order.order for one in entries])
    for line in sorted(lines, key=lambda one: one.pk):
        if line.state in _COUNTED and line.amount_fen:
            title = titles.get((line.pack, line.programme), line.programme)
            sums[line.order_id][title] += line.amount_fen
    return {
        one.order.order: Details(
            one, _by_day(one, told), dict(sums[one.order.order]), one.order.order in firsts
        )
        for one in entries
    }


_COUNTED = ("open", "approved")


def _by_day(one: Entry, told: Mapping[str, EventTold]) -> list[tuple[str, EventTold]]:
    found = [(event, told[event]) for event in one.order.events if event in told]
    return sorted(found, key=lambda seen: (seen[1].settled_on, seen[0]))


def _whole(desk: Desk, period: str) -> _Whole:
    orders = casework.orders_of_month(desk.scope, period)
    works = casework.works_in(desk.scope, desk.kinds, {one.flow for one in orders})
    work = next((one for one in works if one.is_by_one_click), None)
    to_receive = [one.order for one in orders if _is_to_receive(one, works)]
    return _Whole(_entries(orders, works, desk.day), work, to_receive)


def _entries(orders: Sequence[MonthOrder], works: Sequence[Work], day: date) -> list[Entry]:
    mine = {(one.flow, one.stage): one for one in works if one.is_by_one_click}
    people = registry.standing_of([one.person for one in orders], day)
    events = {event for one in orders for event in one.events}
    suspect = claims.doubtful_events(events, INJURY) if events else {}
    flows = {digest: casework.flow_of(digest) for digest in {one.flow for one in orders}}

    @cache
    def is_mine(flow: str, stage: int, region: str) -> bool:
        work = mine.get((flow, stage))
        return work is not None and work.scope.may_do(work.spelling.act, region)

    return [
        Entry(
            one,
            person := people.get(one.person),
            doubts_of(one, person, suspect, flows[one.flow]),
            one.may_be_decided and is_mine(one.flow, one.stage, one.region),
        )
        for one in orders
    ]


def _is_to_receive(order: MonthOrder, works: Sequence[Work]) -> bool:
    return order.state == casework.State.HANDED_DOWN and any(
        one.kind is WorkKind.RECEIVE
        and one.flow == order.flow
        and one.scope.may_do(one.spelling.act, order.region)
        for one in works
    )


def _is_asked(one: Entry, asked: Asked) -> bool:
    order = one.order
    codes = {doubt.code for doubt in one.doubts}
    classes = one.person.identities if one.person else ()
    return (
        (not asked.identity or asked.identity in classes)
        and (not asked.region or order.region == asked.region)
        and (not asked.state or _in_state(one, asked.state))
        and (not asked.doubt or _has(codes, asked.doubt))
        and (asked.least_fen is None or order.amount_fen >= asked.least_fen)
        and (asked.most_fen is None or order.amount_fen <= asked.most_fen)
    )


def _in_state(one: Entry, state: str) -> bool:
    return one.is_mine if state == "mine" else one.order.state == state


def _has(codes: set[str], asked: str) -> bool:
    match asked:
        case "any":
            return bool(codes)
        case "none":
            return not codes
    return asked in codes
