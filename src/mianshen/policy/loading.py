"""Pack files into checked packs, with every message at its file, line and column."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mianshen.policy.binding import bind_formulas
from mianshen.policy.consistency import inconsistencies, loose_names
from mianshen.policy.documents import Document, DocumentError, Problem, read_document
from mianshen.policy.expressions.checker import nearest
from mianshen.policy.mending import with_names_mended
from mianshen.policy.pack import Pack
from mianshen.policy.saying import said
from mianshen.policy.schema import PackSpelling
from mianshen.policy.spelling import spell

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
    document, names = read_pack(folder, overlays)
    return pack_from_document(document, names)


def read_pack(folder: Path, overlays: Iterable[Path] = ()) -> tuple[Document, tuple[str, ...]]:
    """The document of a pack, overlays laid over it, with their names; nothing is checked yet.

    Raises `PackError` for files that cannot be read and overlays that do not fit the pack.
    """
    try:
        document = read_document(_pack_file(folder))
        layered = [_read_overlay(_pack_file(overlay)) for overlay in overlays]
    except DocumentError as error:
        raise PackError(error.problems) from error
    return document, tuple(_overlay(document, over) for over in layered)


def _read_overlay(file: Path) -> Document:
    """An overlay's document, named so that it is told from the pack's."""
    in_folder = file.name == PACK_FILE
    return read_document(file, f"{file.absolute().parent.name}/{file.name}" if in_folder else "")


def _pack_file(folder: Path) -> Path:
    return folder if folder.suffix in (".yaml", ".yml") else folder / PACK_FILE


@dataclass(frozen=True, slots=True)
class Examined:
    """What a document spells and everything that keeps it from being used.

    `pack` is read with each mistake taken for what was probably meant, so that the rest can be
    looked at as well; it is None where the spelling leaves no pack to speak of.
    """

    document: Document
    problems: tuple[Problem, ...]
    pack: Pack | None


def examine(document: Document, overlays: tuple[str, ...] = ()) -> Examined:
    """Check a document that spells a pack, and go on after each mistake as far as one can."""
    if not isinstance(document.content, dict):
        message = said(
            "a pack is a mapping that begins with `id:`", "政策包是以 `id:` 开头的“键: 值”"
        )
        return Examined(document, (document.problem((), message),), None)
    spelling, problems = spell(document, PackSpelling)
    if spelling is None:
        return Examined(document, _sorted(problems), None)
    pack = Pack(spelling, overlays)
    found = loose_names(pack)
    if found:
        pack = with_names_mended(pack)
    found += [*inconsistencies(pack), *bind_formulas(pack)]
    problems += [document.problem(path, message) for path, message in found]
    return Examined(document, _sorted(problems), pack)


def pack_from_document(document: Document, overlays: tuple[str, ...] = ()) -> Pack:
    """Check a document that spells a pack; raises `PackError` with all problems found."""
    examined = examine(document, overlays)
    if examined.problems or examined.pack is None:
        raise PackError(examined.problems)
    return examined.pack


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: (one.file, one.line, one.column)))


def _overlay(document: Document, overlay: Document) -> str:
    """Lay an overlay's parameters over a pack's document; every one of them is an assumption."""
    content = overlay.content
    if not isinstance(content, dict):
        message = said(
            "an overlay is a mapping that names its pack under `overlays:`",
            "假定值文件应以“键: 值”写成，并在 `overlays:` 里写明属于哪个政策包",
        )
        raise PackError([overlay.problem((), message)])
    unknown = [key for key in content if key not in _OVERLAY_KEYS]
    if unknown:
        message = said(
            "an overlay gives `parameters` and nothing else; {key!r} does not belong",
            "假定值文件只能给出 `parameters`；不能有“{key}”",
            key=unknown[0],
        )
        raise PackError([overlay.problem((unknown[0],), message, of_key=True)])
    target = document.content if isinstance(document.content, dict) else {}
    if content.get("overlays") != target.get("id"):
        message = said(
            "this overlay is for {other!r}, not for {this!r}",
            "这份假定值属于“{other}”，不属于“{this}”",
            other=content.get("overlays"),
            this=target.get("id"),
        )
        raise PackError([overlay.problem(("overlays",), message)])
    figures = content.get("parameters") or {}
    if not isinstance(figures, dict):
        message = said("a mapping of parameters was expected here", "这里应是“参数: 内容”")
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
        message = said(
            "the pack has no parameter {name!r}{hint}",
            "政策包没有参数“{name}”{hint}",
            name=name,
            hint=hint,
        )
        raise PackError([overlay.problem(path, message)])
    law = figure.get("law") if isinstance(figure, dict) else None
    if not (isinstance(figure, dict) and isinstance(law, dict) and law.get("assumed")):
        message = said(
            "an overlay's figure says why it is assumed: `law: {{assumed: …}}`",
            "假定的数要写明理由：`law: {{assumed: …}}`",
        )
        raise PackError([overlay.problem(path, message)])
    if isinstance(known[name], dict):
        known[name] = {**known[name], **figure}
        document.laid_over |= {(*path, key): overlay for key in figure}
