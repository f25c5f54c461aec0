"""Reading by column watched, or left out, for files that are read both ways."""

from collections.abc import Callable
from typing import Any

from mianshen.run.reading.tables import MakeClean, Part

Clean = Callable[..., Callable[[Part], MakeClean | None]]


def one_by_one(*_: Any) -> Callable[[Part], MakeClean | None]:
    """No row is read by column."""
    return lambda _part: None


def noting(true: Clean, made: list[str]) -> Clean:
    """The reading by column, which notes the places of the rows it made."""

    def clean(*given: Any) -> Callable[[Part], MakeClean | None]:
        def of(part: Part) -> MakeClean | None:
            make = true(*given)(part)
            return None if make is None else lambda place, cells: note(place, make(place, cells))

        return of

    def note(place: str, row: Any) -> Any:
        made.extend([place] if row is not None else [])
        return row

    return clean
