"""The key file: sealing keys by name, the current one, and the key of the blind index."""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mianshen.bureau.secrets_file import kept
from mianshen.policy.saying import said

KEY_BYTES = 16
INDEX_KEY_BYTES = 32


class KeyFileError(ValueError):
    """The key file is missing or damaged; the message says what to do, never what it holds."""


@dataclass(frozen=True)
class Keys:
    """Keys by number (1 to 255), the number of the one that seals now, and the index key.

    Old keys stay, so that what they sealed can be opened; the index key never changes alone, as
    the whole index would have to be made again.
    """

    sealing: Mapping[int, bytes]
    current: int
    index: bytes


def make_keys(path: Path) -> Keys:
    """The keys of a new installation, or the ones it already has."""
    return _read(kept(path, _new), path)


def read_keys(path: Path) -> Keys:
    """The keys of an installation; raises `KeyFileError` where the file is missing or damaged."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KeyFileError(
            said(
                "the key file {path} is missing: put it back from its second place, sealed data"
                " cannot be opened without it",
                "密钥文件 {path} 不见了：请从第二存放处放回，没有它打不开加密的数据",
                path=path,
            )
        ) from None
    except (OSError, ValueError):
        raise KeyFileError(
            said(
                "the key file {path} cannot be read as JSON: put back a copy",
                "密钥文件 {path} 读不出来：请放回备份的那一份",
                path=path,
            )
        ) from None
    return _read(held, path)


def _new() -> dict[str, Any]:
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "current": 1,
        "sealing": {"1": _spelt(secrets.token_bytes(KEY_BYTES))},
        "index": _spelt(secrets.token_bytes(INDEX_KEY_BYTES)),
    }


def _spelt(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _read(held: Mapping[str, Any], path: Path) -> Keys:
    try:
        keys = Keys(
            {int(number): base64.b64decode(key) for number, key in held["sealing"].items()},
            int(held["current"]),
            base64.b64decode(held["index"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise KeyFileError(
            said(
                "the key file {path} lacks a key: put back a whole copy",
                "密钥文件 {path} 缺少密钥：请放回完整的一份",
                path=path,
            )
        ) from None
    whole = all(len(key) == KEY_BYTES and 1 <= one <= 255 for one, key in keys.sealing.items())
    if not whole or keys.current not in keys.sealing or len(keys.index) != INDEX_KEY_BYTES:
        raise KeyFileError(
            said(
                "the key file {path} holds a damaged key: put back a whole copy",
                "密钥文件 {path} 里的密钥已损坏：请放回完整的一份",
                path=path,
            )
        )
    return keys
