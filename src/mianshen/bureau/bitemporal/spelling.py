"""Rows as the text that the database copies in, spelled column by column."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

_NOTHING = r"\N"
_ODD = re.compile(r"[\\\t\n\r]")
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def spelled(rows: Sequence[Sequence[Any]]) -> str:
    """The text of some rows, all as long as the first; mappings and lists become JSON.

    Cells are whole numbers, truths, texts, bytes, days, moments, what JSON can hold, or none.
    Raises `TypeError` for any other.
    """
    columns = [_column(cells) for cells in zip(*rows, strict=True)]
    return "".join(map("%s\n".__mod__, map("\t".join, zip(*columns, strict=True))))


def _column(cells: Sequence[Any]) -> Iterable[str]:
    kinds = set(map(type, cells))
    if kinds == {int}:
        return map(str, cells)
    if kinds == {str}:
        return cells if _ODD.search("\0".join(cells)) is None else map(_cell, cells)
    if kinds == {bytes}:
        return map(r"\\x%s".__mod__, map(bytes.hex, cells))
    if kinds & {list, dict} or kinds >= {bool, int}:
        return map(_cell, cells)
    # Days, truths and moments are few; each is spelled once.
    told = {one: _cell(one) for one in set(cells)}
    return map(told.__getitem__, cells)


def _cell(value: Any) -> str:
    match value:
        case None:
            return _NOTHING
        case bool():
            return "t" if value else "f"
        case int():
            return str(value)
        case str():
            return value.translate(_ESCAPED)
        case bytes():
            return r"\\x" + value.hex()
        case date():
            return value.isoformat()
        case []:
            return "[]"
        case list() | dict():
            return json.dumps(value, ensure_ascii=False).translate(_ESCAPED)
        case _:
            raise TypeError(f"no cell of a table: {type(value).__name__}")
