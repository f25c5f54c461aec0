"""已认定人员: a decision whom a row means, told with who made it, and taken back."""

import re

from django.urls import reverse

from bureau.desk_district import CLERK, DISABLED, INSPECTOR, DeskDistrict, signed_in
from bureau.statements import statements
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import entries_of

QUERIES_MAX = 15
LIST = "/departments/doubts/decided"


def test_a_decision_is_listed_masked_and_taken_back_by_whoever_mends_the_list(
    district: DeskDistrict,
) -> None:
    naming = district.lists.naming
    officer = signed_in(DISABLED)
    assert "还没有认定过人员" in officer.get(LIST).content.decode()
    (doubt,) = registry.in_doubt([naming])
    given = {"person": str(doubt.candidates[0].person), "why": "残疾证原件已核对"}
    officer.post(reverse("decide-doubt", args=[naming]), given)
    assert not registry.in_doubt([naming])

    page = officer.get(LIST).content.decode()
    assert "残疾证原件已核对" in page
    assert f"{DISABLED}</code>" in page
    name = registry.spelled([naming])[naming].name
    assert name not in page
    assert not re.search(r"\d{17}[\dX]", page)
    assert f'href="{LIST}"' in officer.get(reverse("doubts")).content.decode()

    back = reverse("take-back-naming", args=[naming])
    for number in (INSPECTOR, CLERK):
        assert signed_in(number).post(back).status_code == 403, number
    assert not registry.in_doubt([naming])
    done = officer.post(back, follow=True).content.decode()
    assert "已撤回认定" in done
    assert registry.in_doubt([naming])
    assert "已不再有效" in officer.post(back).content.decode()
    assert [one.act for one in entries_of(f"naming:{naming}")][-1] == "take_back_decision"


def test_the_page_takes_few_queries(district: DeskDistrict) -> None:
    assert district
    client = signed_in(DISABLED)
    client.get(LIST)
    with statements() as told:
        client.get(LIST)
    assert len(told) <= QUERIES_MAX
