"""Files and folders that are written whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mianshen.run.messages import bad


def check_out(out: Path) -> None:
    """Raise `InputError` when nothing could go there without touching something else."""
    if out.exists() and not out.is_dir():
        raise bad("out_not_folder", str(out))
    if out.is_dir() and any(out.iterdir()):
        raise bad("out_not_empty", str(out))


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder beside `out` to write into; it takes the name `out` once everything is written.

    Raises `InputError` when nothing can be written there; then nothing is left behind.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            yield partial
            partial.chmod(0o755)
            os.replace(partial, out)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    except OSError as error:
        raise bad("out_unwritable", str(out), reason=error.strerror or error) from error


def write_whole(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner alone; raises `OSError`."""
    handle, name = tempfile.mkstemp(dir=file.resolve().parent)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
