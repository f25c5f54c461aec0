"""Every row of a file in exactly one state, every repair and every row that waits written down."""

import json
from collections.abc import Collection, Sequence
from typing import LiteralString

from mianshen.bureau.bitemporal.rows import copy_in, query
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.readings import Reading, Told
from mianshen.bureau.sealing.seal import blind_indexes, seal
from mianshen.run.messages import Lang, Message, message

_PROBLEMS = "intake_quarantine.problems"
_CLEAR: tuple[LiteralString, ...] = (
    "DELETE FROM intake_row WHERE batch_id = %(batch)s",
    "DELETE FROM intake_repair WHERE batch_id = %(batch)s",
    "DELETE FROM intake_quarantine WHERE batch_id = %(batch)s",
)


class AccountError(RuntimeError):
    """The rows of a file and what became of them do not add up; nothing of it is kept."""


def keep_rows(batch: Batch, reading: Reading) -> None:
    """Keep where every row of a batch ended, in place of what was kept of it before.

    Raises `AccountError` when the states do not add up to the rows of the file.
    """
    _check(reading)
    for statement in _CLEAR:
        query(statement, batch=batch.pk)
    _keep_states(batch, reading)
    copy_in(
        "intake_repair",
        ("batch_id", "place", "field", "rule", "before", "after"),
        (
            (batch.pk, one.place, one.field, one.rule, one.before, one.after)
            for one in reading.ledger.repairs
        ),
    )
    copy_in(
        "intake_quarantine",
        ("batch_id", "place", "codes", "problems"),
        (
            (
                *(batch.pk, row.place, [one.code for one in row.problems]),
                seal(_spelled(row.place, row.problems), _PROBLEMS),
            )
            for row in reading.ledger.quarantined
        ),
    )


def set_aside(batch: Batch, places: Collection[str], code: str) -> None:
    """Put rows into quarantine that turned out to be unusable only when they were stated."""
    if not places:
        return
    moved = query(
        "UPDATE intake_row SET state = 'quarantined'"
        " WHERE batch_id = %(batch)s AND place = ANY(%(places)s) RETURNING place",
        batch=batch.pk,
        places=list(places),
    )
    problems = {place: (message(code, place),) for (place,) in moved}
    copy_in(
        "intake_quarantine",
        ("batch_id", "place", "codes", "problems"),
        (
            (batch.pk, at, [code], seal(_spelled(at, one), _PROBLEMS))
            for at, one in problems.items()
        ),
    )
    account = batch.account
    batch.account = {
        **account,
        "accepted": account["accepted"] - len(moved),
        "quarantined": account["quarantined"] + len(moved),
    }


def _check(reading: Reading) -> None:
    account, states = reading.account, reading.states()
    parts = account.accepted + account.quarantined + account.left_out
    if not len(states) == len(reading.places) == account.rows == parts:
        raise AccountError(
            f"{account.name}: {account.rows} rows, {len(states)} with a state, {parts} counted"
        )


def _keep_states(batch: Batch, reading: Reading) -> None:
    told: dict[str, Told] = {one.place: one for one in reading.told()}
    whom = {place: one.who for place, one in told.items()}
    whom |= {
        named.where: named.certno or named.psn_no or f"{named.name} {named.born}"
        for named, _ in reading.lost()
        if batch.role in ("rosters", "people")
    }
    places = list(reading.states().items())
    who = dict(zip(whom, blind_indexes(whom.values(), f"who {batch.source}"), strict=True))
    said = dict(zip(told, blind_indexes((one.said for one in told.values()), "said"), strict=True))
    copy_in(
        "intake_row",
        ("batch_id", "place", "state", "who", "said"),
        ((batch.pk, place, state, who.get(place), said.get(place)) for place, state in places),
    )


def _spelled(place: str, problems: Sequence[Message]) -> str:
    """Problems as they are sealed: the whole sentence, and its column, value, fault and remedy."""
    told = [
        {
            "code": one.code,
            "column": one.where.removeprefix(place).lstrip(":"),
            "value": one.value,
            **{lang.value: one.text(lang) for lang in Lang},
            **{f"parts_{lang.value}": one.parts(lang) for lang in Lang},
        }
        for one in problems
    ]
    return json.dumps(told, ensure_ascii=False)
