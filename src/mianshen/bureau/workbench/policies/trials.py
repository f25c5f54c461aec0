"""The worked cases of a version, tried when somebody asks, once for the same words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from threading import Lock

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.offices.services import districts_on
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.pages import page
from mianshen.bureau.workbench.policies.versions import title_of, version_of
from mianshen.bureau.workbench.policies.views import READERS, WRITERS
from mianshen.policy.saying import said
from mianshen.run.case_files import CASES_FOLDER
from mianshen.run.pack_subjects import Subject
from mianshen.run.pack_trials import Trial, try_cases

CASES_MAX = 60
"""How many cases of a pack are tried for a page; the command line tries them all."""


@dataclass(frozen=True)
class Tried:
    """The cases beside a pack, or beside figures assumed for it, that were tried."""

    overlay: str
    trials: Sequence[Trial]

    @property
    def held(self) -> int:
        """How many came out to the fen."""
        return sum(one.holds for one in self.trials)


@page(said("Cases of a policy", "政策算例"), sees=READERS, does=WRITERS)
@require_safe
def cases(request: AtDesk, digest: str) -> HttpResponse:
    """The cases with what came out; they are tried where `try` is asked, which takes seconds."""
    version = version_of(digest, assessment.policy_versions())
    profiles = [one.profile for one in districts_on(request.desk.day)]
    found = assessment.subjects_of(digest, profiles)
    subjects = tuple(one for one in found if (one.file.parent / CASES_FOLDER).is_dir())
    is_asked = "try" in request.GET
    shown = {
        "version": version,
        "digest": digest,
        "title": title_of(assessment.policy(digest)),
        "has_cases": bool(subjects),
        "tried": _tried(digest, subjects) if is_asked else (),
        "is_asked": is_asked,
        "cases_max": CASES_MAX,
    }
    template = "policies/tried.html" if request.htmx else "policies/cases.html"
    return render(request, template, shown)


_one_at_a_time = Lock()


def _tried(digest: str, subjects: tuple[Subject, ...]) -> tuple[Tried, ...]:
    with _one_at_a_time:
        return _tried_once(digest, subjects)


@lru_cache(maxsize=8)
def _tried_once(_digest: str, subjects: tuple[Subject, ...]) -> tuple[Tried, ...]:
    return tuple(
        Tried(
            subject.file.parent.name if subject.overlays else "",
            try_cases(subject, lambda pairs: list(islice(pairs, CASES_MAX))),
        )
        for subject in subjects
    )
