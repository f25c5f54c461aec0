"""短信: those of which nobody knows whether they went, and the receipts that people enter."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from bureau.desk_district import ADMINISTRATOR, INSPECTOR, PROFILE, DeskDistrict, signed_in
from mianshen.bureau.jobs.districts import profile_of
from mianshen.bureau.notice.models import Message
from mianshen.bureau.trail.services import entries_of


def message(key: str, **more: object) -> Message:
    funds = profile_of(PROFILE).funds
    assert funds is not None
    about = {"person": 1, "payee": "1", "fund": next(iter(funds.funds)), "account": 1}
    day = now().date()
    return Message.objects.create(
        key=key, kind="paid", amount_fen=100, basis_on=day, **{**about, **more}
    )


def test_messages_nobody_is_sure_of_are_counted_and_listed(district: DeskDistrict) -> None:
    assert district
    client = signed_in(INSPECTOR)
    assert "不确定是否已发" not in client.get(reverse("messages")).content.decode()
    stopped = now() - timedelta(hours=1)
    message("paid:stopped", claimed_until=stopped, attempts=1)
    message("paid:on-its-way", claimed_until=now() + timedelta(minutes=5), attempts=1)
    message("paid:elsewhere", claimed_until=stopped, fund="another district's")
    page = client.get(reverse("messages")).content.decode()
    assert "不确定是否已发：1 条" in page
    assert "paid:stopped" in page
    assert "paid:on-its-way" not in page
    assert "paid:elsewhere" not in page


def test_a_receipt_is_entered_once_by_whoever_administers(district: DeskDistrict) -> None:
    assert district
    message("paid:came", sent_at=now(), reference="ref-7")
    desk, address = signed_in(ADMINISTRATOR), reverse("enter-receipt")
    given = {"reference": "ref-7", "delivered": "no", "why": "空号"}
    assert signed_in(INSPECTOR).post(address, given).status_code == 403
    assert "请填写短信编号" in desk.post(address, {**given, "delivered": ""}).content.decode()
    assert "没有编号为" in desk.post(address, {**given, "reference": "x"}).content.decode()
    assert "回执已登记" in desk.post(address, given, follow=True).content.decode()
    assert "已登记过" in desk.post(address, given, follow=True).content.decode()
    assert "相反的回执" in desk.post(address, {**given, "delivered": "yes"}).content.decode()
    assert Message.objects.get(key="paid:came").delivered is False
    (entry,) = entries_of("message:ref-7")
    assert (entry.act, entry.details) == ("enter_receipt", {"delivered": False, "why": "空号"})
