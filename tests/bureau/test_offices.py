"""Offices, regions, staff and roles are known by their days; what changes never overwrites."""

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from bureau.offices_factory import (
    ACTOR,
    DISTRICT,
    FIRST_DAY,
    NORTH,
    SMALL,
    SOUTH,
    give,
    hire,
    load,
    place,
)
from mianshen.bureau.offices.models import Assignment, OfficeState, RegionState, Staff
from mianshen.bureau.offices.services import (
    delegate,
    department_named,
    districts_on,
    end_assignment,
    is_live,
    leave,
    load_offices,
    office_by_code,
    offices_answering_for,
    region_codes,
    region_named,
    take_in_administrator,
)
from mianshen.bureau.offices.vocabulary import OfficeKind
from mianshen.bureau.trail.services import entries_of
from mianshen.run.messages import InputError, Lang
from mianshen.run.shipped import load as load_pack
from mianshen.run.shipped import locate, shipped_profiles
from mianshen.sources.layouts import read_sources
from mianshen.synth.calibration import read_district

pytestmark = pytest.mark.usefixtures("database")

MARCH = date(2025, 3, 1)
PROFILES = sorted(shipped_profiles("offices.yaml").items())


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    first, second = load(tmp_path), load(tmp_path, day=MARCH)

    assert (first.added, first.changed) == (21, 0)
    assert (second.added, second.changed, second.unchanged) == (0, 0, 21)
    assert len(entries_of(f"district:{DISTRICT}")) == 1


def test_a_changed_name_holds_from_its_day_and_the_old_one_before(tmp_path: Path) -> None:
    load(tmp_path)
    before = timezone.now()
    loaded = load(tmp_path, SMALL.replace("name: 区医保中心", "name: 区医保服务中心"), MARCH)

    assert loaded.changed == 1
    names = {
        day: OfficeState.objects.on(day).get(office__code="centre").name
        for day in (date(2025, 2, 28), MARCH)
    }
    assert names == {date(2025, 2, 28): "区医保中心", MARCH: "区医保服务中心"}
    assert OfficeState.objects.on(MARCH, before).get(office__code="centre").name == "区医保中心"


def test_a_change_may_say_its_own_day(tmp_path: Path) -> None:
    load(tmp_path)
    told = SMALL.replace("name: 区医保中心,", "name: 区医保服务中心, from: 2025-02-10,")
    load(tmp_path, told, MARCH)

    states = OfficeState.objects.known().filter(office__code="centre").order_by("valid_from")
    assert [(one.valid_from, one.valid_to) for one in states] == [
        (FIRST_DAY, date(2025, 2, 9)),
        (date(2025, 2, 10), None),
    ]
    assert load(tmp_path, told, date(2025, 4, 1)).changed == 0


def test_a_change_mended_on_the_same_day_leaves_one_version(tmp_path: Path) -> None:
    load(tmp_path)
    load(tmp_path, SMALL.replace("北街,", "北街所,"), MARCH)
    load(tmp_path, SMALL.replace("北街,", "北街中心,"), MARCH)

    states = OfficeState.objects.known().filter(office__code="north").order_by("valid_from")
    assert [one.name for one in states] == ["北街", "北街中心"]


def test_what_a_file_leaves_out_is_a_fault_and_not_an_end(tmp_path: Path) -> None:
    load(tmp_path)
    line = next(line for line in SMALL.splitlines(True) if line.startswith("  disabled: {name: 残"))

    with pytest.raises(InputError, match=r"office_state: disabled.*through"):
        load(tmp_path, SMALL.replace(line, "").replace("南街,", "南,"), MARCH)

    assert OfficeState.objects.on(MARCH).get(office__code="south").name == "南街"


def test_an_office_ends_on_the_day_that_is_told(tmp_path: Path) -> None:
    load(tmp_path)
    load(tmp_path, SMALL.replace("name: 南街,", "name: 南街, through: 2025-05-31,"), MARCH)

    south = OfficeState.objects.filter(office__code="south")
    assert south.on(date(2025, 5, 31)).exists()
    assert not south.on(date(2025, 6, 1)).exists()


def test_a_merged_region_is_answered_for_by_its_successor(tmp_path: Path) -> None:
    load(tmp_path)
    load(tmp_path, merged(), MARCH)

    def answering(day: date) -> str:
        region = "510118001201"
        return offices_answering_for(DISTRICT, [region], OfficeKind.STREET, day)[region].office.code

    assert answering(date(2025, 6, 30)) == "north"
    assert answering(date(2025, 7, 1)) == "south"
    assert not RegionState.objects.on(date(2025, 7, 1)).filter(code=NORTH).exists()


def merged() -> str:
    """The north merges into the south at mid-year, and its office closes."""
    ends = "through: 2025-06-30, "
    told = SMALL.replace(
        '{name: 北街街道, villages: {"001"',
        f'{{name: 北街街道, {ends}into: "510118002", villages: {{"001"',
    )
    return told.replace("{name: 北街, ", f"{{name: 北街, {ends}")


def test_an_office_is_live_from_the_day_of_its_wave(tmp_path: Path) -> None:
    load(tmp_path)
    north, south, centre = (
        OfficeState.objects.on(FIRST_DAY).get(office__code=code)
        for code in ("north", "south", "centre")
    )

    assert [is_live(north, day) for day in (date(2025, 1, 31), date(2025, 2, 1))] == [False, True]
    assert not is_live(south, date(2030, 1, 1))
    assert is_live(centre, FIRST_DAY)

    load(tmp_path, SMALL.replace("2: {}", "2: {live_from: 2025-04-01}"), MARCH)
    assert [is_live(south, day) for day in (date(2025, 3, 31), date(2025, 4, 1))] == [False, True]


def test_departments_and_regions_are_found_by_the_names_others_use(tmp_path: Path) -> None:
    load(tmp_path)

    found = department_named(DISTRICT, "医保局", FIRST_DAY)
    assert found is not None
    assert found.code == "medical-security"
    assert department_named(DISTRICT, "水务局", FIRST_DAY) is None
    assert region_named(DISTRICT, ["南街街道", "一居委"], FIRST_DAY) == "510118002001"
    assert region_named(DISTRICT, ["南街街道"], FIRST_DAY) == SOUTH
    assert region_named(DISTRICT, ["一居委"], FIRST_DAY) is None
    load(tmp_path, SMALL.replace("name: 南街街道", "name: 南市街道"), MARCH)
    assert region_named(DISTRICT, ["南街街道"], MARCH) == SOUTH
    assert region_named(DISTRICT, ["南市街道"], MARCH) == SOUTH
    assert region_named(DISTRICT, ["南市街道"], FIRST_DAY) is None


@pytest.mark.parametrize(("name", "file"), PROFILES, ids=[name for name, _ in PROFILES])
def test_every_shipped_profile_loads_and_knows_its_townships_and_departments(
    name: str, file: Path
) -> None:
    day = date(2025, 1, 1)
    district = load_offices(file, name, day, ACTOR).district

    if (file.parent / "district.yaml").exists():
        places, codes = read_district(file.parent).places, region_codes(district, day)
        paths = {(one, *two) for one in places.townships for two in ((), *zip(places.villages))}
        assert codes.keys() == paths
        for layout in read_sources(file.parent / "sources.yaml").layouts:
            assert department_named(district, layout.department, day), layout.department
    for pack in {"xinjin": ["xinjin"], "jingan": [], "baoshan": []}[name]:
        for programme in load_pack(locate(pack)).programmes.values():
            assert department_named(district, programme.office, day), programme.office


def test_baoshan_has_twelve_agencies_in_three_waves_seven_of_them_live() -> None:
    load_offices(dict(PROFILES)["baoshan"], "baoshan", date(2021, 11, 23), ACTOR)

    streets = OfficeState.objects.on(date(2021, 11, 23)).filter(kind=OfficeKind.STREET.value)
    assert {one.wave for one in streets} == {1, 2, 3}
    assert len(streets) == 12
    assert sum(is_live(one, date(2021, 11, 23)) for one in streets) == 7


def test_several_districts_with_their_own_profiles_live_in_one_installation() -> None:
    for name, file in PROFILES:
        load_offices(file, name, date(2025, 1, 1), ACTOR)

    found = {one.district_id: one.profile for one in districts_on(date(2025, 1, 1))}
    assert found == {
        "310106000000": "jingan",
        "310113000000": "baoshan",
        "510118000000": "xinjin",
    }
    assert office_by_code("310106000000", "centre") != office_by_code("310113000000", "centre")


@pytest.mark.parametrize(
    ("before", "after", "place_", "sentence"),
    [
        ("kind: centre", "kind: center", "offices.yaml:12:31", "did you mean 'centre'"),
        ("does: [review]", "does: [reveiw]", "offices.yaml:18:", "did you mean 'review'"),
        ('"510118002": {name', '"510119002": {name', "offices.yaml:10:", "does not lie in"),
        ("live_from: 2025-02-01", "live_from: soon", "offices.yaml:25:", "a date was expected"),
        ("department: disabled}", "department: disable}", "offices.yaml:13:", "did you mean"),
        ("begin:", "beginn:", "offices.yaml:4:1", "did you mean 'begin'"),
        ("roles: [clerk, reviewer]", "roles: [clerk, clerk]", "offices.yaml:23:", "two different"),
        (", wave: 2", ", wave: 3", "offices.yaml:15:", "there is no wave '3'"),
        ("name: 南街街道", "name: 南街街道, through: 2025-06-30", "offices.yaml:10:", "`into`"),
        (
            '  "510118002": {',
            '  "510118001000": {',
            "offices.yaml:9:3",
            "two entries mean the same",
        ),
        ("also: [医保局]", "also: [区残联]", "offices.yaml:7:", "already means"),
    ],
)
def test_a_fault_is_told_at_its_line_in_both_languages(
    tmp_path: Path, before: str, after: str, place_: str, sentence: str
) -> None:
    assert before in SMALL
    with pytest.raises(InputError) as refused:
        load(tmp_path, SMALL.replace(before, after))

    english = "\n".join(refused.value.lines(Lang.EN))
    assert place_ in english
    assert sentence in english
    assert "配置有误" in "\n".join(refused.value.lines(Lang.ZH))
    assert not districts_on(FIRST_DAY)


def test_incompatible_roles_are_refused_with_their_reason(tmp_path: Path) -> None:
    load(tmp_path)
    staff = hire("1001", "north/clerk")

    with pytest.raises(InputError, match=r"1001 would hold clerk and reviewer.*who confirms"):
        give(staff, "centre/reviewer", MARCH)

    assert Assignment.objects.known().count() == 1


def test_incompatible_roles_one_after_the_other_are_fine(tmp_path: Path) -> None:
    load(tmp_path)
    staff = hire("1001", "north/clerk")
    end_assignment(staff, *place("north/clerk"), date(2025, 2, 28), ACTOR)

    give(staff, "centre/reviewer", MARCH)


def test_a_deputy_is_refused_a_role_that_his_own_keeps_apart_from(tmp_path: Path) -> None:
    load(tmp_path)
    clerk, reviewer = hire("1001", "north/clerk"), hire("1002", "centre/reviewer")

    with pytest.raises(InputError, match="keep apart"):
        delegate(reviewer, clerk, *place("centre/reviewer"), MARCH, date(2025, 3, 9), "休假", ACTOR)


def test_a_new_pair_is_refused_while_somebody_holds_both(tmp_path: Path) -> None:
    load(tmp_path)
    hire("1001", "centre/reviewer", "centre/payer")
    pair = "  - {roles: [reviewer, payer], why: 核定的人不能拨付}\nwaves:"

    with pytest.raises(InputError, match="1001 would hold reviewer and payer"):
        load(tmp_path, SMALL.replace("waves:", pair), MARCH)


def test_the_database_itself_keeps_incompatible_roles_apart(tmp_path: Path) -> None:
    load(tmp_path)
    staff = hire("1001", "north/clerk")
    office, role = place("centre/reviewer")

    with pytest.raises(IntegrityError, match="incompatible"):
        Assignment.objects.create(
            staff=staff, office=office, role=role, valid_from=MARCH, known_from=timezone.now()
        )


def test_of_two_who_give_incompatible_roles_at_once_one_is_refused(tmp_path: Path) -> None:
    load(tmp_path)
    staff = hire("1001")
    refusals: list[InputError] = []

    def other() -> None:
        try:
            give(staff, "centre/reviewer")
        except InputError as error:
            refusals.append(error)
        finally:
            connections.close_all()

    with transaction.atomic():
        give(staff, "north/clerk")
        thread = threading.Thread(target=other)
        thread.start()
    thread.join()

    assert len(refusals) == 1
    assert Assignment.objects.known().count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE offices_assignment SET valid_to = NULL",
        "DELETE FROM offices_assignment",
        "UPDATE offices_office_state SET name = '别处'",
        "TRUNCATE offices_role_state",
    ],
)
def test_a_version_is_never_rewritten(tmp_path: Path, statement: str) -> None:
    load(tmp_path)
    hire("1001", "north/clerk")

    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_two_versions_share_a_day(tmp_path: Path) -> None:
    load(tmp_path)
    hire("1001", "north/clerk")
    held = Assignment.objects.get()
    held.pk, held.valid_from = None, MARCH

    with pytest.raises(IntegrityError, match="once_a_day"):
        held.save(force_insert=True)


def test_a_role_is_not_given_twice_nor_where_there_is_none(tmp_path: Path) -> None:
    load(tmp_path)
    staff = hire("1001", "north/clerk")

    with pytest.raises(InputError, match="already has this role"):
        give(staff, "north/clerk", MARCH)
    with pytest.raises(InputError, match="there is no north on 2024-12-31"):
        give(hire("1002"), "north/clerk", FIRST_DAY - timedelta(days=1))
    with pytest.raises(InputError, match="is taken"):
        hire("1001")


def test_one_who_leaves_keeps_no_role_and_no_log_in(tmp_path: Path) -> None:
    load(tmp_path)
    staff = hire("1001", "north/clerk", "north/helper")
    leave(staff, MARCH, ACTOR)

    assert {one.valid_to for one in Assignment.objects.known()} == {MARCH}
    staff.user.refresh_from_db()
    assert not staff.user.is_active
    assert not staff.user.has_usable_password()


def test_a_districts_first_administrator_is_taken_in_once(tmp_path: Path) -> None:
    load(tmp_path)
    with pytest.raises(InputError, match="no role that does"):
        take_in_administrator("", "1", "赵小燕", ACTOR)
    keeper = "  keeper: {title: 管理, departments: all, sees: [trail], does: [administer]}"
    load(tmp_path, SMALL.replace("incompatible:", f"{keeper}\nincompatible:"))
    with pytest.raises(InputError, match="say which district is meant: 510118"):
        take_in_administrator("310000", "1", "赵小燕", ACTOR)

    password = take_in_administrator("510118", "1", "赵小燕", ACTOR)

    assert Staff.objects.get(number="1").user.check_password(password)
    with pytest.raises(InputError, match="1 administers already"):
        take_in_administrator("", "2", "钱小燕", ACTOR)
    assert not Staff.objects.filter(number="2").exists()
