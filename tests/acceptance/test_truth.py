"""Where the truth about every row is known: no row is lost, and none becomes another person's."""

from collections import Counter
from datetime import date

import pytest

from measuring.districts import PACKS, ReadDistrict, written_and_read
from measuring.matching import Fate, fates_of, tally
from measuring.netting import netted

PEOPLE = 300
YEAR_END = date(2025, 12, 31)


@pytest.fixture(scope="module", params=sorted(PACKS))
def district(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> ReadDistrict:
    return written_and_read(request.param, PEOPLE, 7, tmp_path_factory.mktemp("district"))


def test_every_row_of_every_file_is_keyed_in_review_or_in_quarantine(
    district: ReadDistrict,
) -> None:
    by_file = Counter(file for file, _, _ in district.truth)
    accounts = {source.name: source.account.rows for source in district.case.sources}
    assert accounts == {name: by_file[name] for name in accounts}
    assert Fate.LOST not in fates_of(district).values()


def test_no_row_becomes_another_persons(district: ReadDistrict) -> None:
    wrong = [place for place, fate in fates_of(district).items() if fate is Fate.WRONG]
    assert not wrong


def test_of_every_kind_of_dirt_the_right_person_is_found_or_named(district: ReadDistrict) -> None:
    missed = {kind: one.fates for kind, one in tally(district).items() if not one.holds}
    assert not missed


def test_netting_finds_the_reversals_of_the_truth_and_no_others(district: ReadDistrict) -> None:
    found = netted(district)
    assert all(one.is_exact for one in found), found
    assert found[0].true


def test_months_without_payments_are_reported_and_close_their_source(
    district: ReadDistrict,
) -> None:
    case = district.case
    silent = {source.role for source in case.sources if source.account.is_zero_report}
    assert "others" in silent
    assert not case.strangers
    assert all(one.through >= YEAR_END for one in case.closures)
    assert len(case.closures) == {"xinjin": 1, "jingan": 2}[district.profile]


def test_what_is_reckoned_before_its_year_ends_is_provisional(district: ReadDistrict) -> None:
    spans = {
        (one.payment.first_day, one.payment.provisional)
        for one in district.case.others.rows
        if one.payment.source.endswith("综合减负")
    }
    settled, ahead = (date(2024, 4, 1), False), (date(2025, 4, 1), True)
    assert spans == ({settled, ahead} if district.profile == "jingan" else set())
