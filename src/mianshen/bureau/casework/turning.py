"""Many orders handed down, or received, by one act: a few statements for any number."""

from collections.abc import Collection

from django.db import transaction

from mianshen.bureau.casework.acting import By, scope_at
from mianshen.bureau.casework.advancing import run
from mianshen.bureau.casework.clicking import Clicked
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import Order, State
from mianshen.bureau.offices.vocabulary import Act, OfficeKind
from mianshen.bureau.trail.services import record


def hand_down_all(orders: Collection[int], by: By) -> Clicked:
    """待下放 → 已下放 for all of them; refused whole where one is out of the centre's scope."""
    turn = (State.PENDING, State.HANDED_DOWN)
    return _turn_all(orders, by, "handed_down", turn, Act.REVIEW, OfficeKind.CENTRE)


def receive_all(orders: Collection[int], by: By) -> Clicked:
    """已下放 → 已接收 for all of them; refused whole where one is another office's."""
    turn = (State.HANDED_DOWN, State.RECEIVED)
    return _turn_all(orders, by, "received", turn, Act.CONFIRM, None)


def _turn_all(
    orders: Collection[int],
    by: By,
    act: str,
    turn: tuple[State, State],
    needed: Act,
    kind: OfficeKind | None,
) -> Clicked:
    origin, to = turn
    wanted = sorted(set(orders))
    with transaction.atomic():
        places = Order.objects.filter(pk__in=wanted).values_list("flow", "region").distinct()
        kinds = {(kind or flow_of(flow).receives, region) for flow, region in places}
        # What somebody may do is looked up once, however many villages the orders are of.
        scopes = {one: scope_at(by, one) for one in {kind for kind, _ in kinds}}
        posts = [scopes[one].acting_for(needed, region) for one, region in sorted(kinds)]
        if not posts:
            return Clicked(0, len(wanted))
        acting = {"staff": by.staff.pk, "principal": posts[0].principal, "at": by.stated.at}
        ((turned,),) = run("turn_all", orders=wanted, origin=origin, to=to, act=act, **acting)
        record(by.stated.actor, f"{act}_all", "casework_order", {"orders": turned})
    return Clicked(turned, len(wanted) - turned)
