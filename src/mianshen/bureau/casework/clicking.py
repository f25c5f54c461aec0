"""一键确认: many orders decided by one click, after a sample drawn by the database was opened."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.casework.acting import By, apart_from_earlier, scope_for
from mianshen.bureau.casework.advancing import advance, run
from mianshen.bureau.casework.errors import refused
from mianshen.bureau.casework.flow import FlowSpelling, StageSpelling, Tasks
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import Sample, SampledOrder
from mianshen.bureau.offices.scope import Post
from mianshen.bureau.trail.services import record


@dataclass(frozen=True, slots=True)
class Clicked:
    """How many orders one click decided, and how many somebody else had moved meanwhile."""

    decided: int
    left_out: int


def draw(orders: Collection[int], by: By, department: str = "") -> Sample:
    """Draw what has to be opened before these orders, or one department's part, are decided.

    They are in one stage of one flow that allows it. The database draws, by a seed it writes down:
    nobody chooses what is looked at. Drawn again it is the same sample.
    """
    with transaction.atomic():
        standing = _standing(orders)
        stage = standing.stage
        _may_click(orders, standing, by, department)
        if stage.one_click is None or stage.minutes:
            raise refused(
                "{title} is decided order by order", "“{title}”须逐单办理", title=stage.title
            )
        if (stage.tasks is Tasks.DEPARTMENT) != bool(department):
            raise refused(
                "say whose part of {title} is decided; only parallel parts have one",
                "“{title}”：部门并行的环节要指明部门，其他环节不要",
                title=stage.title,
            )
        wanted = sorted(set(orders))
        about = {"stage": standing.number, "department": department, "orders": wanted}
        earlier = Sample.objects.filter(staff=by.staff.pk, **about)
        if found := earlier.order_by("-id").first():
            return found
        sample = _drawn(about, by)
        chosen = run(
            "draw", orders=wanted, seed=sample.seed, size=stage.one_click.size(len(wanted))
        )
        SampledOrder.objects.bulk_create(
            SampledOrder(sample=sample, order_id=order) for (order,) in chosen
        )
        told = {"orders": len(wanted), "chosen": len(chosen), "seed": sample.seed}
        record(by.stated.actor, "draw_orders", f"casework_sample:{sample.pk}", told)
    return sample


@dataclass(frozen=True, slots=True)
class SampleTold:
    """A sample as whoever drew it sees it: all its orders, and of the chosen which were opened.

    `department` is whose part of them is decided, empty where orders are decided whole.
    """

    number: int
    department: str
    orders: tuple[int, ...]
    chosen: dict[int, bool]

    @property
    def opened(self) -> int:
        """How many of the chosen were opened."""
        return sum(self.chosen.values())

    @property
    def is_read(self) -> bool:
        """Whether all were, so that one click may decide."""
        return all(self.chosen.values())


def sample_told(sample: int, staff: int) -> SampleTold | None:
    """A sample of a member of staff; None where there is none, or it is another's. One query."""
    rows = SampledOrder.objects.filter(sample=sample, sample__staff=staff).order_by("order")
    found = list(rows.values_list("order", "opened_at", "sample__department", "sample__orders"))
    if not found:
        return None
    *_, department, orders = found[0]
    chosen = {order: at is not None for order, at, *_ in found}
    return SampleTold(sample, department, tuple(orders), chosen)


def to_open(sample: int) -> Sequence[int]:
    """The orders of a sample that nobody has opened yet."""
    rows = SampledOrder.objects.filter(sample=sample, opened_at__isnull=True)
    return list(rows.order_by("order").values_list("order", flat=True))


def open_sampled(sample: int, order: int, by: By) -> None:
    """The clerk for whom a sample was drawn has opened one of its orders."""
    mine = SampledOrder.objects.filter(sample=sample, order=order, sample__staff=by.staff.pk)
    number = mine.values_list("pk", flat=True).first()
    if number is None:
        raise refused(
            "order {order} is not in your sample", "第 {order} 号工单不在您的抽查之列", order=order
        )
    here = SampledOrder.objects.filter(pk=number, opened_at__isnull=True)
    here.update(opened_at=by.stated.at)


def confirm_all(sample: int, by: By) -> Clicked:
    """Decide all orders of a sample by one click; those moved by others meanwhile are left out.

    Raises `CaseworkError` while an order of the sample was not opened, or who clicks is another.
    """
    with transaction.atomic():
        found = Sample.objects.filter(pk=sample, staff=by.staff.pk).first()
        if found is None:
            raise refused(
                "no such sample was drawn for you; draw your own",
                "没有您的这份抽查；请自行抽取",
            )
        if left := to_open(sample):
            raise refused(
                "open {count} more orders of the sample first: {orders}",
                "请先查看抽中的工单（还有 {count} 件）：{orders}",
                count=len(left),
                orders="、".join(map(str, left)),
            )
        about = {"stage": found.stage, "department": found.department}
        ready = [int(order) for (order,) in run("ready", orders=found.orders, **about)]
        if ready:
            _decide(ready, found, by)
    return Clicked(len(ready), len(found.orders) - len(ready))


def _decide(ready: Sequence[int], sample: Sample, by: By) -> None:
    standing = _standing(ready)
    stage = standing.stage
    post = _may_click(ready, standing, by, sample.department)
    here = {"orders": ready, "stage": standing.number}
    asked = {**here, "staff": by.staff.pk, "principal": post.principal, "at": by.stated.at}
    told = {"act": f"approved:{stage.id}", "note": f"抽查 {sample.pk}"}
    run("decide", **asked, **told, department=sample.department)
    needs = {"all": None, "any": 1}.get(str(stage.needs), stage.needs)
    passed = [int(order) for (order,) in run("passed", **here, needs=needs)]
    advance(passed, standing.flow, standing.number)
    counted = {"orders": len(ready), "stage": stage.id, "department": sample.department}
    record(by.stated.actor, "confirm_all", f"casework_sample:{sample.pk}", counted)


@dataclass(frozen=True, slots=True)
class _Standing:
    """The one stage of one flow in which orders stand, and the regions that answer for them."""

    flow: FlowSpelling
    number: int
    regions: Sequence[str]

    @property
    def stage(self) -> StageSpelling:
        return self.flow.stages[self.number]


def _standing(orders: Collection[int]) -> _Standing:
    found = run("standing", orders=list(orders))
    if len(found) != 1 or found[0][-1] != len(set(orders)):
        raise refused(
            "choose orders of one stage that are received and not frozen",
            "请选择同一环节、已接收且未冻结的工单",
        )
    ((digest, number, regions, _),) = found
    return _Standing(flow_of(digest), number, regions)


def _may_click(orders: Collection[int], standing: _Standing, by: By, department: str) -> Post:
    """The post in which all these orders may be decided; refused when one of them may not."""
    stage = standing.stage
    scope = scope_for(by, stage)
    posts = [scope.acting_for(stage.act, one, department or None) for one in standing.regions]
    people = {by.staff.pk, *(post.principal for post in posts)}
    apart_from_earlier(orders, standing.flow, stage, people)
    return posts[0]


def _drawn(about: Mapping[str, Any], by: By) -> Sample:
    ((seed,),) = query("SELECT ('x' || substr(md5(gen_random_uuid()::text), 1, 8))::bit(31)::int")
    return Sample.objects.create(**about, seed=seed, staff=by.staff.pk, at=by.stated.at)
