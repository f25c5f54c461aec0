"""Numbers for documents, without gaps or doubles, and the page that is printed under each."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from jinja2 import Environment, PackageLoader, StrictUndefined

from mianshen.bureau.notice.documents.forms import Form, checked
from mianshen.bureau.notice.errors import NoticeError
from mianshen.bureau.notice.models import Document, DocumentSeries
from mianshen.bureau.trail.services import record
from mianshen.money import format_yuan
from mianshen.policy.saying import said


@dataclass(frozen=True, slots=True)
class Issued:
    """A numbered document as a page to print on A4; the register keeps it sealed."""

    document: int
    number: str
    page: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a document is found again: the thing whose page lists it, and its region."""

    about: str = ""
    region: str = ""


def issue(form: Form, prefix: str, subject: str, actor: str, filed: Filed = Filed()) -> Issued:
    """Number a document and fill it in.

    `prefix` is the office's (新医保救), `subject` what the document is of.

    Issuing again for the same subject gives the same number, and the same page or an error: what
    was served is not rewritten. Raises `NoticeError` where a part is missing.
    """
    checked(form)
    year = form.signing.day.year
    with transaction.atomic():
        DocumentSeries.objects.get_or_create(prefix=prefix, kind=form.kind, year=year)
        series = DocumentSeries.objects.select_for_update().get(
            prefix=prefix, kind=form.kind, year=year
        )
        kept = Document.objects.filter(series=series, subject=subject).first()
        place = kept.place if kept else series.last + 1
        number = f"{prefix}{form.kind}〔{year}〕{place}号"
        page = _page(form, number)
        digest = hashlib.sha256(page.encode()).hexdigest()
        if kept is None:
            kept = Document.objects.create(
                series=series,
                place=place,
                subject=subject,
                sha256=digest,
                page=page,
                about=filed.about,
                region=filed.region,
                issued_by=actor,
            )
            DocumentSeries.objects.filter(pk=series.pk).update(last=place)
            record(actor, "issue_document", subject, {"number": number, "sha256": digest})
        elif kept.sha256 != digest:
            raise NoticeError(
                said(
                    "{number} was issued with another content: withdraw it and issue a new one",
                    "{number} 已按另一内容出具：请撤回后另行出具",
                    number=number,
                )
            )
    return Issued(kept.pk, number, page, digest)


def _page(form: Form, number: str) -> str:
    environment = Environment(
        loader=PackageLoader("mianshen.bureau.notice.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["yuan"] = lambda fen: format_yuan(fen, grouped=True)
    environment.filters["day"] = lambda day: f"{day.year}年{day.month}月{day.day}日"
    template = environment.get_template(f"{form.template}.html.jinja")
    return template.render(form=form, number=number)
