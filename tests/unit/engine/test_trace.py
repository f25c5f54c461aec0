"""The trace: every clause looked at, in words and numbers one can recompute."""

from datetime import date
from fractions import Fraction

from cases.factories import PERSON, YEAR, bill, held_in, pack
from mianshen.engine.facts import Event, Facts, Person
from mianshen.engine.reference import assess
from mianshen.engine.reference.details import TermsNumbers
from mianshen.engine.results import Finding, Outcome
from mianshen.policy.pack import Pack
from mianshen.run.messages import Lang
from mianshen.sheets.phrasing import Phrasing
from mianshen.sheets.steps import StepWriter
from mianshen.sheets.titles import Titles

AID = """
parameters: {share: {values: [{from: 2020-01-01, value: 70%}]}}
layers: [{id: insured, payers: [basic]}, {id: aid, members: [help, bands]}]
payers: {basic: {from: [hifp_pay]}}
programmes:
  help:
    who: {any: [低保, 特困], none: [低保边缘]}
    when: visit is inpatient and total > 3000
    base: in_scope - basic
    law: {document: 测试文件, clause: 第一条}
    terms:
      - {line: {amount: 1000}, ratio: share, law: {document: 测试文件, clause: 第二条}}
    caps: [{amount: 5000, law: {assumed: 演示}}]
    adjust: [{on: result, factor: 50%}]
  bands:
    base: total_left
    terms:
      - gate: {above: 100}
        bands:
          - {up_to: 1000, ratio: 10%}
          - {below: 2000, kind: slab, ratio: 20%}
          - {kind: lump, amount: 9}
        origin: zero
"""


def findings(of: Pack, *events: Event) -> list[Finding]:
    facts = Facts(
        people=(Person(PERSON),),
        events=events,
        identities=(held_in("低保", "01-01", "12-31"),),
    )
    found = assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31), with_trace=True)
    return list(found.trace)


def steps(found: list[Finding], programme: str) -> dict[str, Finding]:
    return {one.step: one for one in found if one.programme == programme}


def test_each_clause_says_what_it_read_and_what_came_of_it() -> None:
    told = steps(findings(pack(AID), bill("6000", paid={"hifp_pay": "2000"})), "help")
    assert told["who"].outcome is Outcome.FULFILLED
    assert told["who"].inputs == (("低保", "yes"), ("特困", "no"), ("低保边缘", "no"))
    assert told["when"].outcome is Outcome.FULFILLED
    assert told["when"].inputs == (("total", "6000"), ("visit", "inpatient"))
    assert told["base"].formula.startswith("in_scope - basic = 6000 − 2000")
    assert told["base"].result == "4000"
    assert told["terms"].formula == "start line 1000 per visit; (4000 − start line) × 70%"
    assert told["terms"].clause == "测试文件 第二条"
    assert told["result factor"].formula == "× 50%"
    assert (told["cap"].formula, told["cap"].clause) == ("help.0 (year) 5000.00", "assumed: 演示")
    assert told["result"].result == "1050.00"
    assert told["result"].clause == "测试文件 第一条"


def test_a_clause_that_is_not_met_ends_the_programmes_findings() -> None:
    outpatient = bill("6000", visit="outpatient")
    told = [one.step for one in findings(pack(AID), outpatient) if one.programme == "help"]
    assert told == ["who", "when"]
    small = steps(findings(pack(AID), bill("100")), "help")
    assert small["when"].outcome is Outcome.NOT_FULFILLED


def test_a_fact_that_is_missing_leaves_the_clause_unresolved() -> None:
    unknown = Event(
        id="1",
        person=PERSON,
        visit="1",
        admitted=date(YEAR, 3, 1),
        discharged=date(YEAR, 3, 1),
        settled=bill("1").settled,
        amounts_fen={"total": 600000, "in_scope": 600000},
    )
    told = steps(findings(pack(AID), unknown), "help")
    assert told["when"].outcome is Outcome.UNRESOLVED
    assert told["result"].outcome is Outcome.UNRESOLVED
    assert told["result"].formula == "needs check"


def test_bands_are_written_with_their_edges_and_kinds() -> None:
    told = steps(findings(pack(AID), bill("6000", paid={"hifp_pay": "2000"})), "bands")
    assert told["terms"].formula == (
        "from > 100 per visit; "
        "bands from zero on 2950: ≤ 1000 10%, < 2000 20% of the whole, above 9"
    )


def test_a_guarantee_and_a_sum_are_written_in_words() -> None:
    of = pack(
        "layers: [{id: only, members: [bears, sum]}]\n"
        "programmes:\n"
        "  bears: {base: total_left, terms: [{guarantee: {share: 10%, of: total}}]}\n"
        "  sum: {base: total_left, when: holds(低保), terms: [{amount: 50}]}\n"
    )
    found = findings(of, bill("1000", stay_days=Fraction(3)))
    assert steps(found, "bears")["terms"].formula == "the person bears at most 10%"
    assert steps(found, "sum")["terms"].formula == "a sum of 50"
    assert steps(found, "sum")["when"].formula == "holds(低保)"


def test_a_programme_of_the_years_end_is_told_with_the_whole_year() -> None:
    of = pack(
        "layers: [{id: only, members: [yearly]}]\n"
        "programmes:\n"
        "  yearly:\n"
        "    base: in_scope_left\n"
        "    per: year\n"
        "    settled: year_end\n"
        "    terms:\n"
        "      - {bands: [{up_to: 1000, ratio: 30%}, {ratio: 50%}], origin: zero}\n"
    )
    facts = Facts(people=(Person(PERSON),), events=(bill("800"), bill("700", "05-01")))
    found = assess(
        facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31), year_closed=True, with_trace=True
    )
    told = [one for one in found.trace if one.event is None]
    assert [(one.step, one.result) for one in told] == [
        ("base", "800"),
        ("base", "700"),
        ("terms", ""),
    ]
    detail = told[-1].detail
    assert isinstance(detail, TermsNumbers)
    assert (detail.base, detail.target_fen, detail.before_fen) == (1500, 550_00, 0)
    step = StepWriter(Phrasing(Titles(of, Lang.EN)), {}).step(told[-1])
    assert step.numbers == ("1,000 × 30% + 500 × 50% = 550.00",)
    base = StepWriter(Phrasing(Titles(of, Lang.ZH)), {}).step(told[0])
    assert base.words == "结算 03-01：政策范围内剩余自付"


ADJUSTED = """
attributes: {rural: {type: truth}}
layers: [{id: only, members: [help]}]
programmes:
  help:
    who: {any: [特困, 低保边缘]}
    base: in_scope_left
    terms: [{ratio: 50%}]
    adjust: [{on: ratio, points: 10%}, {on: ratio, factor: 120%}]
"""


def test_adjustments_of_the_ratio_are_written_in_their_order() -> None:
    of = pack(ADJUSTED.replace("低保边缘", "低保"))
    told = steps(findings(of, bill("1000")), "help")
    assert told["terms"].formula == "1000 × (50% + 10% × 120%)"
    assert told["result"].result == "720.00"


def test_a_person_without_the_identity_is_told_that_and_no_more() -> None:
    found = [one for one in findings(pack(ADJUSTED), bill("1000")) if one.programme == "help"]
    assert [(one.step, one.outcome) for one in found] == [("who", Outcome.NOT_FULFILLED)]
