"""Rows as departments state them, stated straight through the doors of registry and claims."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from mianshen.bureau.bitemporal.stating import CHINA, Stated
from mianshen.bureau.claims import services as claims
from mianshen.bureau.registry import services as registry
from mianshen.engine.facts import Opening, OtherPayment
from mianshen.run.e_bills import FISCAL, OPEN, ElectronicBill
from mianshen.run.others import Others, PaidRow
from mianshen.run.people import Named
from mianshen.run.reading.periods import Period, period_of
from mianshen.run.rosters import RosterRow
from mianshen.run.settlements import named_in
from mianshen.standards.identity.numbers import check_digit
from mianshen.standards.settlement import Settlement

_numbers = itertools.count(1)
_MOMENT = datetime(2025, 1, 1, tzinfo=CHINA)


def card(number: int, born: str = "19490101") -> str:
    """A number that holds, different for each number from 0 to 999."""
    first = f"510118{born}{number:03d}"
    return first + check_digit(first)


def month(digits: str) -> Period:
    """The period that six digits name."""
    period = period_of(digits)
    assert period is not None
    return period


@dataclass
class Who:
    """How a row names somebody."""

    name: str
    certno: str | None = None
    psn_no: str | None = None
    born: date | None = None
    household: str | None = None

    def named(self, role: str, source: str, rank: int) -> Named:
        where = f"{source}:{next(_numbers)}"
        return Named(
            where,
            self.certno,
            self.psn_no,
            self.name,
            self.born,
            household=self.household,
            rank=rank,
            role=role,
            source=source,
        )


@dataclass
class Bureau:
    """States one thing after the other, each known an hour after the one before."""

    batch: int = 0
    at: datetime = field(default=_MOMENT)

    def stated(self, actor: str = "clerk:1") -> Stated:
        self.batch += 1
        self.at += timedelta(hours=1)
        return Stated(self.at, self.batch, actor)

    def roster(
        self,
        period: str,
        people: Sequence[tuple[Who, str]],
        source: str = "civil-affairs",
        start: date | None = None,
        unusable: Sequence[Who] = (),
    ) -> Stated:
        span = month(period)
        rows = tuple(
            RosterRow(
                who.named("rosters", source, 1),
                identity,
                start or span.first,
                None,
                None,
                source,
                source=source,
                period=span,
            )
            for who, identity in people
        )
        lost = tuple(who.named("rosters", source, 1) for who in unusable)
        return self._state_list("rosters", source, span, True, rows, lost)

    def deaths(self, period: str, people: Sequence[tuple[Who, date]]) -> Stated:
        rows = tuple(
            RosterRow(
                who.named("people", "deaths", 0),
                None,
                None,
                None,
                None,
                "",
                source="deaths",
                period=month(period),
                died=day,
            )
            for who, day in people
        )
        return self._state_list("people", "deaths", month(period), False, rows, ())

    def _state_list(
        self,
        role: str,
        source: str,
        span: Period,
        is_whole: bool,
        rows: tuple[RosterRow, ...],
        lost: tuple[Named, ...],
    ) -> Stated:
        stated = self.stated()
        with transaction.atomic():
            identified = registry.identify(
                registry.spell([*(row.named for row in rows), *lost]), stated
            )
            delivered = registry.RosterList(
                source, role, span, is_whole, rows, lost, rows_delivered=len(rows) + len(lost)
            )
            registry.state_list(delivered, identified, stated)
            claims.repoint(identified.moved, stated)
        return stated

    def settle(self, *bills: Settlement) -> Stated:
        stated = self.stated()
        with transaction.atomic():
            named = [named_in(one, "settlements") for one in bills]
            identified = registry.identify(registry.spell(named), stated)
            registry.refresh((), identified.people, stated)
            claims.repoint(identified.moved, stated)
            claims.state_settlements(bills, identified, stated)
        return stated

    def tell_bills(self, *told: tuple[Who, Settlement]) -> Stated:
        """The electronic bill of each of these settlements, for its sum and as it should be."""
        stated = self.stated()
        bills = [
            ElectronicBill(
                who.named("e-bills", "e_bills", 3),
                *(FISCAL, "51060125", f"{number:010}", one.setl_id, one.medfee_sumamt_fen),
                *(one.setl_time.date(), False, OPEN),
            )
            for number, (who, one) in enumerate(told)
        ]
        with transaction.atomic():
            identified = registry.identify(registry.spell([one.named for one in bills]), stated)
            registry.refresh((), identified.people, stated)
            claims.state_bills(bills, identified, stated)
        return stated

    def open(self, who: Who, period: str, entitled_fen: int, programme: str = "aid") -> Stated:
        stated = self.stated()
        named = who.named("opening", "opening", 3)
        opening = Opening("", programme, date(2025, 1, 1), entitled_fen=entitled_fen)
        with transaction.atomic():
            identified = registry.identify(registry.spell([named]), stated)
            registry.refresh((), identified.people, stated)
            claims.repoint(identified.moved, stated)
            claims.state_openings([(named, opening)], month(period), identified, stated)
        return stated

    def pay(self, who: Who, number: str, amount_fen: int, setl_id: str) -> list[str]:
        stated = self.stated()
        named = who.named("others", "major", 3)
        paid = OtherPayment(number, "", "others:大病", amount_fen, setl_id)
        with transaction.atomic():
            identified = registry.identify(registry.spell([named]), stated)
            registry.refresh((), identified.people, stated)
            claims.repoint(identified.moved, stated)
            return claims.state_payments(Others((PaidRow(named, paid),)), identified, stated)


def person(who: Who) -> int:
    """The person whom a number and a name together mean."""
    namings = {*registry.find_namings("certno", who.certno or "")}
    namings &= {*registry.find_namings("name", who.name)}
    (found,) = {one for one in registry.people_of(namings).values() if one}
    return found


def bill(
    who: Who,
    setl_id: str,
    day: str = "2025-03-10",
    total_fen: int = 100_000,
    basic_fen: int = 60_000,
    takes_back: str | None = None,
    updated: str | None = None,
    visit: str | None = None,
) -> Settlement:
    """A settlement whose amounts add up; with `takes_back` the refund of another.

    `visit` is the bill whose visit it settles anew.
    """
    sign = -1 if takes_back else 1
    settled = datetime.fromisoformat(f"{day} 10:00:00")
    return Settlement(
        setl_id=setl_id,
        setl_time=settled,
        medfee_sumamt_fen=sign * total_fen,
        init_setl_id=takes_back,
        refd_setl_flag="1" if takes_back else "0",
        mdtrt_id=f"visit-{takes_back or visit or setl_id}",
        psn_name=who.name,
        certno=who.certno,
        psn_no=who.psn_no,
        begndate=date.fromisoformat(day) if not takes_back else None,
        enddate=date.fromisoformat(day) if not takes_back else None,
        inscp_scp_amt_fen=sign * total_fen,
        hifp_pay_fen=sign * basic_fen,
        fund_pay_sumamt_fen=sign * basic_fen,
        psn_part_amt_fen=sign * (total_fen - basic_fen),
        psn_cash_pay_fen=sign * (total_fen - basic_fen),
        updt_time=datetime.fromisoformat(f"{updated} 00:00:00") if updated else None,
        where=f"bills.csv:{next(_numbers)}",
    )
