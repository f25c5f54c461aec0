"""A settlement pushed in over HTTP comes to the right street's order, once, or is refused."""

import json
from pathlib import Path

import pytest
from django.test import Client
from procrastinate.contrib.django import app

from bureau.counter import settlement
from bureau.factories import Who, card, person
from bureau.served import Served
from mianshen.bureau.api import services as api
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import Order
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.jobs import tasks
from mianshen.bureau.trail.services import entries_of

pytestmark = pytest.mark.usefixtures("database")

CLIENT = Client(SERVER_NAME="localhost")
ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))


@pytest.fixture
def served(tmp_path: Path) -> Served:
    served = Served(tmp_path)
    served.list(
        f"{ZHANG.name},{ZHANG.certno},低保,2025-01-01,北街街道,二村,13800000001",
        f"{LI.name},{LI.certno},低保,2025-01-01,南街街道,一居委,",
    )
    return served


@pytest.fixture
def token(served: Served) -> str:
    return api.make_token(served.profile, "settlements", "市平台", "operator:test")


def push(told: object, token: str, **more: str):
    body = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    headers = {"Authorization": f"Bearer {token}"}
    asked = {"content_type": "application/json"} | more
    return CLIENT.post("/api/settlements", body, headers=headers, **asked)


def walk() -> None:
    """What the worker does with what was pushed in."""
    for batch in Batch.objects.filter(state="received"):
        tasks.walk(batch.pk, batch.profile)


def work() -> None:
    """The worker itself, until it has caught up."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


def test_a_settlement_pushed_in_is_on_its_streets_order_when_the_worker_has_caught_up(
    token: str,
) -> None:
    answer = push(settlement(ZHANG), token)
    assert (answer.status_code, answer.json()["state"]) == (202, "received")
    work()

    (order,) = casework.orders_of(person(ZHANG))
    assert (order.region, order.state) == ("510118001201", "handed_down")
    assert casework.sheet(order.pk).amount_fen == 20_000
    told = CLIENT.get(
        f"/api/deliveries/{answer.json()['delivery']}",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert told.json()["state"] == "applied"


def test_the_same_settlement_pushed_again_changes_nothing(token: str) -> None:
    first = push(settlement(ZHANG), token).json()["delivery"]
    again = push(json.dumps(settlement(ZHANG), indent=3), token)
    walk()
    once_more = push(settlement(ZHANG), token)
    walk()

    assert (again.status_code, again.json()["delivery"]) == (200, first)
    assert (once_more.status_code, once_more.json()["state"]) == (200, "applied")
    (order,) = casework.orders_of(person(ZHANG))
    assert casework.sheet(order.pk).amount_fen == 20_000
    assert Batch.objects.filter(source="settlements").count() == 1


def test_where_the_agency_has_not_joined_yet_nothing_is_ordered(token: str) -> None:
    assert push(settlement(LI), token).status_code == 202
    walk()

    assert not Order.objects.exists()


def test_what_is_refused_is_kept_nowhere(token: str) -> None:
    answer = push({"setl_id": "1"}, token)

    assert answer.status_code == 422
    (first, *_) = answer.json()["errors"]
    assert first["zh"] != first["en"]
    assert push({"memo": "x" * 70_000}, token).status_code == 413
    assert not Batch.objects.filter(source="settlements").exists()


def test_an_amount_keeps_the_digits_it_was_written_with(token: str) -> None:
    told = json.dumps(settlement(ZHANG)).replace('"1000"', "1000.10")
    assert "1000.10" in told
    push(told.replace('"400"', "400.10"), token)
    walk()

    (order,) = casework.orders_of(person(ZHANG))
    assert casework.sheet(order.pk).amount_fen == 20_005


def test_only_who_has_a_token_that_holds_is_let_in(token: str) -> None:
    assert push(settlement(ZHANG), "").status_code == 401
    assert push(settlement(ZHANG), token[:-1]).status_code == 401
    assert push(settlement(ZHANG), token, content_type="text/plain").status_code == 415
    assert CLIENT.get("/api/settlements").status_code == 405
    (sender,) = api.senders()
    assert token.encode() not in bytes(sender.digest)
    api.end_token(sender.pk, "operator:test")

    assert push(settlement(ZHANG), token).status_code == 401
    assert [one.act for one in entries_of(str(sender))] == ["make_token", "end_token"]


def test_nobody_sees_anothers_delivery(served: Served, token: str) -> None:
    number = push(settlement(ZHANG), token).json()["delivery"]
    other = api.make_token(served.profile, "settlements", "另一家", "operator:test")
    unknown = CLIENT.get(f"/api/deliveries/{number}", headers={"Authorization": "Bearer x"})

    assert unknown.status_code == 401
    seen = CLIENT.get(f"/api/deliveries/{number}", headers={"Authorization": f"Bearer {other}"})
    assert seen.status_code == 404
