"""Case files into cases, with every message at its file, line and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mianshen.policy.documents import Document, DocumentError, Path_, Problem, read_document
from mianshen.policy.expressions.checker import nearest
from mianshen.policy.schema import Law
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
        text = f"case {self.id}: {message}"
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
            problems.append(case.problem(("id",), "another case has this id; rename one"))
        seen.add(case.id)
        problems += [case.problem(path, message) for path, message in _misfits(case)]
    if problems:
        raise CaseError(tuple(problems))
    return tuple(cases)


def _cases_of(document: Document) -> list[Case]:
    content = document.content
    if not isinstance(content, dict) or not isinstance(content.get("cases"), list):
        raise CaseError((document.problem((), "a case file is a list under `cases:`"),))
    for key in content:
        if key != "cases":
            message = f"{key!r} is not a key that belongs here; there is only `cases`"
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


_MESSAGES = {
    "missing": "this key is missing: `{key}`",
    "dict_type": "a mapping was expected here",
    "model_type": "a mapping was expected here",
    "model_attributes_type": "a mapping was expected here",
    "tuple_type": "a list was expected here",
    "string_type": "a text was expected here",
    "too_short": "this needs at least one entry",
    "bool_parsing": "true or false was expected here",
    "int_parsing": "a whole number was expected here",
    "date_from_datetime_parsing": "a date was expected here, for example 2023-01-01",
    "datetime_from_date_parsing": "a day was expected here, perhaps with a time: 2023-01-01 09:30",
    "string_pattern_mismatch": "this name does not have the form {pattern}",
}
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
    context = detail.get("ctx", {})
    if detail["type"] == "extra_forbidden":
        message = f"{key!r} is not a key that belongs here{nearest(key, _KEYS)}"
        return document.problem(path, message, of_key=True)
    if detail["type"] == "enum":
        message = f"{detail['input']!r} is not one of {context.get('expected', '')}"
    elif detail["type"] == "value_error":
        message = str(context.get("error", detail["msg"]))
    else:
        form = _MESSAGES.get(detail["type"], detail["msg"])
        message = form.format(key=key, pattern=context.get("pattern", ""))
    return document.problem(path, message)


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
                yield (group, key), "say whose this is: `person`"
            elif person is not None and person not in case.people:
                yield (group, key, "person"), f"nobody in this case is called {person!r}"
    for name, event in spelling.events.items():
        if event.reverses is not None and event.reverses not in spelling.events:
            yield ("events", name, "reverses"), f"there is no event {event.reverses!r}"
        if event.expect is not None and event.refused is not None:
            yield ("events", name, "refused"), "an event that is refused has nothing to `expect`"
    for name, payment in spelling.payments.items():
        if payment.event is not None and payment.event not in spelling.events:
            yield ("payments", name, "event"), f"there is no event {payment.event!r}"
