"""Statements of the registry that are long enough to have files of their own."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """The statement of a name."""
    return files("mianshen.bureau.registry").joinpath("sql", f"{name}.sql").read_text("utf-8")
