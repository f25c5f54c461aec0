"""Whatever order files come in, and wherever the import is killed, the same is known in the end."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter as Tally
from collections.abc import Callable
from pathlib import Path

import pytest

from bureau import paying
from bureau.canonical import canonical, people_as_named
from bureau.counter import Counter, read_profile
from bureau.faults import facts, money
from bureau.test_casework import Desk
from bureau.year import YEAR, content
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.database.embedded import Cluster
from mianshen.bureau.database.roles import OWNER, RUNTIME
from mianshen.bureau.installation import installation
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.ledger.models import Account
from mianshen.bureau.payout import services as payout
from mianshen.bureau.registry import services as registry

pytestmark = pytest.mark.usefixtures("database")

TESTS = Path(__file__).resolve().parents[1]
KILL_BEFORE_MOST = 1_100
"""The year takes a few statements more."""
ORDERS = int(os.environ.get("MIANSHEN_ORDERS", "3"))
PAID_ORDERS = int(os.environ.get("MIANSHEN_ORDERS", "1"))
KILLS = int(os.environ.get("MIANSHEN_KILLS", "2"))
MENDED = {"March 10": "2025-03-09 10", ",x,": ",80.00,", "医疗救助,70": "医疗救助,50"}
"""What three rows of the year that somebody waits for should have said."""
GIVEN = ("ordered", "approved", "payable", "paid", "returned", "set_off")
FUND_OF = {"aid": "基金", "more": "残联资金"}


def arrive(counter: Counter, names: list[str]) -> None:
    for name in names:
        counter.give(name, content(name))


def in_order(seed: int) -> list[str]:
    """The files of the year by their names, shuffled by a seed."""
    names = sorted(YEAR)
    random.Random(seed).shuffle(names)
    return names


@pytest.fixture(scope="session")
def found_out() -> dict[str, list[str]]:
    """What is known and assessed after the year in its own order, once it was found out."""
    return {}


@pytest.fixture
def undisturbed(
    found_out: dict[str, list[str]], tmp_path: Path, afresh: Callable[[], None]
) -> dict[str, list[str]]:
    """The same, found out before the test begins."""
    if not found_out:
        facts.take_in(tmp_path, sorted(YEAR))
        found_out.update(facts.told())
        afresh()
    return found_out


@pytest.mark.parametrize("seed", range(ORDERS))
def test_files_in_any_order_give_the_same_lines_in_the_end(
    seed: int, tmp_path: Path, undisturbed: dict[str, list[str]]
) -> None:
    facts.take_in(tmp_path, in_order(seed))

    found = facts.told()
    assert len(found["events"]) > 3
    assert found["deltas"]
    assert found["doubts"]
    for part, known in undisturbed.items():
        assert found[part] == known, part


@pytest.mark.parametrize("seed", range(PAID_ORDERS))
def test_paid_between_files_in_any_order_nobody_has_more_or_less_in_the_end(
    seed: int, tmp_path: Path
) -> None:
    """After every third file all that stands open is ordered, approved and paid; at the end a clerk
    says whom rows in doubt mean. What was given and what is open are together what is due, of each
    person and fund.
    """
    office = money.Office(tmp_path, directory=paying.Street())
    office.desk = Desk(tmp_path, pack=facts.PACK)
    money.open_funds()
    counter = Counter(read_profile(tmp_path))
    for place, name in enumerate(in_order(seed), 1):
        counter.give(name, mended(name))
        if not place % 3:
            assess_and_pay(office)
    for doubt in registry.in_doubt():
        intake.decide_naming(doubt.naming, most_like(doubt), "the card was shown", "clerk:7")
    assess_and_pay(office)

    found = what_is_due()
    assert assessment.waiting() == []
    assert len(found) > 1
    assert given_and_open() == found
    assert payout.prove().is_whole


def mended(name: str) -> bytes:
    """A file of the year with every row as it should have been."""
    found = content(name)
    for wrong, right in MENDED.items():
        found = found.replace(wrong.encode(), right.encode())
    return found


def assess_and_pay(office: money.Office) -> None:
    """All that stands open goes to the cards."""
    assessment.assess_dirty(facts.ASKED, facts.stated())
    office.goes_on()


def most_like(doubt: registry.InDoubt) -> int:
    """Whom a clerk takes a row to mean: always the same of several, whatever their numbers."""
    who = people_as_named()
    return max((one.person for one in doubt.candidates), key=lambda one: who[str(one)])


def what_is_due() -> dict[tuple[str, str], int]:
    """By the lines alone, of each person and fund."""
    who = people_as_named()
    found: Tally[tuple[str, str]] = Tally()
    for line in assessment.lines_as_known():
        found[who[line.person], FUND_OF[line.programme]] += line.amount_fen - line.delivered_fen
    return dict(+found)


def given_and_open() -> dict[tuple[str, str], int]:
    """What is on the way to each person or was paid, and what stands open, out of each fund."""
    who = people_as_named()
    found: Tally[tuple[str, str]] = Tally()
    for one in Account.objects.filter(book="claims", kind__in=GIVEN):
        person, _, _, programme, _ = one.holder.removeprefix("line:").split("/")
        held = one.credits_posted_fen - one.debits_posted_fen
        found[who[person], FUND_OF[programme]] += held
    for delta in assessment.open_deltas():
        found[who[str(delta.person)], delta.fund] += delta.net_fen
    assert all(fen >= 0 for fen in found.values())
    return dict(+found)


@pytest.mark.parametrize("seed", range(KILLS))
def test_an_import_killed_anywhere_and_begun_again_gives_the_same(
    seed: int, tmp_path: Path, cluster: Cluster, database: str, undisturbed: dict[str, list[str]]
) -> None:
    counter = Counter(read_profile(tmp_path))
    kill_before = random.Random(seed).randrange(20, KILL_BEFORE_MOST)
    environment = {
        **os.environ,
        "DATABASE_URL": _url(cluster, RUNTIME, database),
        "DATABASE_OWNER_URL": _url(cluster, OWNER, database),
        "MIANSHEN_KEY_FILE": str(installation().key_file),
        "PYTHONPATH": str(TESTS),
    }
    command = [sys.executable, "-m", "bureau.importing", str(tmp_path), str(kill_before)]
    ended = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    arrive(counter, sorted(YEAR))
    assert set(Batch.objects.values_list("state", flat=True)) == {"applied"}
    assert Batch.objects.count() == len(YEAR)
    for part, known in canonical().items():
        assert known == undisturbed[part], part


def _url(cluster: Cluster, role: str, database: str) -> str:
    address = cluster.address(role, database)
    where = f"host={address.host}&port={address.port}"
    return f"postgresql://{address.user}:{address.password}@/{database}?{where}"
