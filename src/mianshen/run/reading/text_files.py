"""CSV files: encoding, length of lines and well-formedness, looked at before a cell is read."""

import codecs
import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mianshen.run.messages import bad
from mianshen.run.reading.grids import Record, Sheet
from mianshen.run.reading.limits import CELL_CHARS_MAX, CHUNK_BYTES, LINE_BYTES_MAX, ROWS_MAX

CODECS: Mapping[str, str] = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
DELIMITERS = (",", "\t", ";", "|")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a first walk through a text file found: its hash and the encodings it may be in."""

    sha256: str
    encodings: tuple[str, ...]


def scan_text(path: Path, name: str) -> Scan:
    """Walk through a text file in bounded pieces.

    Raises `InputError` when it holds what no text holds, a line without end, or is in no encoding
    that is read here.
    """
    digest = hashlib.sha256()
    decoders = {one: codecs.getincrementaldecoder(CODECS[one])() for one in CODECS}
    line, open_bytes, bad_line = 1, 0, 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            if b"\0" in chunk:
                raise bad("not_text", name)
            # A last piece that breaks off inside a line goes on in the next one.
            pieces = chunk.split(b"\n")
            longest = max(open_bytes + len(pieces[0]), *map(len, pieces))
            if longest > LINE_BYTES_MAX:
                raise bad("line_too_long", f"{name}:{line}", limit=LINE_BYTES_MAX)
            open_bytes = len(pieces[-1]) + (open_bytes if len(pieces) == 1 else 0)
            for one in list(decoders):
                try:
                    decoders[one].decode(chunk)
                except UnicodeDecodeError as error:
                    bad_line = max(bad_line, line + chunk.count(b"\n", 0, max(0, error.start)))
                    del decoders[one]
            line += len(pieces) - 1
    for one in list(decoders):
        try:
            decoders[one].decode(b"", final=True)
        except UnicodeDecodeError:
            bad_line = max(bad_line, line)
            del decoders[one]
    if not decoders:
        raise bad("not_utf8", f"{name}:{bad_line}")
    return Scan(digest.hexdigest(), tuple(decoders))


def text_sheet(path: Path, name: str, encoding: str, delimiter: str) -> Sheet:
    """The one table of a text file, read from disk whenever it is walked."""

    def records() -> Iterator[Record]:
        csv.field_size_limit(CELL_CHARS_MAX)
        line = 1
        with path.open(encoding=CODECS[encoding], newline="") as file:
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            try:
                for cells in reader:
                    yield line, cells
                    line = reader.line_num + 1
                    if line > ROWS_MAX:
                        raise bad("too_many_rows", name, limit=ROWS_MAX)
            except csv.Error as error:
                raise bad("not_csv", f"{name}:{line}", reason=error) from error

    return Sheet("", records)
