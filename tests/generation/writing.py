"""Worlds as text: Python that builds the same world again, with everything usual left out."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from mianshen.policy.pack import Pack

WIDTH = 96


def written(thing: object, indent: int = 0) -> str:
    """The thing as an expression; long ones are broken, defaults are left out."""
    flat = _flat(thing)
    if len(flat) + indent <= WIDTH:
        return flat
    opening, parts, closing = _parts(thing)
    if not parts:
        return flat
    pad = " " * (indent + 4)
    lines = [f"{pad}{name}{written(part, indent + 4)}," for name, part in parts]
    return "\n".join([opening, *lines, " " * indent + closing])


def spelled(pack: Pack) -> dict[str, Any]:
    """The spelling of a pack as texts, as its file would hold it."""
    dumped = pack.spelling.model_dump(exclude_defaults=True, by_alias=True)
    for name, parameter in pack.parameters.items():
        for text, dated in zip(
            dumped["parameters"][name].get("values", ()), parameter.values, strict=True
        ):
            text["value"] = _decimal(dated.value)
    spelling: dict[str, Any] = _texts(dumped)
    return spelling


def _texts(value: Any) -> Any:
    match value:
        case dict():
            return {key: _texts(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_texts(inner) for inner in value]
        case bool():
            return str(value).lower()
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
    return str(value)


def _decimal(value: Fraction) -> str:
    """A figure as a decimal; those of generated packs all end."""
    millionths = value * 10**6
    assert millionths.denominator == 1, f"{value} is no short decimal"
    whole, rest = divmod(millionths.numerator, 10**6)
    return f"{whole}.{rest:06}".rstrip("0").rstrip(".")


def _flat(thing: object) -> str:
    match thing:
        case datetime():
            return f"datetime.fromisoformat({thing.isoformat(' ', 'minutes')!r})"
        case date():
            return f"date.fromisoformat({thing.isoformat()!r})"
        case Enum():
            return f"{type(thing).__name__}.{thing.name}"
        case Fraction():
            return f"Fraction({str(thing)!r})"
    opening, parts, closing = _parts(thing)
    if not closing:
        return repr(thing)
    inner = ", ".join(f"{name}{_flat(part)}" for name, part in parts)
    lone = isinstance(thing, tuple) and len(parts) == 1
    return f"{opening}{inner}{',' if lone else ''}{closing}"


def _parts(thing: object) -> tuple[str, list[tuple[str, object]], str]:
    if isinstance(thing, Pack):
        return "pack_of(", [("", spelled(thing))], ")"
    if isinstance(thing, Mapping):
        return "{", [(f"{key!r}: ", value) for key, value in thing.items()], "}"
    if isinstance(thing, list):
        return "[", [("", item) for item in thing], "]"
    if isinstance(thing, tuple):
        return "(", [("", item) for item in thing], ")"
    if is_dataclass(thing) and not isinstance(thing, type):
        told = [(f"{one.name}=", getattr(thing, one.name)) for one in fields(thing)]
        usual = {f"{one.name}=": _default(one) for one in fields(thing)}
        return f"{type(thing).__name__}(", [p for p in told if p[1] != usual[p[0]]], ")"
    return "", [], ""


def _default(field: Any) -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default
