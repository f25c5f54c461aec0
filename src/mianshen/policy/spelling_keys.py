"""Which keys a place in a file accepts, read off its schema, for hints about misspelled ones."""

from typing import Any, get_args

from pydantic import BaseModel

from mianshen.policy.documents import Path_


def keys_at(path: Path_, schema: type[BaseModel]) -> tuple[str, ...]:
    """The keys accepted at a path of a file of this schema, as they are spelled."""
    kind: Any = schema
    for step in path:
        kind = _step(kind, step)
        if kind is None:
            return ()
    model = _model(kind)
    if model is None:
        return ()
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _step(kind: Any, step: str | int) -> Any:
    model = _model(kind)
    if model is not None:
        for name, field in model.model_fields.items():
            if step in (name, field.alias):
                return field.annotation
        return None
    inner = [part for part in get_args(kind) if part is not Ellipsis]
    return inner[-1] if inner else None


def _model(kind: Any) -> type[BaseModel] | None:
    if isinstance(kind, type):
        return kind if issubclass(kind, BaseModel) else None
    for part in get_args(kind):
        if isinstance(part, type) and issubclass(part, BaseModel) and type(None) in get_args(kind):
            return part
    return None
