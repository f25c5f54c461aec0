"""What was looked at, how it was found, and what to do where it is not as it should be."""

from dataclasses import dataclass
from enum import StrEnum

from mianshen.policy.saying import Said


class State(StrEnum):
    """Sound, worth knowing, or to be mended."""

    GOOD = "good"
    DOUBT = "doubt"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `remedy` is a sentence wherever it is not sound."""

    topic: Said
    state: State
    found: Said
    remedy: Said | None = None


def good(topic: Said, found: Said) -> Finding:
    """As it should be."""
    return Finding(topic, State.GOOD, found)


def doubt(topic: Said, found: Said, remedy: Said) -> Finding:
    """Works, and somebody should look at it."""
    return Finding(topic, State.DOUBT, found, remedy)


def bad(topic: Said, found: Said, remedy: Said) -> Finding:
    """Has to be mended."""
    return Finding(topic, State.BAD, found, remedy)
