"""Tables close to the fen, a closed month never changes, what was handed in stays as it was."""

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from bureau import offices_factory as small
from bureau.factories import Who, card, person
from bureau.small_flow import FLOW
from bureau.stories.month import AID, DISABLED, Month
from mianshen.bureau.ledger.models import Account, Book
from mianshen.bureau.offices.services import Staff, scope_of
from mianshen.bureau.payout import services as payout
from mianshen.bureau.reporting import services as reporting
from mianshen.bureau.reporting.models import Closing
from mianshen.bureau.reporting.services import Kind, OpenEnd, Table
from mianshen.bureau.trail.services import entries_of
from mianshen.policy.saying import said
from mianshen.run.messages import InputError

pytestmark = pytest.mark.usefixtures("database")

ZHANG, LI, WANG = (Who(name, card(n)) for name, n in (("张秀英", 11), ("李建国", 32), ("王芳", 7)))
ROLES = """\
  closer:
    title: 月结
    departments: all
    sees: [people, numbers, orders, reports]
    does: [review, close_month]
  reader: {title: 查阅, departments: all, sees: [reports], does: []}
  own: {title: 部门, sees: [reports], does: []}
incompatible:
"""
TITLE = said("Qinghe", "青禾区")
LINE_FEN, DISABLED_FEN = 23_600, 2_000


class Centre:
    """The small district with a month of payments, and whoever closes it."""

    def __init__(self, folder: Path, flow: str = FLOW) -> None:
        text = small.SMALL.replace("incompatible:\n", ROLES)
        self.month = Month(folder, flow)
        small.load(folder, text)
        self.closer = small.hire("2001", "centre/closer")
        self.month.opens_funds()
        self.month.lists(ZHANG, LI, WANG)

    def pays(self, who: Who, number: str) -> None:
        """A bill of somebody, approved and paid from both funds."""
        self.month.has_bills((who, number, "2025-03-10"))
        self.month.approves(who)
        for fund in (AID, DISABLED):
            self.month.pays(fund)

    def view(self, staff: Staff | None = None) -> reporting.View:
        who = staff or self.closer
        return reporting.View.of(small.DISTRICT, scope_of(who.pk, self.day))

    @property
    def period(self) -> reporting.Period:
        """The month in which the ledger has what this test did."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date")
            return reporting.period_of(cursor.fetchone()[0])

    @property
    def day(self) -> date:
        """A day on which that month can be closed."""
        return self.period.last_month.replace(day=28)

    def counts(self, kind: Kind, period: reporting.Period | None = None) -> Table:
        return reporting.count(kind, period or self.period, self.view())

    def closes(self) -> Closing:
        return reporting.close(self.view(), self.period, f"staff:{self.closer.number}", 28)

    def hands_in(self, kind: Kind) -> reporting.HandedInTold:
        actor = f"staff:{self.closer.number}"
        return reporting.hand_in(kind, self.period, self.view(), actor, TITLE)


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path)


def held(kind: str, book: Book) -> int:
    found = Account.objects.filter(book=book.value, kind=kind)
    return sum(one.credits_posted_fen - one.debits_posted_fen for one in found)


def figures(table: Table, *names: str) -> list[object]:
    return [table.total_of(name) for name in names]


def test_all_tables_say_the_same_as_the_ledger_to_the_fen(centre: Centre) -> None:
    centre.pays(ZHANG, "a")
    centre.month.has_bills((LI, "b", "2025-03-12"), (WANG, "c", "2025-03-13"))
    centre.month.approves(LI, WANG)
    asked = centre.month.asks()
    centre.month.gets(asked)
    batch = centre.month.sends(asked.number)
    centre.month.answers(batch, {person(WANG): "3018"})

    period = centre.period
    for spelled in [reporting.period_of(period.first, months) for months in (1, 3, 12)]:
        tables = {kind: centre.counts(kind, spelled) for kind in Kind}
        paid = 2 * LINE_FEN + DISABLED_FEN
        assert held("paid", Book.CLAIMS) == held("spent", Book.MONEY) == paid
        assert tables[Kind.DETAILS].total_of("amount") == paid
        for kind in (Kind.SUMMARY, Kind.DEPARTMENTS, Kind.FUNDS):
            assert tables[kind].total_of("net") == paid
        waiting = sum(held(kind, Book.CLAIMS) for kind in ("approved", "payable", "returned"))
        assert tables[Kind.SUMMARY].total_of("closing") == waiting == LINE_FEN + 2 * DISABLED_FEN
        for kind in (Kind.SUMMARY, Kind.DEPARTMENTS):
            assert all(closes(tables[kind], row.cells) for row in tables[kind].rows)
            assert closes(tables[kind], tables[kind].total.cells)


def closes(table: Table, cells: Sequence[Any]) -> bool:
    """Whether a row's beginning and movements give its end."""
    of = dict(zip((one.name for one in table.columns), cells, strict=True))
    rest = of["opening"] + of["approved"] - of["net"] - of["set_off"] - of["void"]
    return bool(rest == of["closing"])


def test_people_are_counted_once_in_a_row_and_once_in_the_total(centre: Centre) -> None:
    centre.pays(ZHANG, "a")
    departments = centre.counts(Kind.DEPARTMENTS)
    place = departments.place("paid_people")
    assert [row.cells[place] for row in departments.rows] == [1, 1, 1]
    assert figures(departments, "paid_people", "paid_lines") == [1, 3]


def test_what_came_back_after_it_was_paid_is_taken_off_where_it_was_counted(centre: Centre) -> None:
    centre.month.has_bills((ZHANG, "a", "2025-03-10"), (LI, "b", "2025-03-10"))
    centre.month.approves(ZHANG, LI)
    asked = centre.month.asks()
    centre.month.gets(asked)
    batch = centre.month.sends(asked.number)
    centre.month.answers(batch)
    centre.closes()
    centre.month.answers(batch, {person(LI): "3018"})

    assert figures(centre.counts(Kind.SUMMARY), "paid", "returned", "net") == [47_200, 0, 47_200]
    later = reporting.Period(centre.period.before)
    assert figures(centre.counts(Kind.SUMMARY, later), "paid", "returned") == [0, LINE_FEN]
    details = centre.counts(Kind.DETAILS, later)
    assert details.total_of("amount") == -LINE_FEN
    assert len(details.rows) == 2
    assert centre.counts(Kind.FUNDS, later).total_of("net") == -LINE_FEN


def test_a_closed_month_never_changes_and_what_comes_after_is_the_next_one_s(
    centre: Centre,
) -> None:
    centre.pays(ZHANG, "a")
    before = {kind: centre.counts(kind) for kind in Kind}
    closing = centre.closes()
    centre.pays(LI, "b")
    assert {kind: centre.counts(kind) for kind in Kind} == before
    later = {kind: centre.counts(kind, reporting.Period(centre.period.before)) for kind in Kind}
    assert later[Kind.FUNDS].total_of("net") == LINE_FEN + DISABLED_FEN
    assert later[Kind.DETAILS].total_of("amount") == LINE_FEN + DISABLED_FEN
    assert later[Kind.FUNDS].total_of("opening") == before[Kind.FUNDS].total_of("closing")
    assert later[Kind.SUMMARY].total_of("opening") == before[Kind.SUMMARY].total_of("closing")
    (entry,) = entries_of(f"month:{small.DISTRICT}:{centre.period}")
    assert (entry.actor, entry.act) == ("staff:2001", "close_month")
    assert entry.details["through"] == closing.through


def test_a_month_is_closed_once_in_its_turn_and_by_whoever_may(centre: Centre) -> None:
    centre.pays(ZHANG, "a")
    reader = small.hire("2002", "centre/reader")
    with pytest.raises(InputError):
        reporting.close(centre.view(reader), centre.period, "staff:2002", 28)
    later = reporting.Period(centre.period.before)
    with pytest.raises(reporting.ReportingError, match="not the next"):
        reporting.close(centre.view(), later, "staff:2001", 28)
    centre.closes()
    with pytest.raises(reporting.ReportingError, match="not the next"):
        centre.closes()
    with pytest.raises(ProgrammingError), transaction.atomic():
        Closing.objects.update(through=0)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Closing.objects.create(
            district=small.DISTRICT, month=date(2020, 1, 1), through=1, closed_by="staff:x"
        )


def test_payments_without_an_answer_hinder_a_close_and_open_tasks_go_over(centre: Centre) -> None:
    centre.month.has_bills((ZHANG, "a", "2025-03-10"))
    centre.month.approves(ZHANG)
    asked = centre.month.asks()
    centre.month.gets(asked)
    batch = centre.month.sends(asked.number)
    ahead = reporting.ahead(small.DISTRICT, centre.day, 28)
    assert ahead is not None
    assert ahead.hindered_by == {OpenEnd.UNANSWERED: 2}
    with pytest.raises(reporting.ReportingError, match="without the bank's answer"):
        centre.closes()
    centre.month.answers(batch, {person(ZHANG): "3018"})
    assert centre.closes().carried == {"tasks": 2, "overdue": 1}
    early = reporting.ahead(small.DISTRICT, centre.period.before, 28)
    assert early is not None
    assert early.hindered_by == {OpenEnd.NOT_YET: 1}


def test_what_was_handed_in_stays_and_later_facts_show_as_difference(centre: Centre) -> None:
    centre.pays(ZHANG, "a")
    told = centre.hands_in(Kind.SUMMARY)
    centre.hands_in(Kind.DETAILS)
    first = reporting.frozen(told.number, centre.view())
    assert not first.changes
    centre.pays(LI, "b")
    again = reporting.frozen(told.number, centre.view())
    assert (again.table, again.file) == (first.table, first.file)
    assert hashlib.sha256(again.file).hexdigest() == told.sha256
    row, total = again.changes
    place = first.table.place("paid")
    assert row.differences[place] == total.differences[place] == LINE_FEN + DISABLED_FEN
    with pytest.raises(reporting.ReportingError, match="not changed"):
        centre.hands_in(Kind.SUMMARY), centre.hands_in(Kind.SUMMARY)
    listed = reporting.handed_in(small.DISTRICT, [centre.period])
    assert [(one.kind, one.version) for one in listed] == [
        (Kind.SUMMARY, 2),
        (Kind.DETAILS, 1),
        (Kind.SUMMARY, 1),
    ]
    (entry,) = entries_of(f"table:{told.number}")
    assert entry.details["sha256"] == told.sha256
    assert entry.actor == "staff:2001"


def test_names_are_masked_unless_asked_for_and_a_part_is_a_part(centre: Centre) -> None:
    centre.pays(ZHANG, "a")
    name = centre.counts(Kind.DETAILS).place("name")
    assert {row.cells[name] for row in centre.counts(Kind.DETAILS).rows} == {"张*英"}
    part = reporting.Part(1, 1, is_open=True)
    opened = reporting.count(Kind.DETAILS, centre.period, centre.view(), part)
    assert [row.cells[name] for row in opened.rows] == ["张秀英"]
    assert opened.total_of("amount") == LINE_FEN + DISABLED_FEN

    street = small.hire("2003", "south/reader")
    officer = small.hire("2004", "disabled/own")
    paid = centre.counts(Kind.SUMMARY).total_of("paid")
    south = reporting.count(Kind.SUMMARY, centre.period, centre.view(street))
    disabled = reporting.count(Kind.SUMMARY, centre.period, centre.view(officer))
    assert (south.rows, south.total_of("paid")) == ((), 0)
    assert disabled.total_of("paid") == DISABLED_FEN < paid
    with pytest.raises(reporting.ReportingError, match="whole district"):
        reporting.count(Kind.FUNDS, centre.period, centre.view(officer))


def test_a_wrong_budget_is_reversed_in_the_open_month_by_two_people(centre: Centre) -> None:
    centre.pays(ZHANG, "a")
    before = centre.counts(Kind.FUNDS)
    centre.closes()
    entry = next(one for one in payout.budget_entries() if one.fund == AID)
    second = small.hire("2005", "centre/closer")
    propose = partial(reporting.propose_correction, entry.key, 900_000)
    with pytest.raises(reporting.ReportingError, match="reason"):
        propose(" ", centre.view(), "staff:2001")
    number = propose("指标文金额录错", centre.view(), "staff:2001")
    with pytest.raises(payout.PayoutError, match="two people"):
        reporting.decide_correction(number, centre.view(), "staff:2001", is_agreed=True)
    reporting.decide_correction(number, centre.view(second), "staff:2005", is_agreed=True)

    assert centre.counts(Kind.FUNDS) == before
    later = centre.counts(Kind.FUNDS, reporting.Period(centre.period.before))
    assert later.total_of("appropriated") == 900_000 - entry.amount_fen
    assert payout.position(AID).appropriated_fen == 900_000
    assert payout.prove().is_whole
    (entry_again,) = (one for one in payout.budget_entries() if one.fund == AID)
    assert entry_again.amount_fen == 900_000
    with pytest.raises(payout.PayoutError, match="less is free"):
        payout.correct_budget(entry_again.key, 1, "又错", "staff:2001", "staff:2005")
