"""Documents are numbered without gaps, complete, and never rewritten once they are issued."""

from dataclasses import replace
from datetime import date

import pytest

from mianshen.bureau.notice import services as notice
from mianshen.bureau.notice.models import Document

pytestmark = pytest.mark.usefixtures("database")

PARTY = notice.Party("张*芳", "5101**********0028")
SIGNING = notice.Signing("某区医疗保障局", "李经办", "028-00000000", date(2025, 3, 26))
REMEDIES = {"review_office": "某区人民政府", "court": "某区人民法院"}
REFUSAL = notice.Refusal(
    PARTY, SIGNING, "2025年3月21日出院", "费用低于起付线", "某办法第八条", **REMEDIES
)
FORMS = [
    notice.Approval(
        PARTY,
        SIGNING,
        "2025年3月21日出院",
        [notice.Row("低保住院救助", "第八条", 200_000), notice.Row("兜底救助", "第九条", 31_740)],
        [("区医保中心", "同意", "王复核")],
    ),
    REFUSAL,
    notice.Correction(
        PARTY, SIGNING, "3月门诊", ["银行卡复印件", "监护证明"], "某办法", date(2025, 4, 10)
    ),
    notice.Reclaim(
        PARTY,
        SIGNING,
        "2025年3月21日出院",
        40_000,
        "费用已冲正",
        "某办法第十条",
        date(2025, 5, 25),
        "救助专户 6200",
        **REMEDIES,
    ),
    notice.Service(
        PARTY, SIGNING, "新医保救不予〔2025〕1号", "不予救助告知书", "某镇某村", "直接送达"
    ),
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.template)
def test_each_document_is_numbered_signed_and_fetches_nothing(form: notice.Refusal) -> None:
    issued = notice.issue(form, "新医保救", "order:1", "staff:1")

    assert issued.number == f"新医保救{form.kind}〔2025〕1号"
    for part in (form.title, issued.number, "张*芳", "盖章处", "李经办", "2025年3月26日"):
        assert part in issued.page
    assert "http" not in issued.page.replace("http-equiv", "")


def test_numbers_follow_each_other_by_kind_and_the_same_subject_keeps_its_own() -> None:
    first = notice.issue(REFUSAL, "新医保救", "order:1", "staff:1")
    second = notice.issue(REFUSAL, "新医保救", "order:2", "staff:1")
    again = notice.issue(REFUSAL, "新医保救", "order:1", "staff:2")
    other = notice.issue(FORMS[2], "新医保救", "order:2", "staff:1")

    assert (first.number, second.number) == ("新医保救不予〔2025〕1号", "新医保救不予〔2025〕2号")
    assert again == first
    assert other.number == "新医保救补正〔2025〕1号"
    assert Document.objects.count() == 3


def test_an_issued_document_is_not_rewritten() -> None:
    notice.issue(REFUSAL, "新医保救", "order:1", "staff:1")

    with pytest.raises(notice.NoticeError, match="another content"):
        notice.issue(replace(REFUSAL, facts="别的事实"), "新医保救", "order:1", "staff:1")


def test_a_document_that_lacks_a_part_is_told_and_takes_no_number() -> None:
    gaps = replace(REFUSAL, basis=" ", signing=replace(SIGNING, officer=""))

    with pytest.raises(notice.NoticeError, match=r"Refusal\.basis、signing\.officer"):
        notice.issue(gaps, "新医保救", "order:1", "staff:1")
    assert Document.objects.count() == 0


def test_a_decision_names_its_remedies_and_a_text_cannot_break_the_page() -> None:
    page = notice.issue(replace(REFUSAL, facts="<b>&"), "救", "order:1", "staff:1").page

    assert "六十日内向某区人民政府申请行政复议" in page
    assert "六个月内向某区人民法院提起行政诉讼" in page
    assert "&lt;b&gt;&amp;" in page
