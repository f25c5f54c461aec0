"""Settlement rows become events with nothing invented and nothing lost."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from mianshen.engine.facts import Event
from mianshen.run.messages import InputError
from mianshen.run.reading.ledger import Ledger
from mianshen.run.settlements import Bills, read_bills, to_event
from mianshen.standards.readings import FundDetail
from mianshen.standards.reversals import net
from mianshen.standards.settlement import Settlement
from unit.run.table_factory import table
from unit.standards.settlement_factory import NEXT_DAY, refund_of, settlement

ROW = {
    "setl_id": "S1",
    "psn_no": "P1",
    "setl_time": "2025-03-10 10:00:00",
    "medfee_sumamt": "100.00",
    "inscp_scp_amt": "90.00",
}


def bills(*rows: dict[str, str], as_of: date = date(2025, 12, 31)) -> Bills:
    return read_bills([table("bills.csv", rows, "settlements")], as_of, Ledger())


def event_of(one: Settlement) -> Event:
    (row,) = net([replace(one, where="bills.csv:2")]).rows
    return to_event(row, "P1")


def test_amounts_and_payers_keep_their_fen() -> None:
    event = event_of(settlement(hosp_part_amt_fen=0))
    assert event.amounts_fen == {
        "total": 1_000_00,
        "in_scope": 900_00,
        "full_self_pay": 50_00,
        "over_limit": 0,
        "self_pay_first": 50_00,
        "account_pay": 100_00,
        "hospital_part": 0,
    }
    assert event.paid_fen == {"hifp_pay": 600_00, "maf_pay": 100_00, "oth_pay": 0}


def test_a_stated_zero_is_told_and_a_missing_field_is_not() -> None:
    paid = event_of(settlement(hifmi_pay_fen=0)).paid_fen
    assert paid["hifmi_pay"] == 0
    assert "hifob_pay" not in paid


def test_fund_details_stand_beside_the_fields() -> None:
    funds = (FundDetail("610100", 40_00), FundDetail("610100", 60_00), FundDetail("390100", 1))
    paid = event_of(settlement(funds=funds)).paid_fen
    assert (paid["fund:610100"], paid["fund:390100"]) == (100_00, 1)


@pytest.mark.parametrize(
    ("given", "word", "meant"),
    [
        ({"med_type": "21"}, "visit", "inpatient"),
        ({"med_type": None}, "visit", None),
        ({"hosp_lv": "5"}, "grade", "二级"),
        ({"insutype": "310"}, "insurance", "职工"),
        ({"insutype": "391"}, "insurance", "居民"),
        ({"insutype": "340"}, "insurance", "离休"),
        ({"insutype": "510"}, "insurance", "其他"),
        ({"insutype": None}, "insurance", None),
        ({"pay_loc": "4"}, "place", "跨省异地"),
        ({"pay_loc": "1", "fix_blng_admdvs": "500112"}, "place", "本地"),
        ({"pay_loc": "1", "fix_blng_admdvs": "500230"}, "place", "市内异地"),
        ({"pay_loc": None, "fix_blng_admdvs": "510104"}, "place", "跨省异地"),
        ({"pay_loc": "1", "fix_blng_admdvs": None}, "place", None),
        ({"begndate": date(2024, 3, 1), "enddate": date(2024, 3, 5)}, "stay_days", Fraction(4)),
        ({"begndate": date(2024, 3, 5), "enddate": date(2024, 3, 5)}, "stay_days", Fraction(1)),
        ({"extra": {"规范转诊": "是"}}, "referred", True),
        ({"extra": {"异地备案": "0"}}, "filed", False),
        ({"extra": {}}, "referred", None),
    ],
)
def test_words_are_stated_or_left_unknown(
    given: dict[str, object], word: str, meant: object
) -> None:
    assert event_of(settlement(**given)).facts.get(word) == meant


def test_days_that_are_not_given_are_those_nearest_to_them() -> None:
    event = event_of(settlement(begndate=None, enddate=None))
    assert event.admitted == event.discharged == event.settled.date()


def test_a_refund_and_its_bill_are_both_told_to_the_engine() -> None:
    original = settlement(where="bills.csv:2")
    refund = refund_of(original, setl_time=NEXT_DAY, where="bills.csv:3")
    rows = {row.settlement.setl_id: row for row in net([original, refund]).rows}
    assert to_event(rows["R1"], "P1").reverses == "S1"
    assert to_event(rows["S1"], "P1").reverses is None


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"vali_flag": "0"}, "void"),
        ({"refd_setl_flag": "1"}, "reversal_not_arrived"),
        ({"inscp_scp_amt": ""}, "value_missing"),
        ({"begndate": "2025-03-11", "enddate": "2025-03-10"}, "end_before_start"),
        ({"fund_pay_sumamt": "70.00", "psn_part_amt": "70.00"}, "I1"),
    ],
)
def test_a_row_that_is_no_sound_claim_is_set_aside(changes: dict[str, str], rule: str) -> None:
    (aside,) = bills(ROW | changes).set_aside
    assert (aside.file, aside.line, aside.settlement, aside.rule) == ("bills.csv", 2, "S1", rule)


def test_a_broken_bill_that_was_taken_back_needs_no_mending() -> None:
    broken = ROW | {"fund_pay_sumamt": "70.00", "psn_part_amt": "70.00"}
    negated = {"medfee_sumamt": "-100.00", "inscp_scp_amt": "-90.00", "fund_pay_sumamt": "-70.00"}
    back = ROW | negated | {"setl_id": "R1", "init_setl_id": "S1", "psn_part_amt": ""}
    assert not bills(broken, back).set_aside
    earlier = bills(broken, back | {"setl_time": "2025-04-01"}, as_of=date(2025, 3, 31))
    assert [one.rule for one in earlier.set_aside] == ["I1"]


def test_rows_that_cannot_be_read_are_all_named() -> None:
    with pytest.raises(InputError) as refused:
        bills(ROW | {"medfee_sumamt": "x"}, ROW | {"setl_time": "y"}, ROW | {"规范转诊": "z"})
    places = [message.where for message in refused.value.messages]
    assert places == ["bills.csv:2:medfee_sumamt", "bills.csv:3:setl_time", "bills.csv:4:规范转诊"]
