"""What of the pack language and of the facts a world uses, as names to be counted."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from generation.worlds import World
from generation.writing import spelled
from mianshen.engine.facts import Facts

NAMED = {"attributes", "parameters", "lists", "payers", "pools", "programmes"}
WORDS_OF = {"combine", "cut", "kind", "per", "to", "acts_when", "counts", "limits", "rounding"}
WORDS_OF |= {"round_to", "clip", "settled", "covers", "allocate", "best_over", "pin_order", "by"}
WORDS_OF |= {"when_held", "on", "scope", "once", "long_stay", "account_money", "after", "origin"}


def constructs_in(world: World) -> set[str]:
    """Every key of the language that stands in the packs, with its value where those are few."""
    found = {name for pack in world.packs for name in _keys(spelled(pack), "pack")}
    return found | set(_of_facts(world.facts)) | {f"{len(world.packs)} packs"}


def _keys(content: dict[str, Any], of: str) -> Iterator[str]:
    for key, value in content.items():
        yield f"{of}.{key}"
        if key in WORDS_OF and isinstance(value, str):
            yield f"{of}.{key}: {value}"
        if key in NAMED and isinstance(value, dict):
            for inner in value.values():
                yield from _keys(inner, key) if isinstance(inner, dict) else ()
        elif isinstance(value, dict):
            yield from _keys(value, key)
        elif isinstance(value, list):
            for inner in value:
                yield from _keys(inner, key) if isinstance(inner, dict) else ()


def _of_facts(facts: Facts) -> Iterator[str]:
    for group in fields(facts):
        if getattr(facts, group.name):
            yield f"facts.{group.name}"
    if any(not identity.confirmed for identity in facts.identities):
        yield "facts.identities: unconfirmed"
    if any(payment.event is None for payment in facts.payments):
        yield "facts.payments: for a span"
    if any(payment.provisional for payment in facts.payments):
        yield "facts.payments: provisional"
    if any(delivery.amount_fen < 0 for delivery in facts.deliveries):
        yield "facts.deliveries: recovered"
    if len({event.id for event in facts.events}) < len(facts.events):
        yield "facts.events: versions"
    yield from {f"facts.events: {event.kind.value}" for event in facts.events}
    yield f"{len(facts.people)} people"
