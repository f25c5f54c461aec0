"""Plain packs and visits, for laws that need a world in which nothing else happens."""

from datetime import date, datetime, timedelta
from typing import Any

from generation.packs import pack_of
from mianshen.engine.facts import Event, Facts, Identity, Person
from mianshen.policy.pack import Pack

PERSON = "P1"
IDENTITIES = ("低保", "特困", "边缘")
FIRST_DAY = datetime(2024, 1, 5, 10)


def plain_pack(
    programmes: dict[str, dict[str, Any]],
    *,
    layers: list[dict[str, Any]] | None = None,
    **more: Any,
) -> Pack:
    """A pack of programmes in one sequence, or in the layers given."""
    content = {"id": "plain", "region": "990100", "identities": [*IDENTITIES], **more}
    content["layers"] = layers or [{"id": "aid", "members": [*programmes]}]
    return pack_of({**content, "programmes": programmes})


def visits(*amounts_fen: int, **more: Any) -> tuple[Event, ...]:
    """One visit of the person for each amount, a week apart, wholly in scope."""
    return tuple(
        Event(
            id=f"e{number}",
            person=PERSON,
            visit=f"v{number}",
            admitted=date(2024, 1, 2),
            discharged=(FIRST_DAY + timedelta(weeks=number)).date(),
            settled=FIRST_DAY + timedelta(weeks=number),
            amounts_fen={"total": fen, "in_scope": fen},
            **more,
        )
        for number, fen in enumerate(amounts_fen)
    )


def facts_of(events: tuple[Event, ...], identities: tuple[str, ...] = ()) -> Facts:
    """The person, the events and the identities held all along."""
    held = tuple(Identity(PERSON, identity, date(2020, 1, 1)) for identity in identities)
    return Facts(people=(Person(PERSON),), events=events, identities=held)
