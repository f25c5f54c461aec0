"""The platform's answers about lines of marks, kept as its receipts state them."""

from collections.abc import Sequence

from mianshen.bureau.bitemporal.rows import add, close, query
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.national.models import Answer
from mianshen.run.beside import Answered


def state_answers(profile: str, answers: Sequence[Answered], stated: Stated) -> list[str]:
    """Keep answers; the places of those about lines that this profile never sent."""
    rows = query(_SENT, profile=profile, lines=[one.line for one in answers])
    sent = {int(line) for (line,) in rows}
    known = [one for one in answers if one.line in sent]
    add(Answer, ((one.line, one.is_accepted, one.reason, one.place) for one in known), stated)
    return [one.place for one in answers if one.line not in sent]


def withdraw_answers(batch: int, stated: Stated) -> None:
    """Take back what a receipt stated."""
    close(Answer, "t.batch = %(batch)s", stated, batch=batch)


_SENT = """
    SELECT l.id FROM national_line l JOIN national_request q ON q.id = l.request_id
     WHERE q.profile = %(profile)s AND l.id = ANY(%(lines)s)"""
