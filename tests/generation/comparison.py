"""Two assessments of one world side by side: line by line, and choice by choice."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Protocol


class Answer(Protocol):
    """What the reference and the oracle both answer."""

    @property
    def lines(self) -> Iterable[Any]:
        """One line per event and programme."""

    @property
    def choices(self) -> Iterable[Any]:
        """The orders and winners chosen."""


def differences(reference: Answer, oracle: Answer) -> list[str]:
    """What differs between two answers, in words; nothing where they are equal to the fen."""
    return [
        *_unlike(map(told_line, reference.lines), map(told_line, oracle.lines)),
        *_unlike(map(told_choice, reference.choices), map(told_choice, oracle.choices)),
    ]


def told_line(line: Any) -> str:
    """What a line says that both must agree on."""
    reason = f", {line.reason.value}" if line.reason else ""
    return (
        f"{line.person} {line.event or 'year'} {line.programme} {line.year}: {line.status.value} "
        f"{line.amount_fen}, held {line.held_fen}, caught up {line.catch_up_fen}, "
        f"delivered {line.delivered_fen}{reason}"
    )


def told_choice(choice: Any) -> str:
    """What a choice says that both must agree on."""
    alone = ", ".join(f"{name} {fen}" for name, fen in sorted(dict(choice.alone_left_fen).items()))
    return (
        f"{choice.person} {choice.event} {choice.layer}: {' '.join(choice.chosen)} leaves "
        f"{choice.chosen_left_fen}, listed {choice.listed_left_fen}, worst "
        f"{choice.worst_left_fen}, alone {alone}{', tied' if choice.tied else ''}"
    )


def _unlike(reference: Iterable[str], oracle: Iterable[str]) -> list[str]:
    ours, theirs = Counter(reference), Counter(oracle)
    return [
        *(f"reference  {text}" for text in sorted((ours - theirs).elements())),
        *(f"oracle     {text}" for text in sorted((theirs - ours).elements())),
    ]
