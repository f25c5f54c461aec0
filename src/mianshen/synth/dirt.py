"""Every kind of dirt that rosters are known to carry, as a change of the text of one row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mianshen.synth.names import PINYIN, VARIANT

Texts = Mapping[str, str]
Changes = dict[str, str]

_FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_CHECKS = "10X98765432"
_NUMBER_CHARS = 18


@dataclass(frozen=True, slots=True)
class Dirtied:
    """What a kind of dirt may look at: the row, chance, and what it borrows from elsewhere.

    `number` is the field that carries the certificate number; `other_number` is another person's
    valid one, `other_name` the name in the next row; `other_start`, `other_born` and the like are
    days as this source writes them.
    """

    texts: Texts
    number: str
    chance: int
    other_number: str
    other_name: str
    other_start: str
    other_born: str
    before_start: str
    other_form: str

    @property
    def certno(self) -> str:
        """The certificate number, also where a longer number begins with it."""
        return self.texts[self.number][:_NUMBER_CHARS]

    def with_certno(self, certno: str) -> Changes:
        """The row's number with another certificate number in it."""
        return {self.number: certno + self.texts[self.number][_NUMBER_CHARS:]}

    def with_number(self, text: str) -> Changes:
        """The row with another text for its whole number."""
        return {self.number: text}


def _wrong_check_digit(row: Dirtied) -> Changes:
    right = _CHECKS.index(row.certno[-1])
    wrong = _CHECKS[(right + 1 + row.chance % (len(_CHECKS) - 1)) % len(_CHECKS)]
    return row.with_certno(row.certno[:-1] + wrong)


def _other_persons_number(row: Dirtied) -> Changes:
    return row.with_certno(row.other_number)


def _last_digits_zero(row: Dirtied) -> Changes:
    whole = row.texts[row.number].replace("X", "0")
    return row.with_number(whole[:15] + "0" * (len(whole) - 15))


def _scientific_notation(row: Dirtied) -> Changes:
    digits = row.texts[row.number].replace("X", "0")
    return row.with_number(f"{digits[0]}.{digits[1:6]}E+{len(digits) - 1}")


def _tab_behind_number(row: Dirtied) -> Changes:
    return row.with_number(row.texts[row.number] + "\t")


def _quote_before_number(row: Dirtied) -> Changes:
    return row.with_number("'" + row.texts[row.number])


def _full_width_number(row: Dirtied) -> Changes:
    return row.with_number(row.texts[row.number].translate(_FULL_WIDTH))


def _lower_case_x(row: Dirtied) -> Changes:
    return row.with_number(row.texts[row.number].lower())


def _old_15_digits(row: Dirtied) -> Changes:
    return row.with_certno(row.certno[:6] + row.certno[8:17])


def _missing_number(row: Dirtied) -> Changes:
    return row.with_number("")


def _lost_leading_zero(row: Dirtied) -> Changes:
    field = "household" if "household" in row.texts else "cert_type"
    return {field: row.texts[field].lstrip("0")}


def _swapped_names(row: Dirtied) -> Changes:
    return {"name": row.other_name}


def _space_in_name(row: Dirtied) -> Changes:
    gap = "　" if row.chance % 2 else " "
    return {"name": row.texts["name"][0] + gap + row.texts["name"][1:]}


def _rare(row: Dirtied, damage: Callable[[str], str]) -> Changes:
    name = row.texts["name"]
    rare = next(one for one in name if one in PINYIN)
    return {"name": name.replace(rare, damage(rare))}


def _rare_character_lost(row: Dirtied) -> Changes:
    return _rare(row, lambda _: "□" if row.chance % 4 == 0 else "?")


def _rare_character_as_pinyin(row: Dirtied) -> Changes:
    return _rare(row, lambda rare: PINYIN[rare] if row.chance % 2 else PINYIN[rare].upper())


def _rare_character_variant(row: Dirtied) -> Changes:
    return _rare(row, VARIANT.__getitem__)


def _end_before_start(row: Dirtied) -> Changes:
    return {"end": row.before_start}


def _born_disagrees(row: Dirtied) -> Changes:
    return {"born": row.other_born}


def _other_date_form(row: Dirtied) -> Changes:
    return {"start": row.other_form}


def _repeated_with_other_start(row: Dirtied) -> Changes:
    return {"start": row.other_start}


def _unchanged(_row: Dirtied) -> Changes:
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of dirt: what it needs of a source's fields, and what it does to a row.

    `needs_rare` and `needs_x` say that only names with a rare character, or numbers that end in X,
    can carry it; `repeats` that the damaged row stands beside the sound one.
    """

    change: Callable[[Dirtied], Changes]
    fields: tuple[str, ...] = ()
    number: bool = False
    needs_rare: bool = False
    needs_x: bool = False
    needs_old: bool = False
    repeats: bool = False

    @property
    def conditional(self) -> bool:
        """Whether only some people's rows can carry it."""
        return self.needs_rare or self.needs_x or self.needs_old


KINDS: Mapping[str, Kind] = {
    "wrong_check_digit": Kind(_wrong_check_digit, number=True),
    "other_persons_number": Kind(_other_persons_number, number=True),
    "last_digits_zero": Kind(_last_digits_zero, number=True),
    "scientific_notation": Kind(_scientific_notation, number=True),
    "tab_behind_number": Kind(_tab_behind_number, number=True),
    "quote_before_number": Kind(_quote_before_number, number=True),
    "full_width_number": Kind(_full_width_number, number=True),
    "missing_number": Kind(_missing_number, number=True),
    "lower_case_x": Kind(_lower_case_x, number=True, needs_x=True),
    "old_15_digits": Kind(_old_15_digits, number=True, needs_old=True),
    "lost_leading_zero": Kind(_lost_leading_zero, fields=("household|cert_type",)),
    "swapped_names": Kind(_swapped_names, fields=("name",)),
    "space_in_name": Kind(_space_in_name, fields=("name",)),
    "rare_character_lost": Kind(_rare_character_lost, fields=("name",), needs_rare=True),
    "rare_character_as_pinyin": Kind(_rare_character_as_pinyin, fields=("name",), needs_rare=True),
    "rare_character_variant": Kind(_rare_character_variant, fields=("name",), needs_rare=True),
    "end_before_start": Kind(_end_before_start, fields=("start", "end")),
    "born_disagrees": Kind(_born_disagrees, fields=("born",)),
    "other_date_form": Kind(_other_date_form, fields=("start",)),
    "repeated_row": Kind(_unchanged, repeats=True),
    "repeated_with_other_start": Kind(_repeated_with_other_start, fields=("start",), repeats=True),
}
"""What each kind of dirt of a roster row does, by the name the truth calls it."""


def can_occur(kind: Kind, fields: frozenset[str], date_forms: int) -> bool:
    """Whether a source with these fields, and so many ways to write a day, can carry the dirt."""
    has_number = "certno" in fields or "disability_card" in fields
    wanted = all(fields.intersection(field.split("|")) for field in kind.fields)
    several = date_forms > 1 or kind.change is not _other_date_form
    return wanted and several and (has_number or not kind.number)
