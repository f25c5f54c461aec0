"""Jobs: what the rhythm says is done once, by itself, whatever is killed on the way."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from bureau import offices_factory as small
from bureau.counter import BILL, bill_row
from bureau.factories import Who, card, person
from bureau.served import Served
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import Order
from mianshen.bureau.doctor.findings import State
from mianshen.bureau.doctor.work import deliveries
from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs import doing, failing, tasks
from mianshen.bureau.jobs import services as jobs
from mianshen.bureau.jobs.districts import profile_of
from mianshen.bureau.jobs.models import Run
from mianshen.bureau.jobs.rhythm import Due, Kind
from mianshen.bureau.notice import services as notice
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.models import Payable
from mianshen.bureau.registry import services as registry
from mianshen.policy.saying import said

pytestmark = pytest.mark.usefixtures("database")

ZHANG = Who("张秀英", card(11))
WEEK = Due(Kind.ASSESS, "2026-W11")


class Killed(BaseException):
    """A process that ends here."""


@pytest.fixture
def served(tmp_path: Path) -> Served:
    """A district assessed every week, with one person and one bill that nobody has read."""
    served = Served(tmp_path, "weekly")
    served.list(f"{ZHANG.name},{ZHANG.certno},低保,2025-01-01,北街街道,二村,13800000001")
    rows = "\n".join((BILL, bill_row(ZHANG, "s1", "2026-03-10"), ""))
    profile = jobs.sources_of(served.profile)
    intake.receive(profile, "SETL_D_202603.csv", rows.encode(), "clerk:1")
    return served


def work() -> None:
    """The worker, until it has caught up."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(
            wait=False, listen_notify=False, install_signal_handlers=False, concurrency=4
        )


def walk_files(served: Served) -> None:
    for batch in intake.open_batches(served.profile):
        doing.walk(batch.pk, served.district, served.at("2026-03-11"))


def ordered_fen() -> list[int]:
    return [casework.sheet(one.pk).amount_fen for one in Order.objects.all()]


def killed_in(monkeypatch: pytest.MonkeyPatch, where: Any, name: str) -> Callable[[], None]:
    """Let the process end where a function would be called; gives back the way to let it live."""
    real = getattr(where, name)

    def end(*_: object, **__: object) -> None:
        raise Killed

    monkeypatch.setattr(where, name, end)
    return lambda: monkeypatch.setattr(where, name, real)


def test_a_week_is_assessed_once_and_brings_what_is_open_to_orders(served: Served) -> None:
    now = served.at("2026-03-11")
    walk_files(served)
    assert not Order.objects.exists()
    told = jobs.run(served.district, WEEK, now)

    assert (told["people"], told["opened"]) == (1, 1)
    assert ordered_fen() == [20_000]
    assert jobs.run(served.district, WEEK, now) == told
    assert Kind.ASSESS not in {one.kind for _, one in jobs.due_now(now)}


@pytest.mark.parametrize("name", ["assess_marked", "open_deltas"])
def test_killed_while_assessing_or_ordering_it_ends_the_same(
    served: Served, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    now = served.at("2026-03-11")
    walk_files(served)
    revive = killed_in(monkeypatch, doing.assessment, name)
    with pytest.raises(Killed):
        jobs.run(served.district, WEEK, now)
    assert WEEK not in [one for _, one in jobs.due_now(now + timedelta(minutes=5))]
    assert WEEK in [one for _, one in jobs.due_now(now + timedelta(hours=2))]
    revive()
    jobs.run(served.district, WEEK, now)

    assert ordered_fen() == [20_000]
    assert not registry.dirty_people()


def test_what_fails_is_told_and_tried_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = served.at("2026-03-11")

    def stopped(*_: object, **__: object) -> None:
        raise casework.CaseworkError(said("stopped", "已停"))

    with monkeypatch.context() as patched:
        patched.setattr(casework, "attach", stopped)
        with pytest.raises(casework.CaseworkError):
            jobs.run(served.district, WEEK, now)
    assert Run.objects.get().fault == "已停"
    jobs.run(served.district, WEEK, now)

    assert (Run.objects.get().fault, Run.objects.get().ended_at) == ("", now)


def test_on_a_day_of_payment_what_is_approved_goes_to_payout(served: Served) -> None:
    walk_files(served)
    jobs.run(served.district, WEEK, served.at("2026-03-11"))
    clerk, reviewer = small.hire("1", "north/clerk"), small.hire("2", "centre/reviewer")
    (order,) = casework.orders_of(person(ZHANG))
    for staff, stage in ((clerk, "street"), (reviewer, "centre")):
        by = casework.By(staff, served.bureau.stated(f"staff:{staff.number}"))
        if stage == "street":
            casework.receive(order.pk, by)
        casework.approve(order.pk, stage, by)
    pay_day = Due(Kind.PAY, "2026-03-25")
    told = jobs.run(served.district, pay_day, served.at("2026-03-25"))

    assert (told["taken_over"], told["waiting_fen"]) == (1, 20_000)
    assert doing.hand_to_payout(served.district, served.at("2026-03-25"))["taken_over"] == 0
    assert Payable.objects.get().fund.code == "small-aid"
    assert payout.paid_on([Payable.objects.get().key]) == {}


def test_the_phone_of_the_latest_list_is_told_and_that_it_was_opened(served: Served) -> None:
    one = person(ZHANG)
    served.list(
        f"{ZHANG.name},{ZHANG.certno},低保,2025-01-01,北街街道,,13900000002", month="202502"
    )
    phones = notice.Registered().phones([(one, str(one)), (one, "某福利院")])

    assert phones == {(one, str(one)): "13900000002"}


def test_files_and_what_is_due_are_seen_to_by_the_worker_alone(served: Served) -> None:
    tasks.look_around(timestamp=0)
    tasks.look_around(timestamp=60)
    work()
    kinds = {run.kind for run in Run.objects.filter(ended_at__isnull=False)}

    assert kinds == {"assess", "pay", "clocks"}
    assert not intake.open_batches(served.profile)


def test_a_delivery_whose_walk_fails_is_asked_for_less_and_less_often_and_told(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ArithmeticError("a defect")

    (batch,) = intake.open_batches(served.profile)
    assert deliveries().state is State.GOOD
    with monkeypatch.context() as patched:
        patched.setattr(doing, "walk", fails)
        for minutes in (2, 4, 8):
            tasks.walk.defer(batch=batch.pk, profile=served.profile)
            work()
            failed = Run.objects.get(kind="walk")
            for later, rests in ((minutes - 1, {batch.pk}), (minutes, set())):
                now = failed.begun_at + timedelta(minutes=later)
                assert failing.resting(served.profile, now) == rests
    assert jobs.failing() == [jobs.Failing(served.profile, batch.pk, 3, "ArithmeticError")]
    found = deliveries()
    assert (found.state, "3 times: ArithmeticError" in found.found) == (State.BAD, True)
    tasks.look_around(timestamp=0)
    work()
    assert intake.open_batches(served.profile), "it is not asked for so soon"
    jobs.walk_soon(batch.pk, served.profile)
    work()

    assert (jobs.failing(1), intake.open_batches(served.profile)) == ([], [])


def test_a_year_is_closed_as_all_flows_say_and_everyone_is_assessed_once_more(
    served: Served,
) -> None:
    walk_files(served)
    jobs.run(served.district, WEEK, served.at("2026-03-11"))
    assert not registry.dirty_people()
    asked = doing.asked_on(served.at("2026-07-01"))
    assert (asked.closed, asked.complete_from) == (frozenset(), None)
    rhythm = "rhythm: {year_closes: 06-30, bills_from: 2024-01-01, "
    flow = served.folder / "flow.yaml"
    flow.write_text(flow.read_text("utf-8").replace("rhythm: {", rhythm), encoding="utf-8")
    profile_of.cache_clear()
    before, after = served.at("2026-06-29"), served.at("2026-06-30")
    assert doing.asked_on(before).closed == frozenset()
    asked = doing.asked_on(after)
    assert (asked.closed, asked.complete_from) == (frozenset({2025}), date(2024, 1, 1))
    due = Due(Kind.YEAR, "2025")
    assert due in [one for _, one in jobs.due_now(after)]
    jobs.run(served.district, due, after)

    assert set(registry.dirty_people()) == {person(ZHANG)}
    assert due not in [one for _, one in jobs.due_now(after)]


def test_the_jobs_of_a_worker_that_died_are_done_by_the_next(served: Served) -> None:
    (batch,) = intake.open_batches(served.profile)
    jobs.walk_soon(batch.pk, served.profile)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    # A worker asks for it every minute, the one below maybe at once.
    tasks.take_up.defer(timestamp=0)
    work()
    work()

    assert not intake.open_batches(served.profile)


def test_an_installation_says_what_a_profile_lacks(served: Served) -> None:
    assert served.district.profile.missing == ["bank.yaml"]
