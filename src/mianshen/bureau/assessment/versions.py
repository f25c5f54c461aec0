"""The versions of each policy: their days, where their cases lie, who was assessed by them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from mianshen.bureau.assessment.models import PolicyText
from mianshen.bureau.bitemporal.rows import query
from mianshen.policy.loading import PACK_FILE
from mianshen.run.messages import InputError
from mianshen.run.pack_subjects import Subject
from mianshen.run.shipped import Located, load_sources, locate, shipped_packs


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """The words a pack had from a moment until another (none: in force); `number` counts from 1.

    `overlays` are the figures assumed for it, by name.
    """

    pack: str
    number: int
    digest: str
    since: datetime
    until: datetime | None
    overlays: tuple[str, ...]

    @property
    def is_in_force(self) -> bool:
        """Whether this bureau pays by it."""
        return self.until is None


@dataclass(frozen=True, slots=True)
class AssessedUnder:
    """How much of a benefit year was last assessed under a version; the amount is fen."""

    pack: str
    digest: str
    year: int
    people: int
    lines: int
    entitled: int
    amount_fen: int


_VERSIONS = """
    SELECT f.pack, row_number() OVER (PARTITION BY f.pack ORDER BY f.known_from, f.id), f.digest,
           f.known_from, f.known_to,
           (SELECT coalesce(array_agg(one.text ->> 0 ORDER BY one.place), '{}')
              FROM jsonb_array_elements(t.texts) WITH ORDINALITY AS one (text, place)
             WHERE one.place > 1)
      FROM assessment_in_force f JOIN assessment_policy_text t ON t.digest = f.digest
     ORDER BY f.pack, f.known_from DESC, f.id DESC"""

_ASSESSED = """
    SELECT t.pack, t.digest, a.year, count(DISTINCT a.person), count(*),
           count(*) FILTER (WHERE l.status = 'entitled'),
           coalesce(sum(l.amount_fen) FILTER (WHERE l.status = 'entitled'), 0)::bigint
      FROM assessment_answer a
      JOIN assessment_frame f ON f.digest = a.frame
      JOIN assessment_policy_text t ON f.packs ? t.digest
      JOIN assessment_line l ON l.person = a.person AND l.year = a.year AND l.pack = t.pack
       AND l.known_to IS NULL
     WHERE a.known_to IS NULL
     GROUP BY t.pack, t.digest, a.year
     ORDER BY t.pack, a.year DESC, t.digest"""


def policy_versions() -> list[PolicyVersion]:
    """Every version of every pack that was ever in force, the newest of each pack first."""
    return [
        PolicyVersion(pack, number, digest, since, until, tuple(overlays))
        for pack, number, digest, since, until, overlays in query(_VERSIONS)
    ]


def assessed_under() -> list[AssessedUnder]:
    """Under which version everyone's lines of a benefit year were last worked out."""
    return [AssessedUnder(*row) for row in query(_ASSESSED)]


def subjects_of(digest: str, profiles: Collection[str]) -> list[Subject]:
    """The packs on this machine that have a version's words to the letter, to try their cases.

    Looked for among the packs that came with the program and those that profiles name. With
    overlays there are two: the pack with them, and the pack as it was published.
    """
    texts = PolicyText.objects.get(digest=digest).texts
    words, overlays = texts[0][1], texts[1:]
    for file in _packs_here(profiles):
        if _says(file, words):
            alone = Subject(Located(file), (), file)
            laid = [file.parent / name / PACK_FILE for name, _ in overlays]
            if not laid:
                return [alone]
            if all(_says(one, text) for one, (_, text) in zip(laid, overlays, strict=True)):
                over = tuple(Located(one) for one in laid)
                return [Subject(Located(file), over, laid[-1]), alone]
    return []


@lru_cache(maxsize=16)
def pack_of_profile(profile: str) -> Located | None:
    """The pack that a profile names, None where there is none on this machine.

    As it was when this process first asked: a profile that names another comes with a restart.
    """
    try:
        return locate(load_sources(profile).pack or profile)
    except InputError:
        return None


def _packs_here(profiles: Collection[str]) -> Iterator[Path]:
    yield from (pack.file for pack in map(pack_of_profile, profiles) if pack is not None)
    yield from shipped_packs().values()


def _says(file: Path, words: str) -> bool:
    try:
        return file.read_bytes().decode("utf-8-sig") == words
    except (OSError, UnicodeDecodeError):
        return False
