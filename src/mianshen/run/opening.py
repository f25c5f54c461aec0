"""Opening balances (期初数): what programmes and pools had counted before the data begin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mianshen.engine.facts import Opening, PoolOpening
from mianshen.policy.expressions.checker import nearest
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Per, Year
from mianshen.run.cells import RowReader
from mianshen.run.others import named_beside
from mianshen.run.people import Named, Register
from mianshen.run.reading.intake import take_rows
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.tables import Table
from mianshen.sources.field_names import OPENING

_OF_PROGRAMME = ("base", "consumed", "entitled", "visits", "once", "room_left")
_YEARS = range(1900, 2100)


@dataclass(frozen=True)
class Openings:
    """Opening balances with who they are for; their person is still to be keyed."""

    programmes: tuple[tuple[Named, Opening], ...] = ()
    pools: tuple[tuple[Named, PoolOpening], ...] = ()

    def named(self) -> Iterable[Named]:
        """Who the people of the opening balances are."""
        return (named for named, _ in (*self.programmes, *self.pools))

    def of_programmes(self, register: Register) -> list[Opening]:
        """What programmes had counted, as facts."""
        return [
            replace(one, person=key)
            for named, one in self.programmes
            for key in [register.key_at(named.where)]
            if key is not None
        ]

    def of_pools(self, register: Register) -> list[PoolOpening]:
        """What pools had paid, as facts."""
        return [
            replace(one, person=key)
            for named, one in self.pools
            for key in [register.key_at(named.where)]
            if key is not None
        ]


_Places = dict[tuple[object, ...], str]
_Made = tuple[Named, Opening | PoolOpening]


def read_opening(tables: Iterable[Table], pack: Pack, year: int, ledger: Ledger) -> Openings:
    """Read tables of opening balances; rows that cannot be used go to quarantine.

    A row without a year speaks of the year asked for.
    """
    places: _Places = {}
    programmes: list[tuple[Named, Opening]] = []
    pools: list[tuple[Named, PoolOpening]] = []
    for table in tables:

        def read(reader: RowReader, table: Table = table) -> _Made | None:
            return _read_row(reader, table, pack, year, places)

        for made in take_rows(table, ledger, read):
            match made:
                case (named, Opening() as opening):
                    programmes.append((named, opening))
                case (named, PoolOpening() as opening):
                    pools.append((named, opening))
    return Openings(tuple(programmes), tuple(pools))


def _read_row(
    reader: RowReader, table: Table, pack: Pack, year: int, places: _Places
) -> _Made | None:
    named = named_beside(reader, table)
    programme, pool = reader.text("programme"), reader.text("pool")
    if bool(programme) == bool(pool):
        reader.refuse("programme", "opening_needs_one")
        return None
    if programme:
        return _programme(reader, pack, year, named, places)
    return _pool(reader, pack, year, named, places)


def _programme(
    reader: RowReader, pack: Pack, year: int, named: Named, places: _Places
) -> _Made | None:
    titles = {name: one.title for name, one in pack.programmes.items()}
    name = titled_in(reader, "programme", titles, "programme_unknown")
    if name is None:
        return None
    once = reader.truth("once") or False
    if once and pack.programmes[name].once is None:
        reader.refuse("once", "opening_not_once", name=name)
    opening = Opening(
        "",
        name,
        _year_start(reader, year, pack.year_of(name)),
        reader.amount_fen("base") or 0,
        reader.amount_fen("consumed") or 0,
        reader.amount_fen("entitled") or 0,
        reader.count("visits") or 0,
        once,
        reader.amount_fen("room_left") or 0,
    )
    _note_repeated(reader, places, named, name, opening.year_start)
    return named, opening


def _pool(reader: RowReader, pack: Pack, year: int, named: Named, places: _Places) -> _Made | None:
    titles = {name: one.title for name, one in pack.pools.items()}
    name = titled_in(reader, "pool", titles, "pool_unknown")
    if name is None:
        return None
    for stray in _OF_PROGRAMME:
        if reader.text(stray) is not None:
            reader.refuse(stray, "opening_stray", column=OPENING[stray][0])
    pool = pack.pools[name]
    start = None
    if pool.per is not Per.LIFE:
        start = _year_start(reader, year, pool.year or pack.year)
    used_fen = reader.amount_fen("used", required=True) or 0
    _note_repeated(reader, places, named, name, start)
    return named, PoolOpening("", name, used_fen, start)


def titled_in(reader: RowReader, column: str, titles: Mapping[str, str], code: str) -> str | None:
    """What a cell names by its name or its title in the pack; one that is unknown is refused."""
    text = reader.text(column) or ""
    for name, title in titles.items():
        if text in (name, title):
            return name
    hint = nearest(text, {**titles, **{title: "" for title in titles.values() if title}})
    reader.refuse(column, code, name=text, hint=hint)
    return None


def _year_start(reader: RowReader, year: int, spelled: Year) -> date:
    stated = reader.count("year")
    if stated is not None and stated not in _YEARS:
        reader.refuse("year", "year_out_of_range", value=stated)
        stated = None
    return date.fromisoformat(f"{stated or year:04d}-{spelled.starts}")


def _note_repeated(
    reader: RowReader, places: _Places, named: Named, name: str, start: date | None
) -> None:
    key = (named.certno, named.psn_no, name, start)
    first = places.setdefault(key, reader.place)
    if first != reader.place:
        reader.refuse("programme", "opening_repeated", first=first)
