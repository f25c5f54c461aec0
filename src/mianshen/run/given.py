"""Aid given already (已发救助): by a department, or before the reckoning began, row by row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mianshen.engine.facts import Delivery
from mianshen.policy.pack import Pack
from mianshen.run.cells import RowReader
from mianshen.run.opening import titled_in
from mianshen.run.others import named_beside, number_of
from mianshen.run.people import Named, Register
from mianshen.run.reading.intake import take_rows
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.tables import Table

_AGAIN = "again"


@dataclass(frozen=True, slots=True)
class GivenRow:
    """Aid on one settlement under a programme or layer; its person is still to be keyed.

    `number` tells it from every other; a recovery is below zero.
    """

    named: Named
    number: str
    delivery: Delivery
    given_on: date | None


@dataclass(frozen=True)
class Given:
    """All aid that was given already."""

    rows: tuple[GivenRow, ...] = ()

    def named(self) -> Iterable[Named]:
        """Who the people of these rows are."""
        return (row.named for row in self.rows)

    def deliveries(self, register: Register) -> list[tuple[Named, Delivery]]:
        """The aid as facts, each under the key of its person, and how its row named them."""
        return [
            (row.named, replace(row.delivery, person=key))
            for row in self.rows
            for key in [register.key_at(row.named.where)]
            if key is not None
        ]


def read_given(tables: Sequence[Table], pack: Pack, ledger: Ledger) -> Given:
    """Read tables of aid that was given; rows that cannot be used go to quarantine.

    A row that comes again under its number counts once; another one under it is refused.
    """
    known: dict[str, GivenRow] = {}
    places = {name: one.title for name, one in pack.programmes.items()}
    places |= {layer.id: "" for layer in pack.layers}
    for table in tables:

        def read(reader: RowReader, table: Table = table) -> GivenRow | str:
            return _read_row(reader, table, places, known)

        for row in take_rows(table, ledger, read):
            if isinstance(row, GivenRow):
                known[row.number] = row
    return Given(tuple(known.values()))


def _read_row(
    reader: RowReader, table: Table, places: dict[str, str], known: dict[str, GivenRow]
) -> GivenRow | str:
    place = titled_in(reader, "programme", places, "programme_unknown")
    made = GivenRow(
        named_beside(reader, table),
        number_of(reader),
        Delivery(
            "",
            reader.required("setl_id") or "",
            place or "",
            reader.signed_fen("amount", required=True) or 0,
            reader.text("channel") or "",
        ),
        reader.date("given_on"),
    )
    first = known.get(made.number)
    if first is None:
        return made
    if not _says_the_same(first, made):
        reader.refuse("id", "payment_id_repeated", id=made.number, first=first.named.where)
    return _AGAIN


def _says_the_same(one: GivenRow, other: GivenRow) -> bool:
    numbers = [row.named.certno or row.named.psn_no for row in (one, other)]
    return numbers[0] == numbers[1] and one.delivery == other.delivery
