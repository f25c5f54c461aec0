"""What is known of a person under one key, and what is shown of it."""

from datetime import date

import pytest

from mianshen.run.masking import masked_name, masked_number
from mianshen.run.people import Named, Register

WOMAN = "990000196804120128"


def register(*rows: Named) -> Register:
    """A register in which every row is about the same person."""
    return Register(rows, {row.where: WOMAN for row in rows})


def test_a_person_is_found_by_either_number() -> None:
    read = register(Named("a:2", WOMAN, "P1", "何淑芳"), Named("b:2", None, "P0"))
    assert read.find("P1") == read.find(WOMAN) == read.find(f" {WOMAN.lower()} ")
    assert read.find("P2") is None
    assert read.known(WOMAN).psn_no == "P0"


def test_a_row_in_review_teaches_nothing() -> None:
    read = Register([Named("a:2", WOMAN, "P1", "何淑芳")], {})
    assert read.key_at("a:2") is None
    assert read.find("P1") is None


def test_the_most_trusted_table_says_when_someone_was_born() -> None:
    stated, elsewhere = date(1970, 1, 1), date(1971, 1, 1)
    rows = [Named("a:2", None, "P1", born=elsewhere, rank=1)]
    assert register(*rows).known(WOMAN).as_person().born == elsewhere
    rows.append(Named("b:2", None, "P1", born=stated, rank=0))
    assert register(*rows).known(WOMAN).as_person().born == stated


def test_where_equally_trusted_rows_disagree_nothing_is_known() -> None:
    rows = [Named(f"a:{day}", WOMAN, None, born=date(1970, 1, day), rank=1) for day in (1, 2)]
    person = register(*rows).known(WOMAN).as_person()
    assert person.born is None
    assert person.sex == "女"


@pytest.mark.parametrize(
    ("name", "masked"), [("张小芳", "张*芳"), ("张芳", "张*"), ("张", "张"), ("欧阳小芳", "欧**芳")]
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_long_numbers_are_masked_and_short_ones_are_not() -> None:
    assert masked_number(WOMAN) == "9900**********0128"
    assert masked_number("P0001") == "P0001"
