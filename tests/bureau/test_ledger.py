"""Every fen is in one place, none can be given twice, and the database itself sees to it."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from mianshen.bureau.ledger.errors import (
    KeyReusedError,
    LedgerError,
    NotPendingError,
    OverdrawnError,
)
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import (
    Move,
    Place,
    carry_out,
    free_fen,
    held_fen,
    post,
    proof,
    set_aside,
    undo,
)
from mianshen.run.messages import InputError, Lang

pytestmark = pytest.mark.usefixtures("database")

OUTSIDE = Place("determined", "all", is_border=True)


def place(kind: str, holder: str = "order:1") -> Place:
    return Place(kind, holder)


def move(key: str, giver: Place, taker: Place, amount_fen: int) -> Move:
    return Move(key, giver, taker, amount_fen, "a test")


def entitle(amount_fen: int, holder: str = "order:1") -> None:
    post(
        Book.CLAIMS,
        [move(f"entitle {holder}", OUTSIDE, place("entitled", holder), amount_fen)],
    )


def test_fen_move_from_one_place_to_another() -> None:
    entitle(231_740)
    post(Book.CLAIMS, [move("order", place("entitled"), place("ordered"), 200_000)])

    assert held_fen(Book.CLAIMS, place("entitled")) == 31_740
    assert held_fen(Book.CLAIMS, place("ordered")) == 200_000
    assert proof().is_whole


def test_nothing_gives_more_than_it_has_and_then_nothing_moves() -> None:
    entitle(100)
    moves = [
        move("fits", place("entitled"), place("ordered"), 60),
        move("too much", place("entitled"), place("ordered"), 41),
    ]

    with pytest.raises(OverdrawnError) as refused:
        post(Book.CLAIMS, moves)

    assert refused.value.short_fen == {("entitled", "order:1"): 1}
    assert held_fen(Book.CLAIMS, place("entitled")) == 100
    assert held_fen(Book.CLAIMS, place("ordered")) == 0


def test_what_is_sent_twice_moves_once() -> None:
    entitle(100)
    moves = [move("order", place("entitled"), place("ordered"), 60)]

    assert post(Book.CLAIMS, moves) == 1
    assert post(Book.CLAIMS, moves) == 0
    assert held_fen(Book.CLAIMS, place("ordered")) == 60


def test_a_key_used_for_something_else_is_refused() -> None:
    entitle(100)
    post(Book.CLAIMS, [move("order", place("entitled"), place("ordered"), 60)])

    with pytest.raises(KeyReusedError, match="order"):
        post(Book.CLAIMS, [move("order", place("entitled"), place("ordered"), 40)])

    assert held_fen(Book.CLAIMS, place("ordered")) == 60


def test_what_is_set_aside_stays_but_cannot_be_given_again() -> None:
    entitle(100)
    set_aside(Book.CLAIMS, [move("pay", place("entitled"), place("paid"), 70)])

    assert held_fen(Book.CLAIMS, place("entitled")) == 100
    assert free_fen(Book.CLAIMS, place("entitled")) == 30
    with pytest.raises(OverdrawnError):
        post(Book.CLAIMS, [move("again", place("entitled"), place("void"), 31)])


def test_what_is_set_aside_is_carried_out_or_undone_once() -> None:
    entitle(100)
    set_aside(
        Book.CLAIMS,
        [
            move("first", place("entitled"), place("paid"), 70),
            move("second", place("entitled"), place("paid"), 30),
        ],
    )

    assert carry_out(["first"], "the bank paid") == 1
    assert carry_out(["first"], "the bank paid") == 0
    assert undo(["second"], "the bank returned it") == 1
    with pytest.raises(NotPendingError):
        undo(["first"], "too late")
    with pytest.raises(NotPendingError, match="third"):
        carry_out(["third"], "never sent")
    assert held_fen(Book.CLAIMS, place("paid")) == 70
    assert free_fen(Book.CLAIMS, place("entitled")) == 30
    assert proof().is_whole


def test_what_the_ledger_refuses_is_a_sentence_in_both_languages() -> None:
    entitle(100)
    move_(60)
    refusals = (lambda: move_(40), lambda: move_(41, "more"), lambda: undo(["never"], "x"))
    told = []
    for refusal in refusals:
        with pytest.raises(InputError) as refused:
            refusal()
        told.append((refused.value.lines(Lang.EN)[0], refused.value.lines(Lang.ZH)[0]))

    reused, short, missing = told
    assert reused[0].startswith("keys used before for another transfer: order;")
    assert reused[1].startswith("这些编号此前已用于另一笔：order")
    assert short == ("entitled of order:1 is 1 fen short", "order:1 的“符合救助”差 1 分")
    assert missing[1] == "没有在途款项：never；未作改动，请核对其办理情况"


def move_(fen: int, key: str = "order") -> None:
    post(Book.CLAIMS, [move(key, place("entitled"), place("ordered"), fen)])


@pytest.mark.parametrize(
    ("columns", "values", "constraint"),
    [
        ("debit_id, credit_id, phase", "id, 999999, 'posted'", "stays_in_its_book"),
        ("debit_id, credit_id, phase", "999999, id, 'posted'", "stays_in_its_book"),
        (
            "debit_id, credit_id, phase, resolves_id",
            "id, (SELECT max(id) FROM ledger_account), 'post', 999999",
            "resolves_its_like",
        ),
    ],
)
def test_a_transfer_of_an_account_that_is_not_there_or_of_nothing_is_refused(
    columns: str, values: str, constraint: str
) -> None:
    entitle(100)
    entitle(100, "order:2")
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO ledger_transfer (key, amount_fen, reason, subject, {columns})"
            f" SELECT 'stray', 1, 'x', '', {values} FROM ledger_account"
            " WHERE holder = 'order:1'"
        )
    assert constraint in refused.value.__cause__.diag.constraint_name
    assert proof().is_whole


@pytest.mark.parametrize("amount_fen", [0, -1])
def test_an_amount_that_is_not_positive_is_refused(amount_fen: int) -> None:
    with pytest.raises(LedgerError):
        post(Book.CLAIMS, [move("nothing", OUTSIDE, place("entitled"), amount_fen)])


def test_a_move_to_where_it_comes_from_is_refused() -> None:
    entitle(100)

    with pytest.raises(LedgerError):
        post(Book.CLAIMS, [move("round", place("entitled"), place("entitled"), 10)])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_account SET credits_posted_fen = 1000000",
        "INSERT INTO ledger_account (book, kind, holder, credits_posted_fen)"
        " VALUES ('claims', 'entitled', 'order:9', 1000000)",
        "DELETE FROM ledger_account",
        "UPDATE ledger_transfer SET amount_fen = 1",
        "DELETE FROM ledger_transfer",
        "TRUNCATE ledger_transfer",
        "DROP TRIGGER ledger_transfer_keeps_balances ON ledger_transfer",
    ],
)
def test_the_runtime_role_has_no_way_to_a_balance_but_a_transfer(statement: str) -> None:
    entitle(100)

    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)

    assert held_fen(Book.CLAIMS, place("entitled")) == 100


def test_a_balance_that_the_owner_changed_by_hand_is_found() -> None:
    entitle(100)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET credits_posted_fen = 101 WHERE NOT is_border")

    assert proof().drifted == (Place("entitled", "order:1"),)
    assert not proof().is_whole


def test_of_many_who_want_the_same_fen_at_once_one_gets_them() -> None:
    entitle(100)
    start = Barrier(6)

    def take(number: int) -> bool:
        try:
            start.wait()
            post(Book.CLAIMS, [move(f"take {number}", place("entitled"), place("ordered"), 100)])
        except OverdrawnError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(take, range(6)))

    assert sum(taken) == 1
    assert held_fen(Book.CLAIMS, place("ordered")) == 100


def test_of_two_who_resolve_the_same_payment_at_once_one_does() -> None:
    entitle(100)
    set_aside(Book.CLAIMS, [move("pay", place("entitled"), place("paid"), 100)])
    start = Barrier(2)

    def resolve(how: str) -> bool:
        try:
            start.wait()
            (carry_out if how == "post" else undo)(["pay"], how)
        except NotPendingError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        resolved = list(pool.map(resolve, ["post", "void"]))

    assert sum(resolved) == 1
    assert proof().is_whole


_numbers = itertools.count(1)
KINDS = ("entitled", "ordered", "approved", "paid")
STEPS = st.tuples(
    st.sampled_from(["post", "set aside", "carry out", "undo"]),
    st.integers(0, 5),
    st.sampled_from(KINDS),
    st.sampled_from(KINDS),
    st.integers(1, 150),
)


@settings(max_examples=40)
@given(st.lists(STEPS, max_size=12))
def test_whatever_is_sent_in_whatever_order_nothing_is_lost_or_made(
    steps: list[tuple[str, int, str, str, int]],
) -> None:
    order = f"order:{next(_numbers)}"
    entitle(300, order)
    for act, number, giver, taker, amount_fen in steps:
        key = f"{order} {giver} {number}"
        sent = [move(key, place(giver, order), place(taker, order), amount_fen)]
        try:
            if act == "post":
                post(Book.CLAIMS, sent)
            elif act == "set aside":
                set_aside(Book.CLAIMS, sent)
            elif act == "carry out":
                carry_out([key], act)
            else:
                undo([key], act)
        except LedgerError:
            continue

    assert sum(held_fen(Book.CLAIMS, place(kind, order)) for kind in KINDS) == 300
    assert all(free_fen(Book.CLAIMS, place(kind, order)) >= 0 for kind in KINDS)
    assert proof().is_whole
