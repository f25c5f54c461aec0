"""Money of the small district: a batch paid of which a line came back, and lines that wait."""

import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bureau import paying
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.payout import services as payout
from mianshen.bureau.registry import services as registry
from mianshen.money import format_yuan
from mianshen.run.shipped import locate_profile

FUND = "2025-aid"
DAY = date(2025, 3, 26)
_PAID, _WAITING = 4, 3
_FEN = 123_450


@dataclass(frozen=True)
class HandedOut:
    """A request, its batch, what is to be seen to, a sample, a recovery, and a proposal."""

    request: str
    batch: str
    task: int
    sample: int
    recovery: int
    proposal: int


def hand_out(profile: str, people: Sequence[int], clerk: str, second: str) -> HandedOut:
    """Four people are asked for and paid, one of them in vain; three more wait to be asked for."""
    bank = payout.read_bank(locate_profile(profile, payout.BANK_FILE))
    _accounts(people[: _PAID + _WAITING], clerk, second)
    payout.open_fund(
        FUND,
        *("医疗救助资金", DAY.year, payout.FundKind.FLOOR),
        document="财社〔2025〕1号",
        account="医疗救助专户",
        actor=clerk,
    )
    payout.appropriate(FUND, 1_000_000, "财社〔2025〕1号", clerk)
    _approve(people[:_PAID], clerk)
    asked = payout.make_request(FUND, clerk, "青医保〔2025〕3号")
    payout.review(asked.number, second)
    payout.money_arrived(asked.number, clerk, asked.asked_fen, DAY, "到账0001")
    directory = payout.Registered()
    batch = payout.make_batch(asked.number, bank.bank, clerk, directory, DAY).batch
    assert batch is not None
    with tempfile.TemporaryDirectory() as folder:
        payout.write_bank_file(batch, bank, Path(folder), directory, DAY, clerk)
        payout.send(batch, second)
        path = Path(folder) / "回盘.csv"
        path.write_bytes(returned(batch, {2}))
        payout.receive_return(batch, path, bank.return_file, clerk, DAY)
    (task,) = payout.open_tasks()
    _approve(people[_PAID : _PAID + _WAITING], clerk)
    key = f"desk-{people[0]}"
    recovery = payout.open_recovery(key, 20_000, "核查发现重复", second, DAY, bank.recoveries)
    act = payout.ProposedAct.VOID_LINE
    proposal = payout.propose(act, task.line.key, "已由单位支付", second)
    sample = payout.draw_sample(batch, 2, 7, clerk)
    return HandedOut(asked.number, batch, task.pk, sample, recovery, proposal)


def returned(batch: str, refused: Collection[int]) -> bytes:
    """What the bank of Xinjin answers: some payments by their place in the file come back."""
    payments = payout.payments_of(batch)
    rows = ["明细号,返回码,原因,金额,记账日期,银行流水号"]
    for one in payments:
        code, reason = ("3018", "已销户") if one.sequence in refused else ("0000", "")
        paid = f"{format_yuan(one.amount_fen)},20250327,{one.number}"
        rows.append(f"{one.number},{code},{reason},{paid}")
    total = format_yuan(sum(one.amount_fen for one in payments))
    return "\r\n".join((*rows, f"合计,{len(payments)},{total},,,", "")).encode("gb18030")


def _accounts(people: Sequence[int], clerk: str, second: str) -> None:
    called = registry.called(people)
    for number, one in enumerate(people):
        proposed = registry.propose_account(
            one, f"62170000{number:08d}", called[one].name, "新津农商行", _stated(clerk)
        )
        registry.confirm_account(proposed, _stated(second))


def _stated(actor: str) -> Stated:
    return Stated(registry.next_moment(), 0, actor)


def _approve(people: Sequence[int], clerk: str) -> None:
    lines = [
        payout.ApprovedLine(
            f"desk-{one}", one, str(one), "医疗救助", "2025-03", _FEN + number, FUND, DAY
        )
        for number, one in enumerate(people)
    ]
    paying.approve(lines)
    payout.accept(lines, clerk)
