"""A batch killed anywhere and run again ends where an undisturbed one does."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection, connections

from bureau.factories import Bureau, Who, bill, card, person
from bureau.test_assessment import ASKED, PACK
from mianshen.bureau.assessment import assessing
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.models import Answer, Line, Run
from mianshen.bureau.bitemporal import columns, rows
from mianshen.bureau.ledger.services import proof
from mianshen.bureau.registry import services as registry
from mianshen.run.shipped import Located

pytestmark = pytest.mark.usefixtures("database")

STATEMENTS = 35
"""Kills are drawn from so many statements of a batch."""
ZHANG, LI = Who("张秀英", card(11)), Who("李建国", card(32))


class KilledError(BaseException):
    """The process is gone."""


def month(folder: Path) -> Bureau:
    """A month with a second batch to assess: a new bill, and a later version of an old one."""
    bureau = Bureau()
    file = folder / "pack.yaml"
    file.write_text(PACK, encoding="utf-8")
    assessment.put_in_force(Located(file), (), bureau.stated("policy:1"))
    bureau.roster("202501", [(ZHANG, "特困"), (LI, "低保")])
    bureau.settle(bill(ZHANG, "s1", updated="2025-03-11"), bill(LI, "s2"))
    assessment.assess_dirty(ASKED, bureau.stated())
    bureau.settle(bill(ZHANG, "s1", basic_fen=80_000, updated="2025-03-20"))
    bureau.settle(bill(LI, "s3", day="2025-04-01"))
    return bureau


def state() -> dict[str, Any]:
    """All that a batch leaves, without the numbers of rows."""
    return {
        "lines": assessment.lines_as_known(),
        "written": (Line.objects.count(), Answer.objects.count(), Run.objects.count()),
        "deltas": assessment.open_deltas(),
        "kinds": proof().kinds,
        "marks": list(registry.dirty_people()),
    }


def statements(monkeypatch: pytest.MonkeyPatch, kill_at: int | None) -> Iterator[int]:
    """Count statements; at one of them the connection is cut as when a process dies."""
    seen = [0]

    def counting(run: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*asked: Any) -> Any:
            seen[0] += 1
            if seen[0] == kill_at:
                connection.connection.close()
                raise KilledError
            return run(*asked)

        return counted

    with monkeypatch.context() as patched:
        patched.setattr(rows, "_run", counting(rows._run))
        for name in ("_copied_out", "_copied_in"):
            patched.setattr(columns, name, counting(getattr(columns, name)))
        yield 0
    yield seen[0]


@pytest.mark.parametrize("seed", range(5))
def test_a_batch_killed_anywhere_and_run_again_leaves_what_an_undisturbed_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    bureau = month(tmp_path)
    kill_at = Random(seed).randrange(2, STATEMENTS)
    before = state()
    stated = bureau.stated()
    cutting = statements(monkeypatch, kill_at)
    next(cutting)
    with pytest.raises(KilledError):
        assessment.assess_dirty(ASKED, stated)
    next(cutting)
    connections.close_all()

    assert state() == before
    assessment.assess_dirty(ASKED, stated)
    after = state()
    assert after["marks"] == []
    assert after["written"] == (before["written"][0] + 4, before["written"][1] + 2, 2)
    fen = {(line.event, line.programme): line.amount_fen for line in after["lines"]}
    assert (fen["s1", "aid"], fen["s2", "aid"], fen["s3", "aid"]) == (10_000, 20_000, 20_000)
    assert sum(delta.net_fen for delta in after["deltas"]) == 50_000
    assert proof().is_whole


def test_a_batch_has_at_least_as_many_statements_as_the_kills_choose_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau = month(tmp_path)
    counting = statements(monkeypatch, None)
    next(counting)
    assessment.assess_dirty(ASKED, bureau.stated())

    assert next(counting) >= STATEMENTS


def test_a_mark_made_while_a_batch_runs_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau = month(tmp_path)
    who = person(ZHANG)
    ask = assessing.answers_to

    def meanwhile(*asked: Any) -> Any:
        registry.mark_dirty([who], bureau.stated())
        return ask(*asked)

    monkeypatch.setattr(assessing, "answers_to", meanwhile)
    assessment.assess_dirty(ASKED, bureau.stated())

    assert list(registry.dirty_people()) == [who]
