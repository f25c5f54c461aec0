"""The counter of a bureau: files handed over by departments, as text, and taken all the way in."""

from collections.abc import Sequence
from pathlib import Path

from bureau.factories import Who
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.services import Profile

SOURCES = """
region: "510118"
pack: xinjin
identity_marks:
  source: platform
  codes: {低保: "2303", 特困: "2304", 重度残疾: "230801"}
sources:
  - id: civil-affairs
    department: 民政局
    owner: 民政局社会救助科
    contract: 共享协议 2025-3
    role: roster
    files: ["民政_{yyyymm}.csv"]
    columns: {name: [姓名], certno: [身份证号], identity: [类别], household: [户编号], start: [起]}
    required: [name, certno]
    list: whole
    frequency: monthly
  - id: disabled
    department: 残联
    role: roster
    files: ["残联_{yyyymm}.csv"]
    columns: {name: [姓名], certno: [身份证号], identity: [类别], attribute.xinjin_hukou: [户籍]}
    required: [name, certno, identity]
    list: whole
    frequency: quarterly
  - id: residents
    department: 医保局
    role: people
    files: ["参保_{yyyymm}.csv"]
    columns: {name: [姓名], certno: [身份证号], attribute.xinjin_hukou: [户籍]}
    required: [name, certno]
    list: changes
    frequency: monthly
  - id: deaths
    department: 民政局
    role: people
    files: ["死亡_{yyyymm}.csv"]
    pull: {database: front, table: exchange.deaths}
    columns: {name: [姓名], certno: [身份证号], died: [死亡日期]}
    list: changes
    frequency: monthly
  - id: burials
    department: 殡仪馆
    role: people
    files: ["火化_{yyyymm}.csv"]
    columns: {name: [姓名], certno: [身份证号], died: [死亡日期]}
    list: changes
    frequency: monthly
  - id: settlements
    department: 医保局
    role: settlements
    files: ["结算_{yyyymm}.csv"]
    columns: national
    frequency: monthly
  - id: commercial
    department: 医保局
    role: others
    files: ["商保_{yyyymm}.csv"]
    columns: {name: [姓名], certno: [身份证号], amount: [金额], setl_id: [结算编号], id: [赔案号]}
    fixed: {source: 商业保险}
    frequency: monthly
  - id: accounts
    department: 区医保中心
    role: accounts
    files: ["账户_{yyyymm}.csv"]
    columns: {name: [姓名], certno: [身份证号], holder: [户名], account: [账号], bank: [开户行]}
    list: whole
    frequency: monthly
  - id: platform
    department: 医保局
    role: roster
    files: ["标识_{yyyymm}.csv"]
    columns:
      psn_no: [psn_no]
      name: [psn_name]
      certno: [certno]
      identity: [psn_idet_type]
      start: [begntime]
      end: [endtime]
    required: [certno, identity, start]
    vocabulary: national.psn_idet_type
    list: whole
    frequency: monthly
  - id: receipts
    department: 医保局
    role: mark_receipts
    files: ["标识回执_{yyyymmdd}.csv"]
    columns: {line: [line_no], result: [处理结果], reason: [失败原因]}
  - id: counter-aid
    department: 医保局
    role: one_stop
    files: ["一站式救助_{yyyymm}.csv"]
    columns: {setl_id: [结算编号], amount: [救助金额], paid_on: [结算日期]}
    frequency: monthly
  - id: given
    department: 残联
    role: given
    files: ["已发_{yyyymm}.csv"]
    frequency: monthly
  - id: e-bills
    department: 区医保中心
    role: e_bills
    files: ["票据_{yyyymm}.csv"]
    frequency: monthly
  - id: opening
    department: 区医保中心
    role: opening
    files: ["期初_{yyyymm}.csv", "期初补报_{yyyymm}.csv"]
    columns: {name: [姓名], certno: [身份证号], programme: [救助项目], entitled: [已救助金额]}
    frequency: once
  - id: backlog
    department: 区医保中心
    role: backlog
    files: ["在办_{yyyymm}.csv"]
    columns: {name: [姓名], certno: [身份证号], setl_id: [结算编号], office: [办理单位]}
    frequency: once
"""

BILL = "setl_id,setl_time,psn_name,certno,medfee_sumamt,inscp_scp_amt,hifp_pay,fund_pay_sumamt,"
BILL += "psn_part_amt,psn_cash_pay,begndate,enddate,mdtrt_id,init_setl_id,refd_setl_flag"


def read_profile(folder: Path) -> Profile:
    """The profile above, as a folder holds it, with the pack of Xinjin."""
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return intake.read_profile(str(folder), "xinjin")


def bill_row(
    who: Who, setl_id: str, day: str = "2025-03-10", yuan: int = 1000, takes_back: str = ""
) -> str:
    """A settlement of which the fund paid 600 of 1,000; with `takes_back` the refund of one."""
    sign = "-" if takes_back else ""
    paid, own = yuan * 6 // 10, yuan - yuan * 6 // 10
    amounts = f"{sign}{yuan},{sign}{yuan},{sign}{paid},{sign}{paid},{sign}{own},{sign}{own}"
    visit = f"v-{takes_back or setl_id}"
    flag = f"{takes_back},1" if takes_back else ",0"
    return f"{setl_id},{day} 10:00:00,{who.name},{who.certno},{amounts},{day},{day},{visit},{flag}"


def settlement(who: Who, setl_id: str = "s1", **more: object) -> dict[str, object]:
    """The same bill as another system pushes it."""
    row = bill_row(who, setl_id, "2026-03-10").split(",")
    return {name: text for name, text in zip(BILL.split(","), row, strict=True) if text} | more


def listed(who: Who, *more: str) -> str:
    """A row that names somebody by name and number, and what else it says."""
    return ",".join((who.name, str(who.certno), *more))


class Counter:
    """Takes files in one after the other, each as far as it goes."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile

    def hand_in(self, name: str, header: str, rows: Sequence[str]) -> Batch:
        """A text file with a header and rows."""
        return self.give(name, "\n".join((header, *rows, "")).encode())

    def give(self, name: str, content: bytes) -> Batch:
        """Any file."""
        received = intake.receive(self.profile, name, content, "clerk:1")
        return intake.process(received.batch, self.profile, "clerk:1")

    def roster(self, month: str, people: Sequence[tuple[Who, str]]) -> Batch:
        """The list of the civil affairs office for a month."""
        rows = [listed(who, identity, who.household or "", "") for who, identity in people]
        return self.hand_in(f"民政_{month}.csv", "姓名,身份证号,类别,户编号,起", rows)

    def disabled(self, month: str, people: Sequence[tuple[Who, str, str]]) -> Batch:
        """The list of the federation of the disabled for a month."""
        rows = [listed(who, identity, hukou) for who, identity, hukou in people]
        return self.hand_in(f"残联_{month}.csv", "姓名,身份证号,类别,户籍", rows)

    def settle(self, month: str, *rows: str) -> Batch:
        """The settlements of a month."""
        return self.hand_in(f"结算_{month}.csv", BILL, rows)

    def deaths(self, month: str, *people: tuple[Who, str], office: str = "死亡") -> Batch:
        """Who died, as an office tells."""
        rows = [listed(who, day) for who, day in people]
        return self.hand_in(f"{office}_{month}.csv", "姓名,身份证号,死亡日期", rows)

    def insurer(self, month: str, *rows: str) -> Batch:
        """What commercial insurers paid: name, number, yuan, settlement, number of the case."""
        return self.hand_in(f"商保_{month}.csv", "姓名,身份证号,金额,结算编号,赔案号", rows)
