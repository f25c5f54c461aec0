"""Every published amount is shown by a case of a pack, and every case of every pack holds."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from mianshen.engine.reference import assess
from mianshen.money import parse_yuan
from mianshen.policy.loading import load_pack
from mianshen.policy.pack import Pack
from mianshen.run.cases import Case, check_case, facts_of, read_cases
from mianshen.standards.accounting import bearing_shares
from mianshen.standards.settlement import Settlement

PACKS = Path(__file__).resolve().parents[2] / "packs"


def folders() -> list[Path]:
    """Every folder of a pack, and of an overlay, which lies inside its pack's."""
    return sorted(file.parent for file in PACKS.rglob("pack.yaml"))


def is_overlay(folder: Path) -> bool:
    return (folder.parent / "pack.yaml").is_file()


def load_folder(folder: Path) -> Pack:
    return load_pack(folder.parent, [folder]) if is_overlay(folder) else load_pack(folder)


def loaded() -> list[tuple[Pack, Case]]:
    return [
        (pack, case)
        for folder in folders()
        for pack in [load_folder(folder)]
        for case in read_cases(folder)
    ]


LOADED = loaded()
BY_ID = {case.id: case for _, case in LOADED}


@dataclass(frozen=True)
class Shown:
    """An amount that must stand in a case: case, event (None for the year), programme, yuan."""

    case: str
    event: str | None
    programme: str
    yuan: str


YUBEI = "yubei-low-margin"
PREMIUM = "yubei-premium-2025"
POVERTY = "beijing-illness-poverty-marginal"
ANQING = "anqing-backdate-on-application"
ABSOLUTE = "major-illness-absolute-bands"
FROM_LINE = "major-illness-bands-from-start-line"
SHANDONG = "shandong-2014-major-illness"

PUBLISHED: dict[str, tuple[Shown, ...]] = {
    "yubei-low-margin": (
        Shown("yubei-low-margin-computed", "stay", "basic", "34790.00"),
        Shown(YUBEI, "stay", "large_cost", "10647.00"),
        Shown(YUBEI, "stay", "tilt", "937.80"),
    ),
    "major-illness-absolute-bands": (
        Shown(ABSOLUTE, "first band alone", "major_illness", "10800.00"),
        Shown(ABSOLUTE, "first two bands", "major_illness", "56300.00"),
        Shown(ABSOLUTE, "published", "major_illness", "93800.00"),
    ),
    "major-illness-bands-from-start-line": (
        Shown(FROM_LINE, "first band alone", "major_illness", "6000.00"),
        Shown(FROM_LINE, "published", "major_illness", "10000.00"),
    ),
    "shandong-2014-major-illness": (
        Shown(SHANDONG, "first band alone", "major_illness", "45000.00"),
        Shown(SHANDONG, "published", "major_illness", "87000.00"),
    ),
    "maternity-128": (Shown("maternity-128", "leave", "allowance", "38400.00"),),
    "maternity-daily-rate-not-rounded": (
        Shown("maternity-daily-rate-not-rounded", "leave", "allowance", "42133.33"),
    ),
    "yubei-premium-2025": (
        Shown(PREMIUM, "martyr's family, tier 2", "premium_2025", "775.00"),
        Shown(PREMIUM, "special poor, tier 1", "premium_2025", "400.00"),
        Shown(PREMIUM, "special poor, tier 2", "premium_2025", "400.00"),
    ),
    "anqing-backdate": (
        Shown("anqing-backdate", "july", "eligible_cost", "1000.00"),
        Shown(ANQING, "january", "eligible_cost", "1000.00"),
        Shown(ANQING, "may", "eligible_cost", "1000.00"),
    ),
    "beijing-illness-poverty-marginal": (
        Shown(POVERTY, "甲", "illness_poverty", "9000.00"),
        Shown(POVERTY, "乙", "illness_poverty", "17000.00"),
        Shown(POVERTY, "丙", "illness_poverty", "22000.00"),
        Shown(POVERTY, "丁", "illness_poverty", "150000.00"),
        Shown(POVERTY, "戊", "illness_poverty", "150000.00"),
    ),
    "shanghai-caps": (
        Shown("shanghai-caps", "stay", "inpatient", "130000.00"),
        Shown("shanghai-caps", "outpatient", "outpatient", "2800.00"),
        Shown("shanghai-caps-2021", "outpatient", "outpatient", "2500.00"),
    ),
    "suqian-start-line-used-up-over-visits": (
        Shown("suqian-start-line-used-up-over-visits", "second visit", "aid", "2100.00"),
    ),
    "hangzhou-nested-cap": (
        Shown("hangzhou-nested-cap", "outpatient", "aid", "20000.00"),
        Shown("hangzhou-nested-cap", "stay", "aid", "130000.00"),
    ),
    "xinjin-gate-inclusive": (
        Shown("xinjin-assumed-serious-illness-bands", "at the gate", "serious_illness", "3000.00"),
    ),
    "order-matters": (
        Shown("order-matters", "stay", "a", "1850.00"),
        Shown("order-matters", "stay", "b", "6300.00"),
    ),
}

LEFT = {
    ("yubei-low-margin", "stay"): ("3625.20", "5625.20"),
    ("yubei-premium-2025", "martyr's family, tier 2"): (None, "0.00"),
    ("yubei-premium-2025", "special poor, tier 1"): (None, "0.00"),
    ("yubei-premium-2025", "special poor, tier 2"): (None, "375.00"),
}

NOTHING = {
    ("anqing-backdate", "january", "eligible_cost"): "held",
    ("anqing-backdate", "may", "eligible_cost"): "held",
    ("anqing-backdate-the-year-before", "december", "eligible_cost"): "zero",
    ("suqian-start-line-used-up-over-visits", "first visit", "aid"): "zero",
    ("xinjin-gate-inclusive", "one fen below", "serious_illness"): "zero",
    ("xinjin-gate-inclusive", "exactly", "serious_illness"): "held",
}

REFUSED = ("meihekou-10000", "two-hundred-thousand-paid-240000")


@pytest.mark.parametrize(("pack", "case"), LOADED, ids=[case.id for _, case in LOADED])
def test_each_case_holds_to_the_fen(pack: Pack, case: Case) -> None:
    differences = check_case(case, pack)
    assert not differences, "\n" + "\n".join(str(difference) for difference in differences)


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_every_pack_has_cases_and_a_note_on_sources(folder: Path) -> None:
    assert read_cases(folder)
    assert (folder / "sources.md").read_text(encoding="utf-8").startswith("# Sources")


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_every_pack_lives_in_a_folder_of_its_name(folder: Path) -> None:
    pack = load_folder(folder)
    if is_overlay(folder):
        assert pack.id == folder.parent.name
        assert pack.overlays == (f"{folder.parent.name}-{folder.name}",)
    else:
        assert pack.id == folder.name


@pytest.mark.parametrize(
    "folder", [one for one in folders() if is_overlay(one)], ids=lambda folder: folder.name
)
def test_an_overlay_of_demonstration_figures_leaves_no_gap(folder: Path) -> None:
    unknown = [name for name, one in load_folder(folder).parameters.items() if not one.values]
    assert unknown == []


@pytest.mark.parametrize(
    ("pack", "case"),
    [(pack, case) for pack, case in LOADED if pack.overlays],
    ids=[case.id for pack, case in LOADED if pack.overlays],
)
def test_every_amount_of_an_overlay_for_demonstrations_says_it_is_assumed(
    pack: Pack, case: Case
) -> None:
    year = case.spelling.year
    lines = assess(facts_of(case, pack), (pack,), year=year, as_of=case.as_of).lines
    assert [line for line in lines if line.amount_fen and not line.assumed] == []


def test_case_names_are_used_once() -> None:
    names = [case.id for _, case in LOADED]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("published", PUBLISHED)
def test_each_published_amount_stands_in_a_case(published: str) -> None:
    for shown in PUBLISHED[published]:
        spelling = BY_ID[shown.case].spelling
        if shown.event in spelling.people:
            expected = spelling.people[shown.event].expect
        else:
            assert shown.event is not None
            expected = spelling.events[shown.event].expect
        assert expected is not None
        assert expected[shown.programme].entitled == parse_yuan(shown.yuan), shown


@pytest.mark.parametrize(("case", "event"), LEFT)
def test_what_the_person_pays_stands_in_the_case(case: str, event: str) -> None:
    in_scope, person = LEFT[case, event]
    left = BY_ID[case].spelling.events[event].left
    assert left is not None
    assert left.person == parse_yuan(person or "")
    assert in_scope is None or left.in_scope == parse_yuan(in_scope)


@pytest.mark.parametrize(("case", "event", "programme"), NOTHING)
def test_what_pays_nothing_stands_in_the_case(case: str, event: str, programme: str) -> None:
    expected = BY_ID[case].spelling.events[event].expect
    assert expected is not None
    assert getattr(expected[programme], NOTHING[case, event, programme]) is not None


def test_the_best_order_and_what_the_listed_one_leaves_stand_in_the_case() -> None:
    order = BY_ID["order-matters"].spelling.events["stay"].order["departments"]
    assert order.chosen == ("b", "a")
    assert order.left == parse_yuan("10000") - parse_yuan("8150")
    assert order.listed_left == parse_yuan("10000") - parse_yuan("7800")


@pytest.mark.parametrize("case", REFUSED)
def test_examples_that_pay_more_than_the_bill_are_shown_refused(case: str) -> None:
    assert BY_ID[case].spelling.events["bill"].refused == "payers exceed cost"


def test_what_all_payers_and_the_person_bear_is_the_total_of_a_real_bill() -> None:
    bill = Settlement(
        setl_id="S1",
        setl_time=datetime(2023, 3, 1, 9),
        medfee_sumamt_fen=parse_yuan("1786.95"),
        hifp_pay_fen=parse_yuan("1313.04"),
        maf_pay_fen=parse_yuan("292.54"),
        oth_pay_fen=parse_yuan("155.07"),
        hosp_part_amt_fen=parse_yuan("18.14"),
    )
    assert bearing_shares(bill).person_fen == parse_yuan("8.16")
