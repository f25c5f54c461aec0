"""What a case expects and what came out, in the words of the officer who wrote the case."""

from mianshen.engine.results import Line, Reason, Status
from mianshen.money import format_yuan
from mianshen.policy.saying import Said, said
from mianshen.run.case_spelling import Expectation
from mianshen.run.words import REASON, STATUS

THE_YEAR = Said("the year", "全年")

_EXTRA = {
    "held_amount": Said("held_amount", "暂缓金额"),
    "catch_up": Said("catch_up", "补发"),
    "delivered": Said("delivered", "已发"),
}


def expected_in_words(wanted: Expectation) -> Said:
    """What a line was expected to be: `500.00 entitled`, `zero (below start line)`."""
    parts = []
    if wanted.entitled is not None:
        parts.append(_amount_of(wanted.entitled, Status.ENTITLED))
    for status in (Status.ZERO, Status.HELD, Status.EXCLUDED):
        reason = getattr(wanted, status)
        if reason is not None:
            parts.append(_with_reason(_status(status), reason))
    for key in _EXTRA:
        amount_fen = getattr(wanted, key)
        if amount_fen is not None:
            parts.append(_extra(key, amount_fen))
    return _listed(parts)


def line_in_words(line: Line) -> Said:
    """What a line is, in the same words."""
    parts = [_amount_of(line.amount_fen, line.status)]
    if line.reason is not None:
        parts = [_with_reason(parts[0], line.reason)]
    more = (line.held_fen, line.catch_up_fen, line.delivered_fen)
    parts += [_extra(key, fen) for key, fen in zip(_EXTRA, more, strict=True) if fen]
    return _listed(parts)


def _status(status: Status) -> Said:
    return Said(str(status), STATUS[status][0])


def _amount_of(amount_fen: int, status: Status) -> Said:
    return said(
        "{yuan} {status}", "{yuan} {status}", yuan=format_yuan(amount_fen), status=_status(status)
    )


def _with_reason(what: Said, reason: Reason) -> Said:
    why = Said(str(reason), REASON[reason][0])
    return said("{what} ({why})", "{what}（{why}）", what=what, why=why)


def _extra(key: str, amount_fen: int) -> Said:
    return said("{what} {yuan}", "{what} {yuan}", what=_EXTRA[key], yuan=format_yuan(amount_fen))


def _listed(parts: list[Said]) -> Said:
    return Said(", ".join(parts), "，".join(part.chinese for part in parts))
