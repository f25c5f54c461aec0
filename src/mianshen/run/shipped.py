"""Where packs, profiles and the example are: in the installed package, or in the repository."""

from dataclasses import dataclass
from pathlib import Path

import mianshen
from mianshen.policy.documents import DocumentError
from mianshen.policy.loading import PACK_FILE, PackError, load_pack
from mianshen.policy.pack import Pack
from mianshen.run.messages import InputError, bad, message
from mianshen.sources.layouts import SOURCES_FILE, Sources, no_sources, read_sources

DEMO_PACK = "500112-yubei"

_PACKAGE = Path(mianshen.__file__).resolve().parent
_REPOSITORY = _PACKAGE.parents[1]
_PACK_ROOTS = (
    _PACKAGE / "_packs",
    _PACKAGE / "_packs" / "examples",
    _REPOSITORY / "packs",
    _REPOSITORY / "packs" / "examples",
)
_PROFILE_ROOTS = (_PACKAGE / "_profiles", _REPOSITORY / "profiles")
_DEMO_FOLDERS = (_PACKAGE / "_demo", _REPOSITORY / "examples" / "demo")


@dataclass(frozen=True, slots=True)
class Located:
    """A pack or overlay on disk; `shipped` is its folder's name when it came with the program."""

    file: Path
    shipped: str = ""


def shipped_packs() -> dict[str, Path]:
    """Every pack that came with the program, by the name of its folder."""
    found: dict[str, Path] = {}
    for root in _PACK_ROOTS:
        for file in sorted(root.glob(f"*/{PACK_FILE}")):
            found.setdefault(file.parent.name, file)
    return found


def shipped_overlays() -> dict[str, Path]:
    """Every overlay that came with the program; it lies in its pack's folder and is named after it.

    For example `510118-xinjin/demo-assumed`.
    """
    return {
        f"{name}/{file.parent.name}": file
        for name, pack in shipped_packs().items()
        for file in sorted(pack.parent.glob(f"*/{PACK_FILE}"))
    }


def shipped() -> dict[str, Path]:
    """Every pack and overlay that came with the program, by name."""
    return {**shipped_packs(), **shipped_overlays()}


def locate(given: str) -> Located:
    """Find a pack or overlay by folder, by file, or by the name of a shipped one.

    `yubei` is enough for the shipped pack `500112-yubei`, and `xinjin/demo-assumed` for the overlay
    of `510118-xinjin`. Raises `InputError` when nothing or more than one is meant.
    """
    path = Path(given)
    if path.is_file():
        return Located(path)
    if (path / PACK_FILE).is_file():
        return Located(path / PACK_FILE)
    packs = shipped()
    if path.is_dir() and given not in packs:
        raise bad("pack_no_file", given)
    if given in packs:
        return Located(packs[given], given)
    parts = {name: name.partition("-") for name in packs}
    named = [name for name, (code, _, rest) in parts.items() if code.isdigit() and rest == given]
    if len(named) > 1:
        raise bad("pack_ambiguous", name=given, known="、".join(named))
    if not named:
        raise bad("pack_unknown", name=given, known="、".join(sorted(packs)) or "-")
    return Located(packs[named[0]], named[0])


def load(pack: Located, overlays: tuple[Located, ...] = ()) -> Pack:
    """Read and check a pack with its overlays; raises `InputError` with every problem in it."""
    try:
        return load_pack(pack.file, [overlay.file for overlay in overlays])
    except PackError as error:
        raise InputError(
            message("pack", detail=problem.sentence) for problem in error.problems
        ) from error


def shipped_profiles(part: str = SOURCES_FILE) -> dict[str, Path]:
    """A file of every profile that came with the program and has it, by the folder's name."""
    found: dict[str, Path] = {}
    for root in _PROFILE_ROOTS:
        for file in sorted(root.glob(f"*/{part}")):
            found.setdefault(file.parent.name, file)
    return found


def locate_profile(given: str, part: str = SOURCES_FILE) -> Path:
    """Find a file of a profile by folder, by file, or by the name of a shipped one.

    Raises `InputError` when there is none.
    """
    path = Path(given)
    if path.is_file():
        return path
    if (path / part).is_file():
        return path / part
    profiles = shipped_profiles(part)
    if given in profiles:
        return profiles[given]
    if path.is_dir():
        raise bad("profile_no_file", given, file=part)
    raise bad("profile_unknown", name=given, known="、".join(sorted(profiles)) or "-")


def load_sources(profile: str) -> Sources:
    """The sources of a profile, or none where no profile is named.

    Raises `InputError` with every problem in them.
    """
    if not profile:
        return no_sources()
    try:
        return read_sources(locate_profile(profile))
    except DocumentError as error:
        raise InputError(message("sources", detail=one) for one in error.problems) from error


def demo_folder() -> Path:
    """The folder of the shipped example."""
    for folder in _DEMO_FOLDERS:
        if (folder / "settlements-2025.csv").is_file():
            return folder
    raise bad("demo_missing")
