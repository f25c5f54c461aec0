"""A small year as departments send it, with what goes wrong in one; for any order of arrival."""

from bureau.counter import BILL, bill_row, listed
from bureau.factories import Who, card

ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))
WANG = Who("王桂兰", card(53))
MISTAKEN = Who("李建国", ZHANG.certno)
SLIPPED = Who("王桂兰", str(WANG.certno)[:-1] + ("1" if str(WANG.certno)[-1] != "1" else "2"))
CROWD = [Who(f"周{n}", card(n)) for n in range(100, 110)]
LISTED = "姓名,身份证号,类别,户编号,起"
_ACCOUNT = listed(ZHANG, "张秀英", "6217001234567890", "农商行")


def _list(*people: Who, identity: str = "低保") -> list[str]:
    return [listed(who, identity, "H1" if who in CROWD[:3] else "", "") for who in people]


YEAR: dict[str, tuple[str, list[str]]] = {
    "民政_202501.csv": (LISTED, _list(*CROWD, ZHANG, LI)),
    "民政_202502.csv": (LISTED, [*_list(*CROWD, ZHANG), listed(LI, "", "", "")]),
    "民政_202503.csv": (LISTED, _list(*CROWD[:9], ZHANG, LI, WANG)),
    "残联_202503.csv": (
        "姓名,身份证号,类别,户籍",
        [listed(LI, "重度残疾", "是"), listed(MISTAKEN, "三级残疾", "否")],
    ),
    "死亡_202502.csv": ("姓名,身份证号,死亡日期", [listed(CROWD[0], "2025-02-20")]),
    "火化_202503.csv": ("姓名,身份证号,死亡日期", [listed(CROWD[0], "2025-02-22")]),
    "参保_202501.csv": ("姓名,身份证号,户籍", [listed(LI, "否"), listed(WANG, "是")]),
    "结算_202501.csv": (
        BILL,
        [bill_row(ZHANG, "s1", "2025-01-20"), bill_row(LI, "s2", "2025-01-21")],
    ),
    "结算_202502.csv": (
        BILL,
        [
            bill_row(ZHANG, "s3", "2025-02-03", takes_back="s1"),
            bill_row(MISTAKEN, "s4", "2025-02-04"),
            bill_row(CROWD[0], "s5", "2025-03-04"),
        ],
    ),
    "结算_202503.csv": (
        BILL,
        [
            bill_row(SLIPPED, "s6", "2025-03-05", 2_000),
            bill_row(LI, "s2", "2025-01-21"),
            bill_row(LI, "s7", "2025-03-09", takes_back="s2").replace("2025-03-09 10", "March 10"),
        ],
    ),
    "商保_202503.csv": (
        "姓名,身份证号,金额,结算编号,赔案号",
        [listed(SLIPPED, "120.50", "s6", "p1"), listed(LI, "x", "s2", "p2")],
    ),
    "期初_202501.csv": (
        "姓名,身份证号,救助项目,已救助金额",
        [listed(ZHANG, "医疗救助", "100"), listed(LI, "医疗救助", "50")],
    ),
    "期初_202502.csv": ("姓名,身份证号,救助项目,已救助金额", [listed(ZHANG, "医疗救助", "120")]),
    "期初补报_202501.csv": ("姓名,身份证号,救助项目,已救助金额", [listed(LI, "医疗救助", "70")]),
    "账户_202503.csv": ("姓名,身份证号,户名,账号,开户行", [_ACCOUNT]),
}


def content(name: str) -> bytes:
    """A file of the year as bytes."""
    header, rows = YEAR[name]
    return "\n".join((header, *rows, "")).encode()
