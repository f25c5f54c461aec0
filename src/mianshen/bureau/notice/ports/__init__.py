"""Ways out for messages: each takes a phone and a text and gives the way's own reference."""

from typing import Protocol


class PortError(Exception):
    """The message did not go; it may be tried again unless `is_final`."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        self.is_final = is_final
        super().__init__(why)


class Port(Protocol):
    """A way out for messages."""

    @property
    def knows_repeats(self) -> bool:
        """Whether the same key sent twice arrives once."""
        ...

    def send(self, key: str, phone: str, text: str) -> str:
        """Send a message and give the way's reference for it; raises `PortError`."""
        ...
