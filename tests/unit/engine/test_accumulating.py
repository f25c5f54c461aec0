"""What visits count towards lines although the person was not yet eligible."""

import pytest

from cases.factories import aid_of, assessed, bill, held_in, pack


@pytest.mark.parametrize(
    ("grade", "aid_on_second"), [("三级", "300.00"), ("一级", "0.00"), (None, "0.00")]
)
def test_only_a_visit_that_lacks_nothing_but_the_identity_accumulates(
    grade: str | None, aid_on_second: str
) -> None:
    of = pack(
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {who: {any: [低保]}, when: grade >= 二级,"
        " accumulates_when_ineligible: true, per: year, base: in_scope_left,"
        " terms: [{line: {amount: 1000, per: year}, ratio: 60%}]}}"
    )
    words = {} if grade is None else {"grade": grade}
    before = bill("1000", "02-01", **words)
    after = bill("500", "06-01", grade="三级")
    found = assessed(of, before, after, identities=(held_in("低保", "03-01", "12-31"),))
    assert aid_of(found, "aid") == ["0.00", aid_on_second]
