"""People are one person under either number, and what is shown of them is masked."""

from datetime import date

import pytest

from mianshen.run.messages import InputError
from mianshen.run.people import Named, Register, masked_name, masked_number, read_card

WOMAN = "990000196804120128"
MAN = "990000195709030217"


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        (WOMAN, (date(1968, 4, 12), "女")),
        (WOMAN[:-1] + "9", None),
        ("990000196802300129", None),
        ("P0001", None),
        ("9900001968041201288", None),
    ],
)
def test_a_card_says_birth_date_and_sex_when_its_check_digit_fits(
    number: str, meant: tuple[date, str] | None
) -> None:
    assert read_card(number) == meant


def test_a_person_is_found_by_either_number_once_a_row_links_them() -> None:
    register = Register([Named("a:2", WOMAN, "P1", "何淑芳"), Named("b:2", None, "P1")])
    assert register.key(None, "P1") == register.key(WOMAN, None) == WOMAN
    assert register.find("P1") == register.find(WOMAN)
    assert register.find("P2") is None


def test_without_a_certificate_the_person_number_is_the_key() -> None:
    assert Register([Named("a:2", None, "P1")]).key(None, "P1") == "P1"


def test_a_person_may_have_several_person_numbers_but_not_two_certificates() -> None:
    register = Register([Named("a:2", WOMAN, "P1"), Named("a:3", WOMAN, "P0")])
    assert register.known(WOMAN).psn_no == "P0"
    with pytest.raises(InputError, match="two certificate numbers"):
        Register([Named("a:2", WOMAN, "P1"), Named("a:3", MAN, "P1")])


def test_the_most_trusted_table_says_when_someone_was_born() -> None:
    stated, elsewhere = date(1970, 1, 1), date(1971, 1, 1)
    rows = [Named("a:2", None, "P1", born=elsewhere, rank=1)]
    assert Register(rows).known("P1").as_person().born == elsewhere
    rows.append(Named("b:2", None, "P1", born=stated, rank=0))
    assert Register(rows).known("P1").as_person().born == stated


def test_where_equally_trusted_rows_disagree_nothing_is_known() -> None:
    rows = [Named(f"a:{day}", WOMAN, None, born=date(1970, 1, day), rank=1) for day in (1, 2)]
    person = Register(rows).known(WOMAN).as_person()
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
