"""Certificate numbers, disability cards, names and classes as the nation's papers spell them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mianshen.standards.identity.disability import read_disability_card
from mianshen.standards.identity.mending import Mend, mend_number
from mianshen.standards.identity.names import Likeness, compare_names, fold_name
from mianshen.standards.identity.numbers import (
    Fault,
    Paper,
    check_digit,
    read_number,
    upgraded,
)
from mianshen.standards.identity.vocabularies import Meaning, Vocabularies

CARD = "11999919680412012" + check_digit("11999919680412012")


def numbered(seventeen: str) -> str:
    return seventeen + check_digit(seventeen)


@pytest.mark.parametrize(
    ("text", "paper", "fault"),
    [
        (CARD, Paper.CARD, None),
        (CARD[:-1] + ("1" if CARD[-1] != "1" else "2"), Paper.CARD, Fault.CHECK_DIGIT),
        (numbered("11999919680230012"), Paper.CARD, Fault.BIRTH_DATE),
        (numbered("51021119600305002"), Paper.CARD, None),
        (numbered("81000019800101001"), Paper.RESIDENCE_PERMIT, None),
        (numbered("82000019800101001"), Paper.RESIDENCE_PERMIT, None),
        (numbered("83000019800101001"), Paper.RESIDENCE_PERMIT, None),
        (numbered("93112419811010001"), Paper.FOREIGNER, None),
        ("USA310181101011", Paper.FOREIGNER_OLD, None),
        ("H12345678", Paper.HOME_RETURN, None),
        ("M1234567801", Paper.HOME_RETURN, None),
        ("119999680412012", Paper.LEGACY_CARD, None),
        ("119999681312012", Paper.LEGACY_CARD, Fault.BIRTH_DATE),
        (CARD[:17], Paper.CARD, Fault.LENGTH),
        (CARD + "1", Paper.CARD, Fault.LENGTH),
        ("11999919680412****", Paper.CARD, Fault.DIGITS_LOST),
        ("1199**********0123", Paper.CARD, Fault.DIGITS_LOST),
        ("P0001", Paper.OTHER, None),
        ("南字第02012345", Paper.OTHER, None),
    ],
)
def test_a_number_says_which_paper_it_is_of_and_whether_it_holds(
    text: str, paper: Paper, fault: Fault | None
) -> None:
    read = read_number(text)
    assert (read.paper, read.fault) == (paper, fault)


def test_birth_date_and_sex_are_as_printed() -> None:
    assert (read_number(CARD).born, read_number(CARD).sex) == (date(1968, 4, 12), "女")
    old = read_number("119999680412013")
    assert (old.born, old.sex) == (date(1968, 4, 12), "男")


def test_an_abolished_region_is_a_warning_and_no_more() -> None:
    assert read_number(numbered("99999919680412012")).fault is None
    unknown = read_number(numbered("19999919680412012"))
    assert (unknown.fault, unknown.region_known) == (None, False)


def test_the_type_of_paper_decides_where_it_is_known() -> None:
    assert read_number("12345678", "06").paper is Paper.TAIWAN_PERMIT
    assert read_number(CARD[:17], "08").fault is None


def test_the_old_number_is_a_second_key_and_no_substitute() -> None:
    assert read_number(CARD).legacy == CARD[:6] + CARD[8:17]
    assert upgraded(CARD[:6] + CARD[8:17]) == CARD
    assert read_number(numbered("11999920100101001")).legacy is None


@given(st.integers(0, 10**15 - 1), st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_one_wrong_digit_or_two_swapped_never_pass(seed: int, born: date) -> None:
    number = numbered(f"{seed % 899999 + 100000}{born:%Y%m%d}{seed % 1000:03d}")
    at = seed % 17
    wrong = number[:at] + str((int(number[at]) + 1 + seed % 9) % 10) + number[at + 1 :]
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert not read_number(wrong).is_proven
    assert swapped == number or "X" in swapped[:17] or not read_number(swapped).is_proven


@pytest.mark.parametrize(
    ("raw", "mends"),
    [
        (CARD, ()),
        (f"\t{CARD}\t", (Mend.BLANKS,)),
        (f"'{CARD}", (Mend.WRAPPING,)),
        (f'="{CARD}"', (Mend.WRAPPING,)),
        (f"{CARD[:6]} {CARD[6:14]}\u3000{CARD[14:]}", (Mend.WIDTH, Mend.BLANKS)),
        (f"{CARD[:6]}-{CARD[6:14]}-{CARD[14:]}", (Mend.DASHES,)),
        (CARD.translate({ord("0") + d: 0xFF10 + d for d in range(10)}), (Mend.WIDTH,)),
    ],
)
def test_what_loses_nothing_is_mended_and_told(raw: str, mends: tuple[Mend, ...]) -> None:
    mended = mend_number(raw)
    assert (mended.text, mended.mends, mended.damaged) == (CARD, mends, False)


def test_a_small_x_becomes_a_capital() -> None:
    with_x = next(
        one for n in range(100) if (one := numbered(f"119999196804120{n:02d}"))[-1] == "X"
    )
    assert mend_number(with_x.lower()) == mend_number(with_x.lower())
    assert mend_number(with_x.lower()).mends == (Mend.CASE,)


@pytest.mark.parametrize(
    "raw", ["1.19999E+17", f"{CARD[0]}.{CARD[1:15]}E+17", f"{CARD[:15]}000", f"{CARD}.0"]
)
def test_lost_digits_are_never_guessed(raw: str) -> None:
    mended = mend_number(raw)
    assert mended.damaged
    assert mended.text.rstrip("*") == CARD[: len(mended.text.rstrip("*"))]
    assert "*" in mended.text
    assert len(mended.text) == 18


def test_a_number_of_fifteen_digits_survives_a_spreadsheet() -> None:
    assert mend_number("119999680412012.0").text == "119999680412012"
    assert mend_number("1.19999680412012E+14").text == "119999680412012"


def test_a_lost_leading_zero_is_restored_where_the_paper_tells_the_length() -> None:
    assert mend_number("1234567", "06").text == "01234567"
    assert mend_number("1234567").text == "1234567"


@given(st.text(max_size=40), st.sampled_from([None, "01", "06", "99"]))
def test_any_text_is_mended_once_and_read(raw: str, cert_type: str | None) -> None:
    mended = mend_number(raw, cert_type)
    again = mend_number(mended.text, cert_type)
    assert mended.damaged or again.text == mended.text
    read_number(mended.text, cert_type)


def test_a_disability_card_holds_number_kind_and_grade() -> None:
    card = read_disability_card(CARD + "42")
    assert card is not None
    assert (card.certno, card.kind, card.grade) == (CARD, "肢体", "二级")
    assert read_disability_card(CARD + "42B1") == card
    assert read_disability_card("119999680412012" + "42").certno == "119999680412012"
    assert mend_number(CARD[:15] + "00000").text == f"{CARD[:14]}******"
    assert read_disability_card(CARD + "82") is None
    assert read_disability_card(CARD) is None


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("张 芳", "张芳", Likeness.SAME),
        ("買買提•艾力", "買買提·艾力", Likeness.SAME),
        ("John  Smith", "JOHN SMITH", Likeness.SAME),
        ("張小芳", "张小芳", Likeness.SAME),
        ("张\ue863", "张\u4dae", Likeness.SAME),
        ("张?芳", "张\u4dae芳", Likeness.VARIANT),
        ("张□芳", "张\u4dae芳", Likeness.VARIANT),
        ("小芳张", "张小芳", Likeness.SWAPPED),
        ("张晓芳", "张小芳", Likeness.NEAR),
        ("李小芳", "张小芳", Likeness.DIFFERENT),
        ("张芳", "张方", Likeness.DIFFERENT),
        ("??", "张芳", Likeness.DIFFERENT),
        ("张芳", "李文秀", Likeness.DIFFERENT),
        ("", "张芳", Likeness.UNKNOWN),
    ],
)
def test_names_are_compared_by_degree(one: str, other: str, likeness: Likeness) -> None:
    assert compare_names(one, other) is likeness
    assert compare_names(other, one) is likeness


@given(st.text(max_size=20))
def test_folding_a_name_twice_changes_nothing_more(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


def test_classes_are_mapped_by_region_vocabulary_code_and_day() -> None:
    words = Vocabularies(
        [
            Meaning("51", "v", "A", "低保", last=date(2022, 12, 31)),
            Meaning("51", "v", "A", "低保边缘", first=date(2023, 1, 1)),
            Meaning("510118", "v", "Ａ", "特困", first=date(2025, 1, 1)),
        ]
    )
    assert words.identity("510118", "v", "A", date(2022, 6, 1)) == "低保"
    assert words.identity("510118", "v", "A", date(2024, 6, 1)) == "低保边缘"
    assert words.identity("510118", "v", "a", date(2025, 6, 1)) == "特困"
    assert words.identity("510107", "v", "A", date(2025, 6, 1)) == "低保边缘"
    assert words.identity("310106", "v", "A", date(2025, 6, 1)) is None
    assert words.identity("310106", "national.psn_idet_type", "2306", None) == "因病致贫"
