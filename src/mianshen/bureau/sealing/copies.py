"""Second copies of the key file: made apart from any backup, and remembered by their place."""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from mianshen.bureau.installation import Installation
from mianshen.bureau.sealing.keys import KeyFileError, read_keys


class CopyState(StrEnum):
    """Whether a copy still holds what the key file holds."""

    SAME = "same"
    OTHER = "other"
    MISSING = "missing"


@dataclass(frozen=True)
class Copy:
    """A place where the keys were copied to, and how it is found now."""

    path: Path
    state: CopyState


def copy_keys(here: Installation, folder: Path) -> Path:
    """Copy the key file into a folder and remember the place; raises `KeyFileError`, `OSError`."""
    read_keys(here.key_file)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = folder.resolve() / f"mianshen-keys-{made}.json"
    _write(target, here.key_file.read_bytes())
    places = [*_places(here), str(target)]
    _write(_list(here), json.dumps(list(dict.fromkeys(places)), indent=2).encode())
    return target


def copies_of(here: Installation) -> list[Copy]:
    """Every copy that was made, oldest first."""
    return [Copy(Path(place), _state(here, Path(place))) for place in _places(here)]


def _state(here: Installation, path: Path) -> CopyState:
    try:
        return CopyState.SAME if read_keys(path) == read_keys(here.key_file) else CopyState.OTHER
    except KeyFileError:
        return CopyState.OTHER if path.exists() else CopyState.MISSING


def _places(here: Installation) -> list[str]:
    try:
        found: list[str] = json.loads(_list(here).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return found


def _list(here: Installation) -> Path:
    return here.keys / "copies.json"


def _write(path: Path, content: bytes) -> None:
    """Put a file in place whole, readable by its owner alone."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
