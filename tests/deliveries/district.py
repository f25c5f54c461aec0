"""A district of a few made-up people, and what departments and insurers send about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from deliveries.writing import Fields, write_delivery
from mianshen.sources.layouts import Layout, Sources, read_sources
from mianshen.standards.identity.numbers import check_digit

XINJIN = Path(__file__).resolve().parents[2] / "profiles" / "xinjin" / "sources.yaml"

_FAMILIES = "赵钱孙李周吴郑王冯陈"
_GIVEN = ("文秀", "国强", "玉兰", "建军", "桂芳", "小龙", "春梅", "志远", "晓燕", "长生")
_NOBODYS_REGION = "119999"
_FIRST_BIRTHDAY = date(1950, 1, 5)

_CLASS_OF_SOURCE: Mapping[str, str] = {
    "civil-affairs": "城市低保",
    "health-security": "2306",
    "organisation": "",
    "veterans": "烈士遗属",
    "union": "深度困难",
    "red-cross": "",
    "disabled": "二级",
}


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    name: str
    certno: str
    psn_no: str
    born: date

    @property
    def sex(self) -> str:
        return "男" if int(self.certno[16]) % 2 else "女"


def person(index: int) -> Person:
    """The made-up person of this number, always the same."""
    born = _FIRST_BIRTHDAY + timedelta(days=index * 397)
    seventeen = f"{_NOBODYS_REGION}{born:%Y%m%d}{index % 999 + 1:03d}"
    name = _FAMILIES[index % 10] + _GIVEN[index // 10 % 10]
    return Person(name, seventeen + check_digit(seventeen), f"51011800000000{index:08d}", born)


@dataclass
class District:
    """Rows of every source, by its id, as fields; tests change what they are about."""

    sources: Sources = field(default_factory=lambda: read_sources(XINJIN))
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def layout(self, source: str) -> Layout:
        """The layout of a source."""
        return next(one for one in self.sources.layouts if one.id == source)

    def write(self, folder: Path, period: str = "202512", only: Sequence[str] = ()) -> list[Path]:
        """Write the files of a period; `only` names the sources wanted."""
        folder.mkdir(parents=True, exist_ok=True)
        return [
            write_delivery(folder, layout, self.rows[layout.id], period)
            for layout in self.sources.layouts
            if layout.id in self.rows and (not only or layout.id in only)
        ]


def district(people: int = 14) -> District:
    """Everybody on one roster each, with one bill each, every other one treated elsewhere."""
    made = District()
    for source in _CLASS_OF_SOURCE:
        made.rows[source] = []
    for source in ("settlements", "settlements-elsewhere", "supplement", "residents"):
        made.rows[source] = []
    for index in range(people):
        one = person(index)
        source = tuple(_CLASS_OF_SOURCE)[index % len(_CLASS_OF_SOURCE)]
        made.rows[source].append(roster_row(source, one))
        where = "settlements-elsewhere" if index % 2 else "settlements"
        made.rows[where].append(bill(one, f"S{index:04d}"))
        made.rows["residents"].append(resident(one))
    made.rows["supplement"].append(payment(person(0), "S0000", "PA1"))
    for source, index in (("commercial", 1), ("donation", 2)):
        made.rows[source] = [span_payment(person(index), f"{source}-1")]
    made.rows["deaths"] = [beside(person(people + 1), died="2025-11-02")]
    made.rows["moves"] = [beside(person(people + 2), moved="2025-11-02")]
    return made


def roster_row(source: str, one: Person, **changes: str) -> dict[str, str]:
    """A row of a department's roster about somebody, since the beginning of 2024."""
    row = {
        "number": "1",
        "name": one.name,
        "certno": one.certno,
        "identity": _CLASS_OF_SOURCE[source],
        "start": "2024-01-01",
        "sex": one.sex,
        "change": "新增",
    }
    if source == "disabled":
        row["disability_card"] = f"{one.certno}4{'一二三四'.index(row['identity'][0]) + 1}"
    if source == "health-security":
        row["psn_no"], row["cert_type"] = one.psn_no, "01"
    if source == "civil-affairs":
        row["household"] = f"H-{one.certno[-4:]}"
    return row | changes


def bill(one: Person, setl_id: str, **changes: str) -> dict[str, str]:
    """A stay of 10,000.00 yuan in March of which the pool paid 4,000.00."""
    row = {
        "setl_id": setl_id,
        "mdtrt_id": f"V-{setl_id}",
        "psn_no": one.psn_no,
        "psn_name": one.name,
        "certno": one.certno,
        "gend": "1" if one.sex == "男" else "2",
        "brdy": one.born.isoformat(),
        "insutype": "390",
        "begndate": "2025-03-01",
        "enddate": "2025-03-10",
        "setl_time": "2025-03-10",
        "med_type": "21",
        "hosp_lv": "5",
        "pay_loc": "2",
        "medfee_sumamt": "10000.00",
        "inscp_scp_amt": "10000.00",
        "hifp_pay": "4000.00",
        "maf_pay": "0.00",
        "fund_pay_sumamt": "4000.00",
        "psn_part_amt": "6000.00",
        "psn_cash_pay": "6000.00",
    }
    return row | changes


def resident(one: Person, **changes: str) -> dict[str, str]:
    """What the insurer knows of somebody."""
    row = {
        "psn_no": one.psn_no,
        "name": one.name,
        "certno": one.certno,
        "born": one.born.isoformat(),
        "sex": one.sex,
    }
    return row | changes


def payment(one: Person, setl_id: str, number: str, **changes: str) -> dict[str, str]:
    """What the supplement paid on one settlement."""
    row = {
        "setl_id": setl_id,
        "name": one.name,
        "certno": one.certno,
        "amount": "1000.00",
        "paid_on": "2025-04-01",
        "id": number,
    }
    return row | changes


def span_payment(one: Person, number: str, **changes: str) -> dict[str, str]:
    """What somebody else paid for the stay in March."""
    row = {
        "number": "1",
        "name": one.name,
        "certno": one.certno,
        "amount": "500.00",
        "first_day": "2025-03-01",
        "last_day": "2025-03-31",
        "id": number,
    }
    return row | changes


def beside(one: Person, **changes: str) -> Fields:
    """A row of a list of deaths or moves."""
    return {"number": "1", "name": one.name, "certno": one.certno} | changes


PACK = """\
id: small
region: "510118"
identities: [低保, 特困, 低保边缘, 因病致贫, 困难党员, 重点优抚, 困难职工, 大病救助对象, 重度残疾]
payers:
  basic: {from: [hifp_pay]}
  others:
    from: ["others:大病互助补充", "others:商业保险", "others:社会捐助"]
    allocate: chronological
layers:
  - {id: insurers, payers: [basic, others]}
  - {id: relief, members: [aid]}
programmes:
  aid:
    who:
      any: [低保, 特困, 低保边缘, 因病致贫, 困难党员, 重点优抚, 困难职工, 大病救助对象, 重度残疾]
    base: in_scope_left
    terms: [{ratio: 50%}]
"""
