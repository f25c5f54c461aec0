"""What a run was made from, written beside its results, so that it can be explained later."""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import mianshen
from mianshen.run.case import ROLES, Case, Order
from mianshen.run.messages import InputError, Lang, Message, bad, message
from mianshen.run.outputs import RUN_FILE
from mianshen.run.reading.tables import fingerprint, read_bytes
from mianshen.run.shipped import Located, shipped, shipped_profiles


def describe_run(case: Case, out: Path, lang: Lang) -> dict[str, Any]:
    """The run as a JSON document; paths are relative to the folder of the results."""
    order = case.order
    return {
        "program": "mianshen",
        "version": mianshen.__version__,
        "pack": {"id": case.pack.id, **_place(case.located, out)},
        "overlays": [
            {"id": name, **_place(overlay, out)}
            for name, overlay in zip(case.pack.overlays, case.overlays, strict=True)
        ],
        "year": order.year,
        "as_of": order.as_of.isoformat(),
        "since": order.since.isoformat() if order.since else None,
        "year_closed": order.year_closed,
        "lang": str(lang),
        "profile": _profile(case, out),
        "inputs": [
            {
                "role": source.role,
                "name": source.name,
                "path": _relative(source.path, out),
                "source": source.account.source,
                "rows": source.account.rows,
                "sha256": source.sha256,
            }
            for source in case.sources
        ],
    }


def read_run(folder: Path) -> Order:
    """What was asked for in a run, with every file as it was then.

    Raises `InputError` when the folder holds no run, or a file is gone or has changed.
    """
    file = folder / RUN_FILE
    if not file.is_file():
        raise bad("run_missing", str(folder))
    try:
        run = json.loads(read_bytes(file, str(file)).decode("utf-8"))
        version = run["version"]
        if version != mianshen.__version__:
            raise bad("run_other_version", str(file), then=version, now=mianshen.__version__)
        problems: list[Message] = []
        profile = run["profile"]
        beside = (profile,) if profile else ()
        for one in (run["pack"], *run["overlays"], *beside, *run["inputs"]):
            problems += _changed(one, folder)
        if problems:
            raise InputError(problems)
        return Order(
            pack=str(_path(run["pack"], folder)),
            overlays=[str(_path(one, folder)) for one in run["overlays"]],
            files={
                role: [
                    _path(one, folder)
                    for one in run["inputs"]
                    if one["role"] == role and not one["source"]
                ]
                for role in ROLES
            },
            year=int(run["year"]),
            as_of=date.fromisoformat(run["as_of"]),
            since=date.fromisoformat(run["since"]) if run["since"] else None,
            year_closed=bool(run["year_closed"]),
            profile=str(_path(profile, folder)) if profile else "",
            folder=folder.resolve() / profile["folder"] if profile else None,
            only=frozenset(_path(one, folder).resolve() for one in run["inputs"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise bad("run_unreadable", str(file), reason=f"{type(error).__name__} {error}") from error


def _profile(case: Case, out: Path) -> dict[str, str] | None:
    if case.sources_file is None or case.order.folder is None:
        return None
    given = case.order.profile
    place: dict[str, str] = {"folder": _relative(case.order.folder, out)}
    if given in shipped_profiles() and shipped_profiles()[given] == case.sources_file:
        place["shipped_profile"] = given
    else:
        place["path"] = _relative(case.sources_file, out)
    return {**place, "sha256": fingerprint(case.sources_file)}


def _place(pack: Located, out: Path) -> dict[str, str]:
    digest = hashlib.sha256(read_bytes(pack.file, pack.file.name)).hexdigest()
    if pack.shipped:
        return {"shipped": pack.shipped, "sha256": digest}
    return {"path": _relative(pack.file, out), "sha256": digest}


def _relative(path: Path, out: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), out.resolve())).as_posix()
    except ValueError:
        # On another drive there is no relative way.
        return path.resolve().as_posix()


def _path(one: Mapping[str, Any], folder: Path) -> Path:
    profile = one.get("shipped_profile")
    if profile is not None:
        return shipped_profiles().get(profile, Path(profile))
    name = one.get("shipped")
    if name is not None:
        return shipped().get(name, Path(name))
    return folder.resolve() / str(one["path"])


def _changed(one: Mapping[str, Any], folder: Path) -> list[Message]:
    path = Path(os.path.normpath(_path(one, folder)))
    if not path.is_file():
        return [message("input_gone", str(path))]
    digest = fingerprint(path)
    return [] if digest == one["sha256"] else [message("input_changed", str(path))]
