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
        raise PackError(_spelled(document, detail) for detail in error.errors()) from error
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
    "int_parsing": "a whole number was expected here",
    "date_from_datetime_parsing": "a date was expected here, for example 2023-01-01",
    "too_short": "this needs at least one entry",
    "string_pattern_mismatch": "this name does not have the form {pattern}",
}


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
    return document.problem(path, message)


def _real_path(document: Document, location: tuple[str | int, ...]) -> Path_:
    """The path inside the file, without the steps pydantic adds for its own use."""
    path: Path_ = ()
    for step in location:
        if step == "[key]":
            continue
        longer = (*path, step)
        known = longer in document.value_places or longer in document.key_places
        if known or step == location[-1]:
            path = longer
    return path


def _overlay(document: Document, overlay: Document) -> str:
    """Lay an overlay's parameters over a pack's document; every one of them is an assumption."""
    content: dict[str, Any] = overlay.content if isinstance(overlay.content, dict) else {}
    unknown = sorted(set(content) - {"id", "title", "title_en", "overlays", "note", "parameters"})
    if unknown:
        message = f"an overlay gives `parameters` and nothing else; {unknown[0]!r} does not belong"
        raise PackError([overlay.problem((unknown[0],), message, of_key=True)])
    target = document.content if isinstance(document.content, dict) else {}
    if content.get("overlays") != target.get("id"):
        message = f"this overlay is for {content.get('overlays')!r}, not for {target.get('id')!r}"
        raise PackError([overlay.problem(("overlays",), message)])
    known = target.get("parameters") or {}
    for name, parameter in (content.get("parameters") or {}).items():
        path = ("parameters", name)
        law = parameter.get("law") if isinstance(parameter, dict) else None
        if name not in known:
            hint = nearest(name, known)
            raise PackError([overlay.problem(path, f"the pack has no parameter {name!r}{hint}")])
        if not (isinstance(law, dict) and law.get("assumed")):
            message = "an overlay's figure says why it is assumed: `law: {assumed: …}`"
            raise PackError([overlay.problem(path, message)])
        known[name] = {**known[name], **parameter}
        for place in [place for place in overlay.value_places if place[:2] == path]:
            document.value_places[place] = overlay.value_places[place]
    return str(content.get("id", overlay.file))
