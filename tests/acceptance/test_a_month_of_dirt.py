"""One month of a small district: what arrives, what is said of it, what is mended, what is paid.

It is April 2025. Nine offices send their lists and bills of March, each as it always does, and the
clerk has until the tenth. The rule is one: of what insurance leaves of the recognised cost the
destitute (特困) get all, the poor (低保) 80 %, everybody else on a list 60 %, 20,000 yuan a year at
most. Who is who, and by hand what each is due, stands in `PAID`.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from acceptance.job_factory import read_csv
from deliveries.district import (
    District,
    Person,
    beside,
    bill,
    payment,
    person,
    resident,
    roster_row,
)
from mianshen.cli import app

PACK = """\
id: month
region: "510118"
identities: [特困, 低保, 低保边缘, 困难职工, 困难党员, 重点优抚, 重度残疾, 大病救助对象]
payers:
  basic: {from: [hifp_pay]}
  supplement: {from: ["others:大病互助补充"]}
layers:
  - {id: insurers, payers: [basic, supplement]}
  - {id: relief, members: [aid]}
programmes:
  aid:
    who: {any: [特困, 低保, 低保边缘, 困难职工, 困难党员, 重点优抚, 重度残疾, 大病救助对象]}
    requires: [basic, supplement]
    base: in_scope_left
    terms:
      - {who: [特困], ratio: 100%}
      - {who: [低保], ratio: 80%}
      - {who: [低保边缘, 困难职工, 困难党员, 重点优抚, 重度残疾, 大病救助对象], ratio: 60%}
    caps: [{amount: 20000, per: year}]
"""

CIVIL, UNION = "民政局低收入人口花名册_202503.xlsx", "困难职工档案_202503.xlsx"
VETERANS, SUPPLEMENT = "优抚对象信息_202503.csv", "大病互助补充_202503.csv"
BILLS, RED_CROSS = "SETL_D_202503.parquet", "红十字会大病救助_202503.csv"
RESIDENTS = "参保人员基本信息_202503.csv"


def someone(index: int, name: str) -> Person:
    return replace(person(index), name=name)


CHEN, LI = someone(1, "陈桂芳"), someone(2, "李长生")
WANG, ZHAO = someone(3, "王小龙"), someone(4, "赵春梅")
ZHOU, WU = someone(5, "周玉兰"), someone(6, "吴国强")
ZHENG, FENG = someone(7, "郑文秀"), someone(8, "冯建军")
SUN, QIAN = someone(9, "孙志远"), someone(10, "钱晓燕")
HE = someone(11, "何立新")

PAID = {
    # Recognised 10,000.00, insurance 4,000.00; 低保: 80 % of 6,000.00.
    CHEN.name: "4800.00",
    # Recognised 8,000.00, insurance 5,000.00; 特困: all of 3,000.00.
    LI.name: "3000.00",
    # Recognised 5,000.00, insurance 3,000.00; 低保边缘: 60 % of 2,000.00.
    WANG.name: "1200.00",
    # Recognised 6,543.21, insurance 4,000.00; 60 % of 2,543.21 is 1,525.926.
    ZHAO.name: "1525.93",
    # Recognised 7,000.00, insurance 5,000.00; 重点优抚: 60 % of 2,000.00.
    ZHOU.name: "1200.00",
    # Charged 9,000.00, taken back, charged 8,000.00; insurance 6,000.00; 60 % of 2,000.00.
    ZHENG.name: "1200.00",
    # Recognised 10,000.00, insurance 4,000.00, the supplement 500.00; 80 % of 5,500.00.
    FENG.name: "4400.00",
    # Recognised 4,000.00, insurance 2,500.00, the supplement 100.00, sent twice and paid once;
    # 60 % of 1,400.00.
    QIAN.name: "840.00",
}
AT_ONCE = (CHEN.name, ZHENG.name, QIAN.name)
"""Those of whom nothing was in doubt."""


def charged(one: Person, setl_id: str, cost: str, insured: str, **changes: str) -> dict[str, str]:
    """A stay in March, all of it recognised, of which insurance paid a part."""
    return bill(
        one, setl_id, medfee_sumamt=cost, inscp_scp_amt=cost, hifp_pay=insured,
        fund_pay_sumamt=insured, psn_part_amt="", psn_cash_pay="", **changes,
    )  # fmt: skip


def march() -> District:
    """What the offices know, and the damage each of them does to it on the way."""
    made = District()
    made.rows["civil-affairs"] = [
        # Somebody has put a quote and a tab around the number to keep it text.
        roster_row("civil-affairs", CHEN, identity="城市低保", certno=f"'{CHEN.certno}\t"),
        # A spreadsheet has kept fifteen digits of this one.
        roster_row(
            "civil-affairs", LI, identity="城市特困",
            certno=f"{LI.certno[0]}.{LI.certno[1:6]}E+17",
        ),
        # Two names have changed places when the list was sorted.
        roster_row("civil-affairs", WANG, identity="低保边缘户", name=ZHAO.name),
        roster_row("civil-affairs", ZHAO, identity="低保边缘户", name=WANG.name),
        roster_row("civil-affairs", FENG, identity="农村低保"),
    ]  # fmt: skip
    # It ends before it begins; the other veteran was not ill.
    made.rows["veterans"] = [
        roster_row("veterans", ZHOU, end="2014-01-01"),
        roster_row("veterans", HE),
    ]
    made.rows["organisation"] = [roster_row("organisation", WU)]
    made.rows["union"] = [roster_row("union", ZHENG)]
    made.rows["disabled"] = [roster_row("disabled", QIAN)]
    everybody = (CHEN, LI, WANG, ZHAO, ZHOU, WU, ZHENG, FENG, SUN, QIAN, HE)
    made.rows["residents"] = [resident(one) for one in everybody]
    # He died in February; the party's list does not know yet.
    made.rows["deaths"] = [beside(WU, died="2025-02-11")]
    sent_twice = charged(QIAN, "S10", "4000.00", "2500.00")
    made.rows["settlements"] = [
        charged(CHEN, "S01", "10000.00", "4000.00"),
        charged(LI, "S02", "8000.00", "5000.00"),
        charged(WANG, "S03", "5000.00", "3000.00"),
        charged(ZHAO, "S04", "6543.21", "4000.00"),
        charged(ZHOU, "S05", "7000.00", "5000.00"),
        # Somebody was treated on a dead man's card.
        charged(WU, "S06", "3000.00", "1000.00", vali_flag="1"),
        charged(ZHENG, "S07A", "9000.00", "6500.00", mdtrt_id="V7", refd_setl_flag="1"),
        charged(
            ZHENG, "S07B", "-9000.00", "-6500.00", mdtrt_id="V7", init_setl_id="S07A",
            refd_setl_flag="1", setl_time="2025-03-11",
        ),
        charged(ZHENG, "S07C", "8000.00", "6000.00", mdtrt_id="V7", setl_time="2025-03-11"),
        charged(FENG, "S08", "10000.00", "4000.00"),
        # Nobody has him on a list.
        charged(SUN, "S09", "2000.00", "1000.00"),
        sent_twice,
        dict(sent_twice),
    ]  # fmt: skip
    # The amount is in words.
    made.rows["supplement"] = [
        payment(FENG, "S08", "PA1", amount="五百元整"),
        payment(QIAN, "S10", "PA2", amount="100.00"),
    ]
    return made


@dataclass(frozen=True)
class Run:
    """What `assess` said and left."""

    done: Result
    out: Path

    def table(self, name: str) -> list[dict[str, str]]:
        """A table of the results."""
        return read_csv(self.out / f"{name}.csv")

    def funnel(self) -> dict[str, Any]:
        """What the funnel counts."""
        return dict(json.loads((self.out / "funnel.json").read_text(encoding="utf-8")))

    def visits(self) -> dict[str, int]:
        """How many visits ended where."""
        classes = self.funnel()["classes"]
        return {name: one["visits"] for name, one in classes.items() if one["visits"]}

    def paid(self) -> dict[str, str]:
        """What each person is due, in yuan."""
        return {row["姓名"]: row["拟救助金额(元)"] for row in self.table("entitlements")}

    def waiting(self) -> dict[tuple[str, int], str]:
        """Why rows wait, by file and row."""
        rows = (*self.table("quarantine"), *self.table("review"))
        return {(row["文件"], int(row["行"])): row["规则"] for row in rows if row["文件"]}

    def sentence(self, file: str, line: int) -> str:
        """What is said of a row, and what to do."""
        rows = (*self.table("quarantine"), *self.table("review"))
        (row,) = [row for row in rows if (row["文件"], row["行"]) == (file, str(line))]
        return row["说明"] + row["处理办法"]


class Desk:
    """The clerk's desk: a folder that files arrive in, and runs of the platform over it."""

    def __init__(self, room: Path) -> None:
        self.room = room
        (room / "pack").mkdir()
        (room / "pack" / "pack.yaml").write_text(PACK, encoding="utf-8")
        march().write(room / "in", "202503")
        # The Red Cross has nothing to tell, and signs that.
        (room / "in" / RED_CROSS).write_text("零报告：3月无变动\n填表人：陈静\n", encoding="utf-8")

    def run(self, name: str, *more: str) -> Run:
        """Assess what has arrived."""
        out = self.room / name
        arguments = ["--pack", str(self.room / "pack"), "--profile", "xinjin"]
        arguments += ["--in", str(self.room / "in"), "--year", "2025", "--as-of", "2025-04-08"]
        return Run(CliRunner().invoke(app, ["assess", *arguments, "--out", str(out), *more]), out)


@dataclass(frozen=True)
class Month:
    """The month as it went, run by run, and one sheet of it."""

    first: Run
    second: Run
    third: Run
    sheet: Result
    next_month: Run


ANSWERS: Mapping[tuple[str, int], tuple[str, str, str]] = {
    (f"{CIVIL}[花源街道]", 4): ("公民身份号码", LI.certno, "身份证复印件"),
    (f"{CIVIL}[五津街道]", 5): ("姓名", WANG.name, "户口簿"),
    (f"{CIVIL}[花源街道]", 5): ("姓名", ZHAO.name, "户口簿"),
    (VETERANS, 2): ("注销时间", "2034/1/1", "退役军人事务局复函"),
    (SUPPLEMENT, 2): ("赔付金额（元）", "500.00", "赔付通知书"),
    (BILLS, 7): ("vali_flag", "0", "医院作废说明"),
}
"""What the offices answered: the column, what is right, and the paper it rests on."""


def corrections(run: Run, file: Path) -> Path:
    """The clerk's answers to the rows that wait, with the delivery that the run names."""
    rows = (*run.table("quarantine"), *run.table("review"))
    delivery = {(row["文件"], int(row["行"])): row["送达号"] for row in rows if row["文件"]}
    with file.open("w", encoding="utf-8", newline="") as text:
        table = csv.writer(text)
        table.writerow(("文件", "行", "送达号", "字段", "更正为", "依据", "经办人", "复核人"))
        for (name, line), (field, right, paper) in ANSWERS.items():
            table.writerow(
                (name, line, delivery[name, line], field, right, paper, "林经办", "何复核")
            )
    return file


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    desk = Desk(tmp_path_factory.mktemp("month"))
    union = desk.room / "in" / UNION
    whole = union.read_bytes()
    union.write_bytes(whole[: len(whole) // 2])
    first = desk.run("04-02")
    union.write_bytes(whole)
    second = desk.run("04-03")
    answers = corrections(second, desk.room / "更正.csv")
    third = desk.run("04-08", "--corrections", str(answers))
    asked = ["explain", "--run", str(third.out), "--person", ZHAO.certno]
    sheet = CliRunner().invoke(app, asked)
    # Civil affairs send their list again, mended, and the old answers no longer fit it.
    mended = march()
    mended.rows = {"civil-affairs": mended.rows["civil-affairs"][:1]}
    mended.write(desk.room / "in", "202503")
    return Month(first, second, third, sheet, desk.run("05-01", "--corrections", str(answers)))


def test_on_the_second_the_unions_workbook_arrived_in_half_and_nothing_is_done(
    month: Month,
) -> None:
    assert month.first.done.exit_code == 2
    assert f"{UNION}: 工作簿打不开" in month.first.done.stderr
    assert "请重新导出" in month.first.done.stderr
    assert not month.first.out.exists()


def test_on_the_third_every_file_is_read_and_every_row_accounted_for(month: Month) -> None:
    run = month.second
    assert run.done.exit_code == 0, run.done.stderr
    accounts = {one["name"]: one for one in run.funnel()["files"]}
    counted = {
        name: (one["rows"], one["accepted"], one["quarantined"]) for name, one in accounts.items()
    }
    assert counted == {
        CIVIL: (5, 5, 0),
        "困难党员名单_202503.xlsx": (1, 1, 0),
        VETERANS: (2, 1, 1),
        UNION: (1, 1, 0),
        "残疾人证信息_202503.csv": (1, 1, 0),
        RED_CROSS: (0, 0, 0),
        BILLS: (13, 13, 0),
        SUPPLEMENT: (2, 1, 1),
        RESIDENTS: (11, 11, 0),
        "死亡人员名单_202503.xlsx": (1, 1, 0),
    }
    assert accounts[RED_CROSS]["is_zero_report"]
    assert run.funnel()["missing_sources"] == ["health-security", "settlements-elsewhere"]


def test_what_can_be_mended_is_mended_and_written_down(month: Month) -> None:
    repairs = {(row["文件"], row["规则"]) for row in month.second.table("repairs")}
    assert (f"{CIVIL}[五津街道]", "blanks_removed") in repairs
    assert (f"{CIVIL}[花源街道]", "digits_lost") in repairs


def test_of_what_cannot_it_says_row_by_row_why_and_what_to_do(month: Month) -> None:
    run = month.second
    assert {place: why for place, why in run.waiting().items() if place in ANSWERS} == {
        (f"{CIVIL}[花源街道]", 4): "number_digits_lost",
        (f"{CIVIL}[五津街道]", 5): "number_of_another_name",
        (f"{CIVIL}[花源街道]", 5): "number_of_another_name",
        (VETERANS, 2): "end_before_start",
        (SUPPLEMENT, 2): "not_an_amount",
        (BILLS, 7): "bill_after_death",
    }
    assert "请按文本格式重新导出" in run.sentence(f"{CIVIL}[花源街道]", 4)
    assert "结束日期 2014-01-01 早于开始日期 2024-01-01" in run.sentence(VETERANS, 2)
    assert "不是金额" in run.sentence(SUPPLEMENT, 2)
    assert "死亡以后的就诊" in run.sentence(BILLS, 7)


def test_until_then_only_those_are_paid_of_whom_nothing_is_in_doubt(month: Month) -> None:
    assert month.second.paid() == {name: PAID[name] for name in AT_ONCE}
    assert month.second.visits() == {"entitled": 3, "in_review": 6, "not_rostered": 1}


def test_on_the_eighth_the_answers_are_in_and_everybody_gets_what_is_due(month: Month) -> None:
    assert month.third.done.exit_code == 0, month.third.done.stderr
    assert month.third.paid() == PAID
    assert month.third.visits() == {"entitled": 8, "not_rostered": 1, "set_aside": 1}
    assert month.third.funnel()["amount_fen"] == 18_165_93


def test_nothing_waits_any_more_and_each_answer_is_on_record(month: Month) -> None:
    assert not month.third.waiting()
    corrected = [row for row in month.third.table("repairs") if row["规则"] == "corrected"]
    assert {(row["文件"], int(row["行"])) for row in corrected} == set(ANSWERS)
    text = (month.third.out / "repairs.csv").read_text(encoding="utf-8")
    assert LI.certno not in text
    inputs = json.loads((month.third.out / "run.json").read_text(encoding="utf-8"))["inputs"]
    assert "corrections" in {one["role"] for one in inputs}


def test_the_sheet_explains_what_a_mended_row_came_to(month: Month) -> None:
    assert month.sheet.exit_code == 0, month.sheet.stderr
    assert PAID[ZHAO.name] in month.sheet.stdout.replace(",", "")


def test_a_list_that_is_sent_again_has_to_be_answered_again(month: Month) -> None:
    lapsed = [row for row in month.next_month.table("quarantine") if row["字段"] == "送达号"]
    assert len(lapsed) == 3
    assert all("文件已不是当时那一份" in row["说明"] for row in lapsed)
    assert month.next_month.paid()[ZHOU.name] == PAID[ZHOU.name]
