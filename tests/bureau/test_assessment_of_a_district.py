"""A synthetic district by the job on files and on the platform: same lines, same funnel."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bureau.factories import Bureau
from bureau.stating_a_case import state_case
from mianshen.bureau.assessment import services as assessment
from mianshen.run import engines
from mianshen.run.case import Case, Order
from mianshen.run.funnel import make_funnel
from mianshen.run.job import read_case, run_case
from mianshen.run.shipped import Located, locate_profile
from mianshen.synth.district import read_profile, write_district

pytestmark = pytest.mark.usefixtures("database")

PACK = """\
id: district
region: "000000"
identities:
  - 特困
  - 孤儿
  - 困境儿童
  - 低保
  - 低保边缘
  - 监测对象
  - 因病致贫
  - 重点优抚
  - 重度残疾
  - 困难党员
  - 困难职工
  - 大病救助对象
payers:
  basic: {from: [hifp_pay]}
  major: {from: [大病互助补充]}
  commercial: {from: [商业保险], allocate: chronological}
  donation: {from: [社会捐助], allocate: chronological}
pools:
  year: {amount: 3000, per: year}
layers:
  - {id: insurers, payers: [basic, major]}
  - {id: relief, combine: best_order, members: [aid, care]}
  - {id: others, payers: [commercial, donation]}
programmes:
  aid:
    title: 医疗救助
    fund: 救助基金
    who: {any: [低保, 特困, 低保边缘, 监测对象, 因病致贫, 大病救助对象]}
    base: in_scope - basic - major
    terms: [{line: {amount: 100, per: year}, ratio: 50%}]
    pools: [year]
  care:
    fund: 专项资金
    who: {any: [重度残疾, 特困, 困难职工]}
    requires: [major]
    base: in_scope - basic - major
    terms: [{ratio: 20%}]
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("district")
    files = folder / "files"
    files.mkdir()
    write_district(read_profile(locate_profile("xinjin").parent), 60, 7, files)
    for roster in files.rglob("残疾人证*"):
        roster.unlink()  # some visits are then of people on no roster
    pack = folder / "pack.yaml"
    pack.write_text(PACK, encoding="utf-8")
    return read_case(Order(str(pack), {}, 2025, date(2025, 12, 31), profile="xinjin", folder=files))


@pytest.mark.parametrize("units_for_kernel", [0, 300], ids=["kernel", "reference"])
def test_lines_and_funnel_of_a_district_are_those_of_the_job_on_files(
    case: Case, monkeypatch: pytest.MonkeyPatch, units_for_kernel: int
) -> None:
    outcome = run_case(case, case.units())
    bureau = Bureau()
    assessment.put_in_force(Located(Path(case.order.pack)), (), bureau.stated("policy:1"))
    person_of = state_case(case, bureau)
    asked = assessment.Asked(case.order.as_of, (2025,))
    monkeypatch.setattr(engines, "UNITS_FOR_KERNEL", units_for_kernel)
    assessment.assess_dirty(asked, bureau.stated())

    wanted = sorted(
        (replace(line, person=str(person_of[line.person])) for line in outcome.lines), key=repr
    )
    found = sorted(assessment.lines_as_known(), key=repr)
    assert Counter(line.status for line in found) == Counter(line.status for line in wanted)
    assert found == wanted
    by_files, here = make_funnel(case, outcome), assessment.funnel(2025)
    assert here.visits == sum(by_files.classes[name].visits for name in here.classes)
    assert here.classes == {name: by_files.classes[name] for name in here.classes}
    assert here.classes["entitled"].visits > 0
    assert here.classes["not_rostered"].visits > 0
    assert (here.amount_fen, here.held_fen) == (by_files.amount_fen, by_files.held_fen)
    aid_fen = sum(tally.amount_fen for tally in here.classes.values())
    assert aid_fen + here.year_amount_fen == here.amount_fen
