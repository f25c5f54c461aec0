"""A bank outside the platform: it keeps its own book, and pays what it was sent once."""

import csv
import json
from collections import Counter
from pathlib import Path

REFUSED, PAID, OPEN = "3018", "0000", "2000"


class Bank:
    """Pays the lines of the files handed to it, by its own book in a file, whoever is killed.

    What it says of an account's first payment depends on the last figure of the account's number:
    refused where a third of it leaves 1; paid and returned later where it leaves 2; else paid. It
    pays every payment after the first. A payment it knows by its number is not paid again.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._book = folder / "book.json"
        self._folder = folder

    def hand_over(self, file: Path) -> None:
        """A file comes over the counter; the same file again is known."""
        book = self._read()
        firsts = {row["account"] for row in book.values()}
        with file.open(encoding="gb18030", newline="") as text:
            for row in csv.DictReader(text):
                if row["明细号"] not in book:
                    again = row["账号"] in firsts
                    book[row["明细号"]] = {
                        "account": row["账号"],
                        "amount": row["金额"],
                        "way": 0 if again else int(row["账号"][-1]) % 3,
                    }
        draft = self._book.with_suffix(".part")
        draft.write_text(json.dumps(book), encoding="utf-8")
        draft.replace(self._book)

    def answers(self, batch: str) -> list[Path]:
        """What it says of a batch: first of every other payment, then of all, then what came back.

        The same files each time it is asked.
        """
        own = {number: row for number, row in self._read().items() if number.startswith(batch)}
        soon = {
            number: OPEN if place % 2 else _first(row["way"])
            for place, (number, row) in enumerate(sorted(own.items()))
        }
        later = {number: _first(row["way"]) for number, row in own.items()}
        back = {number: REFUSED for number, row in own.items() if row["way"] == 2}
        told = [soon] * (soon != later) + [later] + [back] * bool(back)
        return [self._file(f"{batch}-{place}", own, codes) for place, codes in enumerate(told, 1)]

    def paid(self) -> dict[str, list[str]]:
        """What it paid for good into each account: the amounts, in yuan."""
        found: dict[str, list[str]] = {}
        for row in self._read().values():
            if row["way"] == 0:
                found.setdefault(row["account"], []).append(row["amount"])
        return {account: sorted(amounts) for account, amounts in sorted(found.items())}

    def sent(self) -> int:
        """The most payments that it got for one account."""
        return max(Counter(row["account"] for row in self._read().values()).values(), default=0)

    def _file(self, name: str, own: dict[str, dict[str, str]], codes: dict[str, str]) -> Path:
        path = self._folder / f"{name}.csv"
        with path.open("w", encoding="gb18030", newline="") as text:
            writer = csv.writer(text)
            writer.writerow(["明细号", "返回码", "金额", "原因"])
            writer.writerows([n, codes[n], own[n]["amount"], ""] for n in sorted(codes))
        return path

    def _read(self) -> dict[str, dict[str, str]]:
        if not self._book.exists():
            return {}
        return json.loads(self._book.read_text(encoding="utf-8"))


def _first(way: int) -> str:
    return REFUSED if way == 1 else PAID
