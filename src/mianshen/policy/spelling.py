"""A document held against the spelling it should have, every fault of it told at its place."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mianshen.policy.documents import Document, DocumentError, Path_, Problem, read_document
from mianshen.policy.expressions.checker import closest
from mianshen.policy.saying import Said, said
from mianshen.policy.spelling_errors import is_unknown_key, unknown_key, wrong_value
from mianshen.policy.spelling_keys import keys_at

Spelled = TypeVar("Spelled", bound=BaseModel)

Fault = tuple[Path_, Said]
"""What a spelling cannot say by its types alone: the path in the file, and what is wrong there."""


def read_spelled(
    file: Path,
    kind: type[Spelled],
    faults: Callable[[Spelled, Document], Iterable[Fault]] = lambda _spelled, _document: (),
) -> Spelled:
    """Read a file that spells one thing; raises `DocumentError` with every fault, by its place."""
    document = read_document(file)
    if not isinstance(document.content, dict):
        expected = said(
            "a mapping that begins with `{key}:` was expected",
            "应是以 `{key}:` 开头的“键: 值”",
            key=next(iter(kind.model_fields)),
        )
        raise DocumentError((document.problem((), expected),))
    spelled, problems = spell(document, kind)
    if spelled is not None:
        problems += [document.problem(path, fault) for path, fault in faults(spelled, document)]
    if problems or spelled is None:
        raise DocumentError(tuple(sorted(problems, key=lambda one: (one.line, one.column))))
    return spelled


def spell(document: Document, kind: type[Spelled]) -> tuple[Spelled | None, list[Problem]]:
    """The spelling of a document, None where it cannot be read as one, and all that is wrong.

    A misspelled key is told, and read as the one that was meant, so that the rest is looked at.
    """
    misspelled: list[Problem] = []
    while True:
        try:
            return kind.model_validate(document.content), misspelled
        except ValidationError as error:
            details = [detail for detail in error.errors() if not _is_an_echo(detail)]
        unknown = [detail for detail in details if is_unknown_key(detail)]
        if not unknown:
            return None, misspelled + [_spelled(document, detail) for detail in details]
        for detail in unknown:
            path = _real_path(document, detail["loc"])
            key, known = str(path[-1]), keys_at(path[:-1], kind)
            message = unknown_key(detail, key, known)
            misspelled.append(document.problem(path, message, of_key=True))
            document.mend_key(detail["loc"], closest(key, known))


def _is_an_echo(detail: ErrorDetails) -> bool:
    """Whether a list only counts as too short because an entry of it is refused as well."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _spelled(document: Document, detail: ErrorDetails) -> Problem:
    path = _real_path(document, detail["loc"])
    message = wrong_value(detail, str(path[-1]) if path else "")
    return document.problem(path, message, of_key=detail["loc"][-1:] == ("[key]",))


def _real_path(document: Document, location: tuple[str | int, ...]) -> Path_:
    """The path inside the file, without the steps pydantic adds for its own use."""
    path: Path_ = ()
    for step in location:
        if step == "[key]":
            continue
        longer = (*path, step)
        if document.has(longer) or step == location[-1]:
            path = longer
    return path
