"""Whatever a file holds, its records are all accounted for or it is refused by name."""

from pathlib import Path

import pytest

from fuzzing.mutants import KINDS, mutant_of
from fuzzing.verdicts import judged

SAMPLE = 40


@pytest.mark.parametrize("kind", KINDS)
def test_a_spoiled_file_is_accounted_for_or_refused_by_name(kind: str, tmp_path: Path) -> None:
    verdicts = [judged(mutant_of(kind, number), tmp_path) for number in range(SAMPLE)]
    assert any(verdict.refused for verdict in verdicts)
    assert any(verdict.accepted for verdict in verdicts)


def test_a_spoiled_file_can_be_made_again() -> None:
    assert mutant_of("columns", 7).content == mutant_of("columns", 7).content
