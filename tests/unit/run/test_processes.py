"""Units assessed in several processes are answered as if in one, in their order."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cases.factories import YEAR, bill, pack
from mianshen.engine.facts import Facts, FactsError, OtherPayment, Person
from mianshen.run.processes import Question, answers

PACK = pack(
    "payers: {relief: {from: [relief]}}\n"
    "layers: [{id: before, payers: [relief]}, {id: only, members: [aid]}]\n"
    "programmes: {aid: {base: in_scope_left, terms: [{ratio: 50%}]}}"
)


def unit(number: int) -> Facts:
    person = f"P{number:03}"
    event = replace(bill(f"{number + 1}00"), person=person)
    return Facts(people=(Person(person),), events=(event,))


def test_many_units_are_answered_alike_in_one_process_and_in_several() -> None:
    question = Question(PACK, YEAR, date(YEAR, 12, 31), year_closed=False)
    units = [unit(number) for number in range(330)]
    assert list(answers(question, units, len(units))) == [question.ask(one) for one in units]


def test_facts_that_cannot_be_assessed_come_back_as_the_reason() -> None:
    question = Question(PACK, YEAR, date(YEAR, 12, 31), year_closed=False)
    days = date(YEAR, 1, 1), date(YEAR, 12, 31)
    span = OtherPayment("p", "P000", "relief", 5_00, first_day=days[0], last_day=days[1])
    (answer,) = answers(question, [replace(unit(0), payments=(span,))], 1)
    assert isinstance(answer, FactsError)
    assert "relief" in str(answer)


KILLED = """
import os, sys, time
from mianshen.run import processes

class Endless:
    def ask(self, facts):
        open(os.path.join(sys.argv[1], str(os.getpid())), "w").close()
        time.sleep(600)

if __name__ == "__main__":
    processes.os.cpu_count = lambda: 2
    list(processes.answers(Endless(), range(1000), 1000))
"""


def test_processes_end_when_the_one_that_asked_is_killed(tmp_path: Path) -> None:
    script, started = tmp_path / "killed.py", tmp_path / "started"
    script.write_text(KILLED, encoding="utf-8")
    started.mkdir()
    asking = subprocess.Popen([sys.executable, str(script), str(started)])
    try:
        wait_until(lambda: len(list(started.iterdir())) == 2)
    finally:
        asking.kill()
        asking.wait()
    wait_until(lambda: not any(is_running(int(one.name)) for one in started.iterdir()))


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("waited a minute in vain")


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    if not Path("/proc/self").exists():
        pytest.skip("tells processes apart by /proc")
    try:
        return "State:\tZ" not in status.read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
