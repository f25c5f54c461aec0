"""A bureau begins: from an empty installation to the first card, by pages and jobs alone.

Nobody calls a service here. Staff click what their posts let them, and between the clicks the jobs
do what is due.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from bureau.desk_district import (
    CENTRE_CLERK,
    FIRST_DAY,
    PAYER,
    PROFILE,
    REVIEWER,
    TREASURER,
    signed_in,
)
from bureau.desk_money import returned
from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.casework.services import Order
from mianshen.bureau.demo_logins import make_demo_logins
from mianshen.bureau.demonstrating.filling import in_order
from mianshen.bureau.jobs import doing
from mianshen.bureau.jobs import services as jobs
from mianshen.bureau.ledger import services as ledger
from mianshen.bureau.offices.models import Staff
from mianshen.bureau.offices.profile import OFFICES_FILE
from mianshen.bureau.offices.services import load_offices
from mianshen.bureau.payout import services as payout
from mianshen.money import format_yuan
from mianshen.run.shipped import locate_profile
from mianshen.synth.district import read_profile, write_district

PEOPLE = 40
OFFICER, SIGNER = "demo-policy-officer", "demo-policy-signer"


class Beginning:
    """The district, its staff at their pages, and its jobs."""

    def __init__(self, folder: Path) -> None:
        load_offices(locate_profile(PROFILE, OFFICES_FILE), PROFILE, FIRST_DAY, "system:test")
        make_demo_logins(FIRST_DAY)
        self.now = datetime.now(CHINA)
        jobs.load(PROFILE, "system:test", self.now.date())
        self.files = folder / "files"
        made = read_profile(locate_profile(PROFILE, "district.yaml").parent)
        write_district(made, PEOPLE, 1, self.files)

    @property
    def district(self) -> jobs.District:
        """The district as jobs see it."""
        (found,) = jobs.districts(self.now.date())
        return found

    def does(self, who: str, page: str, *about: object, **fields: object) -> str:
        """Somebody clicks; what the page that follows says. Refusals fail the story."""
        return self._did(who, page, about, fields).content.decode()

    def goes(self, who: str, page: str, *about: object, **fields: object) -> str:
        """Somebody clicks; the address of the page that follows."""
        return str(self._did(who, page, about, fields).redirect_chain[-1][0])

    @staticmethod
    def _did(
        who: str, page: str, about: tuple[object, ...], fields: Mapping[str, object]
    ) -> HttpResponse:
        address = reverse(page, args=about)
        answer: HttpResponse = signed_in(who).post(address, fields, follow=True)
        assert answer.status_code == 200, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())
        return answer

    def policy(self) -> None:
        """One proposes the pack with its assumed figures, another signs it."""
        page = signed_in(OFFICER).get(reverse("policies-pending")).content.decode()
        assumed = page.split("demo-assumed")[1]
        digest = re.search(r'name="digest" value="(\w+)"', assumed)
        assert digest is not None
        self.does(OFFICER, "policy-propose", digest=digest[1], reason="新医保发〔2025〕1号")
        page = signed_in(SIGNER).get(reverse("policies-pending")).content.decode()
        draft = re.search(reverse("policies-pending") + r"/(\d+)", page)
        assert draft is not None
        assert "已签发施行" in self.does(SIGNER, "policy-sign", draft[1], act="sign")

    def lists(self) -> int:
        """A year of files is handed in and applied; how many files."""
        read = jobs.sources_of(PROFILE)
        files = in_order(self.files, read)
        for one in files:
            content = SimpleUploadedFile(one.path.name, one.path.read_bytes())
            number = int(self.goes(CENTRE_CLERK, "upload", file=content).rpartition("/")[2])
            self.walks(number)
            page = signed_in(CENTRE_CLERK).get(reverse("batch", args=[number])).content.decode()
            if reverse("decide-batch", args=[number]) in page:
                self.does(CENTRE_CLERK, "decide-batch", number, act="whole")
                self.walks(number)
        return len(files)

    def walks(self, batch: int) -> None:
        """The job that walks a delivery."""
        doing.walk(batch, self.district, self.now)

    def accounts(self) -> int:
        """The accounts that files propose are confirmed by the payment clerk; how many."""
        page = signed_in(PAYER).get(reverse("accounts")).content.decode()
        told = [
            self.does(PAYER, "confirm-accounts", batch)
            for batch in set(re.findall(r"/accounts/files/(\d+)", page))
        ]
        return sum(int(one) for text in told for one in re.findall(r"的 (\d+) 个账户", text))

    def orders(self) -> None:
        """Assessed; handed down, received and confirmed by streets, departments, the centre."""
        told = doing.assess(self.district, self.now)
        assert told.get("opened"), told
        self.does(REVIEWER, "orders-hand-down", work="hand_down", stage="0")
        for street in self._staff("street-clerk"):
            self.does(street, "month-receive")
            self._clicks(street, "month", "month-draw", "month-glance", "month-confirm")
        for officer in self._staff("department-officer"):
            for part in self._parts(officer):
                self._agrees(officer, part)
        self._clicks(REVIEWER, "month", "month-draw", "month-glance", "month-confirm")

    def _staff(self, role: str) -> list[str]:
        named = Staff.objects.filter(number__contains=role).order_by("number")
        return list(named.values_list("number", flat=True))

    def _clicks(self, who: str, page: str, draw: str, read: str, confirm: str) -> None:
        """A sample of everything that waits, doubts included, is drawn, read and confirmed."""
        shown = signed_in(who).get(reverse(page), {"state": "mine"}).content.decode()
        mine = re.findall(r'name="order" value="(\d+)"', shown)
        if not mine:
            return
        drawn = re.search(r"sample=(\d+)", self.goes(who, draw, order=mine))
        assert drawn is not None
        sample = drawn[1]
        shown = signed_in(who).get(reverse(page), {"sample": sample}).content.decode()
        for order in re.findall(rf'hx-post="{reverse(page)}(\d+)"', shown):
            self.does(who, read, order, sample=sample)
        assert "已确认" in self.does(who, confirm, sample=sample)

    def _parts(self, officer: str) -> list[dict[str, str]]:
        page = signed_in(officer).get(reverse("department-tasks")).content.decode()
        forms = page.split(f'action="{reverse("department-draw")}"')[1:]
        return [
            dict(re.findall(r'name="(flow|stage|department)" value="([\w-]+)"', one)[:3])
            for one in forms
        ]

    def _agrees(self, officer: str, part: Mapping[str, str]) -> None:
        drawn = self.goes(officer, "department-draw", **part)
        sample = drawn.rpartition("=")[2]
        page = signed_in(officer).get(drawn).content.decode()
        for order in re.findall(r'name="order" value="(\d+)"', page):
            self.does(officer, "department-read", sample=sample, order=order)
        assert "已同意" in self.does(officer, "department-confirm", sample=sample)

    def money(self) -> int:
        """Every fund gets its budget, is asked for, paid, and its returns loaded; fen paid."""
        doing.hand_to_payout(self.district, self.now)
        for fund in payout.funds_told():
            code = fund.fund.code
            if not fund.waiting:
                continue
            self.does(
                TREASURER, "give-budget", code, document="新财社〔2026〕1号", amount="900,000"
            )
            number = self.goes(PAYER, "ask", fund=code, approval="新医保〔2026〕1号").rpartition(
                "/"
            )[2]
            self.does(TREASURER, "review", number)
            asked = payout.requests_told([number])[0].request.declared_fen
            day = self.now.date().isoformat()
            self.does(PAYER, "arrive", number, amount=format_yuan(asked), day=day, reference=number)
            batch = self.goes(PAYER, "make-batch", number).rpartition("/")[2]
            if not batch.startswith("B"):
                continue
            signed_in(PAYER).post(reverse("bank-file", args=[batch]))
            self.does(TREASURER, "send-batch", batch)
            answer = SimpleUploadedFile("回盘.csv", returned(batch, set()))
            self.does(PAYER, "load-return", batch, file=answer)
        return sum(one.paid_fen for one in payout.batches_told())


@pytest.mark.usefixtures("database")
def test_from_an_empty_installation_to_the_first_card_by_pages_and_jobs(tmp_path: Path) -> None:
    begun = Beginning(tmp_path)

    begun.policy()
    assert begun.lists() > 50
    assert begun.accounts() > PEOPLE // 2
    begun.orders()
    states = set(Order.objects.values_list("state", flat=True))
    assert "approved" in states, states
    paid = begun.money()

    assert paid > 0
    assert ledger.proof().is_whole
    assert payout.prove().is_whole
