"""Whole numbers in memory for the fold: a place is passed on as one address, not as an array.

An array is forty machine words to pass on, and the fold is a hundred small functions; with
addresses they compile several times faster, and run faster. Where numba is told not to compile, an
address is a flat view of the array, and everything is checked as arrays are.
"""

from typing import Any

import numpy as np
from numba import njit
from numba.core import config, types
from numba.core.cgutils import raw_memcpy
from numba.extending import intrinsic
from numpy.typing import NDArray

Whole = NDArray[np.int64]

_BYTES = 8


def _pointer(context: Any, builder: Any, base: Any, index: Any) -> Any:
    whole = context.get_value_type(types.int64)
    pointer = builder.inttoptr(base, whole.as_pointer())
    return builder.gep(pointer, [index])


@intrinsic
def _get(typingctx: Any, base: Any, index: Any) -> Any:
    """The whole number at a position from an address."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(_pointer(context, builder, *arguments))

    return types.int64(types.int64, types.int64), generate


@intrinsic
def _store(typingctx: Any, base: Any, index: Any, value: Any) -> Any:
    """Set the whole number at a position from an address."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        base, index, value = arguments
        builder.store(value, _pointer(context, builder, base, index))
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64), generate


@intrinsic
def _copy(typingctx: Any, target: Any, source: Any, count: Any) -> Any:
    """Copy so many whole numbers from one address to another; they do not overlap."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        target, source, count = arguments
        raw_memcpy(builder, _at(context, builder, target), _at(context, builder, source), count, 8)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64), generate


def _at(context: Any, builder: Any, base: Any) -> Any:
    return builder.inttoptr(base, context.get_value_type(types.int64).as_pointer())


@njit(nogil=True)
def _address(array: Any) -> Any:
    return np.int64(array.ctypes.data)


@njit(nogil=True)
def _moved(base: Any, count: Any) -> Any:
    return base + _BYTES * count


def _address_checked(array: Whole) -> Whole:
    return array.reshape(-1)


def _moved_checked(base: Whole, count: int) -> Whole:
    return base[count:]


def _get_checked(base: Whole, index: int) -> int:
    return int(base[index])


def _store_checked(base: Whole, index: int, value: int) -> None:
    base[index] = value


def _copy_checked(target: Whole, source: Whole, count: int) -> None:
    assert len(target) >= count, "there are as many rows to copy to"
    assert len(source) >= count, "there are as many rows to copy"
    target[:count] = source[:count]


if getattr(config, "DISABLE_JIT", 0):
    address: Any = _address_checked
    moved: Any = _moved_checked
    get: Any = _get_checked
    store: Any = _store_checked
    copy: Any = _copy_checked
else:
    address, moved, get, store, copy = _address, _moved, _get, _store, _copy
