"""本月救助名单: all orders of a period within a scope, with their lines, in one statement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files

from django.db import connection
from django.db.models import Min
from psycopg import sql

from mianshen.bureau.casework.models import Order, State
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.vocabulary import Sight


@dataclass(frozen=True, slots=True)
class MonthOrder:
    """An order of the period, what it comes to in fen, and the settlements it is about."""

    order: int
    person: int
    region: str
    flow: str
    state: str
    stage: int
    is_frozen: bool
    period: str
    amount_fen: int
    events: tuple[str, ...]

    @property
    def may_be_decided(self) -> bool:
        """Whether its stage can decide it now."""
        return self.state in (State.RECEIVED, State.IN_APPROVAL) and not self.is_frozen


def orders_of_month(
    scope: Scope, period: str = "", only: int | None = None
) -> Sequence[MonthOrder]:
    """All orders of a period (none: the newest) that may be seen, by number; one query.

    With `only` that order alone, of whatever period.
    """
    seen = scope.seen_in_sql(Sight.ORDERS, sql.Identifier("o", "region"))
    text = files("mianshen.bureau.casework").joinpath("sql", "monthly.sql").read_text("utf-8")
    values = {**seen.values, "period": period, "only": only}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(text).format(scope=seen.text), values)
        return [MonthOrder(*[*row[:9], tuple(row[9] or ())]) for row in cursor.fetchall()]


def first_orders(people: Collection[int]) -> frozenset[int]:
    """The first order that each of some people has; one query."""
    found = Order.objects.filter(person__in=people).exclude(state=State.VOID)
    firsts = found.order_by().values("person").annotate(first=Min("pk"))
    return frozenset(one["first"] for one in firsts)
