"""Entitled less delivered, netted; the ledger moved so that what may be ordered stands ready."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from mianshen.bureau.assessment import models
from mianshen.bureau.bitemporal.rows import known, query
from mianshen.bureau.claims.services import visits_of
from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Balance, Move, balances_with_parts, post
from mianshen.engine.netting import Net, net_by_fund
from mianshen.engine.results import Line, Status

_ORDERED = (
    *(Claim.ORDERED, Claim.APPROVED, Claim.PAYABLE),
    *(Claim.PAID, Claim.RETURNED, Claim.SET_OFF),
)
"""Where fen of a line are that have been ordered and neither come back nor being claimed back."""

_KEPT = (Claim.RECLAIMED, Claim.WAIVED, Claim.WRITTEN_OFF)
"""Where fen are that people deal with: nobody asks for them again, but the person has them."""

Purse = tuple[int, int, str, str]
"""Person, year, pack and fund: within it what was given on a visit counts for all its programmes.

A surplus on one visit is never taken off another: that takes a person, and the consent of whom it
was given to (`payout.offset`).
"""


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
    purses = _purses(people, None)
    return [delta for purse, own in sorted(purses.items()) for delta in _deltas(purse, own)]


def deltas_since(moment: datetime) -> list[Delta]:
    """All that is open of people whose lines changed after a moment."""
    rows = query(
        "SELECT DISTINCT person FROM assessment_line"
        " WHERE known_from > %(at)s OR known_to > %(at)s",
        at=moment,
    )
    return open_deltas({int(person) for (person,) in rows})


def given_fen(keys: Sequence[str]) -> dict[str, int]:
    """What has been ordered on some lines and has not come back."""
    found = _fen_of(keys)
    return {key: _sum(fen, (*_ORDERED, *_KEPT)) for key, fen in found.items()}


def settle(
    people: Collection[int], years: Sequence[int], caps: Mapping[str, int], run: int
) -> None:
    """Move fen over the border until each line holds what may be ordered of it, and no more.

    `caps` are the most that may stand ready on some lines. What is ordered already is never
    touched.
    """
    moves: list[Move] = []
    for own in _purses(people, years).values():
        wanted = own.wanted(caps)
        for place in own.places:
            moves += _move(place, wanted[place.key], run)
    post(Book.CLAIMS, moves)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place of a line, now or once, with where its fen are; the line is as it is known now."""

    key: str
    fund: str
    settled_on: date | None
    visit: str
    line: Line
    ordered_fen: int
    kept_fen: int
    entitled_fen: int
    free_fen: int

    def less(self, ordered_fen: int) -> Line:
        """The line with what was ordered counted as delivered."""
        given = self.line.delivered_fen + ordered_fen
        may = max(0, self.line.order_fen - ordered_fen)
        return replace(self.line, delivered_fen=given, order_fen=may)


@dataclass(frozen=True, slots=True)
class _Purse:
    """All places of a purse, and why its person waits: `in_review`, `facts`, `no_pack`."""

    places: tuple[_Place, ...]
    waiting: frozenset[str]

    def too_much(self) -> tuple[int, frozenset[str]]:
        """What was ordered or stands ready beyond what is due in all, and nobody deals with yet.

        With the lines of the visits that it was given on.
        """
        if self.waiting:
            return 0, frozenset()
        given = {place.key: place.ordered_fen + place.entitled_fen for place in self.places}
        fen = self._net([place.less(given[place.key]) for place in self.places]).claw_back_fen
        over = (
            place.key
            for own in self._visits()
            if self._net([place.less(given[place.key]) for place in own]).claw_back_fen
            for place in own
        )
        return fen, frozenset(over) if fen else frozenset()

    def wanted(self, caps: Mapping[str, int]) -> dict[str, int]:
        """How many fen should stand entitled on each line; the latest events are cut first."""
        wanted: dict[str, int] = {}
        for places in self._visits():
            due = [place.less(place.ordered_fen + place.kept_fen) for place in places]
            # A bill that no policy answers for says nothing against the others.
            left = 0 if self.waiting - {"no_pack"} else self._net(due).top_up_fen
            for place, line in zip(places, due, strict=True):
                may = min(line.order_fen, caps.get(place.key, line.order_fen))
                wanted[place.key] = min(may, left)
                left -= wanted[place.key]
        return wanted

    def _visits(self) -> Iterable[list[_Place]]:
        """The places of each visit, and those of the year, the earliest first."""
        found: dict[str, list[_Place]] = defaultdict(list)
        for place in sorted(self.places, key=_earliest_first):
            found[place.visit].append(place)
        return found.values()

    def _net(self, lines: Sequence[Line]) -> Net:
        funds = {place.line.programme: place.fund for place in self.places}
        (whole,) = net_by_fund(lines, funds)
        return whole


def _earliest_first(place: _Place) -> tuple[date, str]:
    return place.settled_on or date.max, place.key


def _deltas(purse: Purse, own: _Purse) -> Iterator[Delta]:
    person, year, pack, fund = purse
    ready = tuple(
        OpenLine(
            place.key, place.line.programme, place.line.event, place.settled_on, place.free_fen
        )
        for place in sorted(own.places, key=_earliest_first)
        if place.free_fen > 0
    )
    if ready:
        yield Delta(person, year, pack, fund, sum(line.fen for line in ready), ready)
    too_much, given_on = own.too_much()
    if too_much:
        yield Delta(person, year, pack, fund, -too_much, given_on=given_on)


def _move(place: _Place, wanted_fen: int, run: int) -> Iterator[Move]:
    border, ready = claim(Claim.DETERMINED, place.key), claim(Claim.ENTITLED, place.key)
    more_fen = wanted_fen - place.entitled_fen
    # What somebody has set aside for an order is theirs until they let it go.
    less_fen = min(-more_fen, place.free_fen)
    key, subject = f"assess:{run}:{place.key}", f"person:{place.line.person}"
    if more_fen > 0:
        yield Move(key, border, ready, more_fen, "待遇核算", subject)
    elif less_fen > 0:
        yield Move(key, ready, border, less_fen, "待遇核减", subject)


_PLACES = """
    SELECT DISTINCT ON (person, year, pack, programme, event)
           person, year, pack, programme, event, fund, settled_on, known_to IS NULL,
           status, amount_fen, delivered_fen, order_fen
      FROM assessment_line
     WHERE NOT is_simulated
       AND (%(people)s::bigint[] IS NULL OR person = ANY(%(people)s))
       AND (%(years)s::int[] IS NULL OR year = ANY(%(years)s))
     ORDER BY person, year, pack, programme, event, known_to DESC NULLS FIRST"""


def _purses(people: Collection[int] | None, years: Sequence[int] | None) -> dict[Purse, _Purse]:
    """Every place where a line is or was, with its fen, by purse."""
    asked = {"people": None if people is None else list(people)}
    rows = query(_PLACES, **asked, years=None if years is None else list(years))
    keys = [line_key(*row[:5]) for row in rows]
    fen = _fen_of(keys)
    # Most lines give nothing, took nothing, and were never ordered: nothing moves there.
    told = [(key, row) for key, row in zip(keys, rows, strict=True) if key in fen or any(row[-3:])]
    visits = visits_of([row[4] for _, row in told if row[4]])
    places: dict[Purse, list[_Place]] = defaultdict(list)
    for key, row in told:
        person, year, pack, _, event, fund, *_ = row
        visit = visits.get(event, str(event)) if event else ""
        places[person, year, pack, fund].append(_place(key, visit, row, fen.get(key, {})))
    waiting: dict[tuple[int, int], set[str]] = defaultdict(set)
    for person, year, why in known(models.Waiting, ("person", "year", "why")):
        waiting[int(person), year].add(why)
    return {
        purse: _Purse(tuple(own), frozenset(waiting.get(purse[:2], ())))
        for purse, own in places.items()
    }


def _place(key: str, visit: str, row: Sequence[Any], fen: Mapping[str, Balance]) -> _Place:
    person, year, _, programme, event, fund, settled_on, is_known, status, *sums = row
    amount_fen, delivered_fen, order_fen = sums if is_known else (0, 0, 0)
    line = Line(
        *(str(person), event, programme, year),
        Status(status) if is_known else Status.ZERO,
        amount_fen,
        delivered_fen=delivered_fen,
        order_fen=order_fen,
    )
    ready = fen.get(Claim.ENTITLED)
    return _Place(
        *(key, fund, settled_on, visit, line),
        _sum(fen, _ORDERED),
        _sum(fen, _KEPT),
        ready.held_fen if ready else 0,
        ready.free_fen if ready else 0,
    )


def _sum(fen: Mapping[str, Balance], kinds: Sequence[Claim]) -> int:
    return sum(fen[kind].held_fen for kind in kinds if kind in fen)


def _fen_of(keys: Sequence[str]) -> dict[str, dict[str, Balance]]:
    """What the ledger holds of each line with its parts in orders, by kind of account."""
    holders = {claim(Claim.ENTITLED, key).holder: key for key in keys}
    found: dict[str, dict[str, Balance]] = defaultdict(dict)
    kinds = [Claim.ENTITLED, *_ORDERED, *_KEPT]
    for one in balances_with_parts(Book.CLAIMS, kinds, list(holders)):
        found[holders[one.holder]][one.kind] = one
    return found
