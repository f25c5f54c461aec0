"""A pack on disk looked at whole: the policy, its cases, and the folder they lie in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mianshen.policy.checking.report import Remark, Weight, remarks
from mianshen.policy.documents import Problem
from mianshen.policy.loading import PackError, examine, read_pack
from mianshen.policy.pack import Pack
from mianshen.policy.saying import said
from mianshen.run.case_facts import unknown_names
from mianshen.run.case_files import CASES_FOLDER, Case, CaseError, read_cases
from mianshen.run.pack_subjects import Subject


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to say about one pack; the places name files as they lie on disk."""

    file: Path
    remarks: tuple[Remark, ...]

    def count(self, weight: Weight) -> int:
        """How many remarks weigh that much."""
        return sum(remark.weight is weight for remark in self.remarks)


def look_at(subject: Subject) -> Looked:
    """Check a pack with its overlays and the spelling of its cases."""
    pack = subject.pack.file
    try:
        document, names = read_pack(pack, [overlay.file for overlay in subject.overlays])
    except PackError as error:
        found = [Remark(Weight.ERROR, problem) for problem in error.problems]
        return Looked(subject.file, tuple(_on_disk(pack.parent, one) for one in found))
    examined = examine(document, names)
    usable = None if examined.problems else examined.pack
    found = [_on_disk(pack.parent, one) for one in remarks(examined)]
    found += [_on_disk(subject.file.parent, one) for one in _of_cases(subject.file, usable)]
    return Looked(subject.file, tuple(found))


def _of_cases(file: Path, pack: Pack | None) -> Iterator[Remark]:
    try:
        cases = cases_beside(file)
    except CaseError as error:
        for problem in error.problems:
            yield Remark(Weight.ERROR, problem)
        return
    if not cases:
        message = said(
            "there are no cases: nothing shows that the amounts are right; write one in `cases/`",
            "没有算例，无从证明金额算得对；请在 `cases/` 里写一个",
        )
        yield Remark(Weight.WARNING, Problem(file.name, 1, 1, message))
    if pack is None:
        return
    for case in cases:
        for path, what in unknown_names(case, pack):
            yield Remark(Weight.ERROR, case.problem(path, what, of_key=True))


def cases_beside(file: Path) -> tuple[Case, ...]:
    """The cases of a pack, from the folder beside its file; raises `CaseError`."""
    folder = file.parent / CASES_FOLDER
    return read_cases(folder) if folder.is_dir() else ()


def _on_disk(folder: Path, remark: Remark) -> Remark:
    return replace(remark, problem=on_disk(folder, remark.problem))


def on_disk(folder: Path, problem: Problem) -> Problem:
    """A problem whose file is named from where the command was started."""
    for file in (folder / problem.file, folder / CASES_FOLDER / problem.file):
        if file.is_file():
            return replace(problem, file=str(file))
    return problem
