"""Base formulas as instructions, and figures that would not fit 64 bits, which are refused."""

from datetime import date
from fractions import Fraction

import pytest

from generation.plain import facts_of, plain_pack, visits
from mianshen.engine.kernel.answering import Kernel
from mianshen.engine.kernel.coverage import Uncovered, UncoveredError, uncovered_in
from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.formulas import BaseCompiler, Worked
from mianshen.engine.kernel.plan import AMOUNTS, plan_of
from mianshen.engine.kernel.tables import Grain
from mianshen.engine.reference.members import Seats


def worked(base: str) -> Worked | None:
    seats = Seats(plain_pack({"help": {"base": base, "terms": [{"ratio": "50%"}]}}))
    return BaseCompiler(seats, AMOUNTS, 0).compiled(seats.members[0])


def test_a_share_of_what_is_left_is_worked_out_in_finer_parts() -> None:
    found = worked("in_scope_left * 37%")
    assert found is not None
    assert found.code == ((at.DO_IN_SCOPE_LEFT, 0), (at.DO_TIMES, 37))
    assert found.parts == 100
    assert found.bound == 37 * at.AMOUNT_MAX_FEN


def test_a_base_the_fold_cannot_change_is_left_to_the_reference_to_work_out() -> None:
    assert worked("total / stay_days") is None


def test_a_base_the_fold_changes_in_a_way_not_covered_is_refused() -> None:
    with pytest.raises(UncoveredError) as refused:
        worked("in_scope_left * in_scope")
    assert refused.value.why is Uncovered.BASE


def test_figures_too_fine_to_fit_are_refused_and_change_nothing() -> None:
    grain = Grain()
    grain.add([Fraction(1, 3)], [Fraction(7, 10)])
    with pytest.raises(UncoveredError) as refused:
        grain.add([], [Fraction(1, 10**9)])
    assert refused.value.why is Uncovered.AMOUNTS
    assert (grain.scale, grain.parts) == (3, 10)


def test_a_pack_says_what_of_it_is_not_covered() -> None:
    least = {"base": "in_scope_left", "terms": [{"ratio": "50%"}], "minimum": {"at_least": "100"}}
    assert uncovered_in(plain_pack({"help": least})) is Uncovered.SHAPE
    paid = {"base": "in_scope_left", "terms": [{"ratio": "50%"}], "when": "year_paid < 100"}
    assert uncovered_in(plain_pack({"help": paid})) is Uncovered.DYNAMIC
    with pytest.raises(UncoveredError):
        plan_of(Seats(plain_pack({"help": paid})))


def test_figures_that_were_refused_are_refused_again() -> None:
    who = {"any": ["低保", "特困"]}
    fine = {"who": who, "base": "in_scope_left / 91%", "terms": [{"ratio": "33.35%"}]}
    plain = {"base": "in_scope_left", "terms": [{"ratio": "50%"}]}
    pack = plain_pack({"help": fine, "more": plain})
    kernel = Kernel(pack, year=2024, as_of=date(2024, 12, 31), year_closed=False)
    units = [facts_of(visits(100_00), ("低保",)), facts_of(visits(200_00), ("特困",))]
    assert kernel.assess(units) == [Uncovered.AMOUNTS, Uncovered.AMOUNTS]


def test_amounts_beyond_the_proof_go_to_the_reference() -> None:
    pack = plain_pack({"help": {"base": "in_scope_left", "terms": [{"ratio": "50%"}]}})
    kernel = Kernel(pack, year=2024, as_of=date(2024, 12, 31), year_closed=False)
    assert kernel.assess([facts_of(visits(at.AMOUNT_MAX_FEN + 1))]) == [Uncovered.AMOUNTS]
