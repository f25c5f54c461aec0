"""The reference and the oracle agree to the fen on generated worlds, and effects do occur."""

from collections import Counter

import pytest

from generation.effects import EFFECTS, SHARE_PERCENT
from generation.verdicts import agreed
from generation.worlds import world_of
from oracle import assess as oracle_assess

EXAMPLES = 250


@pytest.mark.proof
@pytest.mark.parametrize("number", range(4))
def test_the_reference_equals_the_oracle_and_every_effect_occurs(number: int) -> None:
    met: Counter[str] = Counter()

    for at in range(EXAMPLES):
        _, effects = agreed(world_of(f"{number}-{at}"), oracle_assess)
        met.update([*effects, "examples"])
    rare = {
        name: met[name] for name in EFFECTS if met[name] * 100 < met["examples"] * SHARE_PERCENT
    }
    assert not rare, f"of {met['examples']} examples only {rare}; the proof says little about these"
