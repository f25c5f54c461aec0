"""Pack files of a few lines for the tests of this room, and marks for where a problem stands."""

from pathlib import Path

import pytest

from mianshen.policy.documents import Document, parse_document
from mianshen.policy.loading import PackError, pack_from_document
from mianshen.policy.pack import Pack

FILE = "pack.yaml"
MARK = "▸"
PLAIN = "{base: in_scope, terms: [{ratio: 50%}]}"


def small(
    more: str = "",
    *,
    layers: str = "[{id: aid, members: [a]}]",
    programmes: str = f"{{a: {PLAIN}}}",
) -> str:
    """The text of a pack with one programme `a` in one layer `aid`, or with the ones given."""
    return f"""\
id: small
region: "000000"
identities: [特困, 低保]
{more.rstrip()}
layers: {layers}
programmes: {programmes}
"""


def programme(body: str, more: str = "") -> str:
    """The text of a pack whose programme `a` has this body, a block of lines."""
    lines = "".join(f"\n    {line}" for line in body.strip().splitlines())
    return small(more, programmes=f"\n  a:{lines}")


def document(text: str) -> Document:
    """The text as the document of a pack file."""
    return parse_document(FILE, text)


def pack(text: str) -> Pack:
    """The pack that the text spells."""
    return pack_from_document(document(text))


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the line and column each of them stood at."""
    places = []
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        pieces = line.split(MARK)
        ends = [sum(map(len, pieces[: index + 1])) for index in range(len(pieces) - 1)]
        places += [(number, end + 1) for end in ends]
    return text.replace(MARK, ""), places


def told(places: list[tuple[int, int]], messages: tuple[str, ...], file: str = FILE) -> list[str]:
    """What a refusal says: one message at each place, in any order."""
    pairs = zip(places, messages, strict=True)
    return sorted(f"{file}:{line}:{column}: {message}" for (line, column), message in pairs)


def refusals(text: str) -> list[str]:
    """Every problem of the pack that the text spells, in any order."""
    with pytest.raises(PackError) as refused:
        pack(text)
    assert str(refused.value) == "\n".join(map(str, refused.value.problems))
    return sorted(map(str, refused.value.problems))


def assert_refused(marked: str, *messages: str) -> None:
    """The pack is refused with these messages and no other, each at its mark in the text."""
    text, places = unmarked(marked)
    found, wanted = refusals(text), told(places, messages)
    assert found == wanted, f"\nit said    {found}\nand not    {wanted}"


def written(folder: Path, text: str, name: str = FILE) -> Path:
    """The folder after the text was saved in it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder
