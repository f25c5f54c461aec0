"""Documents are made by those who may, printed as they were issued, and found again."""

import re

from bureau.desk_district import (
    ACTOR,
    CLERK,
    DISABLED,
    FIRST_DAY,
    INSPECTOR,
    NORTH,
    REVIEWER,
    SOUTH,
    DeskDistrict,
    by,
    signed_in,
)
from bureau.statements import statements
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import Order
from mianshen.bureau.notice.models import Document
from mianshen.bureau.offices.models import OfficeState, RoleState
from mianshen.bureau.offices.services import appoint, assign
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import entries_of
from mianshen.run.masking import masked_number

QUERIES_MAX = 15
STREET_TWO = "demo-street-clerk-street-002"


def order_at(region: str, state: str = "received") -> Order:
    found = Order.objects.filter(region=region, state=state).first()
    assert found is not None
    return found


def _officer_of_the_bureau() -> str:
    staff = appoint("bureau-officer", "周医保", ACTOR)
    office = OfficeState.objects.get(office__code="bureau").office
    role = RoleState.objects.get(role__code="department-officer").role
    assign(staff, office, role, FIRST_DAY, ACTOR)
    return staff.number


def refused_in_part(order: Order) -> None:
    casework.approve(order.pk, "street", by(CLERK))
    casework.reject(order.pk, ["disabled"], "办法第八条", by(DISABLED), "disabled")


def test_a_refusal_is_put_on_paper_by_whoever_refused_and_printed_as_it_was_issued(
    district: DeskDistrict,
) -> None:
    assert district
    order = order_at(NORTH)
    refused_in_part(order)
    officer = signed_in(DISABLED)
    offered = officer.get(f"/documents/orders/{order.pk}").content.decode()
    assert "不予救助告知书" in offered
    step = re.search(r'name="step" value="(\d+)"', offered)
    assert step is not None
    given = {"kind": "refusal", "step": step[1], "facts": " "}
    lacking = officer.post(f"/documents/orders/{order.pk}/make", given)
    assert lacking.status_code == 400
    assert not Document.objects.exists()

    given["facts"] = "残疾证已过有效期"
    made = officer.post(f"/documents/orders/{order.pk}/make", given, follow=True).content.decode()
    number = Document.objects.get().pk
    assert re.search(r"已出具 新医保救不予〔\d{4}〕1号", made)
    officer.post(f"/documents/orders/{order.pk}/make", given)
    assert Document.objects.count() == 1

    called = registry.called([order.person])[order.person]
    printed = officer.post(f"/documents/{number}/print").content.decode()
    assert called.name in printed
    assert masked_number(called.certno or "") in printed
    assert called.certno not in printed
    for words in ("残疾人康复救助", "残疾证已过有效期", "办法第八条", "成都市新津区人民法院"):
        assert words in printed
    acts = [one.act for one in entries_of(f"order:{order.pk}")]
    assert "print_document" in acts
    page = Document.objects.get().page
    assert page == printed


def test_what_is_missing_is_printed_as_it_was_told_and_its_service_proved(
    district: DeskDistrict,
) -> None:
    assert district
    order = order_at(NORTH)
    casework.ask_for_supplement(order.pk, ["出院小结", "户口本"], by(CLERK))
    clerk, address = signed_in(CLERK), f"/documents/orders/{order.pk}"
    given = {"kind": "supplement", "basis": "办法第十二条", "due_on": "2027-01-15"}
    assert "补正材料一次性告知书" in clerk.get(address).content.decode()
    clerk.post(f"{address}/make", given)
    notice = Document.objects.get(subject=f"order:{order.pk}/supplement")
    printed = clerk.post(f"/documents/{notice.pk}/print").content.decode()
    assert "<li>出院小结</li>" in printed
    assert "<li>户口本</li>" in printed
    assert "2027年1月15日" in printed

    served = {"place": "某村", "way": "直接送达"}
    assert (
        clerk.post(f"/documents/{notice.pk}/served", {**served, "way": "托人带话"}).status_code
        == 400
    )
    clerk.post(f"/documents/{notice.pk}/served", served)
    page = clerk.get(address).content.decode()
    assert "送达回证" in page
    assert f'action="/documents/{notice.pk}/served"' not in page


def test_an_approved_order_has_its_form_with_clauses_and_opinions(district: DeskDistrict) -> None:
    assert district
    order = order_at(NORTH)
    casework.approve(order.pk, "street", by(CLERK))
    casework.approve(order.pk, "departments", by(DISABLED), "disabled")
    casework.approve(order.pk, "departments", by(_officer_of_the_bureau()), "medical-security")
    casework.approve(order.pk, "centre", by(REVIEWER))
    assert Order.objects.get(pk=order.pk).state == "approved"
    reviewer, address = signed_in(REVIEWER), f"/documents/orders/{order.pk}"
    reviewer.post(f"{address}/make", {"kind": "approval"})
    form = Document.objects.get(subject=f"order:{order.pk}")
    printed = reviewer.post(f"/documents/{form.pk}/print").content.decode()
    for words in ("周医保", "医疗救助审批表", "残疾人康复救助", "同意", "合计"):
        assert words in printed


def test_documents_are_seen_and_made_within_scope_alone(district: DeskDistrict) -> None:
    order = order_at(NORTH)
    theirs = order_at(SOUTH)
    casework.ask_for_supplement(theirs.pk, ["出院小结"], by(STREET_TWO))
    given = {"kind": "supplement", "basis": "办法第十二条", "due_on": "2027-01-15"}
    signed_in(STREET_TWO).post(f"/documents/orders/{theirs.pk}/make", given)
    document = Document.objects.get(subject=f"order:{theirs.pk}/supplement")

    clerk = signed_in(CLERK)
    assert clerk.get(f"/documents/orders/{theirs.pk}").status_code == 403
    assert clerk.post(f"/documents/orders/{theirs.pk}/make", given).status_code == 403
    assert clerk.post(f"/documents/{document.pk}/print").status_code == 403
    assert clerk.post(f"/documents/{document.pk}/served", {}).status_code == 403
    inspector = signed_in(INSPECTOR)
    assert inspector.post(f"/documents/orders/{order.pk}/make", given).status_code == 403
    assert f">{theirs.pk}</a>" in inspector.get("/documents/").content.decode()
    assert f">{theirs.pk}</a>" not in clerk.get("/documents/").content.decode()
    assert signed_in(REVIEWER).post("/documents/999/print").status_code == 404
    assert district


def test_a_recovery_is_asked_for_in_a_numbered_letter_once(district: DeskDistrict) -> None:
    recovery = district.money.recovery
    reviewer = signed_in(REVIEWER)
    given = {"basis": "办法第十条", "account": "救助专户 6200"}
    address = f"/documents/recoveries/{recovery}/make"
    assert reviewer.post(address, given).status_code == 302
    assert reviewer.post(address, given).status_code == 302
    letter = Document.objects.get(subject=f"recovery:{recovery}")
    assert (
        "医疗救助资金追款通知书" in reviewer.get(f"/finance/recoveries/{recovery}").content.decode()
    )
    printed = reviewer.post(f"/documents/{letter.pk}/print").content.decode()
    assert "救助专户 6200" in printed
    assert signed_in(CLERK).post(address, given).status_code == 403


def test_pages_of_documents_take_few_statements_whatever_was_issued(district: DeskDistrict) -> None:
    assert district
    order = Document.objects.filter(about__startswith="order:").first()
    assert order is not None
    for address in ("/documents/", f"/documents/orders/{order.about.removeprefix('order:')}"):
        client = signed_in(REVIEWER)
        client.get(address)
        with statements() as said:
            assert client.get(address).status_code == 200
        assert len(said) <= QUERIES_MAX, said
