"""A world in which something fails, made as small as it gets while it still fails."""

import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import fields, replace
from functools import partial
from typing import Any

from generation.packs import pack_of
from generation.programmes import Content
from generation.worlds import World, world_of
from generation.writing import spelled
from mianshen.engine.facts import Event, Facts
from mianshen.policy.loading import PackError
from mianshen.policy.pack import Pack

SECONDS_MAX = 45
PLAIN = {"base": "in_scope_left", "ratio": "50%", "when": "true", "share": "50%"}

Fails = Callable[[World], bool]
Law = Callable[[World], None]
Path = tuple[str | int, ...]
Candidate = Callable[[], World | None]


def smallest(world: World, fails: Fails, seconds: float = SECONDS_MAX) -> World:
    """The world with everything left out that it fails without; stops trying after a while."""
    until = time.monotonic() + seconds
    at, unchanged = 0, False
    while not unchanged:
        at, unchanged = 0, True
        candidates = list(_smaller(world))
        while at < len(candidates) and time.monotonic() < until:
            candidate = candidates[at]()
            if candidate is not None and fails(candidate):
                world, unchanged = candidate, False
                candidates = list(_smaller(world))
            else:
                at += 1
    return world


def for_all_worlds(examples: int) -> Callable[[Law], Callable[[], None]]:
    """A test that a law holds in so many worlds; a failure is told by the smallest of them."""

    def decorate(law: Law) -> Callable[[], None]:
        def holds() -> None:
            for number in range(examples):
                check(law, world_of(f"{law.__name__} {number}"))

        holds.__name__ = law.__name__
        return holds

    return decorate


def check(law: Law, world: World) -> None:
    """Raises the error a law ends in, with a note of the smallest world in which it does."""
    kind = failure_of(law, world)
    if kind is None:
        return
    small = smallest(world, lambda other: failure_of(law, other) is kind)
    try:
        law(small)
    except Exception as error:
        error.add_note(str(small))
        raise


def failure_of(law: Law, world: World) -> type[Exception] | None:
    """What kind of error a law ends in, if any."""
    try:
        law(world)
    except Exception as error:
        return type(error)
    return None


def _smaller(world: World) -> Iterator[Candidate]:
    """Worlds with one thing less, the greatest first; none where a pack would no longer fit."""
    contents = [spelled(pack) for pack in world.packs]
    if len(contents) > 1:
        for kept in world.packs:
            yield partial(_with, world, (kept,), replace(world.facts, responsibilities=()))
    for index, content in enumerate(contents):
        for edit in _without_names(content):
            yield partial(_edited, world, contents, index, edit)
    yield from (partial(replace, world, facts=facts) for facts in _fewer(world.facts))
    for index, content in enumerate(contents):
        for edit in _without_keys(content):
            yield partial(_edited, world, contents, index, edit)
    yield from (partial(replace, world, facts=facts) for facts in _plainer(world.facts))
    usual = World(world.packs, world.facts)
    for name in ("year", "as_of", "year_closed"):
        if getattr(world, name) != getattr(usual, name):
            yield partial(replace, world, **{name: getattr(usual, name)})


def _edited(
    world: World, contents: list[Content], index: int, edit: Callable[[Content], None]
) -> World | None:
    content = deepcopy(contents[index])
    edit(content)
    try:
        changed = pack_of(content)
    except PackError:
        return None
    packs = tuple(changed if at == index else pack for at, pack in enumerate(world.packs))
    return _with(world, packs, world.facts)


def _with(world: World, packs: tuple[Pack, ...], facts: Facts) -> World:
    """The world with other packs, and without facts about what they no longer have."""
    known = {name for pack in packs for name in (*pack.place_of, *pack.pools)}
    sources = {name for pack in packs for one in pack.payers.values() for name in one.sources}
    return replace(
        world,
        packs=packs,
        facts=replace(
            facts,
            payments=tuple(one for one in facts.payments if one.source in sources),
            deliveries=tuple(one for one in facts.deliveries if one.place in known),
            openings=tuple(one for one in facts.openings if one.programme in known),
            pool_openings=tuple(one for one in facts.pool_openings if one.pool in known),
            applications=tuple(one for one in facts.applications if one.programme in known),
            releases=tuple(one for one in facts.releases if one.programme in known),
            rejections=tuple(one for one in facts.rejections if one.programme in known),
            pins=tuple(one for one in facts.pins if {one.layer, *one.order} <= known),
            choices=tuple(one for one in facts.choices if {one.layer, one.programme} <= known),
        ),
    )


def _without_names(content: Content) -> Iterator[Callable[[Content], None]]:
    """Edits that take a layer, a programme, a payer or a pool out of a pack wherever it stands."""
    for layer in content["layers"]:
        names = {*layer.get("members", ()), *layer.get("payers", ())}
        yield partial(_drop, names)
    for group in ("programmes", "payers", "pools"):
        for name in content.get(group, {}):
            yield partial(_drop, {name})


def _drop(names: set[str], content: Content) -> None:
    for group in ("programmes", "payers", "pools"):
        content[group] = {k: one for k, one in content.get(group, {}).items() if k not in names}
    for layer in content["layers"]:
        for key in ("members", "payers"):
            if key in layer:
                layer[key] = [name for name in layer[key] if name not in names]
    content["layers"] = [
        one for one in content["layers"] if one.get("members") or one.get("payers")
    ]
    for programme in content["programmes"].values():
        for key in ("pools", "requires"):
            programme[key] = [name for name in programme.get(key, ()) if name not in names]
        kept = [one for one in programme.get("excludes", ()) if one["programme"] not in names]
        programme["excludes"] = kept


def _without_keys(content: Content) -> Iterator[Callable[[Content], None]]:
    """Edits that leave out one key or list entry, or put something plain in its place."""
    for path in _paths(content, ()):
        yield partial(_delete, path)
        plain = PLAIN.get(str(path[-1]))
        if plain is not None and _at(content, path) != plain:
            yield partial(_put, path, plain)


def _paths(content: Any, at: Path) -> Iterator[Path]:
    if isinstance(content, dict):
        inner = list(content.items())
    elif isinstance(content, list):
        inner = list(enumerate(content))
    else:
        return
    for key, value in inner:
        yield (*at, key)
        yield from _paths(value, (*at, key))


def _at(content: Any, path: Path) -> Any:
    for step in path:
        content = content[step]
    return content


def _delete(path: Path, content: Content) -> None:
    del _at(content, path[:-1])[path[-1]]


def _put(path: Path, value: str, content: Content) -> None:
    _at(content, path[:-1])[path[-1]] = value


def _fewer(facts: Facts) -> Iterator[Facts]:
    """The facts without a person, an event, a kind of fact, or one of them."""
    for person in facts.people if len(facts.people) > 1 else ():
        yield _without(facts, {person.id}, "person", "id")
    for event in dict.fromkeys(event.id for event in facts.events):
        yield _without(facts, {event, f"{event}-back"}, "event", "id", "reverses")
    groups = [one.name for one in fields(Facts) if isinstance(getattr(facts, one.name), tuple)]
    for name in groups:
        stated = getattr(facts, name)
        if len(stated) > 1 and name not in ("people", "events"):
            yield _changed(facts, name, ())
        for index in range(len(stated) if name != "people" else 0):
            yield _changed(facts, name, stated[:index] + stated[index + 1 :])
    if facts.complete_from is not None:
        yield replace(facts, complete_from=None)


def _changed(facts: Facts, group: str, stated: tuple[Any, ...]) -> Facts:
    changed: dict[str, Any] = {group: stated}
    return replace(facts, **changed)


def _without(facts: Facts, gone: set[str], *keys: str) -> Facts:
    """The facts without those that name something under one of the keys."""
    kept: dict[str, Any] = {}
    for group in fields(Facts):
        stated = getattr(facts, group.name)
        if isinstance(stated, tuple):
            kept[group.name] = tuple(
                fact for fact in stated if not gone & {getattr(fact, key, None) for key in keys}
            )
    return replace(facts, **kept)


def _plainer(facts: Facts) -> Iterator[Facts]:
    """The facts with one event stated more plainly."""
    for index, event in enumerate(facts.events):
        for plain in _plainer_events(event):
            yield replace(facts, events=(*facts.events[:index], plain, *facts.events[index + 1 :]))
    for name in ("deliveries", "payments"):
        stated = getattr(facts, name)
        for index, one in enumerate(stated):
            if one.amount_fen not in (1000_00, -1000_00):
                plain = replace(one, amount_fen=1000_00 if one.amount_fen > 0 else -1000_00)
                yield _changed(facts, name, (*stated[:index], plain, *stated[index + 1 :]))


def _plainer_events(event: Event) -> Iterator[Event]:
    for key in event.facts:
        yield replace(event, facts={k: v for k, v in event.facts.items() if k != key})
    for key in event.paid_fen:
        yield replace(event, paid_fen={k: v for k, v in event.paid_fen.items() if k != key})
    for key in event.amounts_fen:
        if key not in ("total", "in_scope", "price", "wage"):
            kept = {k: v for k, v in event.amounts_fen.items() if k != key}
            yield replace(event, amounts_fen=kept)
    total = event.amounts_fen.get("total", 0)
    if event.amounts_fen.get("in_scope", total) != total:
        yield replace(event, amounts_fen={**event.amounts_fen, "in_scope": total})
    if total > 0 and total != 10_000_00:
        yield replace(event, amounts_fen={"total": 10_000_00, "in_scope": 10_000_00})
    if event.recorded is not None:
        yield replace(event, recorded=None)
    day = event.settled.date()
    if (event.admitted, event.discharged) != (day, day):
        yield replace(event, admitted=day, discharged=day)
