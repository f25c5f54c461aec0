"""How a demonstration tells how far it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager

Counting = Callable[[str, str, int], AbstractContextManager[Callable[[int], None]]]
"""Shows how many of a number of things (told in Chinese and English) are done."""
