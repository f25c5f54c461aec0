"""Parquet files: their shape is asked for before their content."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from mianshen.run.messages import InputError, bad
from mianshen.run.reading.grids import Record, Sheet
from mianshen.run.reading.limits import (
    CELL_CHARS_MAX,
    COLUMNS_MAX,
    PARQUET_BYTES_MAX,
    ROWS_MAX,
    SHEET_CELLS_MAX,
)

_PANIC = "PanicException"
_SLICE_ROWS = 10_000


def read_parquet(path: Path, name: str) -> list[Sheet]:
    """The one table of a Parquet file as text, its header as line 1.

    Raises `InputError` when it is damaged, beyond the limits, or holds columns that are no values.
    """
    if path.stat().st_size > PARQUET_BYTES_MAX:
        raise bad("file_too_large", name, limit=PARQUET_BYTES_MAX)
    try:
        frame = _load(path, name)
    except InputError:
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == _PANIC:
            words = str(error).strip().splitlines()
            raise bad("not_parquet", name, reason=words[0][:120] if words else "?") from error
        raise

    def records() -> Iterator[Record]:
        yield 1, list(frame.columns)
        line = 2
        for piece in frame.iter_slices(_SLICE_ROWS):
            for cells in piece.iter_rows():
                yield line, ["" if cell is None else cell for cell in cells]
                line += 1

    return [Sheet("", records)]


def _load(path: Path, name: str) -> pl.DataFrame:
    schema = pl.read_parquet_schema(path)
    if len(schema) > COLUMNS_MAX:
        raise bad("too_many_columns", name, limit=COLUMNS_MAX)
    lazy = pl.scan_parquet(path)
    rows = lazy.select(pl.len()).collect().item()
    if rows > ROWS_MAX or rows * len(schema) > SHEET_CELLS_MAX:
        raise bad("too_many_rows", name, limit=ROWS_MAX)
    for column, kind in schema.items():
        if kind.is_nested() or kind in (pl.Binary, pl.Object):
            raise bad("not_parquet", name, reason=f"{column}: {kind}")
    frame = lazy.select(_as_text(column, kind) for column, kind in schema.items()).collect()
    longest = frame.select(pl.max_horizontal(pl.all().str.len_chars().max())).item()
    if (longest or 0) > CELL_CHARS_MAX:
        raise bad("cell_too_long", name, limit=CELL_CHARS_MAX)
    return frame


def _as_text(column: str, kind: pl.DataType) -> pl.Expr:
    value = pl.col(column)
    if kind == pl.Boolean:
        return pl.when(value).then(pl.lit("1")).when(~value).then(pl.lit("0")).alias(column)
    if isinstance(kind, pl.Datetime):
        return value.dt.strftime("%Y-%m-%d %H:%M:%S")
    return value.cast(pl.String)
