"""Flows as data: the shipped ones are read, and a fault is told at its file, line and column."""

from pathlib import Path

import pytest

from bureau.small_flow import FLOW
from mianshen.bureau.casework.flow import FlowSpelling, SampleSpelling
from mianshen.bureau.casework.profile import FLOW_FILE, read_flow
from mianshen.bureau.offices.profile import read_offices
from mianshen.run.messages import InputError, Lang
from mianshen.run.shipped import locate_profile, shipped_profiles


def read(folder: Path, text: str) -> FlowSpelling:
    file = folder / FLOW_FILE
    file.write_text(text, encoding="utf-8")
    return read_flow(file)


@pytest.mark.parametrize("name", sorted(shipped_profiles(FLOW_FILE)))
def test_a_shipped_flow_is_of_the_district_of_its_profile_and_has_its_offices(name: str) -> None:
    flow = read_flow(locate_profile(name, FLOW_FILE))
    offices = read_offices(locate_profile(name, "offices.yaml"))

    assert offices.district.startswith(flow.district)
    kinds = {office.kind for office in offices.offices.values()}
    assert {flow.receives, *(stage.office for stage in flow.stages)} <= kinds
    acts = {act for role in offices.roles.values() for act in role.does}
    assert {stage.act for stage in flow.stages} <= acts


def test_three_districts_ship_a_flow_of_their_own() -> None:
    flows = {name: read_flow(file) for name, file in shipped_profiles(FLOW_FILE).items()}

    assert set(flows) == {"xinjin", "baoshan", "jingan"}
    assert flows["xinjin"].clocks["whole"].within == 20
    assert flows["xinjin"].clocks["classify"].within == 3
    assert len(flows["xinjin"].rhythm.pay_on) == 2
    assert flows["baoshan"].hands_down == "at_once"
    assert flows["jingan"].rhythm.close_on is not None


@pytest.mark.parametrize(
    ("old", "new", "where", "told"),
    [
        ("act: approve", "act: aprove", "flow.yaml:11:", "did you mean 'approve'"),
        ("act: review", "act: pay", "flow.yaml:12:", "decided by confirm, approve, review"),
        ("apart_from: [street]", "apart_from: [stret]", "flow.yaml:12:", "did you mean 'street'"),
        (", tasks: department", "", "flow.yaml:11:", "go with offices of kind `department`"),
        ("id: centre", "id: street", "flow.yaml:12:", "told twice"),
        ("{count: 2}", "{}", "flow.yaml:10:", "without looking nobody confirms"),
        ("{count: 2}", "{share: 120%}", "flow.yaml:10:", "0% to 100%"),
        ("begins: ordered, ends: paid", "begins: paid, ends: ordered", "flow.yaml:15:", "after"),
        ("within: 20", "within: 20, warn_before: 20", "flow.yaml:15:", "warns of nothing"),
        ("title: 复核, office", "title: 复核, needs: 2, office", "flow.yaml:12:", "2 times"),
        ("period: month", "periode: month", "flow.yaml:4:1", "did you mean 'period'"),
    ],
)
def test_a_fault_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, where: str, told: str
) -> None:
    assert old in FLOW
    with pytest.raises(InputError) as caught:
        read(tmp_path, FLOW.replace(old, new))

    text = "\n".join(one.text(Lang.EN) for one in caught.value.messages)
    assert where in text
    assert told in text


def test_a_flow_that_looks_at_large_sums_only_is_refused(tmp_path: Path) -> None:
    text = FLOW.replace("office:", "above_yuan: 9000, office:")

    with pytest.raises(InputError) as caught:
        read(tmp_path, text)

    assert "approved by nobody" in caught.value.messages[0].text(Lang.EN)


def test_a_large_sum_takes_the_stage_that_a_small_one_does_not(tmp_path: Path) -> None:
    text = FLOW.replace("id: centre,", "id: centre, above_yuan: 10000,")
    stage = read(tmp_path, text).stages[2]

    assert not stage.takes(1_000_000)
    assert stage.takes(1_000_001)


@pytest.mark.parametrize(("needs", "enough"), [("all", 3), ("any", 1), ("2", 2), ("9", 3)])
def test_a_stage_says_how_many_departments_it_takes(
    tmp_path: Path, needs: str, enough: int
) -> None:
    text = FLOW.replace("tasks: department", f"tasks: department, needs: {needs}")

    assert read(tmp_path, text).stages[1].enough(3) == enough


@pytest.mark.parametrize(("orders", "size"), [(0, 0), (3, 3), (40, 5), (101, 6), (305, 16)])
def test_the_sample_is_the_larger_of_count_and_share(orders: int, size: int) -> None:
    sample = SampleSpelling.model_validate({"count": 5, "share": "5%"})

    assert sample.size(orders) == size
