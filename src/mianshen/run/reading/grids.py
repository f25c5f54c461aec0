"""A file as sheets of text cells: text files, workbooks and Parquet look the same from here on."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from mianshen.run.messages import bad

Record = tuple[int, list[str]]
"""A line of the file and its cells."""


def no_numbers(_columns: Collection[int]) -> frozenset[tuple[int, int]]:
    """Text files keep no kinds of cells."""
    return frozenset()


@dataclass(frozen=True)
class Sheet:
    """One table of a file; `records` may be walked again and again.

    `numbers` says which cells of some columns (from 0) hold numbers and not text, by line and
    column: a spreadsheet keeps no more than fifteen digits of those.
    """

    name: str
    records: Callable[[], Iterator[Record]]
    numbers: Callable[[Collection[int]], Collection[tuple[int, int]]] = no_numbers


def beginning(path: Path, name: str, length: int = 8) -> bytes:
    """The first bytes of a file; raises `InputError` when it is not there or cannot be read."""
    if not path.is_file():
        raise bad("file_missing", str(path))
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError as error:
        raise bad("file_unreadable", name, reason=error.strerror or error) from error
