"""At a desk one person proposes and another agrees: corrections of rows, voiding, writing off."""

from pathlib import Path

import pytest

from bureau import paying
from bureau.counter import Counter, listed, read_profile
from bureau.factories import Who, card
from bureau.paying import CLERK, SECOND, TODAY
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import held_fen
from mianshen.bureau.payout import services as payout
from mianshen.run.messages import InputError

pytestmark = pytest.mark.usefixtures("database")

HEADER = "姓名,身份证号,类别,户编号,起"
PEOPLE = [Who(f"周{n}", card(n)) for n in range(100, 104)]


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(read_profile(tmp_path))


def at_a_desk(counter: Counter, month: str, rows: list[str]) -> Batch:
    content = "\n".join((HEADER, *rows, "")).encode()
    name = f"民政_{month}.csv"
    received = intake.receive(counter.profile, name, content, CLERK, way=intake.DESK)
    return intake.process(received.batch, counter.profile, CLERK)


def rows(identity: str = "低保") -> list[str]:
    return [listed(who, identity, "", "") for who in PEOPLE]


def test_a_list_from_a_desk_counts_once_somebody_has_decided(counter: Counter) -> None:
    batch = at_a_desk(counter, "202501", rows())
    assert (batch.state, intake.is_moving(batch)) == ("diffed", False)
    assert intake.process(batch, counter.profile, CLERK).state == "diffed"
    assert not intake.open_batches(counter.profile.name)

    intake.decide(batch, CLERK)
    with pytest.raises(InputError):
        intake.decide(batch, SECOND)
    assert intake.process(batch, counter.profile, CLERK).state == "applied"


def test_a_list_in_which_nothing_changed_takes_a_reason(counter: Counter) -> None:
    counter.hand_in("民政_202501.csv", HEADER, rows())
    batch = at_a_desk(counter, "202502", rows())
    with pytest.raises(InputError):
        intake.decide(batch, CLERK)
    intake.decide(batch, CLERK, "已与民政局核对，确无变动")
    assert intake.process(batch, counter.profile, CLERK).state == "applied"


def test_a_row_is_mended_when_somebody_else_agrees(counter: Counter) -> None:
    batch = at_a_desk(counter, "202501", [*rows(), "李建国,,,,"])
    (row,) = intake.waiting_rows(batch)
    cells = {"身份证号": card(32), "类别": "低保"}
    intake.propose(batch, row.place, cells, "部门原件", CLERK)
    (proposed,) = intake.proposals_of(batch)
    assert card(32) not in proposed.masked({"身份证号": "certno"}).values()

    with pytest.raises(InputError):
        intake.agree(batch, [proposed.id], counter.profile, CLERK)
    assert intake.waiting_rows(batch)
    mended = intake.agree(batch, [proposed.id], counter.profile, SECOND)
    assert (mended.state, mended.account["quarantined"]) == ("diffed", 0)
    with pytest.raises(InputError):
        intake.agree(batch, [proposed.id], counter.profile, SECOND)


def test_a_line_is_void_when_somebody_else_agrees() -> None:
    paying.open_fund()
    (line,) = paying.handed_over(500)
    act = payout.ProposedAct.VOID_LINE
    proposal = payout.propose(act, line.key, "已由单位支付", CLERK)
    with pytest.raises(InputError):
        payout.propose(act, line.key, "再提一次", SECOND)
    with pytest.raises(InputError):
        payout.agree(proposal, CLERK, TODAY)
    assert held_fen(Book.CLAIMS, claim(Claim.IN_CORRECTION, line.key)) == 0

    payout.agree(proposal, SECOND, TODAY)
    assert held_fen(Book.CLAIMS, claim(Claim.IN_CORRECTION, line.key)) == 500
    assert not payout.proposals()
    with pytest.raises(InputError):
        payout.disagree(proposal, SECOND)
