"""Pack files into checked packs, with every message at its file, line and column."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mianshen.policy.binding import bind_formulas
from mianshen.policy.consistency import inconsistencies
from mianshen.policy.documents import Document, DocumentError, Path_, Problem, read_document
from mianshen.policy.expressions.checker import nearest
from mianshen.policy.pack import Pack
from mianshen.policy.schema import PackSpelling
from mianshen.policy.spelling_keys import keys_at

PACK_FILE = "pack.yaml"

_OVERLAY_KEYS = ("id", "title", "title_en", "overlays", "note", "parameters")


class PackError(ValueError):
    """A pack that cannot be used; `problems` says why, each with file, line and column."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def load_pack(folder: Path, overlays: Iterable[Path] = ()) -> Pack:
    """Read and check the pack in a folder, with the figures that overlays assume for it.

    Raises `PackError` with all problems found, each at its file, line and column.
    """
    try:
        document = read_document(_pack_file(folder))
        layered = [read_document(_pack_file(overlay)) for overlay in overlays]
    except DocumentError as error:
        raise PackError(error.problems) from error
    names = tuple(_overlay(document, over) for over in layered)
    return pack_from_document(document, names)


def _pack_file(folder: Path) -> Path:
    return folder if folder.suffix in (".yaml", ".yml") else folder / PACK_FILE


def pack_from_document(document: Document, overlays: tuple[str, ...] = ()) -> Pack:
    """Check a document that spells a pack; raises `PackError` with all problems found."""
    if not isinstance(document.content, dict):
        raise PackError([document.problem((), "a pack is a mapping that begins with `id:`")])
    try:
        spelling = PackSpelling.model_validate(document.content)
    except ValidationError as error:
        details = [detail for detail in error.errors() if not _is_an_echo(detail)]
        raise PackError(_spelled(document, detail) for detail in details) from error
    pack = Pack(spelling, overlays)
    found = inconsistencies(pack) or bind_formulas(pack)
    if found:
        raise PackError(document.problem(path, message) for path, message in found)
    return pack


_MESSAGES = {
    "missing": "this key is missing: `{key}`",
    "dict_type": "a mapping was expected here",
    "model_type": "a mapping was expected here",
    "tuple_type": "a list was expected here",
    "string_type": "a text was expected here",
    "bool_parsing": "true or false was expected here",
    "bool_type": "true or false was expected here",
    "int_parsing": "a whole number was expected here",
    "int_type": "a whole number was expected here",
    "too_short": "this needs at least one entry",
    "string_pattern_mismatch": "this name does not have the form {pattern}",
}


def _is_an_echo(detail: ErrorDetails) -> bool:
    """Whether a list only counts as too short because an entry of it is refused as well."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _spelled(document: Document, detail: ErrorDetails) -> Problem:
    path = _real_path(document, detail["loc"])
    key = str(path[-1]) if path else ""
    context = detail.get("ctx", {})
    if detail["type"] == "extra_forbidden":
        hint = nearest(key, keys_at(path[:-1]))
        return document.problem(path, f"{key!r} is not a key that belongs here{hint}", of_key=True)
    if detail["type"] == "enum":
        message = f"{detail['input']!r} is not one of {context.get('expected', '')}"
    elif detail["type"] == "value_error":
        message = str(context.get("error", detail["msg"]))
    elif detail["type"] in _MESSAGES:
        message = _MESSAGES[detail["type"]].format(key=key, pattern=context.get("pattern", ""))
    else:
        message = detail["msg"]
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


def _overlay(document: Document, overlay: Document) -> str:
    """Lay an overlay's parameters over a pack's document; every one of them is an assumption."""
    content = overlay.content
    if not isinstance(content, dict):
        message = "an overlay is a mapping that names its pack under `overlays:`"
        raise PackError([overlay.problem((), message)])
    unknown = [key for key in content if key not in _OVERLAY_KEYS]
    if unknown:
        message = f"an overlay gives `parameters` and nothing else; {unknown[0]!r} does not belong"
        raise PackError([overlay.problem((unknown[0],), message, of_key=True)])
    target = document.content if isinstance(document.content, dict) else {}
    if content.get("overlays") != target.get("id"):
        message = f"this overlay is for {content.get('overlays')!r}, not for {target.get('id')!r}"
        raise PackError([overlay.problem(("overlays",), message)])
    figures = content.get("parameters") or {}
    if not isinstance(figures, dict):
        message = "a mapping of parameters was expected here"
        raise PackError([overlay.problem(("parameters",), message)])
    known = target.get("parameters") or {}
    if isinstance(known, dict):
        for name, figure in figures.items():
            _assume(document, overlay, known, name, figure)
    return str(content.get("id") or overlay.file)


def _assume(
    document: Document, overlay: Document, known: dict[str, Any], name: str, figure: object
) -> None:
    path = ("parameters", name)
    if name not in known:
        hint = nearest(name, known)
        raise PackError([overlay.problem(path, f"the pack has no parameter {name!r}{hint}")])
    law = figure.get("law") if isinstance(figure, dict) else None
    if not (isinstance(figure, dict) and isinstance(law, dict) and law.get("assumed")):
        message = "an overlay's figure says why it is assumed: `law: {assumed: …}`"
        raise PackError([overlay.problem(path, message)])
    if isinstance(known[name], dict):
        known[name] = {**known[name], **figure}
        document.laid_over |= {(*path, key): overlay for key in figure}
