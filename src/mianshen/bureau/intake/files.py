"""Files as they came: kept sealed in pieces, found by the hash of their content, opened to read."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mianshen.bureau.bitemporal.rows import copy_in, query
from mianshen.bureau.installation import installation
from mianshen.bureau.intake.models import File
from mianshen.bureau.sealing.seal import seal_bytes, unseal_bytes

PIECE_BYTES = 1 << 20


def keep(content: bytes) -> File:
    """Keep a file's bytes, once for each content; in the caller's transaction."""
    sha256 = hashlib.sha256(content).hexdigest()
    file, is_new = File.objects.get_or_create(sha256=sha256, defaults={"bytes": len(content)})
    if is_new:
        starts = range(0, len(content), PIECE_BYTES)
        copy_in(
            "intake_piece",
            ("file_id", "number", "sealed"),
            (
                (file.pk, number, seal_bytes(content[at : at + PIECE_BYTES], _of(sha256, number)))
                for number, at in enumerate(starts)
            ),
        )
    return file


def content_of(file: File) -> bytes:
    """The bytes of a file as they came."""
    rows = query(
        "SELECT number, sealed FROM intake_piece WHERE file_id = %(file)s ORDER BY number",
        file=file.pk,
    )
    return b"".join(
        unseal_bytes(bytes(sealed), _of(file.sha256, number)) for number, sealed in rows
    )


@contextmanager
def opened(file: File) -> Iterator[Path]:
    """A path to the content of a file while it is read; in memory where the system can."""
    content = content_of(file)
    if hasattr(os, "memfd_create"):
        handle = os.memfd_create("delivery")
        try:
            with open(handle, "wb", closefd=False) as target:
                target.write(content)
            yield Path(f"/proc/self/fd/{handle}")
        finally:
            os.close(handle)
        return
    with tempfile.TemporaryDirectory(dir=installation().home) as folder:
        path = Path(folder) / "delivery"
        path.write_bytes(content)
        yield path


def _of(sha256: str, number: int) -> str:
    """What a piece is sealed for: it opens in its own place of its own file alone."""
    return f"intake_piece.sealed:{sha256}:{number}"
