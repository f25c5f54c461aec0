"""Opening balances (期初数): what programmes and pools had counted before the data begin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from mianshen.engine.facts import Opening, PoolOpening
from mianshen.policy.expressions.checker import nearest
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Per, Year
from mianshen.run.cells import RowReader
from mianshen.run.messages import InputError, Message
from mianshen.run.people import Named, Register
from mianshen.run.reading import Table, match_columns
from mianshen.run.rosters import PERSON_COLUMNS, person_columns

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    **PERSON_COLUMNS,
    "programme": ("救助项目", "项目"),
    "pool": ("共用限额", "限额"),
    "year": ("年度", "待遇年度"),
    "base": ("累计基数", "基数"),
    "consumed": ("已扣起付线", "已用起付线"),
    "entitled": ("已救助", "已救助金额"),
    "visits": ("次数", "就诊次数"),
    "once": ("已享受一次", "once_given"),
    "room_left": ("剩余个人负担", "剩余负担"),
    "used": ("已用金额", "已用限额"),
}
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
            replace(one, person=register.key(named.certno, named.psn_no))
            for named, one in self.programmes
        ]

    def of_pools(self, register: Register) -> list[PoolOpening]:
        """What pools had paid, as facts."""
        return [
            replace(one, person=register.key(named.certno, named.psn_no))
            for named, one in self.pools
        ]


@dataclass
class _Gathered:
    programmes: list[tuple[Named, Opening]] = field(default_factory=list)
    pools: list[tuple[Named, PoolOpening]] = field(default_factory=list)
    places: dict[tuple[object, ...], str] = field(default_factory=dict)


def read_opening(table: Table | None, pack: Pack, year: int) -> Openings:
    """Read the table of opening balances; raises `InputError` with every row that cannot be used.

    A row without a year speaks of the year asked for.
    """
    if table is None:
        return Openings()
    problems: list[Message] = []
    columns = match_columns(table, _COLUMNS, ())
    person_columns(table, columns)
    gathered = _Gathered()
    for row in table.rows():
        reader = RowReader(table, row, columns, problems)
        certno, psn_no = reader.person()
        named = Named(reader.place, certno, psn_no)
        programme, pool = reader.text("programme"), reader.text("pool")
        if bool(programme) == bool(pool):
            reader.refuse("programme", "opening_needs_one")
        elif programme:
            _programme(reader, pack, year, named, gathered)
        else:
            _pool(reader, pack, year, named, gathered)
    if problems:
        raise InputError(problems)
    return Openings(tuple(gathered.programmes), tuple(gathered.pools))


def _programme(reader: RowReader, pack: Pack, year: int, named: Named, gathered: _Gathered) -> None:
    titles = {name: one.title for name, one in pack.programmes.items()}
    name = _named_in(reader, "programme", titles, "programme_unknown")
    if name is None:
        return
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
    if _is_first(reader, gathered, named, name, opening.year_start):
        gathered.programmes.append((named, opening))


def _pool(reader: RowReader, pack: Pack, year: int, named: Named, gathered: _Gathered) -> None:
    titles = {name: one.title for name, one in pack.pools.items()}
    name = _named_in(reader, "pool", titles, "pool_unknown")
    if name is None:
        return
    for stray in _OF_PROGRAMME:
        if reader.text(stray) is not None:
            reader.refuse(stray, "opening_stray", column=_COLUMNS[stray][0])
    pool = pack.pools[name]
    start = None
    if pool.per is not Per.LIFE:
        start = _year_start(reader, year, pool.year or pack.year)
    used_fen = reader.amount_fen("used", required=True) or 0
    if _is_first(reader, gathered, named, name, start):
        gathered.pools.append((named, PoolOpening("", name, used_fen, start)))


def _named_in(reader: RowReader, column: str, titles: Mapping[str, str], code: str) -> str | None:
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


def _is_first(
    reader: RowReader, gathered: _Gathered, named: Named, name: str, start: date | None
) -> bool:
    key = (named.certno, named.psn_no, name, start)
    first = gathered.places.setdefault(key, reader.place)
    if first != reader.place:
        reader.refuse("programme", "opening_repeated", first=first)
    return first == reader.place
