"""What a member of staff sees and does on a day, and never more."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import sql

from bureau.offices_factory import (
    ACTOR,
    DISTRICT,
    FIRST_DAY,
    NORTH,
    SMALL,
    SOUTH,
    hire,
    load,
    place,
)
from bureau.statements import statements
from mianshen.bureau.offices.models import RegionState, Staff
from mianshen.bureau.offices.scope import Heritage, Post, Scope, scope_of_posts, spans_on
from mianshen.bureau.offices.services import (
    delegate,
    end_assignment,
    end_delegation,
    scope_of,
)
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.run.messages import InputError
from mianshen.standards.regions import RegionCodeError, level_of, region_code, span_of

MARCH = date(2025, 3, 1)
DAY = timedelta(days=1)

DISTRICTS = ("510118", "510132", "310106")
DEPARTMENTS = ("medical-security", "disabled", "veterans")
SIGHTS = (Sight.PEOPLE, Sight.ORDERS, Sight.PAYMENTS)
ACTS = (Act.CONFIRM, Act.APPROVE, Act.REVIEW)


def regions_of(district: str) -> st.SearchStrategy[str]:
    """Codes of a district: itself, a township, a village."""
    township = st.integers(1, 4).map(lambda number: f"{district}{number:03d}")
    village = st.builds("{}{:03d}".format, township, st.integers(0, 3))
    return st.one_of(st.just(district), township, village).map(region_code)


def posts(district: str) -> st.SearchStrategy[Post]:
    return st.builds(
        Post,
        office=st.integers(1, 9),
        region=regions_of(district),
        department=st.sampled_from(DEPARTMENTS),
        role=st.just("role"),
        reaches_all=st.booleans(),
        sees=st.frozensets(st.sampled_from(SIGHTS)),
        does=st.frozensets(st.sampled_from(ACTS)),
        principal=st.none() | st.integers(1, 3),
    )


def heritage(district: str) -> st.SearchStrategy[list[Heritage]]:
    """Mergers and splits inside one district, chains and circles among them."""
    regions = regions_of(district)
    since = st.integers(0, 20).map(lambda days: MARCH + DAY * days)
    return st.lists(st.builds(Heritage, regions, regions, since), max_size=5)


@st.composite
def districts(draw: st.DrawFn) -> tuple[str, list[Post], list[Heritage]]:
    district = draw(st.sampled_from(DISTRICTS))
    return district, draw(st.lists(posts(district), max_size=4)), draw(heritage(district))


def what_it_allows(scope: Scope, regions: list[str]) -> set[tuple[str, ...]]:
    """Everything a scope lets be seen and done in some regions, department by department."""
    of: tuple[str | None, ...] = (None, *DEPARTMENTS)
    return {
        (word.value, region, department or "")
        for region in regions
        for department in of
        for allowed, words in ((scope.may_see, SIGHTS), (scope.may_do, ACTS))
        for word in words
        if allowed(word, region, department)  # type: ignore[operator]
    }


def some_regions(district: str) -> list[str]:
    codes = [district, *(f"{district}{number:03d}" for number in range(1, 5))]
    codes += [f"{code}{number:03d}" for code in codes[1:] for number in range(4)]
    return [region_code(code) for code in dict.fromkeys(codes)]


@settings(max_examples=40)
@given(districts(), st.data())
def test_taking_a_role_away_never_adds_anything(
    drawn: tuple[str, list[Post], list[Heritage]], data: st.DataObject
) -> None:
    district, held, passed_on = drawn
    fewer = [post for post in held if data.draw(st.booleans())]
    regions = some_regions(district)

    less = what_it_allows(scope_of_posts(1, MARCH, fewer, passed_on), regions)
    assert less <= what_it_allows(scope_of_posts(1, MARCH, held, passed_on), regions)


@settings(max_examples=40)
@given(districts())
def test_no_scope_reaches_into_another_district(
    drawn: tuple[str, list[Post], list[Heritage]],
) -> None:
    district, held, passed_on = drawn
    elsewhere = [
        region for other in DISTRICTS if other != district for region in some_regions(other)
    ]

    scope = scope_of_posts(1, MARCH + DAY * 30, held, passed_on)
    assert not what_it_allows(scope, elsewhere)


@settings(max_examples=40)
@given(districts(), st.integers(0, 21))
def test_a_successor_has_all_that_its_predecessor_had_from_that_day_on(
    drawn: tuple[str, list[Post], list[Heritage]], days: int
) -> None:
    _, _, passed_on = drawn
    day = MARCH + DAY * days
    for one in passed_on:
        heir = spans_on(day, one.new, passed_on)
        inherits = any(span.covers(span_of(one.old)) for span in heir)
        if one.since <= day:
            assert inherits


@settings(max_examples=40)
@given(districts(), st.integers(0, 21))
def test_nothing_is_inherited_before_its_day(
    drawn: tuple[str, list[Post], list[Heritage]], days: int
) -> None:
    _, held, passed_on = drawn
    day = MARCH + DAY * days
    later = [one for one in passed_on if one.since > day]
    sooner = [one for one in passed_on if one.since <= day]

    for post in held:
        assert spans_on(day, post.region, later) == (span_of(post.region),)
        assert spans_on(day, post.region, passed_on) == spans_on(day, post.region, sooner)


@given(st.sampled_from(DISTRICTS).flatmap(regions_of))
def test_a_region_covers_what_begins_with_its_digits_and_nothing_else(code: str) -> None:
    digits = code.rstrip("0") if level_of(code) == "village" else code[: len_of(code)]
    for region in [one for district in DISTRICTS for one in some_regions(district)]:
        assert (region in span_of(code)) == region.startswith(digits.ljust(len_of(code), "0"))


def len_of(code: str) -> int:
    return {"county": 6, "township": 9, "village": 12}[level_of(code)]


@pytest.mark.parametrize("text", ["", "5", "51011", "5101180011", "51011a", "00", "５１０１１８"])
def test_what_is_no_region_code_is_refused(text: str) -> None:
    with pytest.raises(RegionCodeError):
        region_code(text)


def seen(staff: Staff, day: date, sight: Sight = Sight.PEOPLE) -> set[str]:
    """The regions of the small district that the two filters let through, which must agree."""
    scope = scope_of(staff.pk, day)
    by_django = RegionState.objects.known().filter(scope.seen(sight, "code"))
    condition = scope.seen_in_sql(sight, sql.Identifier("code"))
    statement = sql.SQL("SELECT code FROM offices_region_state WHERE known_to IS NULL AND {}")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(condition.text), condition.values)
        by_sql = {code for (code,) in cursor.fetchall()}
    codes = set(by_django.values_list("code", flat=True))
    everywhere = RegionState.objects.known().values_list("code", flat=True)
    assert codes == by_sql == {code for code in everywhere if scope.may_see(sight, code)}
    return codes


@pytest.mark.usefixtures("database")
class TestInTheDatabase:
    """Scopes as they are read from what was loaded and given."""

    def test_a_street_sees_itself_and_its_villages(self, tmp_path: Path) -> None:
        load(tmp_path)
        staff = hire("1001", "north/clerk")

        assert seen(staff, MARCH) == {NORTH, "510118001001", "510118001201"}
        assert seen(staff, FIRST_DAY - DAY) == set()
        assert seen(staff, MARCH, Sight.PAYMENTS) == set()

    def test_the_centre_sees_the_district(self, tmp_path: Path) -> None:
        load(tmp_path)

        assert len(seen(hire("1001", "centre/reviewer"), MARCH)) == 6

    def test_what_may_be_seen_and_what_may_be_done_are_apart(self, tmp_path: Path) -> None:
        load(tmp_path)
        scope = scope_of(hire("1001", "centre/reviewer").pk, MARCH)

        assert scope.may_see(Sight.ORDERS, NORTH)
        assert not scope.may_do(Act.CONFIRM, NORTH)
        scope.require(Act.REVIEW, NORTH)
        with pytest.raises(InputError, match="you may not do this here"):
            scope.require(Act.CONFIRM, NORTH)

    def test_an_officer_reaches_the_own_department_alone(self, tmp_path: Path) -> None:
        load(tmp_path)
        scope = scope_of(hire("1001", "disabled/officer").pk, MARCH)

        assert scope.may_do(Act.APPROVE, SOUTH, "disabled")
        assert not scope.may_do(Act.APPROVE, SOUTH, "veterans")
        assert not scope.may_see(Sight.PEOPLE, SOUTH), "a thing of no department is not his"
        rows = RegionState.objects.filter(scope.seen(Sight.PEOPLE, "code", "name"))
        assert not rows.exists()

    def test_departments_are_compared_alike_by_both_filters(self, tmp_path: Path) -> None:
        load(tmp_path, SMALL.replace("name: 南街街道", "name: disabled"))
        scope = scope_of(hire("1001", "disabled/officer").pk, MARCH)
        condition = scope.seen_in_sql(Sight.PEOPLE, sql.Identifier("code"), sql.Identifier("name"))
        statement = sql.SQL("SELECT code FROM offices_region_state WHERE {}")
        with connection.cursor() as cursor:
            cursor.execute(statement.format(condition.text), condition.values)
            by_sql = {code for (code,) in cursor.fetchall()}

        by_django = RegionState.objects.filter(scope.seen(Sight.PEOPLE, "code", "name"))
        assert by_sql == {SOUTH} == set(by_django.values_list("code", flat=True))

    def test_a_role_that_ends_is_gone_the_day_after(self, tmp_path: Path) -> None:
        load(tmp_path)
        staff = hire("1001", "north/clerk")
        end_assignment(staff, *place("north/clerk"), MARCH, ACTOR)

        assert seen(staff, MARCH)
        assert not seen(staff, MARCH + DAY)

    def test_a_delegation_begins_and_ends_on_its_days(self, tmp_path: Path) -> None:
        load(tmp_path)
        principal, deputy = hire("1001", "south/clerk"), hire("1002", "north/clerk")
        last = MARCH + DAY * 6
        delegate(principal, deputy, *place("south/clerk"), MARCH, last, "休假", ACTOR)

        for day, reaches in (
            (MARCH - DAY, False),
            (MARCH, True),
            (last, True),
            (last + DAY, False),
        ):
            scope = scope_of(deputy.pk, day)
            assert scope.may_do(Act.CONFIRM, SOUTH) is reaches
            assert scope.may_do(Act.CONFIRM, NORTH)
        assert scope_of(deputy.pk, MARCH).acting_for(Act.CONFIRM, SOUTH).principal == principal.pk
        assert scope_of(deputy.pk, MARCH).acting_for(Act.CONFIRM, NORTH).principal is None

    def test_a_delegation_ends_early_when_it_is_taken_back(self, tmp_path: Path) -> None:
        load(tmp_path)
        principal, deputy = hire("1001", "south/clerk"), hire("1002")
        delegate(principal, deputy, *place("south/clerk"), MARCH, MARCH + DAY * 6, "休假", ACTOR)
        end_delegation(principal, deputy, MARCH, ACTOR)

        assert scope_of(deputy.pk, MARCH).may_do(Act.CONFIRM, SOUTH)
        assert not scope_of(deputy.pk, MARCH + DAY).may_do(Act.CONFIRM, SOUTH)

    def test_a_deputy_loses_what_the_principal_loses(self, tmp_path: Path) -> None:
        load(tmp_path)
        principal, deputy = hire("1001", "south/clerk"), hire("1002")
        delegate(principal, deputy, *place("south/clerk"), MARCH, MARCH + DAY * 6, "休假", ACTOR)
        end_assignment(principal, *place("south/clerk"), MARCH, ACTOR)

        assert not scope_of(deputy.pk, MARCH + DAY).grants

    def test_what_was_lent_cannot_be_lent_on(self, tmp_path: Path) -> None:
        load(tmp_path)
        principal, deputy, third = hire("1001", "south/clerk"), hire("1002"), hire("1003")
        days = (MARCH, MARCH + DAY * 6)
        delegate(principal, deputy, *place("south/clerk"), *days, "休假", ACTOR)

        with pytest.raises(InputError, match="cannot lend this role"):
            delegate(deputy, third, *place("south/clerk"), *days, "休假", ACTOR)

    def test_a_merged_township_comes_to_its_successor_and_its_office_ends(
        self, tmp_path: Path
    ) -> None:
        load(tmp_path)
        north, south = hire("1001", "north/clerk"), hire("1002", "south/clerk")
        ends = "through: 2025-06-30, "
        told = SMALL.replace("{name: 北街, ", f"{{name: 北街, {ends}")
        told = told.replace("{name: 北街街道, ", f'{{name: 北街街道, {ends}into: "510118002", ')
        load(tmp_path, told, MARCH)
        before, after = date(2025, 6, 30), date(2025, 7, 1)

        assert seen(north, before) == {NORTH, "510118001001", "510118001201"}
        assert seen(north, after) == set()
        assert seen(south, before) == {SOUTH, "510118002001"}
        assert seen(south, after) == {NORTH, "510118001001", "510118001201", *seen(south, before)}

    def test_a_scope_can_be_asked_for_as_it_was_known_then(self, tmp_path: Path) -> None:
        load(tmp_path)
        staff = hire("1001", "north/clerk")
        then = timezone.now()
        end_assignment(staff, *place("north/clerk"), FIRST_DAY, ACTOR)

        assert scope_of(staff.pk, MARCH, then).grants
        assert not scope_of(staff.pk, MARCH).grants

    def test_a_role_that_changes_changes_from_its_day(self, tmp_path: Path) -> None:
        load(tmp_path)
        staff = hire("1001", "north/helper")
        load(tmp_path, SMALL.replace("sees: [people], does", "sees: [people, orders], does"), MARCH)

        assert not scope_of(staff.pk, MARCH - DAY).may_see(Sight.ORDERS, NORTH)
        assert scope_of(staff.pk, MARCH).may_see(Sight.ORDERS, NORTH)

    def test_the_number_of_queries_does_not_grow(self, tmp_path: Path) -> None:
        load(tmp_path)
        counts = []
        for number, held in enumerate((["north/clerk"], ["north/clerk", "south/clerk"])):
            staff = hire(f"100{number}", *held, "centre/payer")
            with statements() as said:
                scope_of(staff.pk, MARCH)
            counts.append(len(said))

        assert counts == [2, 2]


def test_a_post_without_any_word_allows_nothing() -> None:
    post = Post(1, DISTRICT, "disabled", "role", True, frozenset(), frozenset())
    scope = scope_of_posts(1, MARCH, [post, replace(post, reaches_all=False)], [])

    assert not what_it_allows(scope, [DISTRICT, NORTH])
