"""责任区与移交: somebody moved: bills are answered for elsewhere, and what was used goes along."""

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest

from bureau.desk_district import (
    CENTRE_CLERK,
    CLERK,
    INSPECTOR,
    NORTH,
    REVIEWER,
    SOUTH,
    DeskDistrict,
    make_district,
    signed_in,
)
from bureau.desk_held import assess
from bureau.statements import statements
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.demo_logins import PREFIX
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import entries_of
from mianshen.engine.results import Status

QUERIES_MAX = 15
NEXT_DOOR = "510104"


@pytest.fixture(scope="module")
def district(module_database: str) -> Iterator[DeskDistrict]:
    assert module_database
    return make_district()


def part(number: str, person: int, lang: str = "zh") -> str:
    return signed_in(number, lang).get(f"/people/{person}/answering").content.decode()


def moves(number: str, person: int, **form: str) -> str:
    asked = {"region": SOUTH, "day": "2025-07-01", "why": "户籍迁入，户口簿已核对", **form}
    address = f"/people/{person}/answering/hand-over"
    return signed_in(number).post(address, asked, follow=True).content.decode()


def used(person: int) -> dict[str, int]:
    """What was determined for somebody by programme, as the page tells it."""
    file = signed_in(CENTRE_CLERK).post(f"/people/{person}/answering/used")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("gb18030"))))
    return {row["救助项目"]: round(float(row["已救助金额"]) * 100) for row in rows}


def test_a_move_within_the_district_is_stated_by_the_centre_and_seen_by_the_other_street(
    district: DeskDistrict,
) -> None:
    who = district.people[0]
    client = signed_in(REVIEWER)
    client.get("/")
    with statements() as said:
        page = client.get(f"/people/{who}/answering").content.decode()
    assert len(said) <= QUERIES_MAX
    assert "登记迁移" in page
    assert "登记迁移" not in part(CLERK, who)
    assert signed_in(CLERK).post(f"/people/{who}/answering/hand-over").status_code == 403
    for form, told in (
        ({"why": " "}, "请写明理由"),
        ({"region": "x"}, "位区划代码"),
        ({"day": "soon"}, "请选择日期"),
    ):
        assert told in moves(REVIEWER, who, **form)
    assert registry.answering_for(who) == []
    assert "已登记" in moves(REVIEWER, who)

    first, last = registry.answering_for(who)
    assert (first.region, first.last) == (NORTH, date(2025, 6, 30))
    assert (last.region, last.pack, last.first, last.last) == (
        SOUTH,
        "small",
        date(2025, 7, 1),
        None,
    )
    assert {one.act for one in entries_of(f"person:{who}")} >= {"hand_over"}
    # The street with their order sees them still, and so does the one that answers now.
    for number in (CLERK, f"{PREFIX}street-clerk-street-002"):
        assert signed_in(number).get(f"/people/{who}").status_code == 200
    assert "请选择更晚的日期" in moves(REVIEWER, who)
    assert "Why" in part(INSPECTOR, who, "en")


def test_bills_after_a_move_elsewhere_wait_for_nobody_here_and_what_was_used_goes_along(
    district: DeskDistrict,
) -> None:
    who = district.people[3]
    before = used(who)
    lines = assessment.lines_as_known([who])
    assert sum(before.values()) == sum(one.amount_fen for one in lines)
    assert before
    assert signed_in(INSPECTOR).post(f"/people/{who}/answering/used").status_code == 403

    # Of two bills of March the second was settled after the move.
    moves(REVIEWER, who, region="elsewhere", code=NEXT_DOOR, day="2025-03-15")
    assess()
    assert "由外地经办" in part(REVIEWER, who)
    entitled = [
        one.event for one in assessment.lines_as_known([who]) if one.status is Status.ENTITLED
    ]
    assert set(entitled) == {"a3"}
    assert 0 < sum(used(who).values()) < sum(before.values())
