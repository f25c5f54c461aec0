"""The national platform: marks sent, answered and asked again; aid at the counter compared."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection
from typer.testing import CliRunner

from bureau.counter import Counter, listed, read_profile
from bureau.factories import Who, card, month, person
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.national import services as national
from mianshen.bureau.national.models import Comparison, Request
from mianshen.bureau.national.services import Kind, MarkDifference
from mianshen.bureau.trail.services import entries_of
from mianshen.cli import app
from mianshen.run.messages import InputError

pytestmark = pytest.mark.usefixtures("database")

ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))
WANG = Who("王桂兰", card(53))
CROWD = [(Who(f"周{n}", card(n)), "低保") for n in range(100, 104)]
MARKS = "psn_no,psn_name,certno,psn_idet_type,begntime,endtime"
APRIL = date(2025, 4, 30)

Mark = tuple[Who, str, str, str]


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(read_profile(tmp_path))


def platform(counter: Counter, when: str, *rows: Mark) -> Batch:
    """The platform's own list: who, code, first and last day."""
    lines = [f"P{who.certno},{listed(who, code, first, last)}" for who, code, first, last in rows]
    return counter.hand_in(f"标识_{when}.csv", MARKS, lines)


def crowd_is_marked() -> list[Mark]:
    return [(who, "2303", "2025-01-01", "") for who, _ in CROWD]


def differences(counter: Counter, day: date = APRIL) -> list[MarkDifference]:
    return national.mark_differences(counter.profile.sources, day)


def told(found: Sequence[MarkDifference]) -> list[tuple[str, int, str, date, date | None, str]]:
    return [
        (one.kind.value, one.person, one.code, one.first_day, one.last_day, one.reason)
        for one in found
    ]


def asked(counter: Counter, day: date = APRIL) -> list[dict[str, str]]:
    """The lines of the file of a new request; none where there is nothing to ask."""
    profile = counter.profile
    request = national.request_marks(profile.name, profile.sources, day, "clerk:1")
    if request is None:
        return []
    text = national.marks_file(request, "clerk:1").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def answer(counter: Counter, day: str, *rows: str) -> Batch:
    return counter.hand_in(f"标识回执_{day}.csv", "line_no,处理结果,失败原因", rows)


def test_marks_to_be_added_changed_and_ended_are_told_with_their_days(counter: Counter) -> None:
    counter.roster("202501", [*CROWD, (ZHANG, "低保"), (LI, "低保")])
    counter.roster("202503", [*CROWD, (ZHANG, "低保")])
    rows = [listed(who, "低保", "", "") for who, _ in [*CROWD, (ZHANG, "低保")]]
    rows.append(listed(WANG, "特困", "", "2025-02-10"))
    counter.hand_in("民政_202504.csv", "姓名,身份证号,类别,户编号,起", rows)
    stale: list[Mark] = [(LI, "236012", "2025-01-01", ""), (WANG, "2304", "2025-01-01", "")]
    platform(counter, "202504", *crowd_is_marked(), *stale)

    assert told(differences(counter)) == sorted(
        [
            ("add", person(ZHANG), "2303", date(2025, 1, 1), None, ""),
            ("end", person(LI), "236012", date(2025, 1, 1), date(2025, 2, 28), "off_list"),
            ("change", person(WANG), "2304", date(2025, 2, 10), None, "start"),
        ],
        key=lambda row: row[1],
    )


def test_a_mark_that_no_department_ever_stated_is_for_people_to_look_at(counter: Counter) -> None:
    counter.roster("202504", CROWD)
    platform(counter, "202504", *crowd_is_marked(), (LI, "2303", "2025-01-01", ""))

    (one,) = differences(counter)
    assert (one.kind, one.person, one.reason) == (Kind.UNVOUCHED, person(LI), "never_stated")
    assert asked(counter) == []


def test_the_dead_lose_their_mark_and_whom_departments_dispute_keeps_it(counter: Counter) -> None:
    disputed = CROWD[0][0]
    counter.roster("202503", [*CROWD, (ZHANG, "低保")])
    counter.deaths("202503", (ZHANG, "2025-03-20"), (disputed, "2025-03-21"))
    counter.roster("202504", CROWD)
    platform(counter, "202504", *crowd_is_marked(), (ZHANG, "2303", "2025-01-01", ""))

    by_person = {one.person: one for one in differences(counter)}
    gone, kept = by_person[person(ZHANG)], by_person[person(disputed)]
    assert (gone.kind, gone.last_day, gone.reason) == (Kind.END, date(2025, 3, 20), "died")
    assert (kept.kind, kept.reason) == (Kind.DOUBTFUL, "departments_disagree")


def test_whoever_may_stand_in_a_row_in_doubt_is_not_marked_twice(counter: Counter) -> None:
    counter.roster("202504", [*CROWD, (ZHANG, "低保")])
    mistaken = Who("赵铁柱", ZHANG.certno)
    platform(counter, "202504", *crowd_is_marked(), (mistaken, "2303", "2025-01-01", ""))

    (one,) = differences(counter)
    assert (one.kind, one.person, one.reason) == (Kind.DOUBTFUL, person(ZHANG), "may_be_listed")


def test_no_mark_is_asked_for_by_an_incomplete_list(counter: Counter) -> None:
    counter.roster("202503", CROWD)
    with pytest.raises(InputError, match="no list of the platform"):
        differences(counter)
    platform(counter, "202503", *crowd_is_marked())
    batch = platform(counter, "202504", crowd_is_marked()[0])
    intake.go_on(batch, counter.profile, "clerk:1", "cut off", is_partial=True)

    with pytest.raises(InputError, match="incomplete"):
        differences(counter)


def test_the_file_has_national_names_and_every_look_at_it_is_recorded(counter: Counter) -> None:
    counter.roster("202504", [*CROWD, (ZHANG, "低保")])
    platform(counter, "202504", *crowd_is_marked(), (ZHANG, "2304", "2025-01-01", "2025-03-31"))
    (line,) = asked(counter)

    assert line.pop("line_no").isdigit()
    assert line == {
        "opter_type": "新增",
        "psn_no": f"P{ZHANG.certno}",
        "psn_cert_type": "01",
        "certno": ZHANG.certno,
        "psn_name": "张秀英",
        "psn_idet_type": "2303",
        "begntime": "2025-04-01",
        "endtime": "",
        "memo": "低保",
    }
    request = Request.objects.get()
    acts = [one.act for one in entries_of(f"mark_request:{request.pk}")]
    assert acts == ["request_marks", "open_marks"]


def test_a_refused_line_is_a_task_until_somebody_closes_it_and_is_then_asked_again(
    counter: Counter,
) -> None:
    counter.roster("202504", [*CROWD, (ZHANG, "低保"), (LI, "特困")])
    platform(counter, "202504", *crowd_is_marked())
    lines = {line["certno"]: line["line_no"] for line in asked(counter)}
    assert asked(counter) == []
    refused, accepted = lines[str(ZHANG.certno)], lines[str(LI.certno)]
    batch = answer(counter, "20250501", f"{refused},失败,人员不存在", f"{accepted},成功,")
    assert batch.account["accepted"] == 2

    (task,) = national.mark_tasks(counter.profile.name)
    assert (task.line, task.person, task.reason) == (int(refused), person(ZHANG), "人员不存在")
    assert asked(counter) == []
    with pytest.raises(InputError, match="say what"):
        national.close_mark_task(task.line, " ", "clerk:2")
    national.close_mark_task(task.line, "enrolled since", "clerk:2")
    assert national.mark_tasks(counter.profile.name) == []
    with pytest.raises(InputError, match="does not wait"):
        national.close_mark_task(task.line, "again", "clerk:2")
    assert [line["certno"] for line in asked(counter)] == [ZHANG.certno]


def test_an_accepted_mark_that_the_next_list_still_lacks_is_asked_again(counter: Counter) -> None:
    counter.roster("202504", [*CROWD, (ZHANG, "低保")])
    platform(counter, "202504", *crowd_is_marked())
    (line,) = asked(counter)
    answer(counter, "20250501", f"{line['line_no']},成功,")
    assert asked(counter) == []
    platform(counter, "202505", *crowd_is_marked())

    assert [one["certno"] for one in asked(counter, date(2025, 5, 31))] == [ZHANG.certno]


def test_two_answers_about_one_line_are_a_task_whichever_came_first(counter: Counter) -> None:
    counter.roster("202504", [*CROWD, (ZHANG, "低保")])
    platform(counter, "202504", *crowd_is_marked())
    (line,) = asked(counter)
    refusal = answer(counter, "20250501", f"{line['line_no']},失败,已标识")
    answer(counter, "20250502", f"{line['line_no']},成功,")

    (task,) = national.mark_tasks(counter.profile.name)
    assert (task.is_disputed, task.reason) == (True, "已标识")
    intake.withdraw(refusal, counter.profile, "clerk:1", "of another district")
    assert national.mark_tasks(counter.profile.name) == []


def test_an_answer_about_a_line_never_sent_waits_in_quarantine(counter: Counter) -> None:
    counter.roster("202504", [*CROWD, (ZHANG, "低保")])
    platform(counter, "202504", *crowd_is_marked())
    (line,) = asked(counter)
    batch = answer(counter, "20250501", f"{line['line_no']},成功,", "999,成功,", "8,也许,")

    told = intake.told_of(counter.profile.name)[-1]
    assert told.codes == {"mark_line_unknown": 1, "not_an_answer": 1}
    assert (batch.account["accepted"], batch.account["quarantined"]) == (1, 2)


AIDED = "setl_id,setl_time,psn_name,certno,medfee_sumamt,inscp_scp_amt,hifp_pay,maf_pay,"
AIDED += "fund_pay_sumamt,psn_part_amt,psn_cash_pay,begndate,enddate,mdtrt_id,init_setl_id,"
AIDED += "refd_setl_flag"


def aided(who: Who, setl_id: str, aid: int, day: str, takes_back: str = "") -> str:
    """A settlement of 1,000 of which insurance paid 600 and aid at the counter some."""
    parts = (1000, 1000, 600, aid, 600 + aid, 400 - aid, 400 - aid)
    amounts = ",".join(f"{'-' if takes_back else ''}{part}" for part in parts)
    visit, flag = f"v-{takes_back or setl_id}", f"{takes_back},1" if takes_back else ",0"
    return f"{setl_id},{day} 10:00:00,{who.name},{who.certno},{amounts},{day},{day},{visit},{flag}"


def stated(counter: Counter, when: str, *rows: str) -> Batch:
    return counter.hand_in(f"一站式救助_{when}.csv", "结算编号,救助金额,结算日期", rows)


def compared(counter: Counter) -> Comparison:
    profile, march = counter.profile, month("202503")
    return national.compare_counter_aid(profile.name, profile.sources, march, "clerk:1")


def reasons(counter: Counter) -> list[str]:
    return [one.why for one in national.counter_differences(compared(counter))]


def test_a_month_at_the_counter_is_compared_by_count_and_fen_and_adds_up(counter: Counter) -> None:
    bills = [
        aided(ZHANG, "s1", 100, "2025-03-02"),
        aided(LI, "s2", 50, "2025-03-05"),
        aided(LI, "s3", 50, "2025-03-31", takes_back="s2"),
        aided(WANG, "s4", 70, "2025-03-09"),
        aided(ZHANG, "s5", 30, "2025-03-11"),
        aided(ZHANG, "s6", 20, "2025-04-01"),
    ]
    counter.hand_in("结算_202503.csv", AIDED, bills)
    stated(counter, "202502", "s5,30,2025-02-28")
    rows = ["s1,100,2025-03-02", "s2,50,2025-03-05", "s2,-50,2025-03-31", "s4,75,2025-03-09"]
    stated(counter, "202503", *rows, "s6,20,2025-04-01", "s9,12.34,2025-03-09")
    one = compared(counter)
    found = national.counter_differences(one)

    assert (one.ours_count, one.ours_fen) == (3, 20_000)
    assert (one.theirs_count, one.theirs_fen) == (4, 20_734)
    assert sorted((row.setl_id, row.kind, row.ours_fen, row.theirs_fen) for row in found) == [
        ("s4", "amount", 7_000, 7_500),
        ("s5", "other_month", 3_000, 0),
        ("s6", "other_month", 0, 2_000),
        ("s9", "only_theirs", 0, 1_234),
    ]
    apart = sum(row.ours_fen - row.theirs_fen for row in found)
    assert apart == one.ours_fen - one.theirs_fen


def test_what_was_found_out_about_a_difference_holds_when_it_is_found_again(
    counter: Counter,
) -> None:
    counter.hand_in("结算_202503.csv", AIDED, [aided(ZHANG, "s1", 100, "2025-03-02")])
    with pytest.raises(InputError, match="has not come"):
        compared(counter)
    stated(counter, "202503", "s1,90,2025-03-02")
    (one,) = national.counter_differences(compared(counter))
    national.explain_difference(one.id, "the hospital was paid 10 less", "clerk:1")
    assert reasons(counter) == ["the hospital was paid 10 less"]
    second = stated(counter, "202503", "s1,80,2025-03-02")
    assert reasons(counter) == [""]
    intake.withdraw(second, counter.profile, "clerk:1", "sent by mistake")
    assert reasons(counter) == ["the hospital was paid 10 less"]


def test_what_was_sent_and_answered_cannot_be_rewritten() -> None:
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("UPDATE national_line SET code = '2304'")


def run(*words: str) -> str:
    done = CliRunner().invoke(app, [*words, "--lang", "en"])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_bureau_without_screens_does_all_of_it_on_the_command_line(
    counter: Counter, tmp_path: Path
) -> None:
    profile = ("--profile", counter.profile.name)
    counter.roster("202504", [*CROWD, (ZHANG, "低保")])
    platform(counter, "202504", *crowd_is_marked())
    counter.hand_in("结算_202503.csv", AIDED, [aided(ZHANG, "s1", 100, "2025-03-02")])
    marks, answers = tmp_path / "marks.csv", tmp_path / "标识回执_20250501.csv"
    statement, found = tmp_path / "一站式救助_202503.csv", tmp_path / "found.csv"

    told = run("national", "marks", *profile, "--on", "2025-04-30", "--out", str(marks))
    assert "to be marked: 1" in told
    (line,) = csv.DictReader(io.StringIO(marks.read_text("utf-8-sig")))
    answers.write_text(f"line_no,处理结果,失败原因\n{line['line_no']},失败,人员不存在\n", "utf-8")
    statement.write_text("结算编号,救助金额,结算日期\ns1,99.99,2025-03-02\n", "utf-8")
    told = run("receive", str(answers), str(statement), *profile)
    assert told.count("1 rows taken, 0 to be mended") == 2

    assert "人员不存在" in run("national", "tasks", *profile)
    run("national", "close", line["line_no"], "--why", "enrolled since")
    assert run("national", "tasks", *profile).startswith("0 lines")
    told = run("national", "compare", *profile, "--month", "202503", "--out", str(found))
    assert "settlements: 1 visits, 100.00 yuan; payer: 1 visits, 99.99 yuan" in told
    (row,) = csv.DictReader(io.StringIO(found.read_text("utf-8-sig")))
    assert (row["setl_id"], row["kind"]) == ("s1", "amounts differ")
    run("national", "explain", row["number"], "--why", "a fen lost in rounding")

    wrong = CliRunner().invoke(app, ["receive", str(tmp_path / "none.csv"), *profile])
    assert wrong.exit_code == 2
