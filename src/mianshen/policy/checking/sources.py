"""Figures that no document stands behind."""

from collections.abc import Iterator

from mianshen.policy.consistency import Finding
from mianshen.policy.pack import Pack
from mianshen.policy.saying import Said, said

_REMEDY = Said("write `law: {document: …, clause: …}`", "请写 `law: {document: …, clause: …}`")


def without_source(pack: Pack) -> Iterator[Finding]:
    """Programmes and figures for which neither they nor anything around them names a document."""
    if pack.spelling.law is not None:
        return
    for name, programme in pack.programmes.items():
        rows = [row.law is None for row in programme.terms]
        if programme.law is None and any(rows):
            yield ("programmes", name), _without(name)
    for name, parameter in pack.parameters.items():
        if parameter.values and parameter.law is None:
            yield ("parameters", name), _without(name)


def _without(name: str) -> Said:
    return said(
        "nothing says where {name!r} stands; {remedy}",
        "没有写明“{name}”的依据；{remedy}",
        name=name,
        remedy=_REMEDY,
    )
