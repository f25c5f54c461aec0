"""The database of an earlier release is migrated with its data."""

import itertools
import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast

import polars as pl
import psycopg
import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections, transaction
from django.db.models import QuerySet
from psycopg import sql

from bureau.factories import card
from bureau.offices_factory import NORTH, SOUTH
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.answers import LINE_COLUMNS
from mianshen.bureau.assessment.models import Determination, Line
from mianshen.bureau.assessment.packing import packed
from mianshen.bureau.backup.programs import environment, program
from mianshen.bureau.backup.restoring import address_of
from mianshen.bureau.bitemporal.columns import replace_in_columns
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.database.embedded import SUPERUSER, Cluster
from mianshen.bureau.database.migrating import applied, migrate, pending
from mianshen.bureau.database.roles import Connection, make_database, share
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Place, held_fen, proof
from mianshen.bureau.offices.models import Staff
from mianshen.bureau.offices.services import scope_of
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.payout import services as payout
from mianshen.bureau.registry.models import Naming
from mianshen.bureau.registry.ties import Ties, sharing
from mianshen.bureau.sealing.seal import blind_index, seal
from mianshen.bureau.trail.services import entries_of
from mianshen.engine.frames import UNIT
from mianshen.standards.identity.numbers import read_number

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.sql"))
_numbers = itertools.count(1)


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    """The name of a new database, which all connections go to."""
    name, before = f"upgraded_{next(_numbers)}", address_of("owner").name
    superuser = cluster.address(SUPERUSER, "postgres").for_psycopg()
    connections.close_all()
    with psycopg.connect(superuser, autocommit=True) as server:
        make_database(server, name)
        _point_to(name)
        yield name
        _point_to(before)
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(params=RELEASES, ids=[file.stem for file in RELEASES])
def upgraded(empty: str, request: pytest.FixtureRequest) -> list[str]:
    """A database as a release left it, migrated to this one; gives what had been applied."""
    options = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction")
    subprocess.run(
        [program("psql"), *options, f"--file={request.param}"],
        env=environment(address_of("owner").named(empty)),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    had = applied()
    migrate()
    return had


def _point_to(name: str) -> None:
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name


def test_a_release_is_migrated_with_all_that_was_in_it(upgraded: list[str]) -> None:
    assert set(upgraded) <= set(applied())
    assert pending() == []
    assert [one.details for one in entries_of("order:17")] == [{"amount_fen": 231740}]
    assert held_fen(Book.CLAIMS, Place("entitled", "order:17")) == 231740
    assert proof().is_whole

    deputy = Staff.objects.get(number="1002")
    during, after = (scope_of(deputy.pk, day) for day in (date(2025, 3, 7), date(2025, 3, 8)))
    assert during.may_do(Act.CONFIRM, NORTH)
    assert not after.may_do(Act.CONFIRM, NORTH)
    assert after.may_do(Act.CONFIRM, SOUTH)
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("UPDATE trail_entry SET actor = 'nobody'")


_PROPOSAL = """
    INSERT INTO payout_proposal (act, subject, reason, ground, by, decided_by, is_agreed)
    VALUES (%s, %s, '写明原因', %s, 'staff:1', %s, %s)"""


def test_what_waits_for_a_second_person_waits_on_under_its_number(empty: str) -> None:
    assert empty
    owner = cast(Connection, connections["owner"].connection or _connected("owner"))
    share(owner, *(connections[one].settings_dict["USER"] for one in ("owner", "default")))
    call_command("migrate", "payout", "0007", database="owner", verbosity=0)
    rows = (
        ("void_line", "order-1", "", "staff:2", True),
        ("void_line", "order-2", "declined", None, None),
        ("write_off", "3", "", None, None),
    )
    with connections["owner"].cursor() as cursor:
        cursor.executemany(_PROPOSAL, rows)
    migrate()

    waiting = [(one.pk, one.act, one.subject, one.details) for one in payout.proposals()]
    assert waiting == [
        (2, "void_line", "order-2", {"ground": "declined"}),
        (3, "write_off", "3", {}),
    ]
    assert payout.propose(payout.ProposedAct.WRITE_OFF, "4", "无法追回", "staff:1") == 4
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("UPDATE proposals_proposal SET reason = '另一原因'")


_FIRST, _SECOND, _THIRD = (datetime(2025, 4, day, tzinfo=UTC) for day in (1, 2, 3))

_LINE = """
    INSERT INTO assessment_line (person, year, event, settled_on, pack, programme, fund,
        is_simulated, status, reason, amount_fen, held_fen, catch_up_fen, delivered_fen, order_fen,
        provisional, assumed, known_from, known_to, batch, place)
    VALUES (7, 2025, %s, '2025-03-01', 'pack', %s, 'fund', false, %s, %s, %s, 0, 0, 0, %s, false,
        '[]', %s, %s, 1, '')"""

_NO = "condition false"


def test_lines_kept_one_by_one_are_read_from_determinations_at_every_moment(empty: str) -> None:
    assert empty
    owner = cast(Connection, connections["owner"].connection or _connected("owner"))
    users = [connections[one].settings_dict["USER"] for one in ("owner", "default")]
    share(owner, *users)
    call_command("migrate", "assessment", "0003", database="owner", verbosity=0)
    rows = (
        ("s1", "aid", "entitled", "", 500, 500, _FIRST, _SECOND),
        ("s1", "aid", "entitled", "", 700, 700, _SECOND, None),
        ("s1", "tilt", "zero", _NO, 0, 0, _FIRST, _THIRD),
        ("s2", "aid", "zero", _NO, 0, 0, _FIRST, None),
        (None, "relief", "zero", _NO, 0, 0, _THIRD, None),
    )
    with connections["owner"].cursor() as cursor:
        cursor.executemany(_LINE, rows)
    migrate()

    def told(at: datetime | None) -> set[tuple[str | None, str, int]]:
        known = assessment.lines_as_known([7], at=at)
        return {(line.event, line.programme, line.order_fen) for line in known}

    assert told(_FIRST) == {("s1", "aid", 500), ("s1", "tilt", 0), ("s2", "aid", 0)}
    assert told(_SECOND) == {("s1", "aid", 700), ("s1", "tilt", 0), ("s2", "aid", 0)}
    assert told(None) == {("s1", "aid", 700), ("s2", "aid", 0), (None, "relief", 0)}
    now = Determination.objects.filter(known_to__isnull=True).order_by("event")
    assert [(one.status, one.reason, one.order_fen, one.moves) for one in now] == [
        ("entitled", "", 700, True),
        ("zero", _NO, 0, False),
        ("zero", _NO, 0, False),
    ]
    _said_again_writes_nothing(now)


_NAMINGS = """
    INSERT INTO vault_naming (id, spelling, certno_id, name_id, former_name_id, born)
    VALUES (1, 'a', 1, 2, NULL, NULL), (2, 'b', NULL, 3, 2, '1950-03-04')"""


def test_namings_kept_with_a_table_of_ties_are_found_by_what_they_share(empty: str) -> None:
    assert empty
    owner = cast(Connection, connections["owner"].connection or _connected("owner"))
    share(owner, *(connections[one].settings_dict["USER"] for one in ("owner", "default")))
    call_command("migrate", "registry", "0009", database="owner", verbosity=0)
    texts = (("certno", card(11)), ("name", "张秀英"), ("name", "张英秀"))
    values = [
        (number, kind, blind_index(text, kind), seal(text, "vault_value.sealed"))
        for number, (kind, text) in enumerate(texts, 1)
    ]
    with connections["owner"].cursor() as cursor:
        insert = 'INSERT INTO vault_value (id, kind, "index", sealed) VALUES (%s, %s, %s, %s)'
        cursor.executemany(insert, values)
        cursor.execute(_NAMINGS)
    migrate()

    first, second = Naming.objects.order_by("id")
    assert (first.is_sound, second.is_sound) == (True, False)
    assert first.letters == second.letters == second.former_letters
    assert first.card_born == read_number(card(11)).born
    assert sharing(Ties(names={"英张秀"})) == {1, 2}
    assert sharing(Ties(days={date(1950, 3, 4)})) == {2}
    assert sharing(Ties(numbers={card(11)})) == {1}


def _said_again_writes_nothing(now: QuerySet[Determination]) -> None:
    """What the same lines come to when they are assessed again is what was kept of them."""
    names = [name for name in LINE_COLUMNS if name != UNIT]
    lines = Line.objects.filter(known_to__isnull=True).values(*names)
    rows = [{**one, UNIT: 0, "assumed": json.dumps(one["assumed"])} for one in lines]
    again = packed(pl.DataFrame(rows, schema=dict(LINE_COLUMNS)))
    stated = Stated(_THIRD + timedelta(days=1), 2, "system:test")
    with transaction.atomic():
        changed = replace_in_columns(Determination, "person", [7], again, stated)
    assert changed == set()
    assert now.count() == 3


def _connected(alias: str) -> object:
    connections[alias].ensure_connection()
    return connections[alias].connection
