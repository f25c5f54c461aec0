"""Months at the counter: broken lists, people who die, numbers of a neighbour, quarrels."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bureau.canonical import canonical
from bureau.counter import Counter, bill_row, listed, read_profile
from bureau.factories import Who, card, person
from mianshen.bureau.claims import services as claims
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.registry import services as registry

pytestmark = pytest.mark.usefixtures("database")

ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))
WANG = Who("王桂兰", card(53))
CROWD = [(Who(f"周{n}", card(n)), "低保") for n in range(100, 110)]
FIRST = date(2025, 1, 1)


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(read_profile(tmp_path))


def ends(who: Who) -> list[date | None]:
    return [one.end for one in registry.facts_as_known([person(who)]).identities]


def test_a_list_without_half_its_people_stops_until_somebody_decides(counter: Counter) -> None:
    """In February five of ten are missing: nobody loses anything before the office was asked."""
    counter.roster("202501", CROWD)
    february = counter.roster("202502", CROWD[:5])

    assert february.state == "waiting"
    assert (february.difference["left"], february.difference["before"]) == (5, 10)
    assert ends(CROWD[9][0]) == [None]

    intake.go_on(february, counter.profile, "chief:1", "two townships forgot", is_partial=True)
    assert february.state == "applied"
    assert ends(CROWD[9][0]) == [None]

    march = counter.roster("202503", CROWD[:9])
    assert march.state == "applied"
    assert ends(CROWD[9][0]) == [date(2025, 2, 28)]


def test_a_list_without_half_its_people_may_be_right(counter: Counter) -> None:
    """The office says that five did leave: they are off the list from February on."""
    counter.roster("202501", CROWD)
    february = counter.roster("202502", CROWD[:5])
    intake.go_on(february, counter.profile, "chief:1", "the office confirms", is_partial=False)

    assert ends(CROWD[9][0]) == [date(2025, 1, 31)]
    assert ends(CROWD[0][0]) == [None]


def test_a_list_without_half_its_people_may_be_refused(counter: Counter) -> None:
    """The file was cut off; it is refused, and the whole list comes a day later."""
    counter.roster("202501", CROWD)
    before = canonical()
    february = counter.roster("202502", CROWD[:5])
    intake.refuse(february, "chief:1", "cut off")

    assert canonical() == before
    assert counter.roster("202502", CROWD).state == "applied"


def test_a_signed_report_of_no_change_keeps_everyone_on_the_list(counter: Counter) -> None:
    """In February the office signs that nothing changed: nobody leaves, and the list is there."""
    counter.roster("202501", CROWD)
    content = "姓名,身份证号,类别,户编号,起\n零报告：本月无变动,,,,\n填表人：陈主任,,,,\n".encode()
    february = counter.give("民政_202502.csv", content)

    assert (february.state, february.is_zero_report) == ("applied", True)
    assert {end for who, _ in CROWD for end in ends(who)} == {None}
    (fresh,) = [
        one
        for one in intake.freshness(counter.profile, date(2025, 3, 5))
        if one.source == "civil-affairs"
    ]
    assert str(fresh.last) == "2025-02"
    march = counter.roster("202503", CROWD[:9])
    assert ends(CROWD[9][0]) == [date(2025, 2, 28)]
    assert march.difference["left"] == 1


def test_an_unsigned_report_of_no_change_is_refused(counter: Counter) -> None:
    """Nobody has put a name to it, so it says nothing."""
    counter.roster("202501", CROWD)

    assert counter.give("民政_202502.csv", "零报告：本月无变动\n".encode()).state == "refused"


def test_a_list_that_does_not_come_ends_nobodys_identity_and_is_told_as_late(
    counter: Counter,
) -> None:
    """February's list never comes. On 20 March it is ten days late, and ten people rest on it."""
    counter.roster("202501", CROWD)
    lists = {one.source: one for one in intake.freshness(counter.profile, date(2025, 3, 20))}
    late = lists["civil-affairs"]

    assert (late.due_on, late.days_late, late.resting) == (date(2025, 3, 10), 10, 10)
    assert late.owner == "民政局社会救助科"
    assert {end for who, _ in CROWD for end in ends(who)} == {None}
    assert not lists["disabled"].is_late


def test_care_before_death_is_paid_and_care_after_it_is_looked_at(counter: Counter) -> None:
    """Zhang dies on 3 February; the list of March still names her, and a bill of March comes in."""
    people = [*CROWD, (ZHANG, "低保")]
    counter.roster("202501", people)
    counter.settle("202501", bill_row(ZHANG, "s1", "2025-01-20"))
    counter.deaths("202502", (ZHANG, "2025-02-03"))
    counter.roster("202503", people)
    counter.settle("202503", bill_row(ZHANG, "s2", "2025-03-08"))

    who = person(ZHANG)
    assert ends(ZHANG) == [date(2025, 2, 3)]
    assert [one.id for one in claims.facts_as_known([who]).events] == ["s1"]
    assert [one.id for one in claims.bills_after_death([who])] == ["s2"]
    assert [(one.person, one.about) for one in registry.disagreements()] == [
        (who, "listed_after_death")
    ]


def test_another_persons_number_waits_for_a_person_and_is_remembered(counter: Counter) -> None:
    """Li's bill came under Zhang's number. A clerk decides once; next month nobody is asked."""
    counter.roster("202501", [*CROWD, (ZHANG, "低保"), (LI, "低保")])
    mistaken = Who("李建国", ZHANG.certno)
    counter.settle("202502", bill_row(mistaken, "s1", "2025-02-10"))

    (doubt,) = registry.in_doubt()
    likely = {one.person: one.score for one in doubt.candidates}
    assert set(likely) == {person(ZHANG), person(LI)}
    assert all(1 <= score <= 100 for score in likely.values())
    assert claims.facts_as_known([person(ZHANG), person(LI)]).events == ()

    intake.decide_naming(doubt.naming, person(LI), "the card was shown", "clerk:7")
    counter.settle("202503", bill_row(mistaken, "s2", "2025-03-10"))

    assert registry.in_doubt() == []
    assert [one.id for one in claims.facts_as_known([person(LI)]).events] == ["s1", "s2"]
    intake.take_back_naming(doubt.naming, "clerk:8")
    assert claims.facts_as_known([person(LI)]).events == ()


def test_candidates_are_explained_and_the_household_tells_a_relatives_number(
    counter: Counter,
) -> None:
    """Li's row carries the number of Wang, who lives elsewhere; another Li lives elsewhere too."""
    namesake = Who(LI.name, card(87))
    at_home, others = replace(LI, household="H1"), [(WANG, "低保"), (namesake, "低保")]
    counter.roster("202501", [*CROWD, (at_home, "低保"), *others])
    counter.hand_in("参保_202501.csv", "姓名,身份证号,户籍", [listed(WANG, "是")])
    mistaken = listed(Who(LI.name, WANG.certno), "低保", "H1", "2025-02-01")
    rows = [listed(who, "低保", "", "") for who, _ in [*CROWD, *others]]
    counter.hand_in("民政_202502.csv", "姓名,身份证号,类别,户编号,起", [*rows, mistaken])

    (doubt,) = registry.in_doubt()
    assert [one.person for one in doubt.candidates] == [
        person(LI),
        person(WANG),
        person(namesake),
    ]
    first = doubt.candidates[0]
    assert dict(first.explained)["household_same"] > 0
    assert sum(points for _, points in first.explained) == first.score
    intake.decide_naming(doubt.naming, first.person, "the card was shown", "clerk:7")
    assert registry.in_doubt() == []


def test_departments_that_contradict_each_other_about_somebody_are_told(counter: Counter) -> None:
    """Civil affairs and the funeral home name two days; two offices two places of registration."""
    counter.roster("202501", [*CROWD, (ZHANG, "低保"), (LI, "低保")])
    counter.deaths("202502", (ZHANG, "2025-02-03"))
    counter.deaths("202502", (ZHANG, "2025-02-05"), office="火化")
    counter.disabled("202501", [(LI, "重度残疾", "是")])
    row = listed(LI, "否")
    counter.hand_in("参保_202501.csv", "姓名,身份证号,户籍", [row])

    told = {one.about: one for one in registry.disagreements()}
    assert set(told) == {"died", "xinjin_hukou"}
    assert told["died"].said == (("burials", "2025-02-05"), ("deaths", "2025-02-03"))
    assert {source for source, _ in told["xinjin_hukou"].said} == {"disabled", "residents"}
    assert ends(ZHANG) == [date(2025, 2, 5)]


def test_no_file_is_lost_however_the_month_went(counter: Counter) -> None:
    """Of every batch that was applied the rows by state add up to its file."""
    counter.roster("202501", [*CROWD, (ZHANG, "低保")])
    counter.settle("202501", bill_row(ZHANG, "s1"), bill_row(LI, "s2").replace("1000", "x", 1))
    counter.roster("202502", CROWD[:3])

    for batch in Batch.objects.all():
        account = batch.account
        parts = account["accepted"] + account["quarantined"] + account["left_out"]
        assert parts == account["rows"] == batch.row_set.count()
