"""The formulas of generated packs: amounts, shares, bases and conditions with edges that meet."""

from dataclasses import dataclass

from generation.drawing import Drawing

IDENTITIES = ("低保", "特困", "边缘")
AMOUNTS = ("1000", "3000", "200", "5000", "4900", "10000", "33.35", "0")
RATIOS = ("50%", "70%", "60%", "100%", "85%", "20%")

ATTRIBUTES = {
    "income": {"type": "number"},
    "hukou": {"type": "text", "options": ["本地", "外地"]},
    "job": {"type": "text"},
    "tested": {"type": "truth"},
}
LISTS = {"cancers": ["C", "D0"]}


def parameters(d: Drawing) -> dict[str, object]:
    """Dated figures: one that changes within the year, a share, and one that is not known."""
    changed = d.of("2024-04-01", "2024-07-01", "2024-12-31")
    late = [{"value": "1000", "from": "2024-09-01"}] if d.chance(40) else []
    return {
        "standard": {
            "values": [
                {"value": d.of("700", "1000", "900"), "from": "2022-01-01"},
                {"value": d.of("800", "600"), "from": changed},
            ]
        },
        "share_set": {"values": [{"value": d.of("60%", "0.75"), "from": "2020-01-01"}]},
        "not_published": {"values": late},
    }


@dataclass(frozen=True)
class Place:
    """Where a formula stands: the kind of event, and the names it may read there."""

    kind: str = "reimbursement"
    name: str = ""
    payers: tuple[str, ...] = ()
    payer_layers: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    earlier_layers: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()


def amount(d: Drawing, place: Place, *options: str) -> str:
    """An amount in yuan, mostly a plain one."""
    plain = d.of(*(options or AMOUNTS))
    form = d.among(
        ("plain", 86),
        ("standard", 6),
        ("part", 2),
        ("unknown", 2),
        ("person", 2),
        ("fold", 2),
    )
    if form == "standard":
        return "standard"
    if form == "part":
        return "standard * 50%"
    if form == "unknown":
        return "not_published"
    if form == "person":
        return d.of("income * 10%", "max(income, 1000)")
    if form == "fold":
        seen = (*place.payers, *place.earlier, *place.own)
        return d.of(f"max(0, {plain} - {d.of(*seen, 'year_paid')})", f"{plain} / visit_number")
    return plain


def ratio(d: Drawing) -> str:
    """A share between nothing and all, mostly a plain one."""
    plain = d.of(*RATIOS)
    return d.among(
        (plain, 90),
        ("share_set", 4),
        ("50% + 10% * visit_number", 2),
        ("40% + 0.2% * age", 1),
        ("min(100%, income / 5000)", 1),
        ("33.35%", 2),
    )


def base(d: Drawing, place: Place) -> str:
    """A base, in scope or in all, that may name who has paid before or beside."""
    if place.kind == "premium":
        return d.of("price", "min(price, 200)", "price - 33.35", "in_scope_left")
    if place.kind == "daily":
        return d.of("wage / 30 * days", "wage * 50%", "wage * days / 21.75")
    form = d.among(
        ("left", 40),
        ("named", 24),
        ("wide", 12),
        ("plain", 8),
        ("own", 8 if place.own else 0),
        ("odd", 8),
    )
    if form == "named":
        taken = d.some((*place.payers, *place.earlier, *place.earlier_layers), 60)
        return " - ".join([d.of("in_scope", "in_scope", "total"), *taken])
    if form == "wide":
        return d.of("total_left", "total - full_self_pay - 200", "total_left * 50%", "total")
    if form == "plain":
        return d.of("in_scope", "in_scope - 1000", "in_scope - 3000")
    if form == "own":
        named = d.of(*place.own)
        return d.of(f"in_scope_left - {named}", f"10000 - {named}", f"in_scope - {named} / 50%")
    if form == "odd":
        return d.of(
            "min(in_scope_left, 3000)",
            "in_scope_left / 91%",
            "in_scope_left - 1000",
            "max(0, self_pay_first) + in_scope_left * 50%",
            "in_scope_left * share_set",
            "in_scope - not_published",
            "min(income, in_scope_left)",
        )
    return "in_scope_left"


def condition(d: Drawing, place: Place) -> str:
    """A condition, alone or joined, on facts, on the person or on the fold."""
    form = d.among(("one", 78), ("and", 8), ("or", 8), ("not", 6))
    first = _one_condition(d, place)
    if form == "one":
        return first
    if form == "not":
        return f"not ({first})"
    return f"{first} {form} {_one_condition(d, place)}"


def _one_condition(d: Drawing, place: Place) -> str:
    form = d.among(("facts", 40), ("fold", 30), ("person", 24), ("paid", 6))
    if form == "person":
        return _about_the_person(d)
    if form == "fold":
        return d.of(
            "total_left > 3000",
            "in_scope_left >= 1000",
            "year_paid < 3000",
            "year_base >= 3000",
            "year_base + in_scope_left > 5000",
            "visit_number < 2",
            "visit_number >= 1",
            "year_borne > 5000",
        )
    if form == "paid":
        read = d.of(*place.payers, *place.payer_layers, *place.anywhere)
        return f"{read} {d.of('>', '<=')} {d.of('0', '1000')}"
    if place.kind == "premium":
        return d.of("price > 200", "tier >= 2", "price <= 1000")
    if place.kind == "daily":
        return d.of("days >= 3", "wage > 3000")
    return _about_the_visit(d)


def _about_the_visit(d: Drawing) -> str:
    return d.of(
        "total > 3000",
        "visit is inpatient",
        "in_scope >= 1000",
        "grade >= 二级",
        "diagnosis starts with cancers",
        "referred",
        "total - hospital_part <= 5000",
        "insurance in [居民, 职工]",
        "place != 跨省异地",
        "stay_days >= 3",
        "diagnosis not starts with [C, I1]",
        "visit is not outpatient",
        "med_type is '21'",
        "hospital in [H1, H2]",
    )


def _about_the_person(d: Drawing) -> str:
    return d.of(
        "income <= 1000",
        "holds(特困)",
        "tested",
        "hukou is 本地",
        "income < standard",
        "job is not 务农",
        "holds(低保, 边缘)",
        "income >= 200 and income < 3000",
        "age >= 60",
        "sex is 女",
        "income - 200 > 0",
        "income * 12 <= standard",
    )
