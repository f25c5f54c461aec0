"""Generated worlds brought down to what the kernel covers, so that it has to decide them itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generation.drawing import Drawing
from generation.packs import SEARCHED_MAX, pack_of
from generation.programmes import Content
from generation.worlds import World, world_of
from generation.writing import spelled
from mianshen.engine.facts import Facts
from mianshen.policy.loading import PackError

FOLD_WORDS = re.compile(
    r"\b(in_scope_left|total_left|year_base|year_paid|year_borne|visit_number|[a-z]|layer_\d)\b"
)
COMBINED = {"parallel": "sequence", "elective": "sequence"}
PLAIN_FIGURES = {"ratio": "60%", "points": "5%", "factor": "120%"}
UNCOVERED = ("minimum", "excludes", "clip", "accumulates_when_ineligible")


def covered_worlds(name: str, searched_max: int = SEARCHED_MAX) -> Iterator[World]:
    """Worlds without end, by the seeds `name-0`, `name-1` and so on."""
    number = 0
    while True:
        drawn = world_of(f"{name}-{number}", searched_max)
        world = covered(drawn, Drawing.by_seed(f"{name} {number}"))
        number += 1
        if world is not None:
            yield world


def covered(world: World, d: Drawing) -> World | None:
    """The first pack of a world without what the kernel leaves to the reference, with its facts.

    None where nothing sensible is left of the pack.
    """
    content = spelled(world.packs[0])
    late = {name for name, one in content["programmes"].items() if "settled" in one}
    for name in late:
        del content["programmes"][name]
    content["layers"] = [_layer(layer, late) for layer in content["layers"]]
    content["layers"] = [layer for layer in content["layers"] if layer is not None]
    for pool in content.get("pools", {}).values():
        _plain_cap(pool)
        pool.pop("scope", None)
    for programme in content["programmes"].values():
        _plain_programme(programme, d)
    try:
        pack = pack_of(content)
    except PackError:
        return None
    return replace(world, packs=(pack,), facts=_facts(world.facts))


def _layer(layer: Content, late: set[str]) -> Content | None:
    layer = {key: value for key, value in layer.items() if key not in ("when_held", "cut")}
    layer.pop("horizon", None)
    if "members" in layer:
        layer["members"] = [name for name in layer["members"] if name not in late]
        layer["combine"] = COMBINED.get(layer.get("combine", ""), layer.get("combine", "sequence"))
        if layer["combine"] == "best_one":
            layer["horizon"] = "visit"
        elif layer["combine"] != "best_order":
            for key in ("best_over", "pin_order", "states_max"):
                layer.pop(key, None)
        return layer if layer["members"] else None
    return layer


def _plain_programme(programme: Content, d: Drawing) -> None:
    for key in UNCOVERED:
        programme.pop(key, None)
    if _reads_fold(programme.get("when")):
        programme["when"] = d.of("visit is inpatient", "income <= 1000", "grade >= 二级")
    for cap in programme.get("caps", ()):
        _plain_cap(cap)
    for adjust in programme.get("adjust", ()):
        adjust.pop("reaches_back", None)
        _plain_figures(adjust)
    for row in programme["terms"]:
        guarantee = row.pop("guarantee", None)
        if guarantee is not None:
            row["ratio"] = "70%"
        _plain_figures(row)
        for cap in row.get("caps", ()):
            _plain_cap(cap)


def _plain_cap(cap: Content) -> None:
    if _reads_fold(cap.get("when")):
        del cap["when"]
        cap.pop("uncapped_use_counts", None)
    if _reads_fold(cap["amount"]):
        cap["amount"] = "3000"


def _plain_figures(part: Any) -> None:
    """Replace figures and conditions that read what was paid by plain ones."""
    if isinstance(part, list):
        for one in part:
            _plain_figures(one)
    elif isinstance(part, dict):
        for key, value in list(part.items()):
            if isinstance(value, dict | list):
                if key != "who":
                    _plain_figures(value)
            elif _reads_fold(value):
                if key == "when":
                    del part[key]
                else:
                    part[key] = PLAIN_FIGURES.get(key, "1000")


def _reads_fold(text: Any) -> bool:
    return isinstance(text, str) and FOLD_WORDS.search(text) is not None


def _facts(facts: Facts) -> Facts:
    return replace(facts, responsibilities=(), pins=())
