"""What must hold of the reading of any file: every record counted, or the file refused by name."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deliveries.district import PACK, XINJIN
from fuzzing.mutants import Mutant
from mianshen.policy.documents import parse_document
from mianshen.policy.loading import pack_from_document
from mianshen.run.messages import InputError, Lang
from mianshen.run.opening import read_opening
from mianshen.run.others import read_others
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.periods import Period
from mianshen.run.reading.tables import Table, read_table
from mianshen.run.rosters import read_rosters
from mianshen.run.settlements import read_bills
from mianshen.sources.layouts import read_sources

_PACK = pack_from_document(parse_document("pack.yaml", PACK))
_SOURCES = read_sources(XINJIN)
_PERIOD = Period(date(2025, 12, 1), date(2025, 12, 31))


@dataclass(frozen=True)
class Verdict:
    """How the reading of a file ended: refused in sentences, or with its rows in two places."""

    refused: tuple[str, ...] = ()
    accepted: int = 0
    quarantined: int = 0


def judged(mutant: Mutant, folder: Path) -> Verdict:
    """Read a spoiled file; raises `AssertionError` when a law of reading is broken."""
    file = folder / mutant.name
    file.write_bytes(mutant.content)
    ledger = Ledger()
    try:
        table = read_table(file, mutant.layout, mutant.name, _PERIOD)
        made = _read(table, ledger)
    except InputError as error:
        said = error.lines(Lang.ZH)
        assert said
        named = [message.where.startswith(mutant.name) for message in error.messages]
        assert all(named), said
        assert all(len(line) < 1_000 for line in said), said
        return Verdict(refused=tuple(said))
    (account,) = ledger.accounts
    beside = account.titles + account.headers + account.blank + account.notes
    assert account.records == beside + account.rows
    assert account.rows == account.accepted + account.quarantined
    assert account.accepted == made
    places = [one.place for one in ledger.quarantined]
    assert account.quarantined == len(places) == len(set(places))
    assert all(one.problems for one in ledger.quarantined)
    if mutant.rows is not None:
        assert account.rows == mutant.rows
    assert account.accepted >= mutant.sound
    return Verdict(accepted=account.accepted, quarantined=account.quarantined)


def _read(table: Table, ledger: Ledger) -> int:
    """How many things the rows became."""
    match table.role:
        case "settlements":
            return read_bills([table], date(2025, 12, 31), ledger).rows
        case "others":
            others = read_others([table], _PACK, ledger)
            closed = [one for one in others.closures if one.through != _PERIOD.last]
            return len(others.rows) + len(closed) + others.again
        case "opening":
            openings = read_opening([table], _PACK, 2025, ledger)
            return len(openings.programmes) + len(openings.pools)
        case "people":
            return len(read_rosters([], [table], _PACK, _SOURCES, ledger).people_rows)
        case _:
            return len(read_rosters([table], [], _PACK, _SOURCES, ledger).rows)
