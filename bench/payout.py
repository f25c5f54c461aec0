"""How long money out takes: a batch of many lines built as a bank file, its return reconciled.

Run `python bench/payout.py --lines 100000`; it makes a database of its own and removes it again.
"""

import argparse
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path

from alone import installation_of_its_own, make_database, stopwatch, tell_machine

TODAY = date(2025, 3, 26)
FUND, CLERK, SECOND = "2025-bench", "staff:clerk", "staff:second"
REFUSED_EVERY = 100


def main() -> None:
    """Time each step once and print it, with the machine and how busy it was."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=100_000)
    lines = parser.parse_args().lines
    with installation_of_its_own() as home:
        _run(lines, home)


def _run(lines: int, home: Path) -> None:
    make_database()
    tell_machine()
    _pay(lines, home)


def _pay(lines: int, home: Path) -> None:
    from mianshen.bureau.payout import services as payout

    bank = payout.read_bank(Path(__file__).parents[1] / "profiles/xinjin/bank.yaml")
    approved = _timed("approved", lambda: _approved(lines))
    payout.open_fund(
        FUND, "救助", 2025, payout.FundKind.FLOOR, document="1", account="专户", actor=CLERK
    )
    _timed("lines handed over", lambda: payout.accept(approved, CLERK))
    asked = _timed("request", lambda: payout.make_request(FUND, CLERK))
    payout.review(asked.number, SECOND)
    payout.money_arrived(asked.number, CLERK, asked.asked_fen, TODAY, "R1")
    street = _Street()
    made = _timed("batch", lambda: payout.make_batch(asked.number, bank.bank, CLERK, street, TODAY))
    file = _timed(
        "bank file",
        lambda: payout.write_bank_file(made.batch, bank, home, street, TODAY, CLERK),
    )
    payout.send(made.batch, SECOND)
    back = _answer(file.path, home)
    done = _timed(
        "return reconciled",
        lambda: payout.receive_return(made.batch, back, bank.return_file, CLERK, TODAY),
    )
    whole = _timed("proof", payout.prove)
    print(f"{done.paid} paid, {done.refused} refused, whole: {whole.is_whole}")


def _timed(name: str, act: Callable):
    spent = stopwatch()
    result = act()
    print(f"{name:20} {spent()}", flush=True)
    return result


def _approved(lines: int) -> list:
    from mianshen.bureau.ledger.chart import Claim, claim
    from mianshen.bureau.ledger.models import Book
    from mianshen.bureau.ledger.services import Move, post
    from mianshen.bureau.payout.services import ApprovedLine

    made = [
        ApprovedLine(
            f"order-{number}", number, str(number), "低保门诊", "2025-03", 100 + number, FUND, TODAY
        )
        for number in range(1, lines + 1)
    ]
    post(
        Book.CLAIMS,
        [
            Move(
                f"approve:{one.key}",
                claim(Claim.DETERMINED, one.key),
                claim(Claim.APPROVED, one.key),
                one.amount_fen,
                "核定",
            )
            for one in made
        ],
    )
    return made


def _answer(sent: Path, home: Path) -> Path:
    """What the bank answers: every hundredth account is closed."""
    path = home / "return.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        file.write("明细号,返回码,原因,金额,记账日期,银行流水号\r\n")
        for place, line in enumerate(sent.read_text("gb18030").splitlines()[1:], 1):
            cells = line.split(",")
            code = "3018" if place % REFUSED_EVERY == 0 else "0000"
            file.write(f"{cells[9]},{code},,{cells[6]},20250327,{place}\r\n")
    return path


class _Street:
    """Everybody has an account; opening it seals and unseals, as the vault does."""

    def accounts_in_use(self, payees: Collection[tuple[int, str]]) -> Mapping:
        from mianshen.bureau.payout.services import AccountInUse

        return {one: AccountInUse(one[0], True) for one in payees}

    def open_accounts(self, accounts: Collection[int]) -> Mapping:
        from mianshen.bureau.payout.services import OpenedAccount
        from mianshen.bureau.sealing.seal import seal, unseal

        purpose = "bench"
        opened = {}
        for one in accounts:
            holder = unseal(seal(f"张{one}", purpose), purpose)
            number = unseal(seal(f"6228{one:015d}", purpose), purpose)
            opened[one] = OpenedAccount(holder, number, "农商行")
        return opened

    def deaths(self, people: Collection[int]) -> Mapping[int, date]:
        return {one: TODAY for one in people if one < 0}


if __name__ == "__main__":
    main()
