"""A policy's versions as the pages name them, and the packs behind them, read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.http import Http404

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.services import PolicyVersion
from mianshen.policy.pack import Pack
from mianshen.policy.saying import Said
from mianshen.run.messages import Lang
from mianshen.sheets.portrait import Portrait, draw_portrait


@dataclass(frozen=True)
class Version:
    """A version beside the one that it replaced, if any."""

    known: PolicyVersion
    before: PolicyVersion | None


@dataclass(frozen=True)
class Policy:
    """A pack in force under its title, with all its versions, the newest first."""

    title: Said
    pack: Pack
    versions: Sequence[Version]

    @property
    def newest(self) -> PolicyVersion:
        """The one that is in force."""
        return self.versions[0].known


def policies_in_force() -> list[Policy]:
    """Every pack in force with its versions."""
    found = []
    for _, group in groupby(assessment.policy_versions(), key=lambda one: one.pack):
        versions = list(group)
        if versions[0].is_in_force:
            pack = assessment.policy(versions[0].digest)
            beside = zip(versions, [*versions[1:], None], strict=True)
            found.append(Policy(title_of(pack), pack, [Version(*pair) for pair in beside]))
    return found


def version_of(digest: str, versions: Sequence[PolicyVersion]) -> PolicyVersion | None:
    """The last time that some words were in force, None where they only wait to be signed.

    Raises `Http404` where there are no such words.
    """
    for one in versions:
        if one.digest == digest:
            return one
    if not assessment.is_known(digest):
        raise Http404
    return None


def title_of(pack: Pack) -> Said:
    """What a pack is called, by its id where it says nothing."""
    title = pack.spelling.title or pack.id
    return Said(pack.spelling.title_en or title, title)


@lru_cache(maxsize=32)
def portrait_of(digest: str, lang: Lang) -> Portrait:
    """The readable sheet of a version; words under a hash never change."""
    return draw_portrait(assessment.policy(digest), lang)
