"""One spoiled file from a number: the same number, the same file."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl

from deliveries.district import District, district
from deliveries.writing import Cell, Grid, csv_text, file_bytes, file_name, laid_out
from mianshen.sources.layouts import Layout

PEOPLE = 21


@dataclass(frozen=True)
class Mutant:
    """A spoiled file and what is known about it.

    `rows` is how many rows of data it holds and `sound` how many of them are untouched, where the
    spoiling leaves that known.
    """

    kind: str
    how: str
    layout: Layout
    name: str
    content: bytes
    rows: int | None = None
    sound: int = 0


@cache
def _district() -> District:
    return district(PEOPLE)


def mutant_of(kind: str, number: int) -> Mutant:
    """The spoiled file of a class with a number."""
    rng = random.Random(f"{kind}-{number}")
    made = _district()
    wanted = tuple(made.rows)
    if kind == "sheets":
        wanted = tuple(one for one in wanted if made.layout(one).format == "xlsx")
    if kind == "encodings":
        wanted = tuple(one for one in wanted if made.layout(one).format == "csv")
    layout = made.layout(rng.choice(wanted))
    grid = laid_out(layout, made.rows[layout.id])
    how = rng.choice(sorted(_KINDS[kind]))
    return _KINDS[kind][how](rng, how, grid)


def _suffix(layout: Layout) -> str:
    return "." + file_name(layout).rpartition(".")[2]


def _whole(
    kind: str, how: str, grid: Grid, content: bytes, rows: int | None = None, sound: int = 0
) -> Mutant:
    return Mutant(kind, how, grid.layout, file_name(grid.layout), content, rows, sound)


def _bytes_spoiled(rng: random.Random, how: str, grid: Grid) -> Mutant:
    content = bytearray(file_bytes(grid, _suffix(grid.layout)))
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(content) + 1)
        length = rng.randint(1, max(1, len(content) // 8))
        match how:
            case "flipped":
                at = min(at, len(content) - 1)
                content[at] ^= 1 << rng.randrange(8)
            case "cut off":
                del content[at:]
            case "cut out":
                del content[at : at + length]
            case "repeated":
                content[at:at] = content[at : at + length]
            case _:
                content[at:at] = rng.randbytes(min(length, 200))
        if not content:
            break
    return _whole("bytes", how, grid, bytes(content))


def _columns_spoiled(rng: random.Random, how: str, grid: Grid) -> Mutant:
    for title, records in grid.sheets.items():
        header = records[grid.data[title].start - 1]
        at, other = rng.randrange(len(header)), rng.randrange(len(header))
        for line, record in enumerate(records):
            if line < grid.data[title].start - 1:
                continue
            match how:
                case "dropped":
                    del record[at]
                case "doubled":
                    record.insert(other, record[at])
                case "swapped":
                    record[at], record[other] = record[other], record[at]
                case "added":
                    record.insert(other, "" if line % 3 else "其他")
                case "shifted" if line in grid.data[title] and rng.random() < 0.3:
                    record.insert(at, "")
        match how:
            case "renamed":
                header[at] = rng.choice(("", "未知", "姓名", "\u3000", "身份证号", "a" * 300))
            case "header gone":
                records.remove(header)
            case "header twice":
                records.insert(rng.randrange(len(records)), list(header))
    return _whole("columns", how, grid, file_bytes(grid, _suffix(grid.layout)))


_NASTY: tuple[Cell, ...] = (
    *(
        "",
        " ",
        "\t",
        "?",
        "null",
        "NULL",
        "NaN",
        "#REF!",
        "=1+1",
        "-",
        "—",
        "无",
        "同上",
        "0",
        "-0",
    ),
    *("1e308", "9" * 40, "1.19999E+17", "119999196804120000", "0x1F", "١٢٣", "１２３", "½", "万元"),
    *("2025-02-30", "2025年13月1日", "45000", "99999", "0000-00-00", "9999-12-31", "明天", "20250"),
    *(
        "是",
        "否",
        "true",
        "张三、李四",
        "\ue863",
        "\U00020087",
        "a\u0301",
        "\u202e123",
        "😀",
        "\ufffd",
    ),
    *("<b>", "'; DROP TABLE", '{"a": 1}', "a,b", 'a"b', "x" * 5_000, "\x0b", "\x7f", "\u2028"),
    *(0, -1, 10**17, 119999196804120123, 0.1, 1e300, 45000, 45000.5, True, False, None),
)


def _types_spoiled(rng: random.Random, how: str, grid: Grid) -> Mutant:
    touched = 0
    for title, records in grid.sheets.items():
        for line in grid.data[title]:
            record = records[line]
            if how != "everywhere" and rng.random() < 0.7:
                continue
            touched += 1
            for at in range(len(record)):
                if how == "everywhere" or rng.random() < 0.4:
                    record[at] = rng.choice(_NASTY)
    if how == "typed columns":
        return _typed(rng, how, grid)
    content = file_bytes(grid, _suffix(grid.layout))
    return _whole("types", how, grid, content, sound=grid.rows - touched)


def _typed(rng: random.Random, how: str, grid: Grid) -> Mutant:
    """Parquet whose columns are of every kind that Parquet knows."""
    (records, *_) = grid.sheets.values()
    header = records[next(iter(grid.data.values())).start - 1]
    kinds: tuple[tuple[object, object], ...] = (
        ([1, None, 3], pl.Int64),
        ([0.1, None, float("nan")], pl.Float64),
        ([True, None, False], pl.Boolean),
        ([0, 1, None], pl.Date),
        ([0, 1, None], pl.Datetime("us")),
        ([b"a", None, b"\xff"], pl.Binary),
        ([[1], None, []], pl.List(pl.Int64)),
        (["a", None, "b"], pl.Categorical),
        ([None] * 3, pl.Null),
        (["1", "2", None], pl.String),
    )
    columns = {}
    for name in dict.fromkeys(str(name) for name in header):
        values, kind = rng.choice(kinds[:5] if rng.random() < 0.8 else kinds)
        columns[name] = pl.Series(name, values, dtype=kind, strict=False)  # type: ignore[arg-type]
    memory = io.BytesIO()
    pl.DataFrame(columns).write_parquet(memory)
    return _whole("types", how, grid, memory.getvalue(), rows=None)


def _encodings_spoiled(rng: random.Random, how: str, grid: Grid) -> Mutant:
    (records, *_) = grid.sheets.values()
    text = csv_text(records)
    rows: int | None = grid.rows
    match how:
        case "byte order mark twice":
            content = b"\xef\xbb\xbf" * 2 + text.encode()
            rows = None
        case "mixed by line":
            lines = text.splitlines(keepends=True)
            codecs = ("utf-8", "gb18030", "big5", "utf-16-le")
            content = b"".join(line.encode(rng.choice(codecs), "replace") for line in lines)
            rows = None
        case "one broken character":
            broken = bytearray(text.encode(rng.choice(("utf-8", "gb18030"))))
            broken[rng.randrange(len(broken))] = rng.choice((0x80, 0xFF, 0xFE, 0xC0))
            content, rows = bytes(broken), None
        case "mac line ends":
            content = text.replace("\r\n", "\r").encode("utf-8")
        case "tabs" | "semicolons":
            mark = "\t" if how == "tabs" else ";"
            content = text.replace(",", mark).encode("gb18030")
        case _:
            content = text.encode(how, "replace")
            rows = rows if how in ("utf-8", "utf-8-sig", "gb18030") else None
    return _whole("encodings", how, grid, content, rows, rows or 0)


def _sheets_spoiled(rng: random.Random, how: str, grid: Grid) -> Mutant:
    rows: int | None = grid.rows
    title = rng.choice(list(grid.sheets))
    match how:
        case "more sheets":
            grid.sheets["汇总"] = [["部门", "人数"], ["合计", "12"]]
            grid.sheets["空"] = []
        case "notes between rows":
            records, lines = grid.sheets[title], grid.data[title]
            records.insert(rng.choice(lines) if lines else lines.start, ["以下为补报"])
        case "blank rows and columns":
            for records in grid.sheets.values():
                for _ in range(rng.randint(1, 4)):
                    records.insert(rng.randrange(len(records)), [])
        case "renamed":
            grid.sheets = {f"{name}2": records for name, records in grid.sheets.items()}
            grid.data = {f"{name}2": lines for name, lines in grid.data.items()}
            rows = None
        case "titles gone":
            for name, records in grid.sheets.items():
                del records[: grid.data[name].start - 1]
    content = file_bytes(grid, ".xlsx")
    if how == "inside of the zip":
        return _whole("sheets", how, grid, _rezipped(rng, content))
    sound = rows if rows is not None and how != "notes between rows" else 0
    return _whole("sheets", how, grid, content, rows, sound)


def _rezipped(rng: random.Random, content: bytes) -> bytes:
    """The workbook with one member spoiled inside, in a zip that is sound."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(memory, "w") as spoiled:
        names = book.namelist()
        chosen = rng.choice(names)
        for name in names:
            member = bytearray(book.read(name))
            if name == chosen:
                if rng.random() < 0.15:
                    continue
                for _ in range(rng.randint(1, 20)):
                    at = rng.randrange(len(member))
                    member[at : at + 1] = rng.choice(
                        (b"<", b">", b'"', b"9", b"A", b"", b"&amp;", b"\xff", b"ZZZ", b"-1")
                    )
            spoiled.writestr(name, bytes(member))
    return memory.getvalue()


def _sizes_spoiled(rng: random.Random, how: str, grid: Grid) -> Mutant:
    suffix = _suffix(grid.layout)
    title = rng.choice(list(grid.sheets))
    records, lines = grid.sheets[title], grid.data[title]
    rows: int | None = None
    match how:
        case "nothing":
            return _whole("sizes", how, grid, b"")
        case "header alone":
            for name, one in grid.sheets.items():
                del one[grid.data[name].start :]
        case "many rows":
            many = [list(records[line]) for line in lines] * rng.randint(20, 60)
            records[lines.start : lines.stop] = many
            rows = grid.rows - len(lines) + len(many)
        case "a long cell":
            wide = rng.randint(33_000, 400_000) if suffix != ".xlsx" else 32_767
            records[rng.choice(lines)][0] = "长" * wide if lines else ""
        case "many columns":
            for record in records:
                record += ["x"] * rng.randint(500, 2_000)
        case "no end of rows" if suffix != ".parquet":
            records += [[] for _ in range(rng.randint(1, 3_000))]
            rows = grid.rows
    content = file_bytes(grid, suffix)
    if how == "padded":
        content += b"\n" * rng.randint(1, 100_000) if suffix == ".csv" else b"\0" * 100_000
    return _whole("sizes", how, grid, content, rows)


_Spoiler = Callable[[random.Random, str, Grid], Mutant]

_KINDS: Mapping[str, Mapping[str, _Spoiler]] = {
    "bytes": dict.fromkeys(("flipped", "cut off", "cut out", "repeated", "noise"), _bytes_spoiled),
    "columns": dict.fromkeys(
        (
            *("dropped", "doubled", "swapped", "added", "shifted", "renamed"),
            *("header gone", "header twice"),
        ),
        _columns_spoiled,
    ),
    "types": dict.fromkeys(("here and there", "everywhere", "typed columns"), _types_spoiled),
    "encodings": dict.fromkeys(
        (
            *("utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "utf-16", "utf-32", "latin-1"),
            *("utf-7", "shift_jis", "byte order mark twice", "mixed by line"),
            *("one broken character", "mac line ends", "tabs", "semicolons"),
        ),
        _encodings_spoiled,
    ),
    "sheets": dict.fromkeys(
        (
            *("more sheets", "notes between rows", "blank rows and columns", "renamed"),
            *("titles gone", "inside of the zip"),
        ),
        _sheets_spoiled,
    ),
    "sizes": dict.fromkeys(
        (
            *("nothing", "header alone", "many rows", "a long cell", "many columns"),
            *("no end of rows", "padded"),
        ),
        _sizes_spoiled,
    ),
}

KINDS: tuple[str, ...] = tuple(_KINDS)
"""The classes of spoiling."""
