"""Case files into cases, with every message at its file, line and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mianshen.policy.documents import Document, DocumentError, Path_, Problem, read_document
from mianshen.policy.saying import said
from mianshen.policy.schema import Law
from mianshen.policy.spelling_errors import is_unknown_key, unknown_key, wrong_value
from mianshen.run.case_spelling import (
    ApplicationSpelling,
    CaseSpelling,
    ChoiceSpelling,
    EventSpelling,
    Expectation,
    IdentitySpelling,
    Left,
    OpeningSpelling,
    OrderExpectation,
    PaymentSpelling,
    PersonSpelling,
)

CASES_FOLDER = "cases"
ONLY_PERSON = "the person"


class CaseError(ValueError):
    """Case files that cannot be read; `problems` says why, each with file, line and column."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class Case:
    """A case that has been read: its spelling, and where in which file it stands."""

    spelling: CaseSpelling
    document: Document
    path: Path_

    @property
    def id(self) -> str:
        """The case's name, for example `yubei-low-margin`."""
        return self.spelling.id

    @property
    def as_of(self) -> date:
        """The day the case is looked at from; the last day of its year when it names none."""
        return self.spelling.as_of or date(self.spelling.year, 12, 31)

    @cached_property
    def people(self) -> Mapping[str, PersonSpelling]:
        """Everyone in the case by name."""
        alone = self.spelling.person
        return self.spelling.people if alone is None else {ONLY_PERSON: alone}

    def path_of_person(self, name: str) -> Path_:
        """Where a person stands inside the case."""
        return ("person",) if self.spelling.person is not None else ("people", name)

    def person_of(self, named: str | None) -> str:
        """The person something in the case is about."""
        return named if named is not None else next(iter(self.people))

    def problem(self, path: Path_, message: str, *, of_key: bool = False) -> Problem:
        """A problem at a place inside the case."""
        text = said("case {id}: {message}", "算例 {id}：{message}", id=self.id, message=message)
        return self.document.problem((*self.path, *path), text, of_key=of_key)


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Read every case file of a pack's folder, or of its `cases` folder, in the order of names.

    Raises `CaseError` with all problems found, each at its file, line and column.
    """
    inner = folder / CASES_FOLDER
    files = sorted((inner if inner.is_dir() else folder).glob("*.yaml"))
    cases: list[Case] = []
    problems: list[Problem] = []
    for file in files:
        try:
            cases += _cases_of(read_document(file))
        except (DocumentError, CaseError) as error:
            problems += error.problems
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            message = said("another case has this id; rename one", "另有算例用了这个编号；请改一个")
            problems.append(case.problem(("id",), message))
        seen.add(case.id)
        problems += [case.problem(path, message) for path, message in _misfits(case)]
    if problems:
        raise CaseError(tuple(problems))
    return tuple(cases)


def _cases_of(document: Document) -> list[Case]:
    content = document.content
    if not isinstance(content, dict) or not isinstance(content.get("cases"), list):
        message = said(
            "a case file is a list under `cases:`", "算例文件是写在 `cases:` 下面的一个列表"
        )
        raise CaseError((document.problem((), message),))
    for key in content:
        if key != "cases":
            message = said(
                "{key!r} is not a key that belongs here; there is only `cases`",
                "这里不能写“{key}”；只能有 `cases`",
                key=key,
            )
            raise CaseError((document.problem((key,), message, of_key=True),))
    cases, problems = [], []
    for index, entry in enumerate(content["cases"]):
        path: Path_ = ("cases", index)
        try:
            cases.append(Case(CaseSpelling.model_validate(entry), document, path))
        except ValidationError as error:
            problems += [_spelled(document, path, detail) for detail in error.errors()]
    if problems:
        raise CaseError(tuple(problems))
    return cases


_KEYS = tuple(
    dict.fromkeys(
        field.alias or name
        for model in (
            CaseSpelling,
            PersonSpelling,
            EventSpelling,
            Expectation,
            OrderExpectation,
            Left,
            IdentitySpelling,
            PaymentSpelling,
            OpeningSpelling,
            ApplicationSpelling,
            ChoiceSpelling,
            Law,
        )
        for name, field in model.model_fields.items()
    )
)


def _spelled(document: Document, at: Path_, detail: ErrorDetails) -> Problem:
    path = at
    for step in detail["loc"]:
        longer = (*path, step)
        if longer in document.value_places:
            path = longer
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    if is_unknown_key(detail):
        return document.problem(path, unknown_key(detail, key, _KEYS), of_key=True)
    return document.problem(path, wrong_value(detail, key))


def _misfits(case: Case) -> Iterator[tuple[Path_, str]]:
    """Names inside a case that lead nowhere."""
    spelling = case.spelling
    groups: list[tuple[str, list[tuple[str | int, str | None]]]] = [
        ("events", [(name, event.person) for name, event in spelling.events.items()]),
        ("payments", [(name, payment.person) for name, payment in spelling.payments.items()]),
        ("openings", [(index, one.person) for index, one in enumerate(spelling.openings)]),
        ("applications", [(index, one.person) for index, one in enumerate(spelling.applications)]),
        ("choices", [(index, one.person) for index, one in enumerate(spelling.choices)]),
    ]
    for group, named in groups:
        for key, person in named:
            if person is None and len(case.people) > 1:
                yield (group, key), said("say whose this is: `person`", "请写明是谁的：`person`")
            elif person is not None and person not in case.people:
                message = said(
                    "nobody in this case is called {person!r}",
                    "这个算例里没有叫“{person}”的人",
                    person=person,
                )
                yield (group, key, "person"), message
    for name, event in spelling.events.items():
        if event.reverses is not None and event.reverses not in spelling.events:
            yield ("events", name, "reverses"), _no_event(event.reverses)
        if event.expect is not None and event.refused is not None:
            message = said(
                "an event that is refused has nothing to `expect`",
                "不予测算（refused）的结算不能再写 `expect`",
            )
            yield ("events", name, "refused"), message
    for name, payment in spelling.payments.items():
        if payment.event is not None and payment.event not in spelling.events:
            yield ("payments", name, "event"), _no_event(payment.event)


def _no_event(name: str) -> str:
    return said("there is no event {name!r}", "没有叫“{name}”的结算", name=name)
