"""How functions of the kernel are compiled, and where compiled code is kept between runs."""

import os
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import numba
from llvmlite import ir
from numba.core import config as numba_config
from numba.core import types
from numba.extending import intrinsic

from mianshen.engine.kernel.folding.memory import get

F = TypeVar("F", bound=Callable[..., Any])

CACHE_VARIABLE = "MIANSHEN_CACHE_DIR"

njit: Any = numba.njit
config: Any = numba_config


_HOW: Any = {"nogil": True, "error_model": "numpy"}


def compiled(function: F) -> F:
    """A part of the fold; compiled together with the entry that calls it."""
    made: F = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **_HOW)(function)
    return made


@intrinsic
def _stands_alone(typingctx: Any) -> Any:
    """Said in a compiled function, keeps it from being copied into each that calls it.

    Without it the compiler copies everything into everything and takes minutes.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), generate


def _nothing() -> None:
    """What stands for it where numba is told not to compile (`NUMBA_DISABLE_JIT`)."""


stands_alone = _nothing if config.DISABLE_JIT else _stands_alone


PART_ARGUMENTS = 8
_PART = types.int64(*[types.int64] * PART_ARGUMENTS)


@intrinsic
def _call(
    typingctx: Any, where: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any
) -> Any:
    """Call a part of the fold by its address."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = context.get_value_type(types.int64)
        kind = ir.FunctionType(whole, [whole] * PART_ARGUMENTS)
        function = builder.inttoptr(arguments[0], kind.as_pointer())
        return builder.call(function, arguments[1:])

    return types.int64(*[types.int64] * (PART_ARGUMENTS + 1)), generate


call: Any = _call


_PLAIN: dict[int, Callable[..., int]] = {}
"""The parts by their slots, for where numba is told not to compile."""


def by_address(slot: int) -> Any:
    """What compiled code calls to reach the part of a slot: whole numbers in, one out."""
    if config.DISABLE_JIT:
        return lambda *arguments: _PLAIN[slot](*arguments)

    @compiled
    def called(
        plan: Any, unit: Any, state: Any, pad: Any, d: Any, m: Any, e: Any, more: Any
    ) -> Any:
        return call(get(pad, slot), plan, unit, state, pad, d, m, e, more)

    return called


class Part:
    """A part of the fold compiled on its own and called by its address.

    The compiler works through everything below a function anew for each function above it; parts
    that do not see each other compile several times faster than one whole.
    """

    def __init__(self, function: Callable[..., int], slot: int) -> None:
        self._function = function
        self.slot = slot
        self.call = by_address(slot)
        _PLAIN[slot] = function

    def address(self) -> int:
        """Where the part stands in memory once compiled, or read from disk."""
        if config.DISABLE_JIT:
            return 0
        made: Any = kept(numba.cfunc, _PART)(self._function)
        _PARTS.append(made)
        return int(made.address)


_PARTS: list[Any] = []
"""Compiled parts are never let go of: their addresses are in use."""


def kept(compile_by: Any, *how: Any) -> Any:
    """A compiler that keeps what it makes on disk for the next run, where some folder allows.

    The folder is named by what the kernel's sources hold: a function's own file alone would not
    tell that something it calls has changed.
    """
    folder = cache_folder()

    def keep(function: Any) -> Any:
        given = config.CACHE_DIR
        config.CACHE_DIR = str(folder) if folder is not None else given
        try:
            return compile_by(*how, cache=folder is not None, **_HOW)(function)
        finally:
            config.CACHE_DIR = given

    return keep


def is_kept() -> bool:
    """Whether the fold was compiled here before, so that it need only be read."""
    folder = cache_folder()
    return folder is not None and any(folder.rglob("*.nbc"))


def cache_folder() -> Path | None:
    """Where compiled code is kept: `MIANSHEN_CACHE_DIR`, the user's cache, else a passing folder.

    None where nothing can be written; the code is then compiled with every start.
    """
    wanted = os.environ.get(CACHE_VARIABLE)
    users = os.environ.get("XDG_CACHE_HOME") or str(Path("~").expanduser() / ".cache")
    passing = Path(tempfile.gettempdir()) / f"mianshen-{_user()}"
    for place in [Path(wanted)] if wanted else [Path(users) / "mianshen", passing]:
        folder = place / f"kernel-{_sources_hash()}"
        if _is_writable(folder):
            return folder
    return None


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return False
    return os.access(folder, os.W_OK) and _is_own(folder)


def _is_own(folder: Path) -> bool:
    """Code that somebody else could have put there is never loaded."""
    if not hasattr(os, "getuid"):
        return True
    trusted = {0, os.getuid()}
    return folder.stat().st_uid == os.getuid() and folder.parent.stat().st_uid in trusted


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


def _sources_hash() -> str:
    digest = sha256(numba.__version__.encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
