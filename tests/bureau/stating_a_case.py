"""Everything the job on files read, stated through the doors of registry and claims."""

from collections import defaultdict

from django.db import transaction

from bureau.factories import Bureau
from mianshen.bureau.claims import services as claims
from mianshen.bureau.registry import services as registry
from mianshen.engine.facts import Opening, PoolOpening
from mianshen.run.case import Case
from mianshen.run.people import Named
from mianshen.run.rosters import RosterRow
from mianshen.run.settlements import named_in


def state_case(case: Case, bureau: Bureau) -> dict[str, int]:
    """State a case in one batch; whom each of its keys is here."""
    settlements = [row.settlement for row in case.bills.netting.rows]
    openings = _openings(case)
    named = [
        *case.rosters.named(),
        *(named_in(one, "settlements") for one in settlements),
        *case.others.named(),
        *(one for one, _ in openings),
    ]
    stated = bureau.stated("import:1")
    with transaction.atomic():
        identified = registry.identify(registry.spell(named), stated)
        registry.refresh((), identified.people, stated)
        for delivered in _lists(case):
            registry.state_list(delivered, identified, stated)
        claims.state_settlements(settlements, identified, stated)
        claims.state_payments(case.others, identified, stated)
        claims.state_openings(openings, None, identified, stated)
        claims.repoint(identified.moved, stated)
    meant = registry.people_of(set(identified.naming_at.values()))
    return {
        key: person
        for where, naming in identified.naming_at.items()
        for key in [case.register.key_at(where)]
        for person in [meant.get(naming)]
        if key is not None and person is not None
    }


def _lists(case: Case) -> list[registry.RosterList]:
    rows: dict[object, list[RosterRow]] = defaultdict(list)
    for row in (*case.rosters.rows, *case.rosters.people_rows):
        rows[row.source, row.period, row.named.role].append(row)
    wholes = {(one.source, one.period): one for one in case.rosters.files}
    lists = []
    for (source, period, role), own in rows.items():  # type: ignore[misc]
        file = wholes.get((source, period))
        lists.append(
            registry.RosterList(
                source,
                role,
                period,
                bool(file and file.is_whole),
                tuple(own),
                mass_exit_percent=file.mass_exit_percent if file else 30,
                rows_delivered=file.rows if file else len(own),
            )
        )
    return lists


def _openings(case: Case) -> list[tuple[Named, Opening | PoolOpening]]:
    made: list[tuple[Named, Opening | PoolOpening]] = []
    for key, own in sorted(case.by_person.items()):
        known = case.register.known(key)
        for one in (*own.openings, *own.pool_openings):
            where = f"opening:{len(made)}"
            certno = min(known.certnos, default=None)
            made.append((Named(where, certno, known.psn_no or None, known.name or None), one))
    return made
