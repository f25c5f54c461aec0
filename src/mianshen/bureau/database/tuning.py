"""How the embedded PostgreSQL uses its machine: memory, and how far changes may lie in its log."""

import os
from pathlib import Path

_MIB = 1 << 20

_FILE = "mianshen.conf"
_INCLUDED = f"include_if_exists = '{_FILE}'\n"

_BUFFERS_MIB_MAX = 512
_OF_MEMORY = 16
"""One sixteenth: the programs of the platform, and other installations, live on the machine too."""


def tune(folder: Path, memory_mib: int | None = None) -> None:
    """Write what the cluster in `folder` is to use; its next start goes by it.

    Whatever stands in `postgresql.auto.conf`, set by `ALTER SYSTEM`, comes after and wins. Killed
    on the way it is written again before that start.
    """
    settings = _settings(memory_mib or _memory_mib())
    told = "".join(f"{name} = {value}\n" for name, value in settings)
    own, main = folder / _FILE, folder / "postgresql.conf"
    if not own.exists() or own.read_text(encoding="utf-8") != told:
        # The server may be another user, and must be able to read it.
        own.touch()
        own.chmod(0o644)
        own.write_text(told, encoding="utf-8")
    if _INCLUDED not in main.read_text(encoding="utf-8"):
        with main.open("a", encoding="utf-8") as file:
            file.write(f"\n{_INCLUDED}")


def _settings(memory_mib: int) -> tuple[tuple[str, str], ...]:
    buffers_mib = min(max(memory_mib // _OF_MEMORY, 128), _BUFFERS_MIB_MAX)
    return (
        ("shared_buffers", f"{buffers_mib}MB"),
        ("effective_cache_size", f"{max(memory_mib // 2, 256)}MB"),
        ("maintenance_work_mem", "128MB"),
        ("max_wal_size", "4GB"),
        ("wal_buffers", "16MB"),
        ("checkpoint_timeout", "15min"),
    )


def _memory_mib() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MIB
