"""The main job from outside: files in, results out, every visit accounted for and explained."""

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from acceptance.job_factory import (
    Done,
    bill,
    large_bill,
    mianshen,
    read_csv,
    rostered,
    write_table,
)
from mianshen.money import format_yuan

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "examples" / "demo"
TABLES = ("entitlements", "zero", "held", "excluded", "choices", "year_choices")
FILES = {
    *(f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet")),
    "set_aside.csv",
    "review.csv",
    "quarantine.csv",
    "repairs.csv",
    "funnel.json",
    "run.json",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("job")


@pytest.fixture(scope="module")
def demo(room: Path) -> Path:
    """The demo's results, from a copy of its data that lies beside them."""
    shutil.copytree(DEMO, room / "data")
    assert assess_demo(room, "demo").code == 0
    return room / "demo"


def assess_demo(room: Path, out: str, *more: str) -> Done:
    data = Path("data")
    rosters = [data / f"roster-{office}.csv" for office in ("civil-affairs", "disabled", "rural")]
    return mianshen(
        *("assess", "--pack", "yubei", "--overlay", data / "assumed"),
        *("--settlements", data / "settlements-2025.csv", "--rosters", *rosters),
        *("--others", data / "others.csv", "--year", "2025", "--as-of", "2025-12-31"),
        *("--out", out, *more),
        cwd=room,
    )


def assess_small(
    room: Path, pack: str, bills: list[dict[str, str]], people: list[dict[str, str]], *more: str
) -> Path:
    """Assess a few rows under a shipped pack; the folder of the results."""
    write_table(room / "bills.csv", bills)
    write_table(room / "roster.csv", people)
    done = mianshen(
        *("assess", "--pack", pack, "--settlements", "bills.csv", "--rosters", "roster.csv"),
        *("--year", "2025", "--as-of", "2025-12-31", "--out", "out", *more),
        cwd=room,
    )
    assert done.code == 0, done.err
    return room / "out"


def read_funnel(out: Path) -> dict[str, Any]:
    funnel = json.loads((out / "funnel.json").read_text(encoding="utf-8"))
    assert isinstance(funnel, dict)
    return funnel


def test_the_demo_writes_every_file_and_nothing_beside_them(demo: Path, room: Path) -> None:
    assert {file.name for file in demo.iterdir()} == FILES
    assert {path.name for path in room.iterdir()} >= {"data", "demo"}
    assert not [path for path in room.iterdir() if path.name.startswith(".")]


def test_the_demo_command_prints_a_summary_and_a_sheet(room: Path) -> None:
    done = mianshen("demo", cwd=room)
    assert done.code == 0, done.err
    for words in ("救助漏斗", "大额费用医疗救助", "假定参数 ordinary_ratio", "待遇测算明细"):
        assert words in done.out
    assert "5,625.20" in done.out


def test_every_visit_is_in_one_class_and_the_classes_add_up(demo: Path) -> None:
    funnel = read_funnel(demo)
    classes, every = funnel["classes"].values(), funnel["steps"]["visits"]
    for what in ("visits", "bill_fen", "amount_fen", "held_fen"):
        assert sum(one[what] for one in classes) == every[what]
    empty = {name for name, one in funnel["classes"].items() if not one["visits"]}
    assert empty == {"in_review", "quarantined"}


def test_rows_add_up_by_count_and_fen(demo: Path) -> None:
    rows, aside = read_funnel(demo)["rows"], read_csv(demo / "set_aside.csv")
    assert rows["read"] == rows["used"] + rows["set_aside"]
    assert rows["read_fen"] == rows["used_fen"] + rows["set_aside_fen"]
    assert rows["used_fen"] == read_funnel(demo)["steps"]["visits"]["bill_fen"]
    assert rows["set_aside"] == len(aside)
    assert {row["规则"] for row in aside} == {"same_content", "I1", "original_missing"}
    assert all(row["文件"] and row["行"] and row["处理办法"] for row in aside)


def test_the_funnel_says_what_the_lines_say(demo: Path) -> None:
    funnel = read_funnel(demo)
    entitled = pl.read_parquet(demo / "entitlements.parquet")
    held = pl.read_parquet(demo / "held.parquet")
    assert funnel["amount_fen"] == entitled["amount_fen"].sum()
    assert funnel["held_fen"] == entitled["held_fen"].sum() + held["held_fen"].sum()
    assert funnel["classes"]["entitled"]["visits"] == entitled["visit"].n_unique()
    for group, column in (("programmes", "programme"), ("offices", "office")):
        for name, tally in funnel[group].items():
            own = entitled.filter(pl.col(column) == name)
            assert tally["entitled"] == own.height
            assert tally["amount_fen"] == own["amount_fen"].sum()
            assert tally["people"] == own["person"].n_unique()


@pytest.mark.parametrize("table", TABLES[:-2])
def test_csv_and_parquet_say_the_same(demo: Path, table: str) -> None:
    frame = pl.read_parquet(demo / f"{table}.parquet")
    rows = read_csv(demo / f"{table}.csv")
    assert frame.height == len(rows) > 0
    labels = {"person": "证件号码", "settlement": "结算ID", "programme": "项目代码"}
    amounts = {
        "amount_fen": "拟救助金额(元)",
        "held_fen": "暂缓金额(元)",
        "delivered_fen": "已支付金额(元)",
    }
    for stored, shown in zip(frame.iter_rows(named=True), rows, strict=True):
        assert {stored[name] for name in labels} == {shown[label] for label in labels.values()}
        for name, label in amounts.items():
            assert format_yuan(stored[name]) == shown[label]


def test_csv_opens_in_a_spreadsheet(demo: Path) -> None:
    raw = (demo / "entitlements.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    # Longer numbers than a spreadsheet can hold end with a tab, which keeps them text.
    assert b"990000193902021728\t," in raw


def test_it_explains_the_published_case_to_the_fen(demo: Path, room: Path) -> None:
    done = mianshen(
        "explain", "--run", demo, "--person", "P0001", "--settlement", "S0001", cwd=room
    )
    assert done.code == 0, done.err
    amounts = {
        "医疗总费用": "52,000.00",
        "其中政策范围内": "50,000.00",
        "基本医保统筹基金": "-34,790.00",
        "大额费用医疗救助": "-10,647.00",
        "倾斜救助": "-937.80",
        "个人负担": "5,625.20",
    }
    stated = [line.split() for line in done.out.splitlines()]
    for label, amount in amounts.items():
        assert [label, amount] in stated
    assert "渝府办发〔2022〕116号 大额费用医疗救助" in done.out
    assert "S0002" not in done.out


def test_the_sheet_is_the_same_by_either_number_and_in_english(demo: Path, room: Path) -> None:
    certno = pl.read_parquet(demo / "entitlements.parquet").filter(psn_no="P0001")["person"][0]
    ways = [
        mianshen("explain", "--run", demo, "--person", number, "--lang", "en", cwd=room)
        for number in ("P0001", certno)
    ]
    assert ways[0] == ways[1]
    assert "the person bears" in ways[0].out
    assert "10,647.00 yuan" in ways[0].out


def test_names_and_numbers_are_masked_unless_told(demo: Path, room: Path) -> None:
    masked = mianshen("explain", "--run", demo, "--person", "P0001", cwd=room).out
    assert "何*芳" in masked
    assert "何淑芳" not in masked
    assert "990000" not in masked
    told = mianshen("explain", "--run", demo, "--person", "P0001", "--unmasked", cwd=room).out
    assert "何淑芳" in told


def test_running_twice_gives_the_same_bytes(demo: Path, room: Path) -> None:
    assert assess_demo(room, "again").code == 0
    for name in sorted(FILES):
        if not name.endswith(".parquet"):
            assert (room / "again" / name).read_bytes() == (demo / name).read_bytes(), name


def test_a_run_is_not_explained_with_other_inputs(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "data")
    assert assess_demo(tmp_path, "out").code == 0
    changed = tmp_path / "data" / "others.csv"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = mianshen("explain", "--run", "out", "--person", "P0001", cwd=tmp_path)
    assert done.code == 2
    assert "others.csv: 文件在测算后改动过" in done.err
    changed.unlink()
    done = mianshen("explain", "--run", "out", "--person", "P0001", cwd=tmp_path)
    assert done.code == 2
    assert "others.csv: 测算时用过的文件不在了" in done.err


def test_a_moved_run_is_explained_when_its_inputs_move_along(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "first" / "data")
    assert assess_demo(tmp_path / "first", "out").code == 0
    (tmp_path / "first").rename(tmp_path / "second")
    run = tmp_path / "second" / "out"
    assert mianshen("explain", "--run", run, "--person", "P0001", cwd=tmp_path).code == 0


def test_the_best_order_and_its_gain_are_shown(tmp_path: Path) -> None:
    out = assess_small(tmp_path, "order-matters", [bill()], [rostered()])
    (choice,) = pl.read_parquet(out / "choices.parquet").to_dicts()
    assert choice["chosen_left_fen"] == 1_850_00
    assert choice["listed_left_fen"] == 2_200_00
    assert choice["gain_fen"] == 350_00
    assert choice["chosen"] == "乙部门救助 → 甲部门救助"
    assert read_csv(out / "choices.csv")[0]["比默认顺序少负担(元)"] == "350.00"
    assert read_funnel(out)["gain_fen"] == 350_00
    sheet = mianshen("explain", "--run", out, "--person", "P1", cwd=tmp_path).out
    assert "最优救助方案比对" in sheet
    assert "2,200.00" in sheet


def test_people_on_no_roster_are_counted_and_not_assessed(tmp_path: Path) -> None:
    bills = [large_bill(), large_bill("S2", "P2")]
    out = assess_small(tmp_path, "yubei", bills, [rostered(listed_disease="否")])
    classes = read_funnel(out)["classes"]
    assert classes["entitled"]["visits"] == classes["not_rostered"]["visits"] == 1
    assert set(pl.read_parquet(out / "entitlements.parquet")["person"]) == {"P1"}


def test_a_person_is_one_person_under_either_number(tmp_path: Path) -> None:
    certno = "990000196804120128"
    bills = [large_bill(certno=certno), large_bill("S2", setl_time="2025-04-10 10:00:00")]
    roster = [rostered(人员编号="", 身份证号=certno, listed_disease="否")]
    out = assess_small(tmp_path, "yubei", bills, roster)
    assert set(pl.read_parquet(out / "entitlements.parquet")["person"]) == {certno}
    assert read_funnel(out)["classes"]["entitled"]["visits"] == 2


def test_opening_balances_use_up_the_cap(tmp_path: Path) -> None:
    opening = [{"人员编号": "P1", "救助项目": "大额费用医疗救助", "已救助": "59,000.00"}]
    write_table(tmp_path / "opening.csv", opening)
    roster = [rostered(listed_disease="否")]
    more = ("--opening", "opening.csv", "--since", "2025-02-01")
    out = assess_small(tmp_path, "yubei", [large_bill()], roster, *more)
    paid = pl.read_parquet(out / "entitlements.parquet").filter(programme="large_cost")
    assert paid["amount_fen"].to_list() == [1_000_00]


def test_without_opening_balances_late_data_are_held(tmp_path: Path) -> None:
    roster = [rostered(listed_disease="否")]
    out = assess_small(tmp_path, "yubei", [large_bill()], roster, "--since", "2025-02-01")
    held = pl.read_parquet(out / "held.parquet").filter(programme="large_cost")
    assert held["reason"].to_list() == ["opening balance missing"]


def test_one_stop_aid_is_set_against_what_is_due(tmp_path: Path) -> None:
    paid_at_once = {
        "maf_pay": "4000.00",
        "fund_pay_sumamt": "34000.00",
        "psn_part_amt": "16000.00",
        "psn_cash_pay": "16000.00",
    }
    roster = [rostered(listed_disease="否")]
    out = assess_small(tmp_path, "yubei", [large_bill(**paid_at_once)], roster)
    (line,) = pl.read_parquet(out / "entitlements.parquet").to_dicts()
    assert (line["amount_fen"], line["delivered_fen"]) == (15_000_00, 4_000_00)
    assert line["difference_fen"] == read_funnel(out)["top_up_fen"] == 11_000_00


def test_aid_that_a_department_gave_is_set_against_what_is_due_and_counts_once(
    tmp_path: Path,
) -> None:
    aid = {"人员编号": "P1", "结算ID": "S1", "救助项目": "大额费用医疗救助", "金额": "1,000.00"}
    first = write_table(tmp_path / "given.csv", [aid | {"编号": "A1"}, aid | {"编号": "A2"}])
    again = write_table(
        tmp_path / "again.csv", [aid | {"编号": "A2"}, aid | {"编号": "A3", "结算ID": "S9"}]
    )
    more = ("--given", first.name, "--given", again.name, "--lang", "en")
    roster = [rostered(listed_disease="否")]
    out = assess_small(tmp_path, "yubei", [large_bill()], roster, *more)
    lines = pl.read_parquet(out / "entitlements.parquet").filter(programme="large_cost")
    (line,) = lines.to_dicts()
    assert line["delivered_fen"] == 2_000_00
    assert line["difference_fen"] == line["amount_fen"] - 2_000_00
    aside = read_csv(out / "set_aside.csv")
    assert [(one["file"], one["rule"]) for one in aside] == [
        ("again.csv", "payment_settlement_missing")
    ]


def test_whoever_an_unreadable_row_of_given_aid_means_is_not_assessed(tmp_path: Path) -> None:
    aid = {"人员编号": "P1", "结算ID": "S1", "救助项目": "大额费用医疗救助", "金额": "1,000.00"}
    write_table(tmp_path / "given.csv", [aid, aid | {"救助项目": "没有的项目"}])
    more = ("--given", "given.csv", "--lang", "en")
    out = assess_small(tmp_path, "yubei", [large_bill()], [rostered()], *more)
    assert pl.read_parquet(out / "entitlements.parquet").is_empty()
    (row,) = read_csv(out / "quarantine.csv")
    assert row["rule"] == "programme_unknown"


def test_english_results_have_english_columns(tmp_path: Path) -> None:
    out = assess_small(tmp_path, "order-matters", [bill()], [rostered()], "--lang", "en")
    row = read_csv(out / "entitlements.csv")[0]
    assert row["status"] == "entitled"
    assert {"person", "amount_yuan", "difference_yuan", "reason_text"} <= set(row)


def test_figures_of_a_shipped_overlay_are_named_wherever_they_are_used(tmp_path: Path) -> None:
    write_table(tmp_path / "heard.csv", [{"来源": "大病互助补充", "截至日期": "2025-12-31"}])
    roster = [
        rostered(新津户籍="否", 优抚类别="参战参试人员"),
        rostered(identity="重度残疾"),
        rostered(identity="重点优抚"),
    ]
    more = ("--overlay", "xinjin/demo-assumed", "--others", "heard.csv")
    out = assess_small(tmp_path, "xinjin", [large_bill()], roster, *more)
    lines = pl.read_parquet(out / "entitlements.parquet")
    paid = dict(zip(lines["programme"], lines["amount_fen"], strict=True))
    assert paid == {"disabled": 9_500_00, "medical": 7_350_00, "veterans": 1_890_00}
    assert all(lines["assumed"])
    explained = mianshen("explain", "--run", "out", "--person", "P1", cwd=tmp_path)
    assert explained.code == 0, explained.err
    assert "510118-xinjin-demo-assumed" in explained.out
