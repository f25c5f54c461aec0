"""Baoshan as it is shipped: from a settlement pushed in to money on a card, and the message."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from bureau.counter import settlement
from bureau.factories import Who, card, person
from mianshen.bureau.api import services as api
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.casework import services as casework
from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs import doing
from mianshen.bureau.jobs import services as jobs
from mianshen.bureau.notice.models import Message
from mianshen.bureau.offices import services as offices
from mianshen.bureau.payout import services as payout
from mianshen.bureau.registry import services as registry
from mianshen.run.shipped import locate, locate_profile

pytestmark = pytest.mark.usefixtures("database")

ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))
DISTRICT, FUND = "310113000000", "baoshan-2026-aid"
CLERK, SECOND = "staff:clerk", "staff:second"
TODAY = date(2026, 3, 20)
LIST = "名单\n街镇,居委,家庭号,姓名,证件号码,救助类别,救助起始日期,救助终止日期\n"


def stated(actor: str) -> Stated:
    with transaction.atomic():
        return Stated(registry.next_moment(), 0, actor)


def take_in(name: str, text: str, **more: object) -> None:
    profile = jobs.sources_of("baoshan")
    received = intake.receive(profile, name, text.encode(), "clerk:1", **more)
    intake.process(received.batch, profile, "clerk:1")
    assert received.batch.state == "applied", received.batch.problems


def by(office: str, role: str) -> casework.By:
    staff = offices.appoint(f"1-{role}", "某某", CLERK)
    place = offices.office_by_code(DISTRICT, office), offices.role_by_code(DISTRICT, role)
    offices.assign(staff, *place, date(2021, 7, 1), CLERK)
    return casework.By(staff, stated(f"staff:{staff.number}"))


def report(payment: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>R1</MsgId><CreDtTm>2026-03-21T10:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>B</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>B</OrgnlPmtInfId><TxInfAndSts>
<OrgnlEndToEndId>{payment}</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""


@pytest.fixture
def district() -> jobs.District:
    """As shipped; Zhang lives where agencies joined first, Li where they have not joined yet."""
    offices.load_offices(
        locate_profile("baoshan", "offices.yaml"), "baoshan", date(2021, 7, 1), CLERK
    )
    jobs.load("baoshan", CLERK, TODAY)
    assessment.put_in_force(locate("shanghai"), (), stated(CLERK))
    rows = [
        f"友谊路街道,一居委,1,{ZHANG.name},{ZHANG.certno},城乡低保,2025-01-01,",
        f"顾村镇,一居委,2,{LI.name},{LI.certno},城乡低保,2025-01-01,",
    ]
    take_in("list.csv", LIST + "\n".join(rows), source="civil-affairs", period=None)
    (found,) = jobs.districts(TODAY)
    return found


def pushed(who: Who, setl_id: str, district: jobs.District) -> None:
    token = api.make_token("baoshan", "settlements", "市平台", CLERK)
    told = json.dumps(settlement(who, setl_id, med_type="21"))
    answer = Client(SERVER_NAME="localhost").post(
        "/api/settlements",
        told,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    doing.walk(answer.json()["delivery"], district, timezone.now())


def pay(folder: Path) -> None:
    """The line's money asked for, arrived, sent as pain.001 and answered as pain.002."""
    bank = jobs.profile_of("baoshan").bank
    assert bank is not None
    payout.appropriate(FUND, 1_000_000, "宝财社〔2026〕1号", CLERK)
    asked = payout.make_request(FUND, CLERK)
    payout.review(asked.number, SECOND)
    payout.money_arrived(asked.number, CLERK, asked.asked_fen, TODAY, "R1")
    directory = payout.Registered()
    made = payout.make_batch(asked.number, bank.bank, CLERK, directory, TODAY)
    assert made.batch is not None
    written = payout.write_bank_file(made.batch, bank, folder, directory, TODAY, CLERK)
    assert "<Amt><InstdAmt" in written.path.read_text("utf-8").replace("\n", "").replace(" ", "")
    payout.send(made.batch, SECOND)
    (payment,) = payout.payments_of(made.batch)
    back = folder / "back.xml"
    back.write_text(report(payment.number), encoding="utf-8")
    payout.receive_return(made.batch, back, bank.return_file, CLERK, TODAY)


def test_a_settlement_pushed_in_ends_as_money_on_a_card(
    district: jobs.District, tmp_path: Path
) -> None:
    pushed(ZHANG, "s1", district)
    pushed(LI, "s2", district)
    assert not casework.orders_of(person(ZHANG)), "居保大病和总工会补助还没有报齐"
    for name in ("居保大病_202603.csv", "总工会补助_202603.xlsx"):
        take_in(name, "本月无理赔\n填表人：某某\n")
    doing.assess(district, timezone.now())

    (order,) = casework.orders_of(person(ZHANG))
    assert (order.region, order.state) == ("310113001000", "handed_down")
    assert not casework.orders_of(person(LI)), "第三批还没有上线，仍依申请"
    clerk, reviewer = by("street-001", "street-clerk"), by("centre", "centre-reviewer")
    casework.receive(order.pk, clerk)
    casework.approve(order.pk, "street", clerk)
    casework.approve(order.pk, "centre", reviewer)
    told = doing.hand_to_payout(district, timezone.now())
    assert (told["taken_over"], told["waiting_fen"]) == (1, 36_000)

    account = registry.propose_account(
        person(ZHANG), "6228480012345678901", ZHANG.name, "某银行", stated(CLERK)
    )
    registry.confirm_account(account, stated(SECOND))
    pay(tmp_path)
    (message,) = Message.objects.all()
    assert (message.kind, message.amount_fen, message.fund) == ("paid", 36_000, FUND)
    doing.watch_clocks(district, timezone.now())
    ended = {one.code: one.ended_on for one in casework.clocks_of(order.pk)}
    assert ended["whole"] == TODAY
    assert payout.prove().is_whole
