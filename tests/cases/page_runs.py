"""Pages whose examples are run: their blocks, and what the commands say."""

import contextlib
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from mianshen.cli import app

DOCS = Path(__file__).resolve().parents[2] / "docs"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of a page: what kind it is, and its text."""

    kind: str
    text: str


def page(name: str) -> str:
    """The text of a page of the docs."""
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    """Every fenced block in the order of the page."""
    return [Block(*match) for match in _BLOCK.findall(text)]


def said_by(room: Path, command: str) -> tuple[int, str]:
    """The exit code of a `mianshen …` command run in a folder, and all that it said."""
    name, *words = shlex.split(command)
    assert name == "mianshen", command
    # In this process, because starting the program once an example would take a minute.
    with contextlib.chdir(room):
        done = CliRunner().invoke(app, words)
    return done.exit_code, done.output
