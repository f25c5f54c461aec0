"""Tables go into the database and come out of it as they were."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from psycopg import DataError, sql

from mianshen.bureau.bitemporal.columns import add_in_columns, copied_in, copied_out
from mianshen.bureau.bitemporal.rows import add, content_columns, copy_in, known, query
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.models import Listing

pytestmark = pytest.mark.usefixtures("database")

COLUMNS = {
    "number": pl.Int64,
    "words": pl.String,
    "day": pl.Date,
    "is_so": pl.Boolean,
    "at": pl.Datetime("us"),
}
ODD = ("", None, 'a "b", c', "two\nlines", "\\.", "\\N", "null", " ", "中文'", "a\tb\r\n\x07")


def test_odd_words_days_long_ago_and_nothing_come_back_as_they_went_in() -> None:
    query(
        "CREATE TEMP TABLE odd"
        " (number bigint, words text, day date, is_so boolean, at timestamp without time zone)"
    )
    days = (None, date(1, 1, 1), date(2025, 12, 31), date(9999, 12, 31))
    moments = (None, datetime(2025, 3, 1, 10, 0), datetime(2025, 3, 1, 10, 0, 0, 5))
    rows = [
        (number, words, days[number % 4], (None, True, False)[number % 3], moments[number % 3])
        for number, words in enumerate((*ODD, None))
    ]
    table = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    assert copied_in("odd", table) == len(rows)

    everything = sql.SQL("SELECT * FROM odd WHERE number < %(most)s ORDER BY number")
    assert copied_out(everything, COLUMNS, most=99).rows() == rows
    assert copied_out(everything, COLUMNS, most=0).equals(pl.DataFrame(schema=COLUMNS))


def test_rows_come_back_as_they_went_in() -> None:
    columns = "number bigint, words text, day date, is_so boolean, at timestamptz, sealed bytea"
    query(f"CREATE TEMP TABLE cells ({columns}, said jsonb)")  # type: ignore[arg-type]
    names = (*(one.split()[0] for one in columns.split(", ")), "said")
    texts = [*(one for one in ODD if one is not None), "\\N", "\\", "a\\tb", "\r\n", ""]
    moment = datetime(2025, 3, 1, 10, 0, 0, 5, tzinfo=UTC)
    said = ([], [1, "\\n"], {"name": "周\t\\"}, {})
    whole = [
        (place, text, date(1, 1, 1), place % 2 == 0, moment, text.encode(), said[place % 4])
        for place, text in enumerate(texts)
    ]
    nothing = (99, *(None for _ in names[1:]))
    for rows in (whole, [*whole, nothing], [nothing], []):
        query("TRUNCATE cells")
        assert copy_in("cells", names, iter(rows)) == len(rows)
        found = query("SELECT * FROM cells ORDER BY number")
        assert [(*row[:5], row[5] and bytes(row[5]), row[6]) for row in found] == rows
    with pytest.raises(TypeError, match="float"):
        copy_in("cells", ("number",), [(0.5,)])


def test_lists_asked_for_come_to_the_database_as_they_are() -> None:
    texts = [one for one in (*ODD, "{a,b}", "\\", '"', "a,b", "NULL") if one is not None]
    bytes_ = [b"", b"\x00\xff", b'"\\{},']
    for kind, given in (("text", texts), ("bytea", bytes_), ("bigint", [0, -(2**63), 2**63 - 1])):
        (((asked,),), ((in_part,),)) = (
            query(f"SELECT %(given)s::{kind}[]", given=listed) for listed in (given, given[:1])
        )
        assert (asked, in_part) == (given, given[:1])
    assert query("SELECT %(given)s::text[]", given=["a", None]) == [(["a", None],)]
    with pytest.raises(DataError):
        query("SELECT %(given)s::text[]", given=["a", "\0"])


def test_facts_by_column_are_the_same_as_facts_by_row() -> None:
    texts = [one for one in ODD if one is not None]
    said: tuple[Any, ...] = ([], [["income", "number", "1/3"]], [['"', "text", "\\\t周"]])
    places = range(len(texts))
    own: dict[str, list[Any]] = {
        "naming": list(places),
        "identity": [None, *texts[1:]],
        "start": [(None, date(1, 1, 1), date(9999, 12, 31))[at % 3] for at in places],
        "ends": [at % 2 == 0 for at in places],
        "household": [(None, 2**40)[at % 2] for at in places],
        "attributes": [said[at % 3] for at in places],
        "word": texts,
        "place": texts,
    }
    same: dict[str, Any] = {"role": "rosters", "source": "民政", "period_first": date(2025, 1, 1)}
    usual = {"office": "", "document": "", "kept": False}
    names = (*content_columns(Listing), "place")
    by_row = [
        tuple(own[name][at] if name in own else (same | usual).get(name) for name in names)
        for at in places
    ]
    moments = datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 3, 1, 0, 0, 0, 5, tzinfo=UTC)
    add(Listing, by_row, Stated(moments[0], 1))
    assert add_in_columns(Listing, own, same, Stated(moments[1], 2)) == len(texts)
    assert add_in_columns(Listing, {"place": []}, same, Stated(moments[1], 3)) == 0
    first, second = (
        sorted(map(repr, known(Listing, names, "t.batch = %(batch)s", batch=batch)))
        for batch in (1, 2)
    )
    assert first == second == sorted(map(repr, by_row))
    assert {*known(Listing, ("known_from",), "t.batch = 2")} == {(moments[1],)}
