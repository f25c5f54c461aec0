"""A profile's `notices.yaml`: signature, phone, quiet hours, and templates that name nobody.

A template may use the fields of `FIELDS` and no others, and must not speak of who somebody is, of
what they are ill with, or hold a link: others read a phone too.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from mianshen.bureau.notice.errors import NoticeError
from mianshen.policy.documents import DocumentError
from mianshen.policy.saying import said
from mianshen.policy.schema import Spelling
from mianshen.policy.spelling import read_spelled

NOTICES_FILE = "notices.yaml"
FIELDS = frozenset({"amount", "visit_on", "paid_on", "tail", "phone"})
KINDS = ("paid", "bounced")
CHARACTERS_MAX = 300

_REVEALING = re.compile(
    "身份|证件|低保|特困|孤儿|残|优抚|困难|困境|贫|供养|姓名|住址|病|症|癌|瘤|诊断|手术|药|科室"
    "|identity|poor|poverty|disab|orphan|disease|diagnos|cancer|illness|surgery|name of",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?:|www\.|://|\.(?:com|cn|net|org)\b|点击|链接|click", re.IGNORECASE)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def _clock(value: object) -> time:
    if not _CLOCK.fullmatch(str(value)):
        raise ValueError(said("a time such as 21:00 was expected", "这里应填时刻，如 21:00"))
    return time.fromisoformat(str(value))


Clock = Annotated[time, BeforeValidator(_clock)]


def checked_template(text: str) -> str:
    """The template, if it may be sent to a phone; raises `ValueError` with what is wrong."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise ValueError(said("the braces do not match", "花括号不配对")) from None
    fields = {name for _, name, _, _ in parts if name is not None}
    if unknown := sorted(fields - FIELDS):
        raise ValueError(
            said(
                "{unknown} may not stand in a message; there are {known}",
                "短信里不能用 {unknown}；可用的有 {known}",
                unknown="、".join(unknown),
                known="、".join(sorted(FIELDS)),
            )
        )
    if any(form or turn for _, name, form, turn in parts if name is not None):
        raise ValueError(said("write a field as {{name}} alone", "字段只写 {{名称}}"))
    if found := _REVEALING.search(text):
        raise ValueError(
            said(
                "{word!r} tells who somebody is or what they are ill with: others read a phone too",
                "“{word}”会透露身份或病情：手机别人也会看到",
                word=found[0],
            )
        )
    if _LINK.search(text):
        raise ValueError(said("no links in a message", "短信不得含链接"))
    if len(text) > CHARACTERS_MAX:
        raise ValueError(said("too long for a message", "短信过长"))
    return text


class Quiet(Spelling):
    """Hours in which nothing is sent; they may run over midnight."""

    first: Clock = Field(alias="from")
    last: Clock = Field(alias="until")

    def holds(self, at: time) -> bool:
        """Whether a time lies in the quiet hours."""
        if self.first <= self.last:
            return self.first <= at < self.last
        return at >= self.first or at < self.last


Language = Literal["zh", "en"]


class Papers(Spelling):
    """What printed documents of a profile say of the office: its name, numbers and remedies."""

    office: str = Field(min_length=1)
    prefix: str = Field(min_length=1)
    review_office: str = Field(min_length=1)
    court: str = Field(min_length=1)
    supplement_days: int = Field(default=15, ge=1, le=180)


class Notices(Spelling):
    """The messages and printed documents of one profile."""

    signature: str = Field(min_length=1, max_length=40)
    phone: str = Field(pattern=r"^[0-9][0-9 -]{4,20}$")
    quiet: Quiet
    templates: Mapping[str, Mapping[Language, str]]
    documents: Papers | None = None

    @field_validator("templates")
    @classmethod
    def _nameless(
        cls, templates: Mapping[str, Mapping[Language, str]]
    ) -> Mapping[str, Mapping[Language, str]]:
        for wordings in templates.values():
            for text in wordings.values():
                checked_template(text)
        return templates

    @field_validator("signature")
    @classmethod
    def _plain(cls, signature: str) -> str:
        return checked_template(signature)

    @model_validator(mode="after")
    def _complete(self) -> "Notices":
        missing = [kind for kind in KINDS if "zh" not in self.templates.get(kind, {})]
        if missing or set(self.templates) - set(KINDS):
            raise ValueError(
                said(
                    "templates are {known}, each at least in zh",
                    "模板应为 {known}，每个至少有 zh",
                    known="、".join(KINDS),
                )
            )
        return self

    def text(
        self,
        kind: str,
        language: Language,
        amount: str,
        visit_on: date,
        paid_on: date | None,
        tail: str,
    ) -> str:
        """A message as it is sent, signature first; Chinese where there is no other wording."""
        wordings = self.templates[kind]
        chosen: Language = language if language in wordings else "zh"
        body = wordings[chosen].format(
            amount=amount,
            visit_on=_spoken(visit_on, chosen),
            paid_on=_spoken(paid_on, chosen) if paid_on else "",
            tail=tail,
            phone=self.phone,
        )
        return f"【{self.signature}】{body}"


def _spoken(day: date, language: Language) -> str:
    return f"{day.month}月{day.day}日" if language == "zh" else day.isoformat()


def read_notices(file: Path) -> Notices:
    """Read a profile's `notices.yaml`; raises `NoticeError` with every fault at its line."""
    try:
        return read_spelled(file, Notices)
    except DocumentError as error:
        raise NoticeError(*(problem.sentence for problem in error.problems)) from error
