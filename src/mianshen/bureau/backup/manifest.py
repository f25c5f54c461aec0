"""What a backup says of itself: when, from what, how many rows a table, and its digests."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

from mianshen.bureau.refusals import refused

MANIFEST_FILE = "manifest.json"
DUMP_FILE = "database.dump"
FORMAT = 1

_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """`tables` are rows by table; `keys` is a print of the keys by which they are told apart.

    `files` are bytes, SHA-256 and SM3 by file.
    """

    format: int
    made: str
    mianshen: str
    server: str
    owner: str
    runtime: str
    keys: str
    migrations: list[str]
    tables: dict[str, int]
    files: dict[str, dict[str, Any]]


def digests(file: Path) -> dict[str, Any]:
    """Size and digests of a file."""
    sha256, sm3, size = hashlib.sha256(), Hash(SM3()), 0
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK_BYTES):
            sha256.update(block)
            sm3.update(block)
            size += len(block)
    return {"bytes": size, "sha256": sha256.hexdigest(), "sm3": sm3.finalize().hex()}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest beside what it describes."""
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False, sort_keys=True)
    (folder / MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read a backup's manifest and hold its files against it; raises `InputError`."""
    path = folder / MANIFEST_FILE
    try:
        manifest = _manifest(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise refused(
            "{path} is no manifest of a backup; name the folder that mianshen backup wrote",
            "{path} 不是备份清单；请指向 mianshen backup 写出的文件夹",
            path=path,
        ) from error
    for name, told in manifest.files.items():
        file = folder / name
        if not file.is_file() or digests(file) != told:
            raise refused(
                "{file} is not as it was written; use another copy of this backup",
                "{file} 与清单不符；请换用这份备份的另一处副本",
                file=file,
            )
    return manifest


def _manifest(read: Mapping[str, Any]) -> Manifest:
    if read["format"] != FORMAT or DUMP_FILE not in read["files"]:
        raise ValueError(read["format"])
    return Manifest(**read)
