"""How the embedded PostgreSQL uses its machine: memory, and how far changes may lie in its log."""

import os
from pathlib import Path

MIB = 1 << 20

_FILE = "mianshen.conf"
_INCLUDED = f"include_if_exists = '{_FILE}'\n"

_BUFFERS_MIB_MAX = 512
_OF_MEMORY = 16
"""One sixteenth: the programs of the platform, and other installations, live on the machine too."""


def tune(folder: Path, memory_mib: int | None = None) -> None:
    """Write what the cluster in `folder` is to use; its next start goes by it.

    Whatever stands in `postgresql.auto.conf`, set by `ALTER SYSTEM`, comes after and wins.
    """
    settings = _settings(memory_mib or _memory_mib())
    _write(folder / _FILE, "".join(f"{name} = {value}\n" for name, value in settings))
    main = folder / "postgresql.conf"
    told = main.read_text(encoding="utf-8")
    if _INCLUDED not in told:
        _write(main, f"{told.rstrip()}\n{_INCLUDED}")


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
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MIB


def _write(path: Path, told: str) -> None:
    """Whole or not at all, and only where it says something else."""
    if path.exists() and path.read_text(encoding="utf-8") == told:
        return
    part = path.with_name(f"{path.name}.part")
    part.write_text(told, encoding="utf-8")
    if path.exists():
        owner = path.stat()
        os.chown(part, owner.st_uid, owner.st_gid)
    part.chmod(0o644)
    part.replace(path)
