"""Tables and packs made up for the tests of this room."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from mianshen.policy.documents import parse_document
from mianshen.policy.loading import pack_from_document
from mianshen.policy.pack import Pack
from mianshen.run.reading.grids import Record, Sheet
from mianshen.run.reading.headers import find_header
from mianshen.run.reading.periods import Period
from mianshen.run.reading.tables import Part, Table
from mianshen.sources.layouts import Layout, plain_layout

_PACK = """\
id: small
region: "000000"
identities: [低保, 特困]
attributes:
  income: {type: number, title: 家庭收入}
  grade_of_disability: {type: text, title: 残疾等级, options: [一级, 二级]}
  hukou: {type: truth, title: 本地户籍}
pools:
  shared: {amount: 5000, title: 共用}
payers:
  basic: {from: [hifp_pay]}
  commercial: {from: ["others:商保"], allocate: chronological}
  charity: {from: [慈善]}
layers:
  - {id: insurers, payers: [basic, commercial, charity]}
  - {id: relief, members: [aid]}
programmes:
  aid:
    title: 救助
    who: {any: [低保]}
    base: in_scope_left
    terms: [{ratio: 70%}]
    pools: [shared]
"""


def small_pack() -> Pack:
    """A pack of one programme with attributes, a pool, and payers that allocate or do not."""
    return pack_from_document(parse_document("pack.yaml", _PACK))


def table(name: str, rows: Iterable[Mapping[str, str]], role: str = "rosters") -> Table:
    """A table as if it had been read from a file of that name, which follows no layout."""
    listed = list(rows)
    columns = list(dict.fromkeys(column for row in listed for column in row))
    records = [columns, *([row.get(column, "") for column in columns] for row in listed)]
    return table_of(name, records, plain_layout(role))


def table_of(
    name: str, records: Sequence[Sequence[str]], layout: Layout, period: Period | None = None
) -> Table:
    """A table of records as they stand in a file, its first line being line 1."""

    def walk() -> Iterator[Record]:
        for line, cells in enumerate(records, 1):
            yield line, list(cells)

    sheet = Sheet("", walk)
    header = find_header(walk(), layout, name)
    return Table(Path(name), name, "", layout, (Part(name, sheet, header),), period)
