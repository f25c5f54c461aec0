"""What ECharts is told to draw for the centre: the funnel, days left by office, days to account."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_INK, _MUTED = "#1b2430", "#5b6775"
_TONES = {"good": "#1d7a4f", "wait": "#c58a12", "plain": "#8fa3bf", "stop": "#7a271a"}
_LATE = "#b42318"
_DAYS = ("#1f5fbf", "#8a6fc0")
_ROW_PX = 34


def funnel(rows: Sequence[tuple[str, str, int]]) -> dict[str, Any]:
    """A bar for each class; rows are title, tone and settlements."""
    bars = [
        {"value": number, "itemStyle": {"color": _TONES.get(tone, _LATE), "borderRadius": 2}}
        for _, tone, number in rows
    ]
    return {
        "height_px": _ROW_PX * len(rows) + 16,
        "grid": {"left": 4, "right": 64, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "show": False, "min": 0},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [title for title, _, _ in rows],
            "axisTick": {"show": False},
            "axisLine": {"show": False},
            "axisLabel": {"color": _INK, "fontSize": 13, "width": 150, "overflow": "break"},
        },
        "series": [
            {
                "type": "bar",
                "data": bars,
                "barWidth": 18,
                "label": {"show": True, "position": "right", "color": _INK},
            }
        ],
    }


def heat(
    offices: Sequence[str], buckets: Sequence[str], cells: Sequence[Sequence[int]]
) -> dict[str, Any]:
    """Offices against days left; what is late is red, the rest the darker the more there is."""
    most = max((number for row in cells for number in row), default=1)
    points = [
        {
            "value": [column, row, number],
            "itemStyle": {"color": _shade(number, most, is_late=column == 0)},
            "label": {
                "show": number > 0,
                "color": "#fff" if number * 2 > most or column == 0 else _INK,
            },
        }
        for row, numbers in enumerate(cells)
        for column, number in enumerate(numbers)
    ]
    return {
        "height_px": _ROW_PX * len(offices) + 48,
        "grid": {"left": 4, "right": 4, "top": 8, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "category",
            "position": "top",
            "data": list(buckets),
            "axisTick": {"show": False},
            "axisLine": {"show": False},
            "axisLabel": {"color": _MUTED, "interval": 0},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": list(offices),
            "axisTick": {"show": False},
            "axisLine": {"show": False},
            "axisLabel": {"color": _INK, "fontSize": 13},
        },
        "series": [
            {
                "type": "heatmap",
                "data": points,
                "label": {"show": True},
                "itemStyle": {"borderColor": "#fff", "borderWidth": 2},
            }
        ],
    }


def _shade(number: int, most: int, *, is_late: bool) -> str:
    if not number:
        return "#f5f7f9"
    if is_late:
        return _LATE
    return "#1f5fbf" if number * 2 > most else "#8fb4ea" if number * 6 > most else "#cfe0f7"


@dataclass(frozen=True)
class Line:
    """Values by month in tenths, none where there is none, and how it was before."""

    tenths: Sequence[int | None]
    before_tenths: int | None


def days(lines: Sequence[tuple[str, Line]], months: Sequence[str], before: str) -> dict[str, Any]:
    """Lines of days by month; how each was before lies across as a broken line of its colour."""
    return {
        "color": list(_DAYS),
        "grid": {"left": 8, "right": 96, "top": 40, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "left": 0, "textStyle": {"color": _INK}},
        "xAxis": {"type": "category", "data": list(months), "axisLabel": {"color": _MUTED}},
        "yAxis": {"type": "value", "min": 0, "minInterval": 1, "axisLabel": {"color": _MUTED}},
        "series": [
            _series(title, line, before, colour)
            for (title, line), colour in zip(lines, _DAYS, strict=True)
        ],
    }


def _series(title: str, line: Line, before: str, colour: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "line",
        "name": title,
        "data": [None if one is None else one / 10 for one in line.tenths],
        "symbolSize": 7,
        "lineStyle": {"width": 2},
        "label": {"show": True, "color": _INK},
    }
    if line.before_tenths is not None:
        found["markLine"] = {
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": colour, "type": "dashed"},
            "label": {"formatter": f"{before} {_plain(line.before_tenths)}", "color": _INK},
            "data": [{"yAxis": line.before_tenths / 10}],
        }
    return found


def _plain(tenths: int) -> str:
    """Tenths as a number is written: without a decimal where there is none."""
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)
