"""What ECharts is told to draw: the waterfall of a bill, days of identities, burden over a year.

Sums are whole fen; what people read are the labels, written out here.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from mianshen.money import format_yuan
from mianshen.sheets.model import BillPart, Fall, Flow, IdentitySpan, Waterfall

_COLOURS = {
    Flow.TOTAL: "#5b6775",
    Flow.HOSPITAL: "#c6cfda",
    Flow.AID: "#1f5fbf",
    Flow.BORNE: "#b42318",
}
_PAYERS = ("#8fa3bf", "#6f8fb8", "#a9b8cc", "#c6cfda")
_AIDS = ("#1f5fbf", "#2f8f83", "#5b7fd1", "#8a6fc0")
_MUTED, _LINE, _INK = "#5b6775", "#e3e7ec", "#1b2430"
_ROW_PX = 30
_WAN_FEN = 1_000_000
_FAR, _LINE_PX = 4, 16
"""A line more than so many times as high as what was borne would leave the bars no room."""


def waterfall(told: Waterfall) -> dict[str, Any]:
    """Bars from the total to what the person bears, each beginning where the last one ended."""
    falls = [one for one in told.falls if one.amount_fen or one.flow in (Flow.TOTAL, Flow.BORNE)]
    bars = [
        {"value": one.amount_fen, "itemStyle": {"color": colour}, "label": _label(one)}
        for one, colour in zip(falls, _colours(falls), strict=True)
    ]
    starts = [0 if one.flow in (Flow.TOTAL, Flow.BORNE) else one.left_fen for one in falls]
    return {
        "height_px": _ROW_PX * len(falls) + 16,
        "grid": {"left": 4, "right": 96, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "show": False, "min": 0, "max": told.total_fen},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [one.label for one in falls],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": _LINE}},
            "axisLabel": {"color": _INK, "fontSize": 13, "width": 180, "overflow": "break"},
        },
        "series": [
            {
                "type": "bar",
                "stack": "a",
                "silent": True,
                "data": starts,
                "itemStyle": {"color": "transparent"},
            },
            {
                "type": "bar",
                "stack": "a",
                "data": bars,
                "barWidth": 18,
                "itemStyle": {"borderRadius": 2},
            },
        ],
    }


def timelines(
    identities: Sequence[IdentitySpan], days: Sequence[date], today: date
) -> dict[str, Any]:
    """A line for each class a person belongs to, and a point for each visit."""
    first = min([*(one.start for one in identities), *days], default=today)
    last = max([today, *days])
    lines = [
        {
            "type": "line",
            "symbol": "none",
            "lineStyle": {"width": 10, "color": "#6f8fb8", "cap": "butt"},
            "data": [[_at(max(one.start, first)), row], [_at(one.end or last), row]],
        }
        for row, one in enumerate(identities)
    ]
    visits = {
        "type": "scatter",
        "symbolSize": 11,
        "itemStyle": {"color": "#1f5fbf"},
        "data": [[_at(day), len(identities)] for day in days],
    }
    return {
        "height_px": _ROW_PX * (len(identities) + 1) + 40,
        "grid": {"left": 4, "right": 24, "top": 8, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "time",
            "min": _at(first),
            "max": _at(last),
            "axisLabel": {"color": _MUTED, "hideOverlap": True},
            "splitLine": {"show": True, "lineStyle": {"color": _LINE}},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [*(one.title for one in identities), ""],
            "axisTick": {"show": False},
            "axisLine": {"show": False},
            "axisLabel": {"color": _INK, "fontSize": 13},
        },
        "series": [*lines, visits],
    }


def burden(
    bills: Sequence[tuple[date, BillPart]], lines: Sequence[tuple[str, int]] = ()
) -> dict[str, Any]:
    """What the person bore over the year, bill upon bill, against lines named with their fen."""
    sums, total = [], 0
    for _, bill in bills:
        total += bill.waterfall.borne_fen if bill.waterfall else 0
        sums.append(
            {
                "value": total,
                "label": {
                    "show": True,
                    "position": "top",
                    "formatter": _short(total),
                    "color": _INK,
                    "backgroundColor": "#ffffff",
                },
            }
        )
    shown = [one for one in lines if one[1] <= max(total, 1) * _FAR]
    highest = max([total, *(fen for _, fen in shown)])
    return {
        "height_px": 200 + _LINE_PX * len(shown),
        "grid": {"left": 8, "right": 8, "top": 28, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": [_at(day) for day, _ in bills],
            "axisTick": {"show": False},
            "axisLabel": {"color": _MUTED, "hideOverlap": True},
            "axisLine": {"lineStyle": {"color": _LINE}},
        },
        "yAxis": {"type": "value", "show": False, "min": 0, "max": highest},
        "series": [
            {
                "type": "bar",
                "data": sums,
                "markLine": {
                    "silent": True,
                    "symbol": "none",
                    "data": [_mark(title, fen) for title, fen in shown],
                },
                "barMaxWidth": 36,
                "labelLayout": {"hideOverlap": True},
                "itemStyle": {"color": "#b42318", "borderRadius": [2, 2, 0, 0]},
            }
        ],
    }


def _mark(title: str, fen: int) -> dict[str, Any]:
    """A level across the chart with its name above it."""
    return {
        "yAxis": fen,
        "lineStyle": {"color": _MUTED, "type": "dashed"},
        "label": {
            "formatter": f"{title} {_short(fen)}",
            "position": "insideStartTop",
            "color": _INK,
        },
    }


def _colours(falls: Sequence[Fall]) -> list[str]:
    payers, aids = iter(_PAYERS * len(falls)), iter(_AIDS * len(falls))
    return [
        next(payers)
        if one.flow is Flow.PAYER
        else next(aids)
        if one.flow is Flow.AID
        else _COLOURS[one.flow]
        for one in falls
    ]


def _label(fall: Fall) -> dict[str, Any]:
    sign = "" if fall.flow in (Flow.TOTAL, Flow.BORNE) else "−"
    return {
        "show": True,
        "position": "right",
        "color": _INK,
        "formatter": sign + format_yuan(fall.amount_fen, grouped=True),
    }


def _short(fen: int) -> str:
    """Yuan, in 万 above ten thousand."""
    if fen < _WAN_FEN:
        return format_yuan(fen, grouped=True)
    hundredths = fen // (_WAN_FEN // 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}万"


def _at(day: date) -> str:
    return day.isoformat()
