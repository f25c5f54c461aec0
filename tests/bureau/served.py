"""A small district at work by itself: a profile's folder, its policy, people, and its jobs."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from bureau import offices_factory as small
from bureau.factories import Bureau
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs import services as jobs
from mianshen.bureau.jobs.districts import profile_of
from mianshen.run.shipped import Located

PACK = """\
id: small
region: "000000"
identities: [低保]
payers: {basic: {from: [hifp_pay]}}
layers:
  - {id: insurers, payers: [basic]}
  - {id: relief, members: [aid]}
programmes:
  aid: {title: 医疗救助, office: 医保局, fund: 基金, who: {any: [低保]},
        base: in_scope - basic, terms: [{ratio: 50%}]}
"""
SOURCES = """\
region: "510118"
pack: {pack}
title: 青禾区
vocabularies: {{civil: {{低保: 低保}}}}
sources:
  - id: civil
    title: 名单
    department: 区民政局
    role: roster
    files: ["名单_{{yyyymm}}.csv"]
    format: csv
    header_row: 1
    columns:
      {{name: [姓名], certno: [身份证号], identity: [类别], start: [起], township: [街镇],
       village: [居委], phone: [电话]}}
    required: [name, certno, identity]
    vocabulary: civil
    list: whole
    frequency: monthly
  - id: settlements
    title: 结算
    department: 区医保局
    role: settlements
    files: ["SETL_D_{{yyyymm}}.csv"]
    format: csv
    header_row: 1
    columns: national
    list: changes
    frequency: monthly
"""
FLOW = """\
district: "510118"
title: 小流程
source: 虚构
period: month
receives: street
hands_down: at_once
rhythm: {assess: %s, pay_on: [10, 25]}
new_facts: {more: follow_up, less: amend}
stages:
  - {id: street, title: 确认, office: street, act: confirm}
  - {id: centre, title: 复核, office: centre, act: review}
clocks:
  street:
    {title: 确认, begins: handed_down, ends: confirmed, within: 5, unit: working_days,
     pauses: [supplement], warn_before: 2, escalate_to: centre, source: 假定}
  whole:
    {title: 全程, begins: ordered, ends: paid, within: 20, unit: working_days,
     pauses: [supplement], warn_before: 5, escalate_to: supervision, source: 假定}
"""
FUNDS = """\
source: 虚构
funds:
  small-aid: {name: 基金, year: 2025, kind: floor, document: 1号, account: 专户,
              pays: {基金: [2024, 2025, 2026]}}
"""
NOTICES = """\
signature: 青禾区医保局
phone: 000-00000000
quiet: {from: "21:00", until: "08:00"}
templates:
  paid: {zh: "您{visit_on}费用的医疗救助{amount}元已拨付至尾号{tail}的银行卡"}
  bounced: {zh: "您{visit_on}费用的医疗救助{amount}元未能转入尾号{tail}的银行卡"}
"""


@dataclass
class Served:
    """A district that is served, in the middle of its day."""

    folder: Path
    assess: str = "at_once"
    bureau: Bureau = field(default_factory=Bureau)

    def __post_init__(self) -> None:
        profile_of.cache_clear()
        texts = {"flow.yaml": FLOW % self.assess, "funds.yaml": FUNDS, "notices.yaml": NOTICES}
        texts |= {"pack.yaml": PACK, "offices.yaml": small.SMALL}
        texts["sources.yaml"] = SOURCES.format(pack=self.folder / "pack.yaml")
        for name, text in texts.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        small.load_offices(self.folder / "offices.yaml", self.profile, small.FIRST_DAY, small.ACTOR)
        jobs.load(self.profile, "system:test", date(2025, 6, 2))
        assessment.put_in_force(Located(self.folder / "pack.yaml"), (), self.bureau.stated("x"))

    @property
    def profile(self) -> str:
        return str(self.folder)

    @property
    def district(self) -> jobs.District:
        (found,) = jobs.districts(date(2025, 6, 2))
        return found

    def list(self, *rows: str, month: str = "202501") -> None:
        """A list of people taken in: 姓名,身份证号,类别,起,街镇,居委,电话."""
        text = "\n".join(["姓名,身份证号,类别,起,街镇,居委,电话", *rows]) + "\n"
        profile = jobs.sources_of(self.profile)
        received = intake.receive(profile, f"名单_{month}.csv", text.encode(), "clerk:1")
        intake.process(received.batch, profile, "clerk:1")
        assert received.batch.state == "applied", received.batch.problems

    def at(self, day: str, hour: int = 12) -> datetime:
        """A moment in China."""
        return datetime.fromisoformat(f"{day}T{hour:02d}:00:00").replace(tzinfo=CHINA)
