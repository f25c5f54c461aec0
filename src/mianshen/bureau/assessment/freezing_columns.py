"""Facts of a whole batch frozen by columns: for each unit the text that `freezing.frozen` tells."""

import json
from dataclasses import MISSING, fields
from enum import Enum
from typing import Any

import polars as pl

from mianshen.bureau.assessment.freezing import NUMBER, frozen, usual_of
from mianshen.engine.facts import Facts
from mianshen.engine.frames import AMOUNT, FACT, KINDS, PAID, UNIT, FactFrames, is_number

_MAPPINGS = {"amounts_fen": AMOUNT, "facts": FACT, "paid_fen": PAID}
_ODD = r'["\\\x00-\x1f]'
"""What cannot stand in a text of JSON as it is."""


def frozen_units(frames: FactFrames) -> pl.Series:
    """The canonical text of the facts of every unit, in the order of units."""
    whole = pl.DataFrame({UNIT: pl.Series(range(frames.units), dtype=pl.Int64)})
    parts = []
    for one in fields(Facts):
        if one.name not in KINDS:
            parts.append(pl.lit(_shared(frames, one.name), pl.String))
        elif frames.table(one.name).height:
            own = _of_units(frames.table(one.name), one.name)
            whole = whole.join(own, on=UNIT, how="left", maintain_order="left")
            parts.append(pl.col(one.name))
    text = "{" + pl.concat_str(parts, separator=",", ignore_nulls=True) + "}"
    return whole.with_columns(facts=text)["facts"]


def _shared(frames: FactFrames, name: str) -> str | None:
    """What holds for all units alike: closures, and the day the data begin."""
    text = frozen(Facts(**{name: getattr(frames, name)}))
    return text[1:-1] or None


def _of_units(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """What a table states of each unit that it has rows of."""
    texts = pl.DataFrame({UNIT: table[UNIT], name: _texts(table, name)})
    listed = f'"{name}":[' + pl.col(name).sort().str.join(",") + "]"
    return texts.group_by(UNIT).agg(listed.alias(name))


def _texts(table: pl.DataFrame, name: str) -> pl.Series:
    """What each row says beyond what goes without saying."""
    pieces = {
        word: _mapping(table, _MAPPINGS[word], word)
        if word in _MAPPINGS
        else _stated(table, word, usual)
        for word, usual in usual_of(KINDS[name])
    }
    said = "{" + pl.concat_str(pl.all(), separator=",", ignore_nulls=True) + "}"
    return pl.DataFrame(pieces).select(said.alias("said")).to_series()


def _stated(table: pl.DataFrame, word: str, usual: Any) -> pl.Series:
    """A field and its value, or nothing where it is as usual."""
    told = f'"{word}":' + _cells(table, word)
    if usual is MISSING or usual is None:
        return told
    plain = usual.value if isinstance(usual, Enum) else usual
    return told.set(table[word] == plain, None)


def _mapping(table: pl.DataFrame, prefix: str, word: str) -> pl.Series:
    """A field of several columns, as one JSON object of those that hold something."""
    names = sorted(name for name in table.columns if name.startswith(prefix))
    if not names:
        return pl.Series([None] * table.height, dtype=pl.String)
    cells = pl.DataFrame(
        {name: f"{_quote(name[len(prefix) :])}:" + _cells(table, name) for name in names}
    )
    inner = pl.concat_str(pl.all(), separator=",", ignore_nulls=True)
    said = cells.select(inner.alias("inner"))
    return said.select(
        pl.when(pl.col("inner") != "").then(f'"{word}":{{' + pl.col("inner") + "}")
    ).to_series()


def _cells(table: pl.DataFrame, name: str) -> pl.Series:
    """The cells of a column as JSON; what is empty stays empty."""
    cells = table[name]
    if cells.dtype == pl.Date:
        return '"' + cells.dt.strftime("%Y-%m-%d") + '"'
    if cells.dtype == pl.Datetime:
        return '"' + _moments(cells) + '"'
    if cells.dtype == pl.List:
        return pl.Series([_quote(list(one)) for one in cells.to_list()], dtype=pl.String)
    if cells.dtype != pl.String:
        return cells.cast(pl.String)
    if name.startswith(FACT):
        return _number(cells) if is_number(name[len(FACT) :]) else _quoted(cells)
    return _values(table) if name == "value" else _quoted(cells)


def _values(attributes: pl.DataFrame) -> pl.Series:
    """The values of attributes, each as its type says."""
    kinds, cells = attributes["type"], attributes["value"]
    told = pl.DataFrame({"kind": kinds, "text": _quoted(cells), "number": _number(cells)})
    by_kind = pl.when(pl.col("kind") == "text").then("text").otherwise("number")
    return told.select(
        pl.when(pl.col("kind") == "truth").then(cells).otherwise(by_kind).alias("value")
    ).to_series()


def _number(cells: pl.Series) -> pl.Series:
    return f'{{"{NUMBER}":"' + cells + '"}'


def _moments(cells: pl.Series) -> pl.Series:
    """As `datetime.isoformat` spells them: parts of a second only where there are any."""
    whole, exact = (
        cells.dt.strftime("%Y-%m-%dT%H:%M:%S"),
        cells.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f"),
    )
    return whole.zip_with(cells.dt.microsecond().fill_null(0) == 0, exact)


def _quoted(cells: pl.Series) -> pl.Series:
    plain = '"' + cells + '"'
    odd = cells.filter(cells.str.contains(_ODD).fill_null(value=False)).unique()
    if odd.is_empty():
        return plain
    spelled = pl.Series([_quote(one) for one in odd.to_list()], dtype=pl.String)
    return cells.replace_strict(odd, spelled, default=plain)


def _quote(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
