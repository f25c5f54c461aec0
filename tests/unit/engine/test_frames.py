"""Facts as tables say the same as facts as objects, and give them back."""

from dataclasses import replace

from generation.worlds import world_of
from mianshen.engine.frames import frames_of
from mianshen.engine.reference.members import Seats
from mianshen.engine.reference.sharding import units


def test_tables_give_back_the_facts_they_were_made_of() -> None:
    met = set()
    for number in range(25):
        world = world_of(f"frames-{number}")
        own = list(units(world.facts, [Seats(pack) for pack in world.packs]))
        frames = replace(frames_of(own), originals=None)
        assert frames.facts_of(range(len(own))) == own
        met |= {name for name, table in frames.tables.items() if table.height}
    assert met >= {"events", "people", "identities", "attributes", "payments", "openings"}
