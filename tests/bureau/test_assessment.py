"""Assessment: whoever changed is assessed, what came out is kept, and what is open stands ready."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest
from django.db import transaction
from psycopg.errors import InsufficientPrivilege

from bureau.factories import Bureau, Who, bill, card, person
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.models import Answer, FrozenFacts, Line, Run
from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, held_fen, post, proof
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import entries_of
from mianshen.engine.facts import FactsError
from mianshen.engine.results import Reason, Status
from mianshen.run.messages import Lang
from mianshen.run.shipped import Located

pytestmark = pytest.mark.usefixtures("database")

ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))
WANG = Who("王桂兰", card(53))
PACK = """\
id: small
region: "000000"
identities: [低保, 特困]
payers:
  basic: {from: [hifp_pay]}
  major: {from: ["others:大病"], allocate: chronological}
layers:
  - {id: insurers, payers: [basic, major]}
  - {id: relief, members: [aid, tilt]}
programmes:
  aid:
    title: 医疗救助
    fund: 救助基金
    who: {any: [低保, 特困]}
    base: in_scope - basic
    terms: [{ratio: 50%}]
  tilt:
    title: 倾斜救助
    fund: 救助基金
    who: {any: [特困]}
    requires: [major]
    base: in_scope - basic - major
    terms: [{ratio: 20%}]
"""
ASKED = assessment.Asked(date(2025, 12, 31), (2025,))


def put_in_force(folder: Path, bureau: Bureau, text: str = PACK, name: str = "pack") -> str:
    file = folder / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    return assessment.put_in_force(Located(file), (), bureau.stated("policy:1"))


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    bureau = Bureau()
    put_in_force(tmp_path, bureau)
    return bureau


def assess(bureau: Bureau, asked: assessment.Asked = ASKED) -> assessment.Assessed:
    return assessment.assess_dirty(asked, bureau.stated("system"))


def told(who: Who, at: datetime | None = None) -> list[tuple[str | None, str, str, int]]:
    lines = assessment.lines_as_known([person(who)], at=at)
    return [(line.event, line.programme, line.status, line.amount_fen) for line in lines]


def open_fen(who: Who) -> int:
    return sum(one.net_fen for one in assessment.open_deltas([person(who)]))


def order(key: str, fen: int) -> None:
    giver, taker = claim(Claim.ENTITLED, key), claim(Claim.ORDERED, key)
    post(Book.CLAIMS, [Move(f"order:{key}:{fen}", giver, taker, fen, "列入工单")])


def the_line(who: Who) -> assessment.OpenLine:
    (delta,) = assessment.open_deltas([person(who)])
    (line,) = delta.lines
    return line


def test_a_bill_of_somebody_on_the_roster_is_assessed_and_stands_ready_to_be_ordered(
    bureau: Bureau,
) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1", total_fen=100_000, basic_fen=60_000))
    done = assess(bureau)

    assert told(ZHANG) == [("s1", "aid", "entitled", 20_000), ("s1", "tilt", "zero", 0)]
    assert done.changed == {person(ZHANG)}
    line = the_line(ZHANG)
    assert (line.programme, line.event, line.fen) == ("aid", "s1", 20_000)
    assert held_fen(Book.CLAIMS, claim(Claim.ENTITLED, line.key)) == 20_000
    assert proof().is_whole


def test_whoever_did_not_change_is_not_written_again(bureau: Bureau) -> None:
    bureau.roster("202501", [(ZHANG, "低保"), (LI, "低保")])
    bureau.settle(bill(ZHANG, "s1"), bill(LI, "s2"))
    assess(bureau)
    assert registry.dirty_people() == {}
    bureau.settle(bill(ZHANG, "s3", day="2025-04-01"))
    done = assess(bureau)

    assert done.people == 1
    assert done.changed == {person(ZHANG)}
    assert Line.objects.filter(known_to__isnull=False).count() == 0
    assert Line.objects.filter(person=person(LI)).count() == 2


def test_assessed_again_with_nothing_new_nothing_is_written(bureau: Bureau) -> None:
    bureau.roster("202501", [(ZHANG, "特困")])
    bureau.settle(bill(ZHANG, "s1"))
    assess(bureau)
    before = (Line.objects.count(), Answer.objects.count(), open_fen(ZHANG))
    registry.mark_dirty([person(ZHANG)], bureau.stated())
    assert assess(bureau).changed == frozenset()

    assert (Line.objects.count(), Answer.objects.count(), open_fen(ZHANG)) == before
    assert assess(bureau) == assessment.Assessed()


def test_what_was_answered_on_a_day_can_be_had_after_it_changed(bureau: Bureau) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1", basic_fen=60_000, updated="2025-03-11"))
    assess(bureau)
    then = bureau.stated().at
    bureau.settle(bill(ZHANG, "s1", basic_fen=80_000, updated="2025-03-20"))
    assess(bureau)

    assert told(ZHANG, then)[0] == ("s1", "aid", "entitled", 20_000)
    assert told(ZHANG)[0] == ("s1", "aid", "entitled", 10_000)
    assert open_fen(ZHANG) == 10_000


def test_nobody_off_the_roster_is_assessed(bureau: Bureau) -> None:
    bureau.settle(bill(ZHANG, "s1"))
    assess(bureau)

    assert told(ZHANG) == []


def test_what_is_ordered_is_never_ordered_twice_and_never_taken_back(bureau: Bureau) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1", basic_fen=60_000, updated="2025-03-11"))
    assess(bureau)
    key = the_line(ZHANG).key
    order(key, 20_000)
    assert open_fen(ZHANG) == 0
    bureau.settle(bill(ZHANG, "s1", basic_fen=80_000, updated="2025-03-20"))
    assess(bureau)

    (delta,) = assessment.open_deltas([person(ZHANG)])
    assert (delta.net_fen, delta.for_a_human, delta.lines) == (-10_000, True, ())
    assert held_fen(Book.CLAIMS, claim(Claim.ORDERED, key)) == 20_000
    assert proof().is_whole


def test_what_was_given_too_much_on_one_bill_is_taken_off_no_other_but_told_to_people(
    bureau: Bureau,
) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1", basic_fen=60_000, updated="2025-03-11"))
    assess(bureau)
    order(the_line(ZHANG).key, 20_000)
    bureau.settle(
        bill(ZHANG, "s1", basic_fen=80_000, updated="2025-03-20"),
        bill(ZHANG, "s2", day="2025-05-01", basic_fen=60_000),
    )
    assess(bureau)

    more, back = assessment.open_deltas([person(ZHANG)])
    (line,) = more.lines
    assert (line.event, line.fen) == ("s2", 20_000)
    order(line.key, 20_000)
    registry.mark_dirty([person(ZHANG)], bureau.stated())
    assess(bureau)
    assert assessment.open_deltas([person(ZHANG)]) == [back]
    assert (back.net_fen, back.for_a_human) == (-10_000, True)
    assert {key.rpartition("/")[2] for key in back.given_on} == {"s1"}
    assert proof().is_whole


def test_a_visit_that_is_taken_back_and_settled_anew_is_not_given_twice(bureau: Bureau) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1", basic_fen=60_000))
    assess(bureau)
    order(the_line(ZHANG).key, 20_000)
    bureau.settle(
        bill(ZHANG, "s2", day="2025-03-20", takes_back="s1", basic_fen=60_000),
        bill(ZHANG, "s3", day="2025-03-20", basic_fen=50_000, visit="s1"),
    )
    assess(bureau)

    line = the_line(ZHANG)
    assert (line.event, line.fen) == ("s3", 5_000)


def test_a_yearly_cap_that_another_bill_uses_gives_nothing_beyond_it(
    bureau: Bureau, tmp_path: Path
) -> None:
    """What was paid of it stays paid; the bill that comes before gets what is left of the cap."""
    capped = PACK.replace("layers:", "pools:\n  year: {amount: 250, per: year}\nlayers:", 1)
    capped = capped.replace("terms: [{ratio: 50%}]", "terms: [{ratio: 50%}]\n    pools: [year]")
    put_in_force(tmp_path, bureau, capped)
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s2", day="2025-05-01", basic_fen=60_000))
    assess(bureau)
    order(the_line(ZHANG).key, 20_000)
    bureau.settle(bill(ZHANG, "s1", day="2025-03-01", basic_fen=60_000))
    assess(bureau)

    assert open_fen(ZHANG) == 5_000


def test_a_difference_in_the_sample_stops_the_batch_and_leaves_an_entry_and_nothing_else(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1"))
    marks = registry.dirty_people()
    from mianshen.bureau.assessment import asking, assessing

    def wrong(*asked: object) -> object:
        told = asking.answers_to(*asked)  # type: ignore[arg-type]
        is_first = pl.int_range(pl.len()) == 0
        one_more = pl.col("amount_fen") + is_first.cast(pl.Int64)
        return replace(told, lines=told.lines.with_columns(amount_fen=one_more))

    monkeypatch.setattr(assessing, "answers_to", wrong)
    with pytest.raises(assessment.DisagreementError, match="came out differently") as stopped:
        assess(bureau)

    assert "本批测算已停止" in stopped.value.sentence.chinese
    assert registry.dirty_people() == marks
    assert (Line.objects.count(), Run.objects.count(), FrozenFacts.objects.count()) == (0, 0, 0)
    (entry,) = entries_of("assessment")
    assert entry.act == "stop_assessment"


def test_a_held_line_goes_on_when_a_second_person_grants_what_the_first_proposed(
    bureau: Bureau,
) -> None:
    bureau.roster("202501", [(ZHANG, "特困")])
    bureau.settle(bill(ZHANG, "s1", total_fen=100_000, basic_fen=60_000))
    assess(bureau)
    (held,) = assessment.lists_by_status(Status.HELD, 2025)
    assert (held.line.programme, held.reason) == ("tilt", "待其他渠道数据")
    who = person(ZHANG)
    asked = bureau.stated("clerk:1")
    proposal = assessment.propose_release(who, "tilt", "s1", "大病保险未参保，已核实", asked)
    with pytest.raises(assessment.AssessmentError, match="second person"):
        assessment.grant(proposal.id, bureau.stated("clerk:1"))
    assessment.grant(proposal.id, bureau.stated("clerk:2"))
    with pytest.raises(assessment.AssessmentError, match="not open"):
        assessment.grant(proposal.id, bureau.stated("clerk:3"))
    assess(bureau)

    assert told(ZHANG)[1] == ("s1", "tilt", "entitled", 4_000)
    assert assessment.open_proposals() == []
    acts = [entry.act for entry in entries_of(f"person:{who}")]
    assert acts == ["propose_release", "grant_release", "rule_release"]


def test_a_year_without_opening_balance_is_held_until_two_people_waive_it(
    bureau: Bureau, tmp_path: Path
) -> None:
    yearly = PACK.replace("terms: [{ratio: 50%}]", "terms: [{ratio: 50%}]\n    per: year")
    put_in_force(tmp_path, bureau, yearly)
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1", day="2025-08-10"))
    asked = replace(ASKED, complete_from=date(2025, 7, 1))
    assess(bureau, asked)
    (line, _) = assessment.lines_as_known([person(ZHANG)])
    assert (line.status, line.reason) == (Status.HELD, Reason.OPENING_MISSING)
    who = person(ZHANG)
    proposal = assessment.propose_waiver(
        who, 2025, "上半年未就诊，已核实", bureau.stated("clerk:1")
    )
    assessment.grant(proposal.id, bureau.stated("clerk:2"))
    assess(bureau, asked)

    assert told(ZHANG)[0] == ("s1", "aid", "entitled", 20_000)


def test_a_rejection_by_an_office_is_heard_and_can_be_taken_back(bureau: Bureau) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1"))
    who = person(ZHANG)
    assessment.reject(who, "aid", "s1", "第五条", bureau.stated("office:1"))
    assess(bureau)
    (line, _) = assessment.lines_as_known([who])
    assert line.reason is Reason.REJECTED
    assessment.take_back(assessment.Ruled.REJECTION, who, "aid", "s1", bureau.stated("office:1"))
    assess(bureau)

    assert told(ZHANG)[0] == ("s1", "aid", "entitled", 20_000)


def test_the_pack_of_the_region_responsible_on_the_day_answers(
    bureau: Bureau, tmp_path: Path
) -> None:
    other = PACK.replace("id: small", "id: other").replace("ratio: 50%", "ratio: 10%")
    put_in_force(tmp_path, bureau, other, "other")
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1", day="2025-03-10"), bill(ZHANG, "s2", day="2025-09-10"))
    assess(bureau)
    assert assessment.open_deltas() == []
    assert [(one.why, one.event) for one in assessment.waiting()] == [
        ("no_pack", "s1"),
        ("no_pack", "s2"),
    ]
    who = person(ZHANG)
    half = date(2025, 7, 1)
    spans = [
        (who, "A", "small", "参保地", date(2025, 1, 1), date(2025, 6, 30)),
        (who, "B", "other", "迁移", half, None),
    ]
    with transaction.atomic():
        registry.set_responsibilities(spans, bureau.stated())
    assess(bureau)

    aid = [one for one in told(ZHANG) if one[1] == "aid"]
    assert aid == [("s1", "aid", "entitled", 20_000), ("s2", "aid", "entitled", 4_000)]
    assert assessment.waiting() == []
    assert [one.pack for one in assessment.open_deltas()] == ["other", "small"]


def test_another_policy_in_force_assesses_everyone_anew_and_the_old_words_stay(
    bureau: Bureau, tmp_path: Path
) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1"))
    assess(bureau)
    (old,) = assessment.in_force()
    assert put_in_force(tmp_path, bureau) == old
    assert registry.dirty_people() == {}
    put_in_force(tmp_path, bureau, PACK.replace("ratio: 50%", "ratio: 75%"))
    assess(bureau)

    assert told(ZHANG)[0] == ("s1", "aid", "entitled", 30_000)
    assert assessment.policy(old).programmes["aid"].title == "医疗救助"


def _story(bureau: Bureau) -> Sequence[object]:
    """Facts of one month, each to be stated once, in any order."""
    return (
        lambda: bureau.roster("202501", [(ZHANG, "特困"), (LI, "低保")]),
        lambda: bureau.settle(bill(ZHANG, "s1"), bill(LI, "s4", basic_fen=10_000)),
        lambda: bureau.settle(bill(ZHANG, "s2", day="2025-04-02", takes_back="s1")),
        lambda: bureau.settle(bill(ZHANG, "s3", day="2025-05-02")),
        lambda: bureau.pay(ZHANG, "p1", 5_000, "s3"),
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_leaves_no_trace_in_lines_and_deltas(
    bureau: Bureau, seed: int
) -> None:
    orders = list(permutations(range(5)))
    for number in orders[seed * 31]:
        _story(bureau)[number]()  # type: ignore[operator]
        assess(bureau)

    zhang, li = person(ZHANG), person(LI)
    assert {(line.event, line.programme, line.amount_fen) for line in lines(zhang, li)} == {
        ("s3", "aid", 17_500),
        ("s3", "tilt", 3_500),
        ("s4", "aid", 45_000),
    }
    assert (open_fen(ZHANG), open_fen(LI)) == (21_000, 45_000)
    assert proof().is_whole


def lines(*people: int) -> list[object]:
    known = assessment.lines_as_known(people)
    return [line for line in known if line.amount_fen]


def test_the_runtime_role_cannot_rewrite_an_answer(bureau: Bureau) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1"))
    assess(bureau)
    for table in ("assessment_determination", "assessment_answer", "assessment_frozen_facts"):
        with pytest.raises(InsufficientPrivilege), transaction.atomic():
            query(f"DELETE FROM {table}")  # type: ignore[arg-type]


def test_the_lists_tell_every_reason_in_both_languages(bureau: Bureau) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1"))
    assess(bureau)

    (zero,) = assessment.lists_by_status(Status.ZERO, 2025, Lang.EN)
    assert (zero.line.programme, zero.status, zero.reason) == (
        "tilt",
        "zero",
        "no such identity on the day",
    )


def test_the_sheet_of_an_event_is_made_again_from_frozen_facts_after_everything_changed(
    bureau: Bureau, tmp_path: Path
) -> None:
    bureau.roster("202501", [(ZHANG, "特困")])
    bureau.settle(bill(ZHANG, "s1", basic_fen=60_000, updated="2025-03-11"))
    bureau.pay(ZHANG, "p1", 5_000, "s1")
    assess(bureau)
    who, then = person(ZHANG), bureau.stated().at
    first = assessment.sheet_of(who, "s1")
    bureau.settle(bill(ZHANG, "s1", basic_fen=80_000, updated="2025-03-20"))
    put_in_force(tmp_path, bureau, PACK.replace("ratio: 50%", "ratio: 75%"))
    assess(bureau)

    again = assessment.sheet_of(who, "s1", at=then)
    assert again == first
    assert (again.aid_fen, again.borne_fen) == (21_000, 14_000)
    (page,) = again.bills
    assert [one.status_text for one in page.programmes] == ["符合救助", "符合救助"]
    assert page.programmes[0].steps
    assert assessment.sheet_of(who, "s1").aid_fen != first.aid_fen
    with pytest.raises(assessment.AssessmentError, match="no line for s9"):
        assessment.sheet_of(who, "s9")


def test_frozen_facts_name_nobody_and_stand_under_the_hash_of_their_words(
    bureau: Bureau,
) -> None:
    bureau.roster("202501", [(ZHANG, "特困")])
    bureau.settle(bill(ZHANG, "s1"))
    assess(bureau)

    (kept,) = FrozenFacts.objects.all()
    assert hashlib.sha256(kept.facts.encode()).hexdigest() == kept.digest
    assert ZHANG.name not in kept.facts
    assert str(ZHANG.certno) not in kept.facts


def test_money_given_that_was_not_due_leaves_only_the_rest_of_the_bill_to_be_ordered(
    bureau: Bureau, tmp_path: Path
) -> None:
    two = PACK.replace("who: {any: [低保, 特困]}", "who: {any: [低保]}").replace("50%", "80%")
    two = two.replace("20%", "90%").replace(
        "    fund: 救助基金\n    who: {any: [特困]}\n    requires: [major]", SECOND
    )
    put_in_force(tmp_path, bureau, two)
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1", total_fen=100_000, basic_fen=0))
    assess(bureau)
    order(the_line(ZHANG).key, 80_000)
    bureau.roster("202501", [(ZHANG, "特困")])
    assess(bureau)

    assert told(ZHANG) == [("s1", "aid", "zero", 0), ("s1", "tilt", "entitled", 90_000)]
    back, more = assessment.open_deltas([person(ZHANG)])
    if more.for_a_human:
        back, more = more, back
    assert (back.net_fen, back.for_a_human) == (-80_000, True)
    assert 0 < more.net_fen <= 100_000 - 80_000


SECOND = "    fund: 专项资金\n    who: {any: [特困]}"


def test_what_people_waived_is_neither_asked_for_again_nor_paid_twice(bureau: Bureau) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1", basic_fen=60_000, updated="2025-03-11"))
    assess(bureau)
    key = the_line(ZHANG).key
    order(key, 20_000)
    bureau.settle(bill(ZHANG, "s1", basic_fen=80_000, updated="2025-03-20"))
    assess(bureau)
    waived = Move("waive", claim(Claim.ORDERED, key), claim(Claim.WAIVED, key), 10_000, "免予追回")
    post(Book.CLAIMS, [waived])
    assert open_fen(ZHANG) == 0
    bureau.settle(bill(ZHANG, "s1", basic_fen=60_000, updated="2025-03-30"))
    assess(bureau)

    assert open_fen(ZHANG) == 0


SHARED = PACK.replace("layers:", "pools:\n  home: {amount: 250, scope: household}\nlayers:", 1)
SHARED = SHARED.replace("terms: [{ratio: 50%}]", "terms: [{ratio: 50%}]\n    pools: [home]")


def test_a_household_shares_its_pool_and_whoever_leaves_sets_the_others_free(
    bureau: Bureau, tmp_path: Path
) -> None:
    put_in_force(tmp_path, bureau, SHARED)
    together = [(replace(one, household="H1"), "低保") for one in (ZHANG, LI)]
    bureau.roster("202501", together)
    bureau.settle(bill(ZHANG, "s1", day="2025-03-01"), bill(LI, "s2", day="2025-03-02"))
    done = assess(bureau)
    assert done.units == 1
    assert (open_fen(ZHANG), open_fen(LI)) == (20_000, 5_000)
    bureau.settle(bill(ZHANG, "s3", day="2025-05-02", takes_back="s1"))
    assert assess(bureau).people == 2
    assert (open_fen(ZHANG), open_fen(LI)) == (0, 20_000)
    assert proof().is_whole


def test_a_household_waits_whole_while_a_row_in_doubt_may_name_one_more_of_it(
    bureau: Bureau, tmp_path: Path
) -> None:
    put_in_force(tmp_path, bureau, SHARED)
    together = [(replace(one, household="H1"), "低保") for one in (ZHANG, LI)]
    mistaken = Who("赵铁柱", WANG.certno, household="H1")
    bureau.roster("202501", [*together, (WANG, "低保")])
    bureau.roster("202501", [(mistaken, "重度残疾")], source="disabled")
    bills = [bill(ZHANG, "s1"), bill(LI, "s2"), bill(WANG, "s3")]
    bureau.settle(*bills)
    assess(bureau)
    details = {one.person: one.detail for one in assessment.waiting()}
    assert details == dict.fromkeys(map(person, (ZHANG, LI, WANG)), "household_in_doubt")
    assert assess(bureau).people == 0, "nothing changed for those who wait"
    (naming,) = [one.naming for one in registry.in_doubt()]
    with transaction.atomic():
        decided = registry.decide(naming, person(WANG), "married", bureau.stated())
        registry.refresh((), decided.people, bureau.stated())
    assert assess(bureau).units == 1

    assert sum(map(open_fen, (ZHANG, LI, WANG))) == 25_000
    assert assessment.waiting() == []


def test_whoever_is_stated_to_live_in_two_households_holds_both_up(
    bureau: Bureau, tmp_path: Path
) -> None:
    put_in_force(tmp_path, bureau, SHARED)
    here, there = replace(ZHANG, household="H1"), replace(ZHANG, household="H2")
    bureau.roster("202501", [(here, "低保"), (replace(LI, household="H1"), "低保")])
    bureau.roster("202501", [(there, "重度残疾")], source="disabled")
    bureau.settle(bill(ZHANG, "s1"), bill(LI, "s2"))
    assess(bureau)
    assert {one.person for one in assessment.waiting()} == {person(ZHANG), person(LI)}
    bureau.roster("202502", [(here, "重度残疾")], source="disabled")
    assess(bureau)

    assert (assessment.waiting(), open_fen(ZHANG) + open_fen(LI)) == ([], 25_000)


def test_nothing_is_ordered_or_claimed_back_while_facts_contradict_each_other(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.settle(bill(ZHANG, "s1"))
    assess(bureau)
    assert open_fen(ZHANG) == 20_000
    from mianshen.bureau.assessment import answers, assessing, sampling

    def contradicted(*_asked: object, **_named: object) -> object:
        return answers.Answers(refused={0: "the payers contradict each other"})

    def unable(*_asked: object, **_named: object) -> object:
        raise FactsError("the payers contradict each other")

    with monkeypatch.context() as patched:
        patched.setattr(assessing, "answers_to", contradicted)
        patched.setattr(sampling, "assess", unable)
        registry.mark_dirty([person(ZHANG)], bureau.stated())
        assess(bureau)

    assert (told(ZHANG), assessment.open_deltas()) == ([], [])
    (one,) = assessment.waiting()
    assert (one.why, one.detail) == ("facts", "the payers contradict each other")
    assert one.sentence == "数据互相矛盾，待纠正后测算"
    registry.mark_dirty([person(ZHANG)], bureau.stated())
    assess(bureau)
    assert (assessment.waiting(), open_fen(ZHANG)) == ([], 20_000)
