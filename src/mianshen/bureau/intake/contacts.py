"""Where lists say that people are found: which township and village, by which phone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from mianshen.bureau.bitemporal.rows import query, stage
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.registry import services as registry
from mianshen.run.rosters import RosterRow


@dataclass(frozen=True, slots=True)
class Contact:
    """What the latest lists say of a person; `phone` is a number of the vault, unopened."""

    township: str = ""
    village: str = ""
    phone: int | None = None


def keep_contacts(batch: Batch, rows: Iterable[RosterRow], naming_at: Mapping[str, int]) -> None:
    """Keep what a list says of where people are found; of a naming that is there twice the last."""
    told = {
        naming_at[row.named.where]: row for row in rows if row.township or row.village or row.phone
    }
    phones = registry.enter_values("phone", {row.phone for row in told.values() if row.phone})
    if told:
        stage(
            "told_contact",
            "naming bigint, township text, village text, phone bigint",
            (
                (naming, row.township, row.village, phones.get(row.phone))
                for naming, row in told.items()
            ),
        )
        query(_KEEP, batch=batch.pk)


def contacts_of(people: Collection[int]) -> dict[int, Contact]:
    """Where each of some people is found by the latest list in force that says so.

    The place and the phone may stand in different lists.
    """
    namings = registry.namings_of(people)
    found: dict[int, Contact] = {}
    # Oldest first: what a later list says takes the place of what an earlier one said.
    for naming, township, village, phone in query(_OF, namings=list(namings)):
        person = namings[int(naming)]
        known = found.get(person, Contact())
        if township or village:
            known = replace(known, township=township, village=village)
        found[person] = replace(known, phone=phone) if phone else known
    return found


def people_in(batch: Batch) -> set[int]:
    """Everyone whom the rows of an applied batch mean."""
    rows = query(
        "SELECT DISTINCT naming FROM intake_row WHERE batch_id = %(batch)s AND naming IS NOT NULL",
        batch=batch.pk,
    )
    meant = registry.people_of([int(naming) for (naming,) in rows])
    return {person for person in meant.values() if person is not None}


_KEEP = """
    INSERT INTO intake_contact (batch_id, naming, township, village, phone)
    SELECT %(batch)s, naming, township, village, phone FROM told_contact
    ON CONFLICT (batch_id, naming) DO UPDATE SET
        township = excluded.township, village = excluded.village, phone = excluded.phone"""

_OF = """
    SELECT c.naming, c.township, c.village, c.phone
      FROM intake_contact c JOIN intake_batch b ON b.id = c.batch_id
     WHERE b.state = 'applied' AND c.naming = ANY(%(namings)s)
     ORDER BY b.period_last NULLS FIRST, b.id, c.id"""
