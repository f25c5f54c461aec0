"""What each document has to say; one that lacks a part is refused, not printed with a gap."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar

from mianshen.bureau.notice.errors import NoticeError
from mianshen.policy.saying import said


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a document is about or addressed to, as printed."""

    name: str
    masked_number: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who issues a document: office, officer, phone, and the day."""

    office: str
    officer: str
    phone: str
    day: date


@dataclass(frozen=True, slots=True)
class Row:
    """One programme of an approval with its clause and amount."""

    programme: str
    clause: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Approval:
    """审批表: what is approved, by programme, with each office's opinion."""

    kind: ClassVar[str] = "审"
    title: ClassVar[str] = "医疗救助审批表"
    template: ClassVar[str] = "approval"
    party: Party
    signing: Signing
    visit: str
    rows: Sequence[Row]
    opinions: Sequence[tuple[str, str, str]]

    @property
    def sum_fen(self) -> int:
        """What is approved in all."""
        return sum(row.amount_fen for row in self.rows)


@dataclass(frozen=True, slots=True)
class Refusal:
    """不予救助告知书: the decision, the facts, the clause, the remedies."""

    kind: ClassVar[str] = "不予"
    title: ClassVar[str] = "不予救助告知书"
    template: ClassVar[str] = "refusal"
    party: Party
    signing: Signing
    visit: str
    facts: str
    basis: str
    review_office: str
    court: str


@dataclass(frozen=True, slots=True)
class Correction:
    """补正告知书: everything that is missing, said once, and the day by which."""

    kind: ClassVar[str] = "补正"
    title: ClassVar[str] = "补正材料一次性告知书"
    template: ClassVar[str] = "correction"
    party: Party
    signing: Signing
    visit: str
    missing: Sequence[str]
    basis: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Reclaim:
    """追款通知书: how much, why, by when, how to object, how to pay by parts."""

    kind: ClassVar[str] = "追"
    title: ClassVar[str] = "医疗救助资金追款通知书"
    template: ClassVar[str] = "reclaim"
    party: Party
    signing: Signing
    visit: str
    amount_fen: int
    facts: str
    basis: str
    objection_through: date
    account: str
    review_office: str
    court: str


@dataclass(frozen=True, slots=True)
class Service:
    """送达回证: which document was served on whom, how, and who signed for it."""

    kind: ClassVar[str] = "送"
    title: ClassVar[str] = "送达回证"
    template: ClassVar[str] = "service"
    party: Party
    signing: Signing
    served: str
    served_title: str
    place: str
    way: str


Form = Approval | Refusal | Correction | Reclaim | Service


def checked(form: Form) -> Form:
    """The form, if every part of it is there; raises `NoticeError` naming all that are not."""
    missing = [f"{type(form).__name__}.{name}" for name in _empty(form)]
    missing += [f"signing.{name}" for name in _empty(form.signing)]
    missing += [f"party.{name}" for name in _empty(form.party) if name != "address"]
    if missing:
        raise NoticeError(
            said(
                "{title} lacks {missing}: fill them in before it is numbered",
                "{title}缺少 {missing}：补齐后再编号",
                title=form.title,
                missing="、".join(missing),
            )
        )
    return form


def _empty(part: object) -> list[str]:
    values = {one.name: getattr(part, one.name) for one in fields(part)}  # type: ignore[arg-type]
    return [
        name
        for name, value in values.items()
        if (isinstance(value, str) and not value.strip())
        or (isinstance(value, list | tuple) and not value)
    ]
