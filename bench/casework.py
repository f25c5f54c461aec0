"""How long one click takes that confirms many orders, and the one that approves them.

Run `python bench/casework.py --orders 10000`; it makes an installation of its own and removes it
again. What the sample asks to be opened is opened before, and not counted.
"""

import argparse
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from alone import installation_of_its_own, tell_machine

DISTRICT, REGION = "310113000000", "310113001000"
PROFILE = Path(__file__).parents[1] / "profiles/baoshan"
LINES_EACH = 2
TODAY = date(2025, 6, 2)


def main() -> None:
    """Time each click once and print it, with the machine and how busy it was."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=10_000)
    orders = parser.parse_args().orders
    with installation_of_its_own():
        _run(orders)


def _run(orders: int) -> None:
    from mianshen.bureau.starting import make_ready

    make_ready(["baoshan"], lambda _: None)
    tell_machine()
    from mianshen.bureau.casework import services as casework

    flow = casework.read_flow(PROFILE / casework.FLOW_FILE)
    stage = {"one_click": {"count": 10}}
    told = flow.model_dump(mode="json")
    told["stages"] = [{**one, **stage} for one in told["stages"]]
    opened = _open(casework.FlowSpelling.model_validate(told), orders)
    clerk, reviewer = _by("street-001", "street-clerk"), _by("centre", "centre-reviewer")
    _timed("received", lambda: casework.receive_all(opened, clerk))
    for name, by in (("confirmed", clerk), ("approved", reviewer)):
        sample = _timed(f"drawn to be {name}", lambda by=by: casework.draw(opened, by)).pk
        for order in casework.to_open(sample):
            casework.open_sampled(sample, order, by)
        done = _timed(name, lambda one=sample, by=by: casework.confirm_all(one, by))
        assert (done.decided, done.left_out) == (orders, 0)
    ready = casework.ready_for_payout()
    print(f"{len(ready)} lines of {orders} orders ready for payout")


def _timed(name: str, act: Callable):
    start = time.perf_counter()
    result = act()
    print(f"{name:22} {time.perf_counter() - start:6.2f} s")
    return result


def _by(office: str, role: str):
    from django.utils import timezone

    from mianshen.bureau.bitemporal.stating import Stated
    from mianshen.bureau.casework.services import By
    from mianshen.bureau.offices import services as offices

    staff = offices.appoint(f"bench-{office}", "某某", "operator:bench")
    place = (offices.office_by_code(DISTRICT, office), offices.role_by_code(DISTRICT, role))
    offices.assign(staff, *place, date(2021, 7, 1), "operator:bench")
    return By(staff, Stated(timezone.now(), 0, f"staff:{staff.number}"))


def _open(flow, orders: int) -> list[int]:
    """Orders handed down to one street, each with two lines whose fen stand ordered."""
    from django.utils import timezone

    from mianshen.bureau.casework.advancing import open_tasks
    from mianshen.bureau.casework.flows import keep
    from mianshen.bureau.casework.models import Order, OrderLine
    from mianshen.bureau.ledger.chart import Claim, claim, part_of
    from mianshen.bureau.ledger.models import Book
    from mianshen.bureau.ledger.services import Move, post

    digest, at = keep(flow), timezone.now()
    made = Order.objects.bulk_create(
        Order(
            person=one,
            period="2025-06",
            region=REGION,
            flow_id=digest,
            state="handed_down",
            opened_at=at,
        )
        for one in range(orders)
    )
    lines = OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            line=f"{order.person}/2025/bench/aid/s{number}",
            key=part_of(f"{order.person}/2025/bench/aid/s{number}", order.pk),
            person=order.person,
            year=2025,
            pack="bench",
            fund="医疗救助基金",
            programme="aid",
            department="medical-security",
            event=f"s{number}",
            settled_on=TODAY,
            amount_fen=1_000 + order.person,
        )
        for order in made
        for number in range(LINES_EACH)
    )
    moves = (
        Move(
            f"bench:{line.key}",
            claim(Claim.DETERMINED, line.key),
            claim(Claim.ORDERED, line.key),
            line.amount_fen,
            "列入工单",
        )
        for line in lines
    )
    post(Book.CLAIMS, moves)
    numbers = [order.pk for order in made]
    open_tasks(numbers, flow, 0)
    return numbers


if __name__ == "__main__":
    main()
