"""Programmes of one layer that pay beside each other."""

from cases.factories import aid_of, assessed, bill, pack


def test_a_share_is_measured_beside_what_was_delivered_on_those_that_do_not_pay() -> None:
    of = pack(
        "layers: [{id: beside, members: [one, year, half], combine: parallel, cut: pro_rata}]\n"
        "programmes:\n"
        "  one: {who: {any: [低保]}, base: in_scope_left, terms: [{ratio: 50%}],"
        " advance: [maf_pay]}\n"
        "  year: {base: in_scope_left, per: year, terms: [{ratio: 50%}]}\n"
        "  half: {base: in_scope_left, terms: [{ratio: 50%}]}"
    )
    delivered = bill("10000", "03-31", paid={"maf_pay": "10000.00"})
    found = assessed(of, bill("3900", "03-01", total="4900"), delivered)
    # Nothing is left on the second bill, so half wants nothing there and year need not share with
    # it: what its year comes to, 6950, fills the first bill beside the 1950 of half.
    assert aid_of(found, "half") == ["1950.00", "0.00"]
    assert aid_of(found, "year") == ["2950.00", "0.00"]
