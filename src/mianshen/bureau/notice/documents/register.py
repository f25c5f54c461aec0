"""The register: which documents were issued, of what, by whom; and the page of one again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from mianshen.bureau.notice.documents.forms import Approval, Correction, Reclaim, Refusal, Service
from mianshen.bureau.notice.errors import NoticeError
from mianshen.bureau.notice.models import Document
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.vocabulary import Sight
from mianshen.policy.saying import said

_TITLES = {one.kind: one.title for one in (Approval, Refusal, Correction, Reclaim, Service)}


@dataclass(frozen=True, slots=True)
class DocumentTold:
    """A document of the register; `about` names the thing it is of, as `order:5`."""

    document: int
    number: str
    kind: str
    title: str
    subject: str
    about: str
    region: str
    issued_by: str
    issued_at: datetime


def documents_about(about: str) -> Sequence[DocumentTold]:
    """The documents issued of a thing, oldest first."""
    return _told(Document.objects.filter(about=about).order_by("id"))


def documents_seen(scope: Scope, after: int | None, size: int) -> Sequence[DocumentTold]:
    """A page of the documents within scope, newest first, those before a number."""
    found = Document.objects.filter(scope.seen(Sight.ORDERS)).order_by("-id")
    return _told((found if after is None else found.filter(pk__lt=after))[:size])


def document_told(document: int) -> DocumentTold | None:
    """One document of the register."""
    return next(iter(_told(Document.objects.filter(pk=document))), None)


def page_of_document(document: int) -> str:
    """The page as it was issued; raises `NoticeError` where it was not kept or is another."""
    kept = Document.objects.get(pk=document)
    if kept.page is None or hashlib.sha256(kept.page.encode()).hexdigest() != kept.sha256:
        raise NoticeError(
            said(
                "the page of this document was not kept as it was issued: use the paper",
                "未存有与出具时一致的文书页面：请以纸质文书为准",
            )
        )
    return kept.page


def _told(found: "QuerySet[Document]") -> list[DocumentTold]:
    return [
        DocumentTold(
            one.pk,
            f"{one.series}{one.place}号",
            one.series.kind,
            _TITLES.get(one.series.kind, one.series.kind),
            *(one.subject, one.about, one.region, one.issued_by, one.issued_at),
        )
        for one in found.select_related("series").defer("page")
    ]
