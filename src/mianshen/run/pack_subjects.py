"""Which packs a command is about: one by name or path, or all below a folder, overlays too."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mianshen.policy.documents import DocumentError, read_document
from mianshen.policy.loading import PACK_FILE
from mianshen.run.messages import bad
from mianshen.run.shipped import Located, locate


@dataclass(frozen=True, slots=True)
class Subject:
    """A pack, the overlays that lie over it, and the file that was meant and has the cases."""

    pack: Located
    overlays: tuple[Located, ...]
    file: Path


def subjects(given: Sequence[str], overlays: Sequence[str]) -> list[Subject]:
    """What is meant by names and paths; a folder that is no pack stands for all packs below it.

    An overlay in the folder of its pack is a subject with cases of its own. Raises `InputError`
    for what is not there, and for an overlay that lies alone.
    """
    over = tuple(locate(one) for one in overlays)
    return [_subject(located, over) for one in given for located in _located(one)]


def _located(given: str) -> list[Located]:
    path = Path(given)
    if path.is_dir() and not (path / PACK_FILE).is_file():
        files = sorted(path.rglob(PACK_FILE))
        meant = [file for file in files if not _is_overlay(file) or _home_of(file) is not None]
        if meant:
            return [Located(file) for file in meant]
    return [locate(given)]


def _subject(located: Located, overlays: tuple[Located, ...]) -> Subject:
    if not _is_overlay(located.file):
        return Subject(located, overlays, located.file)
    home = _home_of(located.file)
    if home is None:
        raise bad("overlay_alone", str(located.file))
    return Subject(Located(home), (located, *overlays), located.file)


def _is_overlay(file: Path) -> bool:
    try:
        content = read_document(file).content
    except DocumentError:
        return False
    return isinstance(content, dict) and "overlays" in content


def _home_of(overlay: Path) -> Path | None:
    """The pack in whose folder an overlay's own folder lies."""
    home = overlay.parent.parent / PACK_FILE
    return home if overlay.name == PACK_FILE and home.is_file() else None
