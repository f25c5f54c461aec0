"""What a member of staff may see and do on a day: decided here, and nowhere else.

Every query for people, bills, orders or money passes through `Scope`: as a Django condition
(`seen`), as a condition of hand-written SQL (`seen_in_sql`), or for one thing at a time
(`may_see`, `may_do`, `require`). Docs: docs/adr/0009-one-place-for-scope.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from psycopg import sql

from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import refused
from mianshen.standards.regions import Span, span_of


@dataclass(frozen=True, slots=True)
class Post:
    """A role held at an office on a day, as the office and the role were on that day.

    `principal` is the number of the member of staff acted for, None where the role is one's own.
    """

    office: int
    region: str
    department: str
    role: str
    reaches_all: bool
    sees: frozenset[Sight]
    does: frozenset[Act]
    principal: int | None = None


@dataclass(frozen=True, slots=True)
class Heritage:
    """From `since` on the cases of region `old` belong to `new`."""

    old: str
    new: str
    since: date


@dataclass(frozen=True, slots=True)
class Grant:
    """A post with all the codes its region stands for; `department` None reaches every one."""

    post: Post
    spans: tuple[Span, ...]
    department: str | None

    def covers(self, region: str, department: str | None) -> bool:
        """Whether a thing lies within; a thing of no department needs a reach over all."""
        return any(region in span for span in self.spans) and self.department in (None, department)


@dataclass(frozen=True, slots=True)
class SqlCondition:
    """A condition to be put into a WHERE and the values it takes, by name."""

    text: sql.Composed
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """What one member of staff may see and do on one day, delegations included."""

    staff: int
    day: date
    grants: tuple[Grant, ...]

    def may_see(self, sight: Sight, region: str, department: str | None = None) -> bool:
        """Whether a thing in a region, and of a department if it has one, may be seen."""
        return any(one.covers(region, department) for one in self._seeing(sight))

    def may_do(self, act: Act, region: str, department: str | None = None) -> bool:
        """Whether an act may be done to a thing in a region and of a department."""
        return any(one.covers(region, department) for one in self._doing(act))

    def acting_for(self, act: Act, region: str, department: str | None = None) -> Post:
        """The post in which an act is done, one's own before a delegated one; `require` it."""
        posts = [one.post for one in self._doing(act) if one.covers(region, department)]
        if not posts:
            raise refused(
                "you may not do this here ({act}); ask whoever gives out roles in your district",
                "您没有在这里办理此事的权限（{act}）；请联系本区负责岗位设置的人员",
                act=act.value,
            )
        return min(posts, key=lambda post: post.principal is not None)

    def require(self, act: Act, region: str, department: str | None = None) -> None:
        """Refuse (`InputError`) what may not be done."""
        self.acting_for(act, region, department)

    def seen(self, sight: Sight, region: str = "region", department: str | None = None) -> Q:
        """The rows that may be seen; names of the fields that hold region and department.

        Rows of no department are seen by those alone whose reach is over all.
        """
        return _condition(self._seeing(sight), region, department)

    def done(self, act: Act, region: str = "region", department: str | None = None) -> Q:
        """The rows to which an act may be done."""
        return _condition(self._doing(act), region, department)

    def seen_in_sql(
        self, sight: Sight, region: sql.Composable, department: sql.Composable | None = None
    ) -> SqlCondition:
        """The same for hand-written SQL, given the columns."""
        return _sql_condition(self._seeing(sight), region, department)

    def _seeing(self, sight: Sight) -> list[Grant]:
        return [one for one in self.grants if sight in one.post.sees]

    def _doing(self, act: Act) -> list[Grant]:
        return [one for one in self.grants if act in one.post.does]


def scope_of_posts(
    staff: int, day: date, posts: Iterable[Post], heritage: Sequence[Heritage]
) -> Scope:
    """The scope that posts give on a day."""
    grants = (
        Grant(
            post,
            spans_on(day, post.region, heritage),
            None if post.reaches_all else post.department,
        )
        for post in posts
    )
    return Scope(staff, day, tuple(grants))


def spans_on(day: date, region: str, heritage: Sequence[Heritage]) -> tuple[Span, ...]:
    """A region and every region whose cases have come to it, or to a part of it, by a day."""
    spans = [span_of(region)]
    for span in spans:
        for one in heritage:
            inherited = span_of(one.old)
            if one.since <= day and one.new in span and not _covered(inherited, spans):
                spans.append(inherited)
    return tuple(spans)


def _covered(span: Span, spans: Sequence[Span]) -> bool:
    return any(one.covers(span) for one in spans)


def _condition(grants: Iterable[Grant], region: str, department: str | None) -> Q:
    condition = Q(pk__in=[])
    for span, of in _areas(grants, departmental=department is not None):
        inside = Q(**{f"{region}__gte": span.first, f"{region}__lte": span.last})
        condition |= inside if of is None else inside & Q(**{f"{department}": of})
    return condition


def _sql_condition(
    grants: Iterable[Grant], region: sql.Composable, department: sql.Composable | None
) -> SqlCondition:
    areas = _areas(grants, departmental=department is not None)
    text = sql.SQL(
        "EXISTS (SELECT 1 FROM unnest(%(scope_first)s::text[], %(scope_last)s::text[],"
        " %(scope_department)s::text[]) AS area (first, last, department)"
        " WHERE {region} BETWEEN area.first AND area.last"
        " AND (area.department IS NULL OR area.department = {department}))"
    ).format(region=region, department=department or sql.SQL("NULL"))
    values = {
        "scope_first": [span.first for span, _ in areas],
        "scope_last": [span.last for span, _ in areas],
        "scope_department": [of for _, of in areas],
    }
    return SqlCondition(text, values)


def _areas(grants: Iterable[Grant], *, departmental: bool) -> list[tuple[Span, str | None]]:
    """Each span and department once; without a column for it only reach over all counts."""
    areas = {
        (span, one.department): None
        for one in grants
        if departmental or one.department is None
        for span in one.spans
    }
    return list(areas)
