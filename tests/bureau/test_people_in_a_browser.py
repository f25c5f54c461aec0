"""People, villages and the centre in a browser: no barrier, nothing cut on a phone."""

import pytest

from acceptance.browser import needs_chromium
from bureau.desk_district import CENTRE_CLERK, CLERK, HELPER, PAYER, REVIEWER, DeskDistrict
from bureau.live_pages import PICTURES, Screen, barriers, keep, wider_than_screen

pytestmark = needs_chromium

VILLAGE_PX = 18


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
@pytest.mark.parametrize(
    ("number", "path", "name"),
    [
        (CLERK, "/search?q=张秀英", "people"),
        (CLERK, "/people/1", "person"),
        (CLERK, "/people/1/same?other=4", "same"),
        (CLERK, "/people/1/same", "registered"),
        (CLERK, "/people/1/apart", "apart"),
        (CENTRE_CLERK, "/people/identity", "identity"),
        (PAYER, "/finance/books", "books"),
        (CLERK, "/helpers/ask/2", "visit-ask"),
        (REVIEWER, "/centre/", "centre"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isalpha() else "",
)
def test_screens_have_no_barrier_and_fit(
    desk: Screen, number: str, path: str, name: str, phone: bool
) -> None:
    page = desk.page(number, path, phone=phone)
    if name == "centre":
        page.get_by_role("button", name="2025").click()
        page.wait_for_selector("#funnel [data-drawn] svg")
    keep(page, PICTURES, f"{name}-{360 if phone else 1440}")
    assert barriers(page) == []
    assert wider_than_screen(page) == 0
    page.context.close()


def test_a_helper_visits_with_one_thumb(desk: Screen, district: DeskDistrict) -> None:
    page = desk.page(HELPER, "/helpers/", phone=True)
    keep(page, PICTURES, "visits-360")
    assert barriers(page) == []
    page.locator(f'a[href="/helpers/{district.visit}"]').click()
    keep(page, PICTURES, "visit-360")
    assert barriers(page) == []
    page.get_by_role("button", name="显示全名").click()
    page.wait_for_selector(".open-data")
    page.get_by_role("link", name="见到了", exact=True).click()
    page.wait_for_selector("#sentence")
    size = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('#sentence')).fontSize)"
    )
    assert size == VILLAGE_PX
    page.get_by_role("button", name="见到本人，情况属实。").click()
    keep(page, PICTURES, "visit-met-360")
    assert barriers(page) == []
    assert wider_than_screen(page) == 0
    page.get_by_role("button", name="办好了").click()
    page.wait_for_selector(".notice.success")
    keep(page, PICTURES, "visits-done-360")
    page.context.close()
