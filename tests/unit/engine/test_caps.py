"""What a line is told when a cap leaves it nothing."""

from cases.factories import aid_of, assessed, bill, pack
from mianshen.engine.results import Reason


def test_a_cap_that_leaves_less_than_a_fen_of_raised_aid_is_used() -> None:
    of = pack(
        "pools: {year: {amount: 33.35}}\n"
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {base: in_scope_left, terms: [{ratio: 50%}], pools: [year],"
        " adjust: [{on: result, factor: 1.1}]}}"
    )
    found = assessed(of, bill("1000", "03-01"), bill("1000", "04-01"))
    assert aid_of(found, "aid") == ["33.34", "0.00"]
    assert found.lines[1].reason is Reason.CAP_USED


def test_a_cap_on_bases_ends_at_a_whole_fen_like_any_other() -> None:
    of = pack(
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {base: in_scope_left, terms: [{ratio: 100%,"
        " caps: [{amount: 33.35 / visit_number, limits: base}]}]}}"
    )
    found = assessed(of, bill("1000", "03-01"), bill("1000", "04-01"))
    assert aid_of(found, "aid") == ["16.67", "0.00"]


def test_a_cap_on_bases_counts_what_another_one_left_of_earlier_bills() -> None:
    of = pack(
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {base: in_scope_left, terms: [{ratio: 100%}],"
        " caps: [{amount: 5000, limits: base}, {amount: 1000, per: visit, limits: base}]}}"
    )
    found = assessed(of, bill("6000", "03-01"), bill("6000", "04-01"))
    assert aid_of(found, "aid") == ["1000.00", "1000.00"]
