"""Writes the example in `examples/demo`: people, rosters and bills, all of them invented.

The same files on every machine: nothing is drawn at random. Run it from anywhere:
`.venv/bin/python examples/make_demo.py`.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from mianshen.money import fen_from_yuan, format_yuan

DEMO = Path(__file__).resolve().parent / "demo"

# No region has this code, so the numbers belong to nobody although their check digits are right.
NOWHERE = "990000"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"

HOSPITALS = {
    "1": ("H50011200101", "青禾镇卫生院", "10"),
    "2": ("H50011200201", "青禾区人民医院", "5"),
    "3": ("H50010300301", "江岸医科大学附属医院", "2"),
}
# Start line in yuan and share of the residents' scheme by grade of hospital.
BASIC = {"1": (100, "80%"), "2": (300, "70%"), "3": (800, "60%")}
MAJOR_LINE_YUAN, MAJOR_SHARE = 18_000, Fraction(6, 10)


@dataclass(frozen=True)
class Person:
    """Somebody invented: number, name, birth date, sex, and bills."""

    number: int
    name: str
    born: str
    sex: str

    @property
    def psn_no(self) -> str:
        return f"P{self.number:04d}"

    @property
    def certno(self) -> str:
        odd = self.sex == "男"
        digits = NOWHERE + self.born.replace("-", "") + f"{self.number:02d}{1 if odd else 2}"
        total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
        return digits + CHECK_DIGITS[total % 11]


@dataclass(frozen=True)
class Bill:
    """One settlement to make: amounts in whole yuan, days within the year of the demo."""

    person: int
    day: str
    total: int
    in_scope: int
    grade: str = "2"
    med_type: str = "21"
    stay: int = 8
    pay_loc: str = "2"
    referred: str = "否"
    filed: str = ""
    disease: str = "J18.900"
    one_stop: str = "0.00"
    changes: Mapping[str, str] = field(default_factory=dict)


PEOPLE = [
    Person(1, "何淑芳", "1968-04-12", "女"),
    Person(2, "陈国强", "1957-09-03", "男"),
    Person(3, "李秀英", "1944-01-25", "女"),
    Person(4, "王建平", "1961-11-08", "男"),
    Person(5, "赵玉兰", "1972-06-30", "女"),
    Person(6, "周德海", "1965-02-17", "男"),
    Person(7, "吴桂珍", "1950-12-01", "女"),
    Person(8, "郑大山", "1979-08-19", "男"),
    Person(9, "孙美华", "1948-03-22", "女"),
    Person(10, "冯小军", "1988-10-05", "男"),
    Person(11, "蒋丽", "1976-07-14", "女"),
    Person(12, "沈志远", "1969-05-27", "男"),
    Person(13, "韩春梅", "1981-01-09", "女"),
    Person(14, "杨光明", "1955-04-18", "男"),
    Person(15, "朱凤霞", "1963-09-29", "女"),
    Person(16, "秦有福", "1959-12-11", "男"),
    Person(17, "许阿婆", "1939-02-02", "女"),
    Person(18, "吕文斌", "1970-06-06", "男"),
    Person(19, "施晓燕", "1990-03-15", "女"),
    Person(20, "张宏伟", "1983-08-08", "男"),
    Person(21, "孔令仪", "1995-11-20", "女"),
    Person(22, "曹永年", "1952-07-07", "男"),
    Person(23, "严秋菊", "1947-10-10", "女"),
]

# Number, class, start, end, recognised, listed disease (是, 否, or not stated).
CIVIL_AFFAIRS = [
    (1, "低保边缘", "2025-01-01", "", "2024-12-18", "否"),
    (2, "低保", "2023-05-01", "", "2023-04-20", "否"),
    (3, "特困", "2019-01-01", "", "2018-12-10", "否"),
    (4, "低保", "2024-03-01", "", "2024-02-26", "是"),
    (5, "低保边缘", "2024-07-01", "2025-12-31", "2024-06-21", "否"),
    (8, "低保", "2022-01-01", "", "2021-12-15", "否"),
    (9, "特困", "2020-06-01", "", "2020-05-18", "否"),
    (10, "低保", "2025-02-01", "", "2025-01-23", ""),
    (12, "低保", "2023-06-01", "2025-05-31", "2023-05-19", "否"),
    (13, "低保边缘", "2025-01-01", "", "2024-12-30", "否"),
    (15, "低保", "2024-01-01", "", "2023-12-22", "否"),
    (16, "低保边缘", "2024-10-01", "", "2024-09-27", "否"),
    (17, "特困", "2016-01-01", "", "2015-12-08", "否"),
    (23, "低保", "2021-04-01", "", "2021-03-19", "否"),
]
RURAL = [
    (6, "监测对象", "2024-05-01", "", "2024-04-28", "否"),
    (7, "返贫致贫", "2023-11-01", "", "2023-10-25", "否"),
    (14, "监测对象", "2024-09-01", "", "2024-08-30", "否"),
    (18, "返贫致贫", "2025-03-01", "", "2025-02-24", "否"),
]
DISABLED = [
    (4, "重度残疾", "2015-06-01", "", "2015-05-20", ""),
    (11, "重度残疾", "2012-09-01", "", "2012-08-15", ""),
    (17, "重度残疾", "2010-01-01", "", "2009-12-20", ""),
]

BILLS = [
    # The case that Yubei published on 2023-10-30.
    Bill(1, "2025-03-21", 52_000, 50_000, referred="是", disease="I63.900"),
    Bill(1, "2025-08-06", 6_480, 6_100),
    Bill(2, "2025-02-14", 88_000, 80_500, "3", stay=19, pay_loc="6", referred="是"),
    Bill(2, "2025-05-09", 96_400, 90_200, "3", stay=23, pay_loc="6", referred="是"),
    Bill(2, "2025-09-30", 120_350, 112_900, "3", stay=31, pay_loc="6", referred="是"),
    Bill(2, "2025-10-22", 186, 150, "1", "11", 0),
    Bill(3, "2025-01-17", 9_860, 9_400, "1", stay=9),
    Bill(3, "2025-06-03", 12_740, 12_150),
    Bill(3, "2025-11-12", 8_215, 7_900, "1"),
    *[
        Bill(
            4,
            f"2025-{month:02d}-15",
            2_350 + 35 * month,
            2_240 + 30 * month,
            "3",
            "14",
            0,
            disease="M00500",
        )
        for month in (1, 2, 4, 6, 8, 10)
    ],
    Bill(
        4, "2025-07-28", 46_900, 44_600, "3", stay=16, pay_loc="6", referred="是", disease="N18.600"
    ),
    Bill(
        5,
        "2025-04-10",
        23_000,
        22_000,
        stay=15,
        referred="是",
        changes={"mdtrt_id": "V-STAY-05", "mid_setl_flag": "1"},
    ),
    Bill(
        5, "2025-04-25", 21_500, 20_400, stay=15, referred="是", changes={"mdtrt_id": "V-STAY-05"}
    ),
    Bill(6, "2025-03-03", 38_200, 36_500, stay=12),
    Bill(6, "2025-07-19", 5_930, 5_600),
    Bill(6, "2025-10-08", 312, 260, "1", "11", 0),
    Bill(7, "2025-05-22", 64_800, 60_300, "3", stay=18, pay_loc="6", referred="是"),
    Bill(7, "2025-12-02", 33_150, 31_900, stay=11, referred="是"),
    Bill(8, "2025-01-29", 41_300, 40_000, stay=13, one_stop="8000.00"),
    Bill(8, "2025-06-18", 35_600, 34_200, stay=10, one_stop="5000.00"),
    Bill(9, "2025-02-11", 31_400, 30_600, stay=14),
    Bill(9, "2025-08-27", 7_050, 6_700),
    Bill(10, "2025-04-03", 45_250, 43_800, stay=17, disease="C34.900"),
    Bill(10, "2025-09-16", 11_900, 11_200, disease="C34.900"),
    Bill(11, "2025-03-12", 9_400, 9_000),
    Bill(11, "2025-11-26", 402, 350, "1", "11", 0),
    Bill(12, "2025-04-30", 32_800, 31_500, stay=12),
    Bill(12, "2025-07-11", 36_100, 35_000, stay=13),
    Bill(13, "2025-06-25", 58_700, 52_300, "3", stay=16, pay_loc="4", filed="是"),
    Bill(13, "2025-10-31", 4_860, 4_500),
    *[
        Bill(14, f"2025-{month:02d}-20", 240 + 18 * month, 210 + 15 * month, "1", "11", 0)
        for month in (2, 5, 9)
    ],
    Bill(15, "2025-05-15", 40_900, 39_600, stay=14, changes={"hifmi_pay": "", "hifob_pay": ""}),
    Bill(15, "2025-12-09", 6_020, 5_800),
    Bill(16, "2025-02-20", 33_700, 32_000, stay=12, one_stop="9500.00"),
    *[
        Bill(17, f"2025-{month:02d}-08", 5_100 + 90 * month, 4_900 + 85 * month, "1", stay=10)
        for month in (1, 3, 5, 8, 11)
    ],
    Bill(18, "2025-02-05", 42_000, 40_500, stay=15),
    Bill(18, "2025-06-12", 47_300, 45_900, stay=16),
    Bill(19, "2025-03-18", 7_720, 7_300),
    Bill(19, "2025-09-04", 268, 230, "1", "11", 0),
    Bill(20, "2025-01-22", 15_640, 14_900),
    Bill(20, "2025-07-02", 33_900, 32_100, stay=9),
    Bill(21, "2025-10-14", 5_210, 4_950),
    Bill(22, "2025-12-18", 26_480, 25_300, "3", stay=12),
    Bill(3, "2024-12-20", 6_300, 6_000, "1"),
]

SETTLEMENT_COLUMNS = (
    "setl_id", "mdtrt_id", "init_setl_id", "psn_no", "psn_name", "psn_cert_type", "certno", "gend",
    "brdy", "insutype", "insu_admdvs", "fixmedins_code", "fixmedins_name", "hosp_lv",
    "dedc_hosp_lv", "begndate", "enddate", "setl_time", "med_type", "pay_loc", "dise_codg",
    "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt",
    "hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay",
    "fund_pay_sumamt", "psn_part_amt", "acct_pay", "psn_cash_pay", "hosp_part_amt",
    "refd_setl_flag", "mid_setl_flag", "vali_flag", "规范转诊", "异地备案",
)  # fmt: skip
NEGATED = (
    "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt",
    "hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay",
    "fund_pay_sumamt", "psn_part_amt", "acct_pay", "psn_cash_pay", "hosp_part_amt",
)  # fmt: skip
ROSTER_COLUMNS = (
    "姓名", "证件号码", "身份类别", "开始日期", "结束日期", "认定日期", "出生日期", "性别", "部门",
    "所患疾病在重特大疾病病种目录内",
)  # fmt: skip
OTHERS_COLUMNS = (
    "证件号码", "来源", "金额", "结算ID", "开始日期", "结束日期", "暂定", "截至日期",
)  # fmt: skip

Row = dict[str, str]


def settlement(number: int, bill: Bill) -> Row:
    """A bill that adds up in every identity, split among funds as a residents' scheme would."""
    person = PEOPLE[bill.person - 1]
    code, hospital, level = HOSPITALS[bill.grade]
    line_yuan, share = BASIC[bill.grade]
    ratio = Fraction(share.removesuffix("%")) / 100
    basic_fen = fen_from_yuan(max(Fraction(0), bill.in_scope - line_yuan) * ratio)
    left_yuan = bill.in_scope - Fraction(basic_fen, 100)
    major_fen = fen_from_yuan(max(Fraction(0), left_yuan - MAJOR_LINE_YUAN) * MAJOR_SHARE)
    one_stop_fen = fen_from_yuan(Fraction(bill.one_stop))
    funds_fen = basic_fen + major_fen + one_stop_fen
    outside_fen = (bill.total - bill.in_scope) * 100
    first_fen, limit_fen = outside_fen // 2, outside_fen // 10
    left = date.fromisoformat(bill.day)
    person_fen = bill.total * 100 - funds_fen
    row = {
        "setl_id": f"S{number:04d}",
        "mdtrt_id": f"V{number:04d}",
        "init_setl_id": "",
        "psn_no": person.psn_no,
        "psn_name": person.name,
        "psn_cert_type": "01",
        "certno": person.certno,
        "gend": "1" if person.sex == "男" else "2",
        "brdy": person.born,
        "insutype": "390",
        "insu_admdvs": "500112",
        "fixmedins_code": code,
        "fixmedins_name": hospital,
        "hosp_lv": level,
        "dedc_hosp_lv": bill.grade,
        "begndate": (left - timedelta(days=bill.stay)).isoformat(),
        "enddate": bill.day,
        "setl_time": f"{bill.day} 10:{number % 60:02d}:00",
        "med_type": bill.med_type,
        "pay_loc": bill.pay_loc,
        "dise_codg": bill.disease,
        "medfee_sumamt": format_yuan(bill.total * 100),
        "fulamt_ownpay_amt": format_yuan(outside_fen - first_fen - limit_fen),
        "overlmt_selfpay": format_yuan(limit_fen),
        "preselfpay_amt": format_yuan(first_fen),
        "inscp_scp_amt": format_yuan(bill.in_scope * 100),
        "hifp_pay": format_yuan(basic_fen),
        "hifmi_pay": format_yuan(major_fen),
        "maf_pay": format_yuan(one_stop_fen),
        "fund_pay_sumamt": format_yuan(funds_fen),
        "psn_part_amt": format_yuan(person_fen),
        "psn_cash_pay": format_yuan(person_fen),
        "refd_setl_flag": "0",
        "mid_setl_flag": "0",
        "vali_flag": "1",
        "规范转诊": bill.referred,
        "异地备案": bill.filed,
    }
    zeros = ("cvlserv_pay", "hifes_pay", "hifob_pay", "oth_pay", "acct_pay", "hosp_part_amt")
    return {**row, **dict.fromkeys(zeros, "0.00"), **bill.changes}


def refund(original: Row, setl_id: str, day: str, **changes: str) -> Row:
    """The row that takes a settlement back: every amount negated."""
    amounts = {name: "-" + original[name] for name in NEGATED if is_given(original[name])}
    usual = {
        "setl_id": setl_id,
        "init_setl_id": original["setl_id"],
        "setl_time": f"{day} 16:30:00",
        "refd_setl_flag": "1",
    }
    return {**original, **amounts, **usual, **changes}


def is_given(amount: str) -> bool:
    """Whether an amount is given and not zero."""
    return bool(amount.strip("0."))


def settlements() -> list[Row]:
    """All bills in order of time, with what goes wrong in real life among them."""
    rows = [settlement(number, bill) for number, bill in enumerate(BILLS, 1)]
    by_day = {(row["psn_no"], row["enddate"]): row for row in rows}
    taken_back = by_day["P0006", "2025-07-19"]
    again = {**taken_back, "setl_id": "S0901", "setl_time": "2025-07-21 09:15:00"}
    stranger = by_day["P0020", "2025-01-22"]
    broken = {**by_day["P0014", "2025-09-20"], "setl_id": "S0904", "mdtrt_id": "V0904"}
    broken["fund_pay_sumamt"] = "999.00"
    rows += [
        refund(taken_back, "S0902", "2025-07-20"),
        again,
        refund(stranger, "S0903", "2025-01-23"),
        refund(by_day["P0015", "2025-12-09"], "S0906", "2025-12-11"),
        refund(by_day["P0007", "2025-12-02"], "S0905", "2025-12-05", init_setl_id="S0777"),
        broken,
        dict(by_day["P0011", "2025-03-12"]),
    ]
    taken_back["refd_setl_flag"] = "1"
    return sorted(rows, key=lambda row: (row["setl_time"], row["setl_id"]))


def roster(entries: Sequence[tuple[int, str, str, str, str, str]], office: str) -> list[Row]:
    """A roster as an office sends it."""
    rows = []
    for number, identity, start, end, recognised, listed in entries:
        person = PEOPLE[number - 1]
        cells = (person.name, person.certno, identity, start, end, recognised, person.born)
        rows.append(dict(zip(ROSTER_COLUMNS, (*cells, person.sex, office, listed), strict=True)))
    return rows


def others(bills: Sequence[Row]) -> list[Row]:
    """What charity and the city's commercial insurance paid, and how far they have reported."""
    setl_id = {(row["psn_no"], row["enddate"]): row["setl_id"] for row in bills}

    def paid(number: int, day: str, source: str, amount: str, provisional: str = "否") -> Row:
        person = PEOPLE[number - 1]
        settled = setl_id[person.psn_no, day]
        cells = (person.certno, source, amount, settled, "", "", provisional, "")
        return dict(zip(OTHERS_COLUMNS, cells, strict=True))

    def closed(source: str, day: str) -> Row:
        return dict(zip(OTHERS_COLUMNS, ("", source, "", "", "", "", "", day), strict=True))

    return [
        paid(2, "2025-02-14", "渝快保", "3200.00"),
        paid(7, "2025-05-22", "扶贫济困", "1500.00"),
        # More than the bill leaves: the settlement is shown, not clamped.
        paid(9, "2025-02-11", "渝快保", "28000.00"),
        paid(18, "2025-02-05", "渝快保", "2100.50"),
        paid(18, "2025-06-12", "渝快保", "4800.00", "是"),
        closed("渝快保", "2025-12-31"),
        closed("扶贫济困", "2025-12-31"),
    ]


def write(name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a table as clean CSV."""
    with (DEMO / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write every file of the example."""
    DEMO.mkdir(exist_ok=True)
    bills = settlements()
    write("settlements-2025.csv", SETTLEMENT_COLUMNS, bills)
    write("roster-civil-affairs.csv", ROSTER_COLUMNS, roster(CIVIL_AFFAIRS, "民政局"))
    write("roster-rural.csv", ROSTER_COLUMNS, roster(RURAL, "农业农村委"))
    write("roster-disabled.csv", ROSTER_COLUMNS, roster(DISABLED, "残联"))
    write("others.csv", OTHERS_COLUMNS, others(bills))


if __name__ == "__main__":
    main()
