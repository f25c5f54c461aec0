"""A page of steps followed to the letter: files written, commands run, what was said collected."""

import re
from pathlib import Path

from cases.page_runs import Block, said_by

_FILE = re.compile(r"^(?:# |<!-- )(\S+), (the parts|the whole file|in place)[^\n]*\n")


def follow(room: Path, block: Block) -> str | None:
    """Do what a block of the page asks for; of commands, all that they said."""
    if block.kind == "sh":
        return "".join(said_by(room, command)[1] for command in block.text.splitlines())
    told = _FILE.match(block.text)
    if told is not None:
        file = room / told[1]
        text = block.text
        if told[2] != "the whole file":
            change = _parts if told[2] == "the parts" else _in_place
            text = change(file.read_text(encoding="utf-8"), block.text[told.end() :])
        file.write_text(text, encoding="utf-8")
    return None


def _parts(text: str, body: str) -> str:
    """The text with each of its top-level parts that the body gives too as the body gives it."""
    for part in re.split(r"^(?=\w)", body, flags=re.MULTILINE)[1:]:
        key = part.partition(":")[0]
        old = re.compile(rf"^{key}:.*\n(?: .*\n|\n(?= ))*", re.MULTILINE)
        text, count = old.subn(lambda _, new=part: new, text)
        assert count == 1, key
    return text


def _in_place(text: str, body: str) -> str:
    """The text with its lines of the same key, and the comment above them, as the body gives."""
    comment, line = body.splitlines(keepends=True)
    key = line.partition("{")[0] + "{" + line.partition("{")[2].partition(":")[0]
    old = re.compile(rf"^ *#.*\n{re.escape(key)}:.*\n", re.MULTILINE)
    text, count = old.subn(lambda _: comment + line, text)
    assert count == 1, key
    return text
