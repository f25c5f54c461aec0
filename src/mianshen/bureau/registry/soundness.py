"""What a naming's number says of it: whether it speaks for itself, and what it prints."""

from mianshen.bureau.registry.vault import Spelling
from mianshen.standards.identity.numbers import Number, read_number


def is_sound(spelling: Spelling) -> bool:
    """Whether a naming's number speaks for itself, and nothing beside it speaks otherwise.

    It proves itself, does not look rounded by a spreadsheet, and neither a former name nor another
    birth date stands beside it.
    """
    number = number_of(spelling)
    if spelling.former_name or number is None or not number.is_proven or number.is_round:
        return False
    return spelling.born in (None, number.born)


def number_of(spelling: Spelling) -> Number | None:
    """What the number of a naming says of itself; None where there is none."""
    if spelling.certno is None:
        return None
    # Asked for in one way alone: what was read is remembered by how it was asked for.
    if spelling.cert_type is None:
        return read_number(spelling.certno)
    return read_number(spelling.certno, spelling.cert_type)
