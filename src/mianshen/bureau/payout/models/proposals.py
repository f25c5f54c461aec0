"""What takes two people in payout: 作废 of a line, 核销 of a recovery, 退回财政 of idle cash."""

from enum import StrEnum


class ProposedAct(StrEnum):
    """The subject is the key of a line, the number of a recovery, or a special account."""

    VOID_LINE = "void_line"
    WRITE_OFF = "write_off"
    RETURN_CASH = "return_cash"
