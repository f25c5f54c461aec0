"""What ECharts is told to draw of a person: the days of their classes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from mianshen.bureau.registry.services import ClassSpan
from mianshen.bureau.workbench.orders import charts
from mianshen.sheets.model import IdentitySpan


def classes(spans: Sequence[ClassSpan], visits: Sequence[date], today: date) -> dict[str, Any]:
    """A line for each class from its first day to its last, and a point for each visit."""
    lines = [
        IdentitySpan(
            one.identity, one.start, one.grace_until or one.end, one.is_confirmed, one.source
        )
        for one in spans
    ]
    return charts.timelines(lines, visits, today)
