"""Generated programmes: who, what for, under which terms, caps and exceptions."""

from typing import Any

from generation import figures
from generation.drawing import Drawing
from generation.figures import IDENTITIES, Place, amount, condition, ratio

Content = dict[str, Any]

EDGES = ("1000", "3000", "5000", "10000")


ODDITIES = (
    ("caps", 28),
    ("requires", 13),
    ("adjust", 14),
    ("minimum", 9),
    ("year", 8),
    ("accumulates", 8),
    ("rounding", 8),
    ("round_to", 7),
    ("in_force", 6),
    ("once", 6),
    ("clip", 6),
    ("undisputed", 6),
    ("claim", 5),
    ("application", 4),
    ("simulated", 2),
    ("when", 20),
)
ODDITIES_COUNTED = (32, 37, 20, 8, 3)


def programme(d: Drawing, place: Place, *, year_end: bool = False) -> Content:
    """One programme that fits its place; pools, exclusions and advances come with the pack."""
    if place.kind == "reimbursement" and not year_end and d.chance(16):
        return _late_gate(d, place)
    yearly = year_end or d.chance(56)
    content: Content = {"base": figures.base(d, place)}
    if place.kind != "reimbursement":
        content["kind"] = place.kind
    if year_end:
        content["settled"] = "year_end"
    if yearly:
        content["per"] = "year"
    content["terms"] = [
        _terms(d, place, yearly=yearly, last=index == 0)
        for index in reversed(range(d.among((1, 74), (2, 21), (3, 5))))
    ]
    odd = d.few(ODDITIES_COUNTED, *ODDITIES)
    if d.chance(52) or "accumulates" in odd:
        content["who"] = _who(d)
    if "accumulates" in odd:
        content["accumulates_when_ineligible"] = "true"
    _conditions(d, place, content, odd)
    _exceptions(d, place, content, odd)
    return content


def _late_gate(d: Drawing, place: Place) -> Content:
    """A plain programme whose gate opens in the course of the year, so that it catches up."""
    gate = {d.of("at_least", "above"): d.of("5000", "4900", "3000"), "per": "year"}
    row = {"gate": gate, "ratio": d.of("60%", "50%", "100%", "85%")}
    return {"base": figures.base(d, place), "per": "year", "terms": [row]}


def _who(d: Drawing) -> Content:
    usual = [IDENTITIES[0]] if d.chance(70) else []
    who: Content = {"any": [*usual, *d.some(IDENTITIES[1:], 50)]}
    form = d.among(("any", 56), ("on", 20), ("none", 7), ("all", 6), ("backdate", 11))
    if form == "none":
        who["none"] = [d.of(*reversed(IDENTITIES))]
    if form == "all":
        who = {"all": d.some(IDENTITIES, 40)}
    if form == "on" or (form != "any" and d.chance(25)):
        who["on"] = d.of("admission", "stay", "discharge", "settlement")
    if form == "backdate":
        backdate: Content = {"to": d.of("year_start", "months", "days", "month_start")}
        if backdate["to"] in ("months", "days"):
            backdate["count"] = d.of("1", "3", "12", "0")
        if d.chance(35):
            backdate["on_application"] = "true"
        who["backdate"] = backdate
    return who


def _conditions(d: Drawing, place: Place, content: Content, odd: set[str]) -> None:
    if "when" in odd:
        content["when"] = condition(d, place)
    if "undisputed" in odd or ("when" in odd and d.chance(25)):
        content["pay_undisputed"] = "true"
    if "requires" in odd and place.payers:
        content["requires"] = d.some(place.payers)
    if "claim" in odd:
        content["claim_within"] = {
            d.of("months", "days"): d.of("3", "12", "30"),
            "after": d.of("discharge", "admission", "settlement"),
        }
    if "application" in odd:
        content["on_application"] = "true"
    if "in_force" in odd:
        content["in_force"] = _in_force(d)
    if "year" in odd:
        content["year"] = year(d)


def _in_force(d: Drawing) -> Content:
    span: Content = {"by": d.of("settlement", "admission", "discharge")}
    if d.chance(60):
        span["from"] = d.of("2024-02-29", "2024-04-01", "2023-01-01")
    if d.chance(60):
        span["to"] = d.of("2024-09-15", "2024-06-30", "2025-12-31")
    return span


def year(d: Drawing) -> Content:
    """A benefit year of a programme, a pool or a pack, often the medical one from April."""
    content: Content = {"starts": d.of("04-01", "04-01", "01-01")}
    if d.chance(40):
        content["by"] = d.of("discharge", "admission", "settlement")
    if d.chance(35):
        content["long_stay"] = "split"
    return content


def _exceptions(d: Drawing, place: Place, content: Content, odd: set[str]) -> None:
    if "adjust" in odd:
        content["adjust"] = [_adjust(d, place) for _ in range(d.among((1, 80), (2, 20)))]
    if "minimum" in odd:
        content["minimum"] = {d.of("at_least", "above"): amount(d, place, "200", "1000", "3000")}
        if d.chance(45):
            content["minimum"]["accumulates"] = "false"
    if "once" in odd:
        content["once"] = d.of("year", "life")
    if "clip" in odd:
        content["clip"] = "sum"
    if "caps" in odd:
        content["caps"] = [cap(d, place) for _ in range(d.among((1, 85), (2, 15)))]
    if "rounding" in odd:
        content["rounding"] = d.of("half_even", "down", "up")
    if "round_to" in odd:
        content["round_to"] = d.of("jiao", "yuan")
    if "simulated" in odd and place.kind == "reimbursement":
        content["simulated"] = "true"


def cap(d: Drawing, place: Place) -> Content:
    """A cap of a programme, a row or a pool."""
    content: Content = {"amount": amount(d, place, "3000", "1000", "5000", "4900", "33.35")}
    content["per"] = d.among(("year", 60), ("visit", 25), ("life", 15))
    if d.chance(16):
        content["when"] = condition(d, place)
        if d.chance(40):
            content["uncapped_use_counts"] = "true"
    if d.chance(10):
        content["counts"] = "normal"
    if d.chance(10):
        content["limits"] = "base"
    return content


def _adjust(d: Drawing, place: Place) -> Content:
    on = d.among(("ratio", 46), ("result", 24), ("line", 16), ("cap", 14))
    content: Content = {"on": on}
    if d.chance(35):
        content["who"] = d.some(IDENTITIES, 40)
    if d.chance(55):
        content["when"] = condition(d, place)
    if on == "ratio" and d.chance(60):
        content["points"] = d.of("10%", "-10%", "5% * visit_number")
    else:
        content["factor"] = d.of("50%", "20%", "120%", "1.1")
    if on == "ratio" and d.chance(40):
        content["reaches_back"] = "true"
    return content


def _terms(d: Drawing, place: Place, *, yearly: bool, last: bool) -> Content:
    row: Content = {}
    if d.chance(12 if last else 45):
        row["who"] = d.some(IDENTITIES, 45)
    if d.chance(8 if last else 40):
        row["when"] = condition(d, place)
    way = d.among(("ratio", 60), ("bands", 22), ("guarantee", 8), ("amount", 10))
    if way == "guarantee":
        of = d.among((figures.base(d, place), 50), ("in_scope", 50))
        if place.kind != "reimbursement":
            of = figures.base(d, place)
        row["guarantee"] = {"share": ratio(d), "of": of}
    else:
        _start_line(d, place, row, yearly=yearly)
    if way == "ratio":
        row["ratio"] = ratio(d)
    elif way == "amount":
        row["amount"] = amount(d, place, "200", "1000", "33.35", "3000")
    elif way == "bands":
        row["bands"] = _bands(d)
        row["origin"] = d.of("zero", "line")
    if d.chance(10):
        row["caps"] = [cap(d, place)]
    return row


def _start_line(d: Drawing, place: Place, row: Content, *, yearly: bool) -> None:
    if d.chance(38):
        row["line"] = {"amount": amount(d, place, "1000", "3000", "200", "0")}
        if d.chance(70 if yearly else 20):
            row["line"]["per"] = "year"
    if d.chance(48 if yearly else 13):
        row["gate"] = {d.of("at_least", "above"): amount(d, place, "5000", "2000", "4900", "3000")}
        if yearly and d.chance(75):
            row["gate"]["per"] = "year"


def _bands(d: Drawing) -> list[Content]:
    edges = [edge for edge in EDGES if d.chance(30)]
    if edges and edges[0] == "1000" and d.chance(10):
        edges[0] = "standard"
    bands = []
    for edge in (*edges, None):
        band: Content = {}
        kind = d.among(("marginal", 62), ("slab", 20), ("lump", 18))
        if kind != "marginal":
            band["kind"] = kind
        if edge is not None:
            band[d.of("up_to", "below")] = edge
        if kind == "lump":
            band["amount"] = d.of("200", "1000", "3000")
        else:
            band["ratio"] = d.of("0", *figures.RATIOS) if edges else ratio(d)
        bands.append(band)
    return bands
