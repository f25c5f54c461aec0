"""A small district with orders on their way, made once for the tests of the workbench's pages."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.test import Client

from bureau.desk_lists import HandedIn, hand_in_lists
from bureau.desk_money import HandedOut, hand_out
from bureau.factories import Bureau, Who, bill, card, person
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.casework import services as casework
from mianshen.bureau.demo_logins import PREFIX, make_demo_logins
from mianshen.bureau.intake import services as intake
from mianshen.bureau.offices.profile import OFFICES_FILE
from mianshen.bureau.offices.services import Staff, load_offices, scope_of
from mianshen.bureau.registry import services as registry
from mianshen.bureau.reporting import services as reporting
from mianshen.policy.saying import said
from mianshen.run.shipped import Located, locate_profile
from mianshen.standards.settlement import Settlement

PROFILE = "xinjin"
ACTOR = "system:test"
FIRST_DAY = date(2025, 1, 1)
NORTH, SOUTH = "510118001201", "510118002001"
REGIONS = (NORTH, "510118001001", SOUTH)
CLERK = f"{PREFIX}street-clerk-street-001"
REVIEWER = f"{PREFIX}centre-reviewer"
PAYER = f"{PREFIX}payment-clerk"
TREASURER = f"{PREFIX}finance-officer"
CENTRE_CLERK = f"{PREFIX}centre-clerk"
DISABLED = f"{PREFIX}department-officer-disabled"
INSPECTOR = f"{PREFIX}inspector"
ADMINISTRATOR = f"{PREFIX}administrator"
HELPER = f"{PREFIX}village-helper-street-001"
_BACKEND = "mianshen.bureau.workbench.signing_in.backend.StaffBackend"
_SURNAMES = "张李王刘陈杨赵黄周吴徐孙"
_GIVEN = ("秀英", "建国", "芳", "伟", "桂兰", "国强", "小燕")

_PACK = """\
id: small
title: 青禾区医疗救助办法
region: "000000"
identities: [低保]
payers:
  basic: {from: [hifp_pay], title: 基本医保}
  major: {from: ["others:大病"], title: 大病保险, allocate: chronological}
layers:
  - {id: insurers, title: 医保, payers: [basic, major]}
  - {id: relief, title: 医疗救助, members: [aid]}
  - {id: departments, title: 部门专项, members: [disabled]}
programmes:
  aid: {title: 医疗救助, office: 医保局, fund: 基金, who: {any: [低保]},
        base: in_scope - basic - major,
        terms: [{line: {amount: 100, per: year}, ratio: 70%}]}
  disabled: {title: 残疾人康复救助, office: 残联, fund: 残联资金, who: {any: [低保]},
             base: in_scope - basic - major, terms: [{ratio: 10%}]}
"""


@dataclass(frozen=True)
class DeskDistrict:
    """What a test needs to know of it."""

    password: str
    people: tuple[int, ...]
    orders: tuple[int, ...]
    lists: HandedIn
    money: HandedOut
    visit: int
    table: int


def make_district(people: int = 24) -> DeskDistrict:
    """Everyone with two bills and an order; of three orders one is pending, one received."""
    load_offices(locate_profile(PROFILE, OFFICES_FILE), PROFILE, FIRST_DAY, ACTOR)
    password = make_demo_logins(FIRST_DAY)
    bureau, everyone = Bureau(), _everyone(people)
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "pack.yaml"
        pack.write_text(_PACK, encoding="utf-8")
        assessment.put_in_force(Located(pack), (), bureau.stated("policy:1"))
    bureau.roster("202501", [(who, "低保") for who in everyone])
    bureau.settle(*(one for n, who in enumerate(everyone) for one in _bills(who, n)))
    bureau.tell_bills(*((who, _bills(who, n)[0]) for n, who in enumerate(everyone)))
    asked = assessment.Asked(date(2025, 12, 31), (2025,))
    assessment.assess_dirty(asked, bureau.stated("system"))
    known = [person(who) for who in everyone]
    regions = {one: REGIONS[n % len(REGIONS)] for n, one in enumerate(known)}
    flow = casework.read_flow(locate_profile(PROFILE, casework.FLOW_FILE))
    stated = Stated(registry.next_moment(), 0, ACTOR)
    orders = sorted(casework.attach(None, regions, flow, stated).opened)
    _on_their_way(orders)
    lists = hand_in_lists(PROFILE, f"staff:{DISABLED}")
    money = hand_out(PROFILE, known[-7:], f"staff:{PAYER}", f"staff:{TREASURER}")
    visit, table = _ask_village(), _hand_in_table()
    why = "同名、同日出生，待核对户口簿"
    intake.propose_merge(known[13], known[16], why, f"staff:{CENTRE_CLERK}")
    return DeskDistrict(password, tuple(known), tuple(orders), lists, money, visit, table)


def _everyone(people: int) -> Sequence[Who]:
    names = [f"{surname}{given}" for given in _GIVEN for surname in _SURNAMES]
    return [Who(names[n % len(names)], card(n + 1)) for n in range(people)]


def _bills(who: Who, number: int) -> tuple[Settlement, Settlement]:
    more = 1_000 * (number % 37)
    stay = bill(who, f"a{number}", "2025-03-10", 900_000 + 7 * more, 520_000 + 3 * more)
    visit = bill(who, f"b{number}", "2025-03-21", 40_000 + more, 21_000)
    return stay, visit


def _on_their_way(orders: Sequence[int]) -> None:
    down = [order for number, order in enumerate(orders) if number % 6]
    casework.hand_down_all(down, by(REVIEWER))
    for street in ("001", "002"):
        theirs = casework.Order.objects.filter(region__startswith=f"510118{street}")
        known = set(theirs.values_list("pk", flat=True))
        received = [one for n, one in enumerate(orders) if n % 6 > 1 and one in known]
        casework.receive_all(received, by(f"{PREFIX}street-clerk-street-{street}"))


def _ask_village() -> int:
    """A question of the first street about an order that it received."""
    order = casework.Order.objects.filter(state="received", region=NORTH).first()
    assert order is not None
    return casework.ask_visit(order.pk, "本人是否在本村居住？", by(CLERK))


def _hand_in_table() -> int:
    """The payments of this month, as they were before somebody else is paid."""
    who = by(REVIEWER)
    view = reporting.View.of("510118000000", scope_of(who.staff.pk, who.day))
    period, title = reporting.period_of(who.day), said("Xinjin", "新津区")
    kept = reporting.hand_in(
        reporting.Kind.DETAILS, period, view, f"staff:{who.staff.number}", title
    )
    return kept.number


def by(number: str) -> casework.By:
    """A member of the demonstration's staff, acting now."""
    staff = Staff.objects.get(number=number)
    return casework.By(staff, Stated(registry.next_moment(), 0, f"staff:{number}"))


def signed_in(number: str, lang: str = "zh") -> Client:
    """A browser without a screen, signed in as somebody of the demonstration."""
    client = Client(headers={"host": "localhost"})
    client.force_login(Staff.objects.get(number=number).user, _BACKEND)
    client.cookies["lang"] = lang
    return client
