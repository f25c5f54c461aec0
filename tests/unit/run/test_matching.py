"""Whose row it is follows from plain rules; doubt goes to review with explained candidates."""

import random
from datetime import date

import pytest

from mianshen.run.matching.candidates import POINTS
from mianshen.run.matching.matching import Matching, match_rows
from mianshen.run.people import Named
from mianshen.standards.identity.numbers import check_digit


def number(seventeen: str) -> str:
    return seventeen + check_digit(seventeen)


LI = number("11999919680412012")
WANG = number("11999919570903021")
LEGACY = LI[:6] + LI[8:17]
TRANSPOSED = LI[:14] + LI[15] + LI[14] + LI[16:]


def roster(certno: str | None = LI, name: str = "李秀英", **more: object) -> Named:
    return named("roster:2", certno, name, 1, "rosters", **more)


def bill(certno: str | None = LI, name: str = "李秀英", **more: object) -> Named:
    return named("bills:2", certno, name, 2, "settlements", **more)


def named(where: str, certno: str | None, name: str, rank: int, role: str, **more: object) -> Named:
    return Named(
        where, certno, more.pop("psn_no", None), name, rank=rank, role=role, source=role, **more
    )  # type: ignore[arg-type]


def outcome(matching: Matching, where: str) -> str:
    found = [one.reason for one in matching.reviews if one.place == where and not one.is_used]
    return matching.keys.get(where) or f"review: {found[0]}"


CERTAIN = {
    "the same number and name": bill(),
    "a name without its rare character": bill(name="李?英"),
    "a name in another order": bill(name="秀英李"),
    "a name with one character wrong": bill(name="李秀瑛"),
    "a name that is not given": bill(name=""),
    "an old number of the same name": bill(LEGACY),
    "a wrong check digit alone": bill(LI[:17] + ("1" if LI[17] != "1" else "2")),
}


@pytest.mark.parametrize("case", CERTAIN)
def test_a_bill_is_matched_where_it_is_certain(case: str) -> None:
    matching = match_rows([roster(), CERTAIN[case]])
    assert outcome(matching, "bills:2") == LI
    assert not matching.reviews


def test_a_missing_number_is_matched_by_the_person_number_and_name() -> None:
    rows = [roster(psn_no="P1"), bill(None, psn_no="P1"), named("b:3", None, "李秀英", 2, "x")]
    matching = match_rows(rows)
    assert outcome(matching, "bills:2") == LI
    assert outcome(matching, "b:3") == "review: number_missing"


DOUBTFUL = {
    "number_of_another_name": (bill(name="张伟"), "number_same"),
    "number_missing": (bill(None, born=date(1968, 4, 12)), "name_same"),
    "number_check_digit": (bill(TRANSPOSED), "number_transposed"),
    "legacy_number_other_name": (bill(LEGACY, name="张伟"), "number_legacy"),
    "number_digits_lost": (bill(f"{LI[:14]}****"), "number_beginning"),
    "number_length": (bill(LI[:17]), "name_same"),
}


@pytest.mark.parametrize("reason", DOUBTFUL)
def test_a_doubtful_bill_is_in_review_with_the_likely_person_explained(reason: str) -> None:
    row, evidence = DOUBTFUL[reason]
    matching = match_rows([roster(), row])
    assert outcome(matching, "bills:2") == f"review: {reason}"
    (review,) = matching.reviews
    assert review.candidates[0].key == LI
    assert evidence in review.candidates[0].evidence


def test_a_person_number_of_two_certificates_is_nobodys_in_the_less_trusted_row() -> None:
    matching = match_rows([roster(psn_no="P1"), bill(WANG, "王建军", psn_no="P1")])
    assert outcome(matching, "roster:2") == LI
    assert outcome(matching, "bills:2") == "review: two_certificates"


def test_a_relatives_number_on_a_roster_makes_the_relative_a_suspect() -> None:
    rows = [roster(WANG, "李秀英"), bill(), named("bills:3", WANG, "王建军", 0, "settlements")]
    matching = match_rows(rows)
    assert outcome(matching, "roster:2") == "review: number_of_another_name"
    assert matching.suspects == {LI, WANG}


def test_a_number_that_validates_by_chance_is_noticed() -> None:
    slipped = next(
        number(f"{LI[:14]}{seq:03d}") for seq in range(100, 999) if f"{seq:03d}"[1:] == LI[15:17]
    )
    matching = match_rows([roster(slipped), bill()])
    assert outcome(matching, "roster:2") == slipped
    assert [(one.reason, one.is_used) for one in matching.reviews] == [
        ("may_be_the_same_person", True)
    ]
    assert matching.suspects == {LI}


def a_number_cut_by_a_spreadsheet() -> str:
    """Fifteen digits and 000, and by chance it validates."""
    days = (f"11999919{year}0412{last}" for year in range(40, 90) for last in range(10))
    return next(one + "000" for one in days if check_digit(one + "00") == "0")


def test_a_number_that_ends_in_000_is_not_believed_where_one_like_it_is_known() -> None:
    cut = a_number_cut_by_a_spreadsheet()
    whole = number(cut[:15] + "12")
    matching = match_rows([roster(cut), bill(whole)])
    assert outcome(matching, "roster:2") == "review: number_may_be_rounded"
    (review,) = matching.reviews
    assert review.candidates[0].key == whole
    assert "number_beginning" in review.candidates[0].evidence


def test_a_number_that_ends_in_000_is_believed_beside_a_person_number() -> None:
    cut = a_number_cut_by_a_spreadsheet()
    rows = [
        bill(cut, psn_no="P1"),
        named("bills:3", None, "李秀英", 2, "settlements", psn_no="P1"),
        named("people:2", number(cut[:15] + "12"), "李秀英", 0, "people"),
    ]
    matching = match_rows(rows)
    assert [outcome(matching, place) for place in ("bills:2", "bills:3")] == [cut, cut]


@pytest.mark.parametrize("other", ["nobody", "another source", "another name"])
def test_a_number_that_ends_in_000_is_believed_where_nothing_speaks_against_it(other: str) -> None:
    cut = a_number_cut_by_a_spreadsheet()
    beside = {
        "nobody": bill(WANG, "王建军"),
        "another source": bill(cut),
        "another name": bill(number(cut[:15] + "12"), "王建军"),
    }[other]
    assert outcome(match_rows([roster(cut), beside]), "roster:2") == cut


def test_one_number_that_ends_in_000_under_two_names_is_one_persons() -> None:
    cut = a_number_cut_by_a_spreadsheet()
    rows = [roster(cut), named("roster:3", cut, "王建军", 1, "rosters")]
    found = {outcome(match_rows(rows), place) for place in ("roster:2", "roster:3")}
    assert found == {cut, "review: number_of_another_name"}


def test_who_stands_on_the_list_already_is_named_behind_an_equal_who_does_not() -> None:
    missing, listed = number("11999919680412005"), number("11999919570903001")
    rows = [
        named("list.xlsx[a]:2", listed, "李秀英", 1, "rosters"),
        named("bills:2", missing, "李秀英", 2, "settlements"),
        named("list.xlsx[b]:3", None, "李秀英", 1, "rosters"),
    ]
    (review,) = match_rows(rows).reviews
    assert [one.key for one in review.candidates] == [missing, listed]
    assert "listed_already" in review.candidates[1].evidence


def test_of_equals_who_is_of_the_household_of_the_row_is_named_first() -> None:
    first, second = number("11999919570903001"), number("11999919680412005")
    rows = [
        named("bills:2", first, "李秀英", 2, "settlements"),
        named("means:2", second, "李秀英", 0, "people", household="00017"),
        named("list:3", None, "李秀英", 1, "rosters", household="17"),
    ]
    (review,) = match_rows(rows).reviews
    assert [one.key for one in review.candidates] == [second, first]
    assert "household_same" in review.candidates[0].evidence


def test_a_name_and_a_household_together_outweigh_a_relatives_number() -> None:
    rows = [
        named("means:2", WANG, "王桂兰", 0, "people", household="9"),
        named("means:3", LI, "李秀英", 0, "people", household="17"),
        named("list:3", WANG, "李秀英", 1, "rosters", household="17"),
    ]
    (review,) = match_rows(rows).reviews
    assert [one.key for one in review.candidates] == [LI, WANG]
    assert all(one.score == sum(POINTS[code] for code in one.evidence) for one in review.candidates)


def test_of_a_masked_number_the_digits_that_are_left_count() -> None:
    masked, namesake = f"{LI[:6]}********{LI[-4:]}", number("11999919680412005")
    known = named("bills:3", namesake, "李秀英", 2, "settlements")
    rows = [bill(LI), known, roster(masked)]
    (review,) = match_rows(rows).reviews
    assert review.candidates[0].key == LI
    assert "number_visible_same" in review.candidates[0].evidence


def test_two_people_of_one_name_and_two_valid_numbers_are_two_people() -> None:
    matching = match_rows([roster(), bill(WANG, "李秀英")])
    assert outcome(matching, "bills:2") == WANG


def test_a_broken_number_that_both_tables_share_is_one_person_to_be_looked_at() -> None:
    broken = LI[:17] + ("1" if LI[17] != "1" else "2")
    matching = match_rows([roster(broken), bill(broken)])
    assert matching.keys == {"roster:2": broken, "bills:2": broken}
    assert [(one.reason, one.is_used) for one in matching.reviews] == [("number_check_digit", True)]


def test_a_broken_number_under_two_names_is_in_review() -> None:
    broken = LI[:17] + ("1" if LI[17] != "1" else "2")
    matching = match_rows([roster(broken), bill(broken, "张伟")])
    assert outcome(matching, "bills:2") == "review: number_of_another_name"


def test_bills_of_nobody_on_a_roster_are_left_alone() -> None:
    matching = match_rows([roster(), bill(None, "张伟", psn_no="P9")])
    assert outcome(matching, "bills:2") == "P9"
    assert not matching.reviews


def test_at_most_three_candidates_are_named_best_first() -> None:
    people = [
        named(f"r:{seq}", number(f"119999196804120{seq:02d}"), "李秀英", 1, "rosters")
        for seq in range(10, 16)
    ]
    (review,) = match_rows([*people, bill(None, born=date(1968, 4, 12))]).reviews
    scores = [one.score for one in review.candidates]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [roster(), roster(WANG, "王建军"), *(row for row, _ in DOUBTFUL.values())]
    rows = [
        Named(f"x:{at}", one.certno, one.psn_no, one.name, one.born, rank=one.rank, role=one.role)
        for at, one in enumerate(rows)
    ]
    expected = match_rows(rows)
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert match_rows(rows) == expected
