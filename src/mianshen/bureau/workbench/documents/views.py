"""Documents within sight, those of an order with what can be made of it, and a page to print."""

from collections.abc import Collection
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import Opened
from mianshen.bureau.jobs.districts import profile_of
from mianshen.bureau.notice import services as notice
from mianshen.bureau.offices.services import staff_names_by_number
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record
from mianshen.bureau.workbench.desk import AtDesk, Desk, lang_of, out_of_sight, told
from mianshen.bureau.workbench.documents import making
from mianshen.bureau.workbench.finance.at import require, require_seen
from mianshen.bureau.workbench.frame.looking import may_look_at
from mianshen.bureau.workbench.orders.one import opened_here
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.policy.saying import said

PAGE_ROWS = 50
_ORDER, _RECOVERY = "order:", "recovery:"
_MAKES = (Act.CONFIRM, Act.APPROVE, Act.REVIEW)
WAYS = ("直接送达", "留置送达", "邮寄送达", "电子送达", "公告送达")


@page(said("Documents", "文书"), sees=[Sight.ORDERS], menu=Menu.DOCUMENTS)
@require_safe
def documents(request: AtDesk) -> HttpResponse:
    """What was issued within one's scope, newest first."""
    after = request.GET.get("after", "")
    wanted = int(after) if after.isdigit() else None
    rows = notice.documents_seen(request.desk.scope, wanted, PAGE_ROWS + 1)
    more = rows[PAGE_ROWS - 1].document if len(rows) > PAGE_ROWS else None
    rows = rows[:PAGE_ROWS]
    shown = {"rows": _told(rows), "after": more}
    return render(request, "documents/documents.html", shown)


@page(said("Documents of an order", "出具文书"), sees=[Sight.ORDERS])
@require_safe
def of_order(request: AtDesk, order: int) -> HttpResponse:
    """What was issued of an order, and what can be made of it now."""
    opened = opened_here(request, order)
    issued = notice.documents_about(f"order:{order}")
    subjects = {one.subject for one in issued}
    titles = {name: title for (_, name), title in assessment.programme_titles().items()}
    supplement = casework.supplement_of(order)
    place = request.desk.place
    notices = profile_of(place.profile).notices if place else None
    papers = notices.documents if notices else None
    may_make = papers is not None and _may_make(request.desk, opened)
    shown = {
        "order": opened.order,
        "rows": _told(issued),
        "may_make": may_make,
        "is_told_how": papers is not None,
        "approval": opened.order.state == "approved" and f"order:{order}" not in subjects,
        "refusals": [one for one in making.refusals(order, titles) if one.subject not in subjects],
        "supplement": None if f"order:{order}/supplement" in subjects else supplement,
        "due_on": request.desk.day + timedelta(days=papers.supplement_days) if papers else None,
        "to_serve": _to_serve(issued, subjects) if may_make else (),
        "ways": WAYS,
    }
    return render(request, "documents/of_order.html", shown)


@page(said("Make a document", "出具文书"), does=_MAKES)
@require_POST
def make(request: AtDesk, order: int) -> HttpResponse:
    """Number a document of an order; the same again is the one that was issued."""
    opened = opened_here(request, order)
    if not _may_make(request.desk, opened):
        raise out_of_sight()
    subject, form = _asked(request, opened)
    filed = notice.Filed(f"order:{order}", opened.order.region)
    if subject not in {one.subject for one in notice.documents_about(filed.about)}:
        _issue(request, form, subject, filed)
    return HttpResponseRedirect(reverse("order-documents", args=[order]))


@page(said("Make a notice of recovery", "出具追款通知书"), does=[Act.CLAW_BACK])
@require_POST
def make_reclaim(request: AtDesk, recovery: int) -> HttpResponse:
    """追款通知书 of a recovery: how much, why, until when to object, to which account."""
    require(request.desk, Act.CLAW_BACK)
    found = payout.recoveries_told([recovery])
    if not found:
        raise Http404
    order, papers = found[0].recovery, making.papers_of(request.desk)[1]
    form = notice.Reclaim(
        making.party(request.desk, order.line.person),
        making.signing(request.desk),
        order.line.basis_on.isoformat(),
        order.amount_fen,
        order.basis,
        request.POST.get("basis", "").strip(),
        order.objection_through,
        request.POST.get("account", "").strip(),
        papers.review_office,
        papers.court,
    )
    about = f"{_RECOVERY}{recovery}"
    if not notice.documents_about(about):
        _issue(request, form, about, notice.Filed(about, _district(request.desk)))
    return HttpResponseRedirect(reverse("recovery", args=[recovery]))


@page(said("Serve a document", "送达回证"), does=(*_MAKES, Act.CLAW_BACK))
@require_POST
def serve(request: AtDesk, document: int) -> HttpResponse:
    """送达回证 for a document of an order."""
    found = _found(document)
    if not found.about.startswith(_ORDER):
        raise refused("this one is served from its recovery", "请在追款单办理送达")
    order = int(found.about.removeprefix(_ORDER))
    opened = opened_here(request, order)
    if not _may_make(request.desk, opened):
        raise out_of_sight()
    way = request.POST.get("way", "")
    if way not in WAYS:
        raise refused("choose how it is served", "请选择送达方式")
    form = notice.Service(
        making.party(request.desk, opened.order.person),
        making.signing(request.desk),
        found.number,
        found.title,
        request.POST.get("place", "").strip(),
        way,
    )
    _issue(request, form, f"document:{document}", notice.Filed(found.about, found.region))
    return HttpResponseRedirect(reverse("order-documents", args=[order]))


@page(said("Print a document", "打印文书"), sees=[Sight.NUMBERS])
@require_POST
def print_out(request: AtDesk, document: int) -> HttpResponse:
    """The page as it was issued; it holds a whole name, so that it was opened is kept."""
    found = _found(document)
    if not may_look_at(request.desk, _person_of(request, found)):
        raise out_of_sight()
    content = notice.page_of_document(document)
    record(request.desk.actor, "print_document", found.about, {"number": found.number})
    return HttpResponse(content)


def _asked(request: AtDesk, opened: Opened) -> tuple[str, notice.Form]:
    order, given = opened.order.pk, request.POST
    match given.get("kind", ""):
        case "approval" if opened.order.state == "approved":
            return f"order:{order}", making.approval(request.desk, opened)
        case "supplement":
            basis, due_on = given.get("basis", "").strip(), _day(given.get("due_on", ""))
            form = making.correction(request.desk, opened, basis, due_on)
            return f"order:{order}/supplement", form
        case "refusal":
            titles = {name: title for (_, name), title in assessment.programme_titles().items()}
            for one in making.refusals(order, titles):
                if str(one.step) == given.get("step"):
                    facts = given.get("facts", "").strip()
                    return one.subject, making.refusal(request.desk, opened, one, facts)
    raise refused("this order has no such document", "本工单没有这种文书可出具")


def _issue(request: AtDesk, form: notice.Form, subject: str, filed: notice.Filed) -> None:
    prefix = making.papers_of(request.desk)[1].prefix
    issued = notice.issue(form, prefix, subject, request.desk.actor, filed)
    sentence = said("{number} is issued", "已出具 {number}", number=issued.number)
    messages.success(request, told(sentence, lang_of(request)))


def _may_make(desk: Desk, opened: Opened) -> bool:
    region = opened.order.region
    departments = {part.department for part in opened.parts}
    may = any(
        desk.scope.may_do(act, region)
        or any(desk.scope.may_do(act, region, one) for one in departments)
        for act in _MAKES
    )
    return may and may_look_at(desk, opened.order.person)


def _found(document: int) -> notice.DocumentTold:
    found = notice.document_told(document)
    if found is None:
        raise Http404
    return found


def _person_of(request: AtDesk, found: notice.DocumentTold) -> int:
    """Whom a document is about; refused where the order or recovery it is of is out of sight."""
    if found.about.startswith(_ORDER):
        return opened_here(request, int(found.about.removeprefix(_ORDER))).order.person
    require_seen(request.desk, Sight.PAYMENTS)
    (recovery,) = payout.recoveries_told([int(found.about.removeprefix(_RECOVERY))])
    return recovery.recovery.line.person


def _district(desk: Desk) -> str:
    return desk.place.district if desk.place else ""


def _to_serve(
    issued: Collection[notice.DocumentTold], subjects: Collection[str]
) -> list[notice.DocumentTold]:
    return [
        one
        for one in issued
        if one.kind not in ("审", "送") and f"document:{one.document}" not in subjects
    ]


def _told(rows: Collection[notice.DocumentTold]) -> list[tuple[notice.DocumentTold, str, str]]:
    numbers = {one.issued_by.removeprefix("staff:") for one in rows}
    names = staff_names_by_number(numbers)
    return [
        (one, names.get(one.issued_by.removeprefix("staff:"), ""), _order_of(one)) for one in rows
    ]


def _order_of(one: notice.DocumentTold) -> str:
    return one.about.removeprefix(_ORDER) if one.about.startswith(_ORDER) else ""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refused("choose the day by which it is mended", "请选择补正期限") from None
