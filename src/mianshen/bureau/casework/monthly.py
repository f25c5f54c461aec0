"""本月救助名单: all orders of a period within a scope, with their lines, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from django.db import connection
from psycopg import sql

from mianshen.bureau.casework.models import State
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.vocabulary import Sight


@dataclass(frozen=True)
class MonthOrder:
    """An order of the period with pack, programme, event (none: the year) and fen of its lines."""

    order: int
    person: int
    region: str
    flow: str
    state: str
    stage: int
    is_frozen: bool
    period: str
    amount_fen: int
    lines: tuple[tuple[str, str, str | None, int], ...]
    is_first: bool

    @cached_property
    def events(self) -> frozenset[str]:
        """The settlements it is about."""
        return frozenset(event for _, _, event, _ in self.lines if event is not None)

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
        rows = cursor.fetchall()
    return [MonthOrder(*[*row[:9], tuple(zip(*row[9:13], strict=True)), row[13]]) for row in rows]
