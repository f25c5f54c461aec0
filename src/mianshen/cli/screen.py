"""Where the commands speak to people: language, progress, and how a mistake ends a command."""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typer.core import TyperCommand

from mianshen.run.messages import InputError, Lang, bad

EXIT_BAD_INPUT = 2
T = TypeVar("T")

_QUIET_S = 2
_PLAIN_COLUMNS = 110

LangOption = Annotated[Lang, typer.Option("--lang", help="zh 中文 · en English")]


class ManyFiles(TyperCommand):
    """A command whose file options take several values: `--rosters a.csv b.csv`."""

    many: tuple[str, ...] = (
        "--settlements",
        "--rosters",
        "--others",
        "--overlay",
        "--corrections",
    )

    def parse_args(  # type: ignore[override]
        self, ctx: typer.Context, args: list[str]
    ) -> list[str]:
        """Repeat the option before each further value, which is the form typer knows."""
        spelled: list[str] = []
        option = ""
        values = 0
        for word in args:
            if word.startswith("--"):
                option, values = word if word in self.many else "", 0
            elif option:
                if values:
                    spelled.append(option)
                values += 1
            spelled.append(word)
        return super().parse_args(ctx, spelled)


@dataclass(frozen=True)
class Screen:
    """Where people are spoken to, and in which language."""

    lang: Lang
    out: Console
    err: Console

    def fail(self, error: InputError) -> NoReturn:
        """Say what is wrong and leave; nothing has been written."""
        for line in error.lines(self.lang):
            self.err.print(line, markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(EXIT_BAD_INPUT)

    def say(self, zh: str, en: str, style: str = "") -> None:
        """Print one line in the language of the screen, as wide as it is."""
        text = zh if self.lang is Lang.ZH else en
        self.out.print(text, markup=False, highlight=False, soft_wrap=True, style=style or None)

    def track(self, units: Sequence[T]) -> Iterable[T]:
        """Pass units through; a bar appears once it takes longer than a moment."""
        words = "测算" if self.lang is Lang.ZH else "assessing"
        with self.counting(words, len(units)) as done:
            for number, unit in enumerate(units):
                done(number)
                yield unit

    @contextmanager
    def waiting(self, zh: str, en: str) -> Iterator[None]:
        """Say what is waited for while something without an end in sight goes on."""
        text = zh if self.lang is Lang.ZH else en
        if not self.err.is_terminal:
            self.err.print(text, markup=False, soft_wrap=True)
            yield
            return
        with self.err.status(text):
            yield

    @contextmanager
    def counting(self, words: str, total: int) -> Iterator[Callable[[int], None]]:
        """Hear how many of `total` are done; a bar appears once it takes longer than a moment."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bar = Progress(*columns, TimeRemainingColumn(), console=self.err, transient=True)
        task = bar.add_task(words, total=total)
        if not self.err.is_terminal:
            yield lambda _: None
            return
        # The first piece may be the whole of the work, so that nothing would call for the bar.
        waiting = threading.Timer(_QUIET_S, bar.start)
        waiting.daemon = True
        waiting.start()
        try:
            yield lambda number: bar.update(task, completed=number)
        finally:
            waiting.cancel()
            waiting.join()
            # Stopping a bar that never ran would leave an empty line behind.
            if bar.live.is_started:
                bar.stop()


def screen_in(lang: Lang) -> Screen:
    """The screen of this process, plain and of a fixed width when it is not a terminal."""

    def console(*, stderr: bool) -> Console:
        is_terminal = (sys.stderr if stderr else sys.stdout).isatty()
        return Console(
            stderr=stderr, width=None if is_terminal else _PLAIN_COLUMNS, highlight=False
        )

    return Screen(lang, console(stderr=False), console(stderr=True))


def day_given(text: str, option: str) -> date:
    """The day an option names; a sentence about the option when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise bad("not_a_day", option, value=text) from error
