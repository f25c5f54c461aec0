"""Generated worlds use every part of the pack language, and print as what builds them again."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from generation.constructs import NAMED, constructs_in
from generation.packs import pack_of
from generation.shrinking import for_all_worlds
from generation.worlds import World, world_of
from generation.writing import spelled
from mianshen.policy.schema import PackSpelling

# What a pack says for its readers, and keys whose usual value is never written out.
FOR_READERS = {"title", "title_en", "law", "note", "office", "fund", "untranslatable"}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _language(model: type[BaseModel], of: str) -> Iterator[str]:
    for name, told in model.model_fields.items():
        key = told.alias or name
        if key in FOR_READERS:
            continue
        yield f"{of}.{key}"
        for inner in _models(told.annotation):
            yield from _language(inner, key)


def test_every_key_of_the_language_is_drawn() -> None:
    drawn: set[str] = set()
    for number in range(500):
        drawn |= constructs_in(world_of(str(number)))
    assert sorted(set(_language(PackSpelling, "pack")) - drawn) == []
    assert {key.partition(".")[2] for key in drawn} >= NAMED


@for_all_worlds(50)
def test_a_pack_is_spelled_as_what_builds_it_again(world: World) -> None:
    for pack in world.packs:
        assert spelled(pack_of(spelled(pack))) == spelled(pack)
        assert "pack_of(" in str(world)
