"""Entitled less delivered, netted; the ledger moved so that what may be ordered stands ready."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl
from psycopg import sql

from mianshen.bureau.assessment import models
from mianshen.bureau.assessment.merged import and_merged, as_now, carried
from mianshen.bureau.bitemporal.columns import copied_out
from mianshen.bureau.bitemporal.rows import known
from mianshen.bureau.claims.services import visits_in_columns
from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Place, balances_with_parts, post_in_columns
from mianshen.bureau.registry.services import merged_into
from mianshen.engine.netting import nets_in_columns
from mianshen.engine.results import Status

_ORDERED = (
    *(Claim.ORDERED, Claim.APPROVED, Claim.PAYABLE),
    *(Claim.PAID, Claim.RETURNED, Claim.SET_OFF),
)
"""Where fen of a line are that have been ordered and neither come back nor being claimed back."""

_KEPT = (
    *(Claim.RECLAIMED, Claim.WAIVED, Claim.WRITTEN_OFF),
    *(Claim.IN_CORRECTION, Claim.FORGONE),
)
"""Where fen are that people deal with: nobody asks for them again."""


@dataclass(frozen=True, slots=True)
class OpenLine:
    """Fen of one line that stand entitled and wait for an order; `key` is its ledger's holder."""

    key: str
    programme: str
    event: str | None
    settled_on: date | None
    fen: int


@dataclass(frozen=True, slots=True)
class Delta:
    """What is open between what a person is entitled to and what was delivered or ordered.

    A positive `net_fen` is there to be ordered, line by line. A negative one is too much given:
    `for_a_human` says that nobody but people may take it back; `lines` is empty then, and
    `given_on` has the keys of the lines of the visits that too much was given on. A purse may have
    both.
    """

    person: int
    year: int
    pack: str
    fund: str
    net_fen: int
    lines: tuple[OpenLine, ...] = ()
    given_on: frozenset[str] = frozenset()

    @property
    def for_a_human(self) -> bool:
        """Whether only people may act on it."""
        return self.net_fen < 0


def line_key(person: int, year: int, pack: str, programme: str, event: str | None) -> str:
    """By what the ledger knows a line: the same for the same place, whatever its amount.

    It never ends like a part of a line (` #7`): a `#` in the name of an event is doubled.
    """
    named = (event or "").replace("#", "##")
    return f"{person}/{year}/{pack}/{programme}/{named}"


def open_deltas(people: Collection[int] | None = None) -> list[Delta]:
    """All that is open of some people (none: of everyone), sorted."""
    places = _with_waits(places_of(people), people)
    found = [*_ready(places), *_too_much(places.filter(~pl.col("waits")))]
    return sorted(found, key=lambda delta: (delta.person, delta.year, delta.pack, delta.fund))


def settle(places: pl.DataFrame, caps: pl.DataFrame, run: int) -> None:
    """Move fen over the border until each line holds what may be ordered of it, and no more.

    `places` are all places of some people; `caps` are the most that may stand ready on some lines.
    What is ordered already is never touched.
    """
    people = places["person"].unique().to_list()
    wanted = _wanted(_with_waits(places, people), caps)
    more = pl.col("wanted_fen") - pl.col("entitled_fen")
    # What somebody has set aside for an order is theirs until they let it go.
    less = pl.min_horizontal(-more, "free_fen")
    moves = wanted.with_columns(more=more, less=less)
    border, ready = _accounts(Claim.DETERMINED), _accounts(Claim.ENTITLED)
    up = moves.filter(pl.col("more") > 0).select(
        *_move(border, ready, run), amount_fen="more", reason=pl.lit("待遇核算")
    )
    down = moves.filter(pl.col("more") <= 0, pl.col("less") > 0).select(
        *_move(ready, border, run), amount_fen="less", reason=pl.lit("待遇核减")
    )
    post_in_columns(Book.CLAIMS, pl.concat([up, down]))


def places_of(people: Collection[int] | None, years: Sequence[int] | None = None) -> pl.DataFrame:
    """Every place of some people (none: of everyone) where a line is or was that moves money.

    Shapes: its `key`, the place, `is_known` and the sums of the line as it is known now (zero
    where it is no more), and what is on it: `ordered_fen`, `kept_fen`, `forgone_fen`
    among that, `entitled_fen`, `free_fen`.
    Most lines give nothing, took nothing, and were never ordered; they are left out.
    """
    asked = {
        "people": None if people is None else list(people),
        "years": None if years is None else list(years),
    }
    became = merged_into()
    fen = carried(_fen_of({**asked, "people": and_merged(people, became)}), people, became)
    lines = _keyed(copied_out(_MOVING, _PLACE_COLUMNS, **asked))
    others = fen.join(lines, on="key", how="anti")["key"]
    if others.len():
        lines = pl.concat([lines, _once(others, asked, became)])
    counts = ("ordered_fen", "kept_fen", "forgone_fen", "entitled_fen", "free_fen")
    visits = visits_in_columns(lines["event"].drop_nulls().unique().to_list())
    beside = lines.join(fen, on="key", how="left").join(visits, on="event", how="left")
    return beside.with_columns(
        pl.col(counts).fill_null(0), visit=pl.coalesce("visit", "event", pl.lit(""))
    )


PURSE = ("person", "year", "pack", "fund")
VISIT = (*PURSE, "visit")
"""Within a purse what was given on a visit counts for all its programmes.

A surplus on one visit is never taken off another: that takes a person, and the consent of whom it
was given to (`payout.offset`).
"""

_EARLIEST_FIRST = (pl.col("settled_on").fill_null(date.max), pl.col("key"))

_PLACE_COLUMNS = {
    "person": pl.Int64,
    "year": pl.Int64,
    "pack": pl.String,
    "programme": pl.String,
    "event": pl.String,
    "fund": pl.String,
    "settled_on": pl.Date,
    "is_known": pl.Boolean,
    "status": pl.String,
    "amount_fen": pl.Int64,
    "delivered_fen": pl.Int64,
    "order_fen": pl.Int64,
}

_ASKED = """
       AND NOT is_simulated
       AND (%(people)s::bigint[] IS NULL OR person = ANY(%(people)s::bigint[]))
       AND (%(years)s::int[] IS NULL OR year = ANY(%(years)s::int[]))"""

_MOVING = sql.SQL(
    """
    SELECT person, year, pack, programme, event, fund, settled_on, TRUE,
           status, amount_fen, delivered_fen, order_fen
      FROM assessment_line
     WHERE known_to IS NULL AND moves
       AND (amount_fen <> 0 OR delivered_fen <> 0 OR order_fen <> 0)"""
    + _ASKED
)

_KEY_COLUMNS = {
    name: _PLACE_COLUMNS[name] for name in ("person", "year", "pack", "programme", "event")
}

_ORDERABLE = sql.SQL(
    """
    SELECT DISTINCT person, year, pack, programme, event
      FROM assessment_line
     WHERE moves AND order_fen > 0"""
    + _ASKED
)

_LAST = sql.SQL(
    """
    SELECT DISTINCT ON (person, year, pack, programme, event)
           person, year, pack, programme, event, fund, settled_on, known_to IS NULL,
           CASE WHEN known_to IS NULL THEN status ELSE %(zero)s END,
           CASE WHEN known_to IS NULL THEN amount_fen ELSE 0 END,
           CASE WHEN known_to IS NULL THEN delivered_fen ELSE 0 END,
           CASE WHEN known_to IS NULL THEN order_fen ELSE 0 END
      FROM assessment_line
     WHERE TRUE"""
    + _ASKED
    + " ORDER BY person, year, pack, programme, event, known_to DESC NULLS FIRST"
)


def _once(keys: pl.Series, asked: Mapping[str, Any], became: Mapping[int, int]) -> pl.DataFrame:
    """Places with fen on them of which no line known now would move any.

    What was given to a number merged since may be on a line that its person never had.
    """
    people = {int(key.partition("/")[0]) for key in keys.to_list()}
    about = {**asked, "people": and_merged(people, became)}
    rows = copied_out(_LAST, _PLACE_COLUMNS, **about, zero=Status.ZERO)
    own = _keyed(rows).filter(pl.col("key").is_in(keys.implode()))
    theirs = _keyed(as_now(rows, became)).filter(
        pl.col("key").is_in(keys.implode()), ~pl.col("key").is_in(own["key"].implode())
    )
    return pl.concat([own, theirs.unique("key")])


def _keyed(places: pl.DataFrame) -> pl.DataFrame:
    """Places with what `line_key` names them."""
    named = pl.col("event").fill_null("").str.replace_all("#", "##", literal=True)
    key = pl.concat_str("person", "year", "pack", "programme", named, separator="/")
    return places.with_columns(key=key)


def _fen_of(asked: Mapping[str, Any]) -> pl.DataFrame:
    """What the ledger holds of each line with its parts in orders.

    Fen come to a line only while something may be ordered of it: the others are not looked for.
    """
    prefix = claim(Claim.ENTITLED, "").holder
    holders = None
    if asked["people"] is not None:
        ever = _keyed(copied_out(_ORDERABLE, _KEY_COLUMNS, **asked))
        holders = (prefix + ever["key"]).to_list()
    kinds = (Claim.ENTITLED, *_ORDERED, *_KEPT)
    held = balances_with_parts(Book.CLAIMS, kinds, holders)

    def over(some: Sequence[Claim], column: str = "held_fen") -> pl.Expr:
        return pl.col(column).filter(pl.col("kind").is_in(list(some))).sum()

    return held.group_by(pl.col("holder").str.strip_prefix(prefix).alias("key")).agg(
        on_orders_fen=over([Claim.ORDERED]),
        ordered_fen=over(_ORDERED),
        kept_fen=over(_KEPT),
        forgone_fen=over([Claim.FORGONE]),
        entitled_fen=over([Claim.ENTITLED]),
        free_fen=over([Claim.ENTITLED], "free_fen"),
    )


def _with_waits(places: pl.DataFrame, people: Collection[int] | None) -> pl.DataFrame:
    """Places with whether their person waits at all, and for more than a policy for one bill."""
    rows = known(
        models.Waiting,
        ("person", "year", "why"),
        "%(people)s::bigint[] IS NULL OR t.person = ANY(%(people)s::bigint[])",
        people=None if people is None else list(people),
    )
    columns = {"person": pl.Int64, "year": pl.Int64, "why": pl.String}
    waiting = pl.DataFrame(rows, schema=columns, orient="row")
    # A bill that no policy answers for says nothing against the others.
    why = waiting.group_by("person", "year").agg(
        waits=pl.lit(value=True), is_held_up=(pl.col("why") != "no_pack").any()
    )
    beside = places.join(why, on=["person", "year"], how="left")
    return beside.with_columns(pl.col("waits", "is_held_up").fill_null(value=False))


def _less(places: pl.DataFrame, given: pl.Expr) -> pl.DataFrame:
    """Lines with what was given counted as delivered."""
    return places.with_columns(
        delivered_fen=pl.col("delivered_fen") + given,
        order_fen=pl.max_horizontal(pl.lit(0, pl.Int64), pl.col("order_fen") - given),
    )


def _wanted(places: pl.DataFrame, caps: pl.DataFrame) -> pl.DataFrame:
    """How many fen should stand entitled on each line; the latest of a visit are cut first."""
    due = _less(places, pl.col("ordered_fen") + pl.col("kept_fen"))
    left = nets_in_columns(due, VISIT).select(*VISIT, left_fen="top_up_fen")
    beside = due.join(left, on=VISIT).join(caps, on="key", how="left")
    beside = beside.sort(*VISIT, *_EARLIEST_FIRST).with_columns(
        left_fen=pl.when("is_held_up").then(0).otherwise("left_fen"),
        # Of a line that somebody declined nothing more is ordered, whatever it comes to later.
        may_fen=pl.when(pl.col("forgone_fen") > 0)
        .then(0)
        .otherwise(pl.min_horizontal("order_fen", "cap_fen")),
    )
    before = pl.col("may_fen").cum_sum().over(VISIT) - pl.col("may_fen")
    rest = pl.max_horizontal(pl.lit(0, pl.Int64), pl.col("left_fen") - before)
    return beside.with_columns(wanted_fen=pl.min_horizontal("may_fen", rest))


def _ready(places: pl.DataFrame) -> Iterator[Delta]:
    """What stands ready to be ordered, purse by purse, the earliest first."""
    columns = ("key", "programme", "event", "settled_on", "free_fen")
    ready = places.filter(pl.col("free_fen") > 0).sort(*PURSE, *_EARLIEST_FIRST)
    rows = ready.select(*PURSE, *columns).iter_rows()
    for (person, year, pack, fund), own in groupby(rows, key=itemgetter(slice(len(PURSE)))):
        lines = tuple(OpenLine(*row[len(PURSE) :]) for row in own)
        yield Delta(person, year, pack, fund, sum(line.fen for line in lines), lines)


def _too_much(places: pl.DataFrame) -> Iterator[Delta]:
    """What was ordered or stands ready beyond what is due in all, and nobody deals with yet."""
    given = _less(places, pl.col("ordered_fen") + pl.col("entitled_fen"))
    is_over = pl.col("claw_back_fen") > 0
    purses = nets_in_columns(given, PURSE).filter(is_over)
    visits = nets_in_columns(given, VISIT).filter(is_over).select(VISIT)
    over = given.join(visits, on=VISIT, how="semi").group_by(PURSE).agg("key")
    for row in purses.join(over, on=PURSE).select(*PURSE, "claw_back_fen", "key").iter_rows():
        *purse, fen, keys = row
        person, year, pack, fund = purse
        yield Delta(person, year, pack, fund, -fen, given_on=frozenset(keys))


def _accounts(state: Claim) -> Place:
    """Where lines' fen are in a state; of a place of its own the key is still to follow."""
    return claim(state, "")


def _move(giver: Place, taker: Place, run: int) -> list[pl.Expr]:
    return [
        (pl.lit(f"assess:{run}:") + pl.col("key")).alias("key"),
        *_side("debit", giver),
        *_side("credit", taker),
        (pl.lit("person:") + pl.col("person").cast(pl.String)).alias("subject"),
    ]


def _side(side: str, place: Place) -> list[pl.Expr]:
    key = pl.lit("") if place.is_border else pl.col("key")
    return [
        pl.lit(place.kind).alias(f"{side}_kind"),
        (pl.lit(place.holder) + key).alias(f"{side}_holder"),
        pl.lit(place.is_border).alias(f"{side}_is_border"),
    ]
