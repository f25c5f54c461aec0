"""An amount names everything it rests on that has no published source."""

import pytest

from cases.factories import assessed, bill, pack

ASSUMED = ", law: {assumed: 演示}"


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("programme", "aid"),
        ("row", "aid"),
        ("line", "aid"),
        ("parameter", "share"),
        ("payer", "basic"),
        ("layer", "only"),
        ("pool", "year"),
        ("other", None),
    ],
)
def test_what_is_assumed_is_named_with_the_amount(place: str, named: str | None) -> None:
    def law(of: str) -> str:
        return ASSUMED if of == place else ""

    of = pack(
        f"parameters: {{share: {{values: [{{from: 2020-01-01, value: 50%}}]{law('parameter')}}}}}\n"
        f"payers: {{basic: {{from: [hifp_pay]{law('payer')}}}}}\n"
        f"pools: {{year: {{amount: 9000{law('pool')}}}}}\n"
        f"layers: [{{id: before, payers: [basic]}}, {{id: only, members: [aid]{law('layer')}}},"
        " {id: later, members: [other]}]\n"
        "programmes:\n"
        f"  aid: {{base: in_scope_left, pools: [year]{law('programme')},"
        f" terms: [{{ratio: share, line: {{amount: 100{law('line')}}}{law('row')}}}]}}\n"
        f"  other: {{base: in_scope_left, terms: [{{ratio: 10%}}]{law('other')}}}"
    )
    aid = assessed(of, bill("1000", paid={"hifp_pay": "500.00"})).lines[0]
    assert (aid.programme, aid.amount_fen) == ("aid", 200_00)
    assert aid.assumed == (() if named is None else (named,))
