"""What deliveries look like, told in a profile's `sources.yaml`: names, headers, columns, words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from mianshen.policy.documents import Document, DocumentError, Problem, read_document
from mianshen.policy.expressions.checker import nearest
from mianshen.sources.date_forms import FORMS, USUAL_FORMS
from mianshen.sources.field_names import ATTRIBUTE_PREFIX, OF_ROLE
from mianshen.standards.identity.vocabularies import (
    NATIONAL_VOCABULARIES,
    Meaning,
    Vocabularies,
)

SOURCES_FILE = "sources.yaml"

ZERO_REPORT = ("零报告", "本期无", "本月无", "本季无", "无变动", "无变更")
"""How the line begins by which an office says that it has nothing to tell."""

SIGNATURES = ("填表人", "填报人", "经办人", "制表人", "审核人", "负责人")
"""How the line begins in which an office signs, with the name behind it."""

_ROLES = {"roster": "rosters"}
_EXTRA_FIELDS = ("township", "village", "note", "phone", "card", "disease", "guardian", "paid_on")


class _Spelled(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pull(_Spelled):
    """A table of another PostgreSQL (前置库) in which a source leaves its rows.

    `database` names the database; its address, which holds a password, is no part of a profile.
    """

    database: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    table: str = Field(pattern=r"^[^.\s]+(\.[^.\s]+)?$")


class Layout(_Spelled):
    """How the files of one source look; what is not stated is found out from the file."""

    id: str = Field(min_length=1)
    title: str = ""
    department: str = ""
    role: Annotated[
        Literal[
            "settlements",
            "rosters",
            "others",
            "opening",
            "people",
            "accounts",
            "backlog",
            "given",
            "e_bills",
            "mark_receipts",
            "one_stop",
            "corrections",
        ],
        BeforeValidator(lambda role: _ROLES.get(role, role)),
    ]
    files: tuple[str, ...] = ()
    format: Literal["auto", "csv", "xlsx", "parquet"] = "auto"
    encoding: Literal["auto", "utf-8", "gb18030"] = "auto"
    sheet: str = "first"
    header_row: Literal["auto"] | Annotated[int, Field(ge=1, le=1000)] = 1
    columns: Literal["national"] | Mapping[str, tuple[str, ...]] | None = None
    required: tuple[str, ...] = ()
    fixed: Mapping[str, str] = Field(default_factory=dict)
    vocabulary: str = ""
    dates: tuple[str, ...] = USUAL_FORMS
    fill_down: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    list: Literal["whole", "changes"] = "changes"
    frequency: Literal["daily", "weekly", "monthly", "quarterly", "yearly", "once"] = "once"
    optional: bool = False
    closes: bool = False
    mass_exit_percent: int = Field(default=30, ge=1, le=100)
    owner: str = ""
    contract: str = ""
    due_days: int = Field(default=10, ge=0, le=366)
    pull: Pull | None = None

    @field_validator("dates")
    @classmethod
    def _known_forms(cls, forms: tuple[str, ...]) -> tuple[str, ...]:
        for form in forms:
            if form not in FORMS:
                raise ValueError(f"{form!r} is not a form of dates; there are {', '.join(FORMS)}")
        return forms

    @model_validator(mode="after")
    def _known_fields(self) -> "Layout":
        known = {**dict.fromkeys((*OF_ROLE[self.role], *_EXTRA_FIELDS), "")}
        stated = self.columns if isinstance(self.columns, Mapping) else {}
        for name in (*stated, *self.required, *self.fixed, *self.fill_down):
            if name not in known and not name.startswith(ATTRIBUTE_PREFIX):
                hint = nearest(name, known)
                raise ValueError(f"{name!r} is not a field of {self.role}{hint}")
        return self

    @property
    def is_plain(self) -> bool:
        """Whether nothing is declared: the first row names the columns by their usual names."""
        return self.columns is None


class _Sense(_Spelled):
    identity: str = Field(min_length=1)
    states: Mapping[str, str] = Field(default_factory=dict)
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="through")


class Marks(_Spelled):
    """How identities are marked on the national platform (身份标识), and by which codes.

    `source` delivers the platform's own list; `codes` are national codes (psn_idet_type) by
    identity. Identities without a code are not marked.
    """

    source: str
    codes: Mapping[str, Annotated[str, Field(pattern=r"^\d{2,6}$")]] = Field(min_length=1)


class _SourcesSpelling(_Spelled):
    region: str = Field(pattern=r"^\d{2,12}$")
    title: str = ""
    pack: str = ""
    vocabularies: Mapping[str, Mapping[str, str | _Sense | tuple[_Sense, ...]]] = Field(
        default_factory=dict
    )
    sources: tuple[Layout, ...] = Field(min_length=1)
    identity_marks: Marks | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "_SourcesSpelling":
        ids = [layout.id for layout in self.sources]
        for layout in self.sources:
            if ids.count(layout.id) > 1:
                raise ValueError(f"the source {layout.id!r} stands twice")
            if layout.closes and "source" not in layout.fixed:
                raise ValueError(
                    f"the source {layout.id!r} closes and needs `fixed: {{source: …}}`"
                )
            if not layout.files:
                raise ValueError(f"the source {layout.id!r} needs `files`")
            known = {**self.vocabularies, **NATIONAL_VOCABULARIES}
            if layout.vocabulary and layout.vocabulary not in known:
                raise ValueError(f"there is no vocabulary {layout.vocabulary!r}")
        marks = self.identity_marks
        lists = [one.id for one in self.sources if one.role == "rosters" and one.list == "whole"]
        if marks and marks.source not in lists:
            raise ValueError(f"`identity_marks` needs a source that is a whole roster: {lists}")
        return self


@dataclass(frozen=True)
class Sources:
    """The sources of a profile: their layouts and what their words mean.

    `pack` names the pack by which their rows are read, where it is not that of the profile's name;
    `marks` is how identities are marked on the national platform, where that is declared.
    """

    file: Path | None
    region: str
    title: str
    layouts: tuple[Layout, ...]
    meanings: tuple[Meaning, ...]
    pack: str = ""
    marks: Marks | None = None

    @cached_property
    def vocabularies(self) -> Vocabularies:
        """The words of the profile and of the nation."""
        return Vocabularies(self.meanings)

    def words(self, vocabulary: str) -> dict[str, tuple[str, ...]]:
        """How a vocabulary of the profile spells each identity today."""
        found: dict[str, tuple[str, ...]] = {}
        for one in self.meanings:
            if one.vocabulary == vocabulary and one.holds_on(None):
                found[one.identity] = (*found.get(one.identity, ()), one.code)
        return found


def plain_layout(role: str) -> Layout:
    """The layout of a file that is named on the command line: nothing is declared."""
    return Layout.model_validate({"id": role, "role": role})


def read_sources(file: Path) -> Sources:
    """Read a profile's sources; raises `DocumentError` with every problem at its line."""
    document = read_document(file)
    if not isinstance(document.content, dict):
        reason = "a mapping with `sources:` was expected"
        raise DocumentError((document.problem((), reason),))
    try:
        spelled = _SourcesSpelling.model_validate(document.content)
    except ValidationError as error:
        raise DocumentError(tuple(_spelling_problems(document, error))) from error
    meanings = tuple(
        meaning
        for name, words in spelled.vocabularies.items()
        for code, sense in words.items()
        for meaning in _meanings(spelled.region, name, code, sense)
    )
    return Sources(
        file,
        spelled.region,
        spelled.title,
        spelled.sources,
        meanings,
        spelled.pack,
        spelled.identity_marks,
    )


def no_sources() -> Sources:
    """Where no profile is given there are no layouts, and national words alone."""
    return Sources(None, "", "", (), ())


def _meanings(
    region: str, vocabulary: str, code: str, sense: str | _Sense | tuple[_Sense, ...]
) -> list[Meaning]:
    if isinstance(sense, str):
        return [Meaning(region, vocabulary, code, sense)]
    return [
        Meaning(
            region,
            vocabulary,
            code,
            one.identity,
            one.first,
            one.last,
            tuple(one.states.items()),
        )
        for one in (sense if isinstance(sense, tuple) else (sense,))
    ]


def _spelling_problems(document: Document, error: ValidationError) -> list[Problem]:
    problems = []
    details = error.errors()
    # A list of which every entry is wrong counts as empty besides.
    for detail in [one for one in details if one["type"] != "too_short"] or details:
        path = tuple(part for part in detail["loc"] if part != "literal['national']")
        reason = detail["msg"].removeprefix("Value error, ")
        problems.append(document.problem(path, reason))
    return problems
