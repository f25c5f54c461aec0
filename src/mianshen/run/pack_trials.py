"""The cases of a pack tried one by one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mianshen.policy.pack import Pack
from mianshen.run.case_files import Case, CaseError
from mianshen.run.cases import Difference, check_case
from mianshen.run.messages import InputError, bad, message
from mianshen.run.pack_checks import cases_beside, on_disk
from mianshen.run.pack_subjects import Subject
from mianshen.run.shipped import load

Track = Callable[[Sequence[tuple[Pack, Case]]], Iterable[tuple[Pack, Case]]]


@dataclass(frozen=True, slots=True)
class Trial:
    """One case and everything in which the calculator differs from it."""

    case: Case
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether every amount came out as the case says."""
        return not self.differences


def try_cases(subject: Subject, track: Track) -> tuple[Trial, ...]:
    """Assess every case of a pack.

    Raises `InputError` for a pack or a case that cannot be read, and for a pack without cases.
    """
    pack = load(subject.pack, subject.overlays)
    folder = subject.file.parent
    try:
        cases = cases_beside(subject.file)
    except CaseError as error:
        problems = [on_disk(folder, problem) for problem in error.problems]
        raise InputError(message("case", detail=one.sentence) for one in problems) from error
    if not cases:
        raise bad("cases_missing", str(folder))
    pairs = [(pack, case) for case in cases]
    return tuple(_try(folder, pack, case) for pack, case in track(pairs))


def _try(folder: Path, pack: Pack, case: Case) -> Trial:
    differences = tuple(
        replace(one, problem=on_disk(folder, one.problem)) for one in check_case(case, pack)
    )
    return Trial(case, differences)
