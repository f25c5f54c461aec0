"""The truth speaks of every row of every file, and of nothing else, and what it says holds."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from mianshen.standards.accounting import check_accounting
from mianshen.standards.findings import Grade
from mianshen.standards.reversals import Outcome, net
from mianshen.standards.settlement import Settlement, parse_settlement
from mianshen.synth.dice import Dice
from mianshen.synth.dirt import KINDS
from mianshen.synth.district import write_district
from mianshen.synth.roster_dirt import Disagreement, RosterMaker
from unit.synth.district_factory import (
    SEED,
    Placed,
    block,
    files_of,
    profile,
    rows_of,
    source_of,
    table,
    truth_of,
)

PEOPLE = {"xinjin": 2_000, "jingan": 250}
NUMBER_COLUMNS = (
    *("证件号码", "公民身份号码", "身份证号", "身份证号码", "证件号", "身份证", "certno"),
)
SENT_AGAIN = ("repeated_row", "older_version", "void")


@pytest.fixture(scope="module", params=PEOPLE)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("truth") / request.param
    write_district(profile(request.param), PEOPLE[request.param], SEED, root)
    return root


def read(
    root: Path, name: str
) -> tuple[dict[Placed, dict[str, str]], dict[Placed, dict[str, str]]]:
    return rows_of(root / name, source_of(name, profile(root.name))), truth_of(root, name)


def test_every_row_of_every_file_stands_once_in_the_truth(written: Path) -> None:
    files = files_of(written)
    assert len(files) > 30
    told = {path.relative_to(written / "truth" / "rows").as_posix().removesuffix(".csv")
            for path in (written / "truth" / "rows").rglob("*.csv")}  # fmt: skip
    assert told == set(files)
    for name in files:
        rows, truth = read(written, name)
        assert set(rows) == set(truth), name


def test_a_clean_row_carries_the_true_number_and_name(written: Path) -> None:
    people = {one["person"]: one for one in table(written, "people")}
    seen = 0
    for name in files_of(written):
        rows, truth = read(written, name)
        for place, row in rows.items():
            person, dirt = people[truth[place]["person"]], truth[place]["dirt"]
            column = next((one for one in NUMBER_COLUMNS if one in row), None)
            if column and dirt in ("", "repeated_row"):
                seen += 1
                assert row[column] == person["certno"], (name, place)
    assert seen > 2_000


def test_what_a_row_was_before_its_dirt_stands_beside_it(written: Path) -> None:
    for name in files_of(written):
        if not name.startswith("data/rosters"):
            continue
        source = source_of(name, profile(written.name))
        assert source is not None
        rows, truth = read(written, name)
        for place, told in truth.items():
            if told["field"] and told["dirt"] not in ("offices_disagree",):
                written_text = rows[place][source.headers[told["field"]]]
                assert written_text != told["clean"], (name, place, told)


@pytest.mark.parametrize(("name", "people"), [("xinjin", 14_000), ("jingan", 12_000)])
def test_every_kind_of_dirt_is_there_at_its_rate(name: str, people: int) -> None:
    district, sources = profile(name).district, profile(name).sources
    found: Counter[str] = Counter()
    able: Counter[str] = Counter()
    rows = 0
    whole = block(name, people)
    for roster in dict.fromkeys(one.roster for one in district.identities):
        maker = RosterMaker(Dice(SEED), district, sources[roster])
        truth = maker.make(whole.people, whole.holdings).truth
        found.update(kind for told in truth["dirt"].to_list() for kind in told.split("+"))
        rows += len(truth)
        for kind in district.roster_dirt:
            fields = KINDS[kind].fields if kind in KINDS else ()
            if all(set(one.split("|")) & set(sources[roster].headers) for one in fields):
                able[kind] += len(truth) // 1_000
    contrary = Disagreement(Dice(SEED), district, sources[district.disagreement.roster])
    found["offices_disagree"] = len(contrary.make(whole.people, whole.holdings))
    able["offices_disagree"] = rows // 3_000
    for kind, rate in district.roster_dirt.items():
        # A swap of names at the end of a unit, or a loan by its first person, is another kind.
        assert found[kind] >= max(1, able[kind] * rate * 9 // 10), kind
    for kind in ("listed_after_death", "listed_after_move"):
        assert found[kind] > 10
    dirty = sum(found.values()) - found[""]
    assert 15 <= dirty * 1_000 // rows <= 40


@cache
def settlements_of(root: Path) -> tuple[list[Settlement], dict[str, dict[str, str]]]:
    parsed: list[Settlement] = []
    truths: dict[str, dict[str, str]] = {}
    for name in files_of(root):
        if "/settlements/" in name:
            rows, truth = read(root, name)
            for place, row in rows.items():
                where = f"{name}:{place[1]}"
                one = parse_settlement(row, where)
                assert isinstance(one, Settlement), (where, one)
                parsed.append(one)
                truths[where] = truth[place]
    return parsed, truths


def test_only_bills_broken_on_purpose_break_an_identity(written: Path) -> None:
    parsed, truths = settlements_of(written)
    broken: Counter[str] = Counter()
    for one in parsed:
        findings = check_accounting(one)
        dirt = truths[one.where]["dirt"]
        if dirt == "broken_total":
            broken[dirt] += any(found.grade is Grade.REJECT for found in findings)
        else:
            assert not findings, (one.where, findings)
    rate = profile(written.name).district.settlement_dirt["broken_total"]
    assert broken["broken_total"] >= len(table(written, "visits")) // 1_000 * rate >= 1


def test_netting_finds_exactly_the_reversals_of_the_truth(written: Path) -> None:
    parsed, truths = settlements_of(written)
    netted = net(parsed)
    taken_back = {
        (row.partner, row.settlement.setl_id) for row in netted.with_outcome(Outcome.REVERSAL)
    }
    told = table(written, "reversals")
    pairs = {(one["original"], one["reversal"]) for one in told if one["how"].endswith("named")}
    assert taken_back == pairs
    orphans = {row.settlement.setl_id for row in netted.with_outcome(Outcome.ORPHAN)}
    lone = {one["reversal"] or one["original"] for one in told
            if one["how"] in ("orphan", "unanswered")}  # fmt: skip
    assert orphans == lone
    assert {"named", "unnamed"} <= {one["how"] for one in told}
    kept = {one.visit_id for one in netted.kept}
    assert kept == {visit["visit"] for visit in table(written, "visits")}
    aside = netted.with_outcome(Outcome.INVALID, Outcome.DUPLICATE)
    sent_again = [one for one in truths.values() if one["dirt"] in SENT_AGAIN]
    assert len(aside) == len(sent_again)


def test_others_never_pay_more_than_is_left(written: Path) -> None:
    parsed, _ = settlements_of(written)
    left = {one.setl_id: one.psn_part_amt_fen or 0 for one in parsed if one.medfee_sumamt_fen > 0}
    late = 0
    for name in files_of(written):
        source = source_of(name, profile(written.name))
        if source is None or source.layout.role != "others":
            continue
        rows, truth = read(written, name)
        late += "_2026" in name and bool(rows)
        for place, row in rows.items():
            yuan = row[source.headers["amount"]]
            paid_fen = int(yuan.replace(".", ""))
            if truth[place]["holds"] in left and "setl_id" in source.headers:
                left[truth[place]["holds"]] -= paid_fen
            assert paid_fen > 0
    assert min(left.values()) >= 0
    assert late


def test_a_partial_roster_lacks_whole_townships(written: Path) -> None:
    partial = next(name for name in files_of(written) if name.startswith("partial/"))
    source = source_of(partial, profile(written.name))
    assert source is not None
    whole = next(
        name for name in files_of(written)
        if name.startswith("data/rosters") and source_of(name, profile(written.name)) is source
    )  # fmt: skip
    some, everyone = truth_of(written, partial), truth_of(written, whole)
    assert 4 * len(everyone) < 10 * len(some) < 8 * len(everyone)
    assert {one["person"] for one in some.values()} < {one["person"] for one in everyone.values()}
