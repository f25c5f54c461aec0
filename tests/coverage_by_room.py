"""Coverage of each room that decides amounts, as a table; fails where a room has too little."""

import json
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from coverage import Coverage

BRANCHES_MIN_PERCENT = 95
COUNTS = ("covered_lines", "num_statements", "covered_branches", "num_branches")


def summaries() -> dict[str, dict[str, int]]:
    """What coverage counted in each file by the last measured run."""
    measured = Coverage()
    measured.load()
    with TemporaryDirectory() as folder:
        report = Path(folder, "coverage.json")
        measured.json_report(outfile=str(report))
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    return {name: told["summary"] for name, told in files.items()}


def by_room(files: dict[str, dict[str, int]]) -> dict[str, Counter[str]]:
    """The counts of all files of each room (`src/mianshen/<room>`) together."""
    rooms: dict[str, Counter[str]] = {}
    for name, summary in files.items():
        room = Path(name).relative_to("src/mianshen").parts[0].removesuffix(".py")
        rooms.setdefault(room, Counter()).update({count: summary[count] for count in COUNTS})
    return rooms


def hundredths(part: int, whole: int) -> int:
    """A share in hundredths of a percent, rounded down so that 9999 is never all."""
    return 10_000 * part // whole if whole else 10_000


def told(part: int, whole: int) -> str:
    """A share in percent with two decimals, and its counts."""
    percent, rest = divmod(hundredths(part, whole), 100)
    return f"{percent}.{rest:02} % ({part} of {whole})"


def main() -> int:
    """Print the table; 1 where a room's branches fall short."""
    rooms = by_room(summaries())
    print("\n| room | lines | branches |\n|---|---|---|")
    for room, counts in sorted(rooms.items()):
        lines, statements, branches, all_branches = (counts[name] for name in COUNTS)
        print(f"| {room} | {told(lines, statements)} | {told(branches, all_branches)} |")
    short = [
        room
        for room, counts in sorted(rooms.items())
        if hundredths(*(counts[name] for name in COUNTS[2:])) < BRANCHES_MIN_PERCENT * 100
    ]
    for room in short:
        print(f"{room}: less than {BRANCHES_MIN_PERCENT} % of its branches", file=sys.stderr)
    return 1 if short or not rooms else 0


if __name__ == "__main__":
    sys.exit(main())
