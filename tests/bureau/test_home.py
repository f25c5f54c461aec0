"""工作台: besides orders, what waits in money, policies and deliveries leads to its page."""

import re

import pytest

from bureau.desk_district import (
    CLERK,
    DISABLED,
    INSPECTOR,
    PAYER,
    TREASURER,
    DeskDistrict,
    signed_in,
)
from bureau.desk_money import FUND
from mianshen.bureau.payout import services as payout

SIGNER = "demo-policy-signer"


def waiting(who: str, lang: str = "zh") -> dict[str, tuple[str, int]]:
    """What waits for somebody: its address and number by its title."""
    page = signed_in(who, lang).get("/").content.decode()
    if 'aria-labelledby="waiting"' not in page:
        return {}
    part = page.split('aria-labelledby="waiting"')[1].split("</section>")[0]
    found = re.findall(
        r'href="([^"]+)"><span class="name">([^<]+)</span><div class="value">([\d,]+)', part
    )
    return {title: (address, int(number)) for address, title, number in found}


@pytest.mark.usefixtures("district")
def test_a_post_without_orders_is_told_what_waits_for_it() -> None:
    assert waiting(PAYER) == {
        "退票与待办": ("/finance/tasks", 1),
        "待复核事项": ("/finance/tasks", 1),
    }
    assert waiting(PAYER, "en")["Lines that could not be paid"] == ("/finance/tasks", 1)
    assert "待审核用款申请" not in waiting(TREASURER)
    assert "待纠正数据" in waiting(DISABLED)
    assert waiting(INSPECTOR) == {}
    assert not set(waiting(CLERK)) & {"退票与待办", "待审核用款申请", "待签发政策"}
    assert "待签发政策" not in waiting(SIGNER)


def test_a_request_waits_for_the_treasury_then_for_its_money_then_for_its_batch(
    district: DeskDistrict,
) -> None:
    assert district
    asked = payout.make_request(FUND, f"staff:{PAYER}", "青医保〔2025〕9号")
    assert waiting(TREASURER)["待审核用款申请"] == ("/finance/requests", 1)
    payout.review(asked.number, f"staff:{TREASURER}")
    assert "待审核用款申请" not in waiting(TREASURER)
    assert waiting(PAYER)["待到账用款申请"] == ("/finance/requests", 1)
