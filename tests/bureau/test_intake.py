"""Intake: a file is read row by row, compared with the last, applied once, mended, taken back."""

import hashlib
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from typer.testing import CliRunner

from bureau.canonical import canonical
from bureau.counter import Counter, bill_row, listed, read_profile
from bureau.factories import Who, card, person
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.claims import services as claims
from mianshen.bureau.database.embedded import Cluster
from mianshen.bureau.database.roles import OWNER, RUNTIME
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.models import Batch, Quarantine, Row
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import entries_of
from mianshen.cli import app
from mianshen.run.messages import InputError
from mianshen.run.reading.periods import period_of

pytestmark = pytest.mark.usefixtures("database")

ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))
WANG = Who("王桂兰", card(53))
CROWD = [(Who(f"周{n}", card(n)), "低保") for n in range(100, 110)]


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(read_profile(tmp_path))


def identities(who: Who) -> list[tuple[str, date, date | None]]:
    known = registry.facts_as_known([person(who)])
    return sorted((one.identity, one.start, one.end) for one in known.identities)


def events(who: Who) -> list[str]:
    return [one.id for one in claims.facts_as_known([person(who)]).events]


def states(batch: Batch) -> dict[str, str]:
    return dict(Row.objects.filter(batch=batch).values_list("place", "state"))


def test_a_list_is_read_compared_and_applied(counter: Counter) -> None:
    counter.roster("202501", [*CROWD, (ZHANG, "低保")])
    batch = counter.roster("202502", [*CROWD[:9], (ZHANG, "特困"), (LI, "低保")])

    assert batch.state == "applied"
    told = batch.difference
    assert (told["joined"], told["left"], told["changed"], told["same"]) == (1, 1, 1, 9)
    assert identities(CROWD[9][0]) == [("低保", date(2025, 1, 1), date(2025, 1, 31))]
    assert set(registry.dirty_people()) >= {person(ZHANG), person(LI)}


def test_every_row_is_in_one_state_and_the_states_add_up_to_the_file(counter: Counter) -> None:
    batch = counter.hand_in(
        "民政_202501.csv",
        "姓名,身份证号,类别,户编号,起",
        [
            listed(ZHANG, "低保", "", ""),
            f"李建国,'{LI.certno},特困,,",
            listed(WANG, "", "", "2025-01-01"),
            ",,,,",
        ],
    )

    assert sorted(states(batch).items()) == [
        ("民政_202501.csv:2", "accepted"),
        ("民政_202501.csv:3", "repaired"),
        ("民政_202501.csv:4", "quarantined"),
    ]
    account = batch.account
    assert account["rows"] == account["accepted"] + account["quarantined"] == 3
    assert account["records"] == account["rows"] + account["headers"] + account["blank"] == 5


def test_the_same_file_again_changes_nothing(counter: Counter) -> None:
    first = counter.roster("202501", CROWD)
    before = canonical()
    registry.clear_marks(registry.dirty_people())
    again = counter.roster("202501", CROWD)

    assert again.pk == first.pk
    assert canonical() == before
    assert registry.dirty_people() == {}
    assert [one.act for one in entries_of(f"batch:{first.pk}")][-1] == "receive_again"


def test_the_same_rows_for_the_next_month_are_a_delivery_of_their_own(counter: Counter) -> None:
    first = counter.roster("202501", CROWD)
    second = counter.roster("202502", CROWD)

    assert first.pk != second.pk
    assert first.file_id == second.file_id
    assert second.difference["same"] == len(CROWD)


def test_the_file_is_kept_as_it_came_and_nobody_can_read_it_in_the_database(
    counter: Counter,
) -> None:
    content = f"姓名,身份证号,类别,户编号,起\n{listed(ZHANG, '低保', '', '')}\n".encode()
    batch = counter.give("民政_202501.csv", content)

    assert intake.content_of(batch.file) == content
    assert batch.file.sha256 == hashlib.sha256(content).hexdigest()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            text = " ".join(row[0] for row in cursor.fetchall())
            assert ZHANG.name not in text, table
            assert ZHANG.name.encode().hex() not in text, table
            assert str(ZHANG.certno) not in text, table


def test_a_file_that_is_no_table_is_refused_with_a_sentence(counter: Counter) -> None:
    batch = counter.give("民政_202501.csv", b"\xd0\xcf\x11\xe0 an old workbook")

    assert batch.state == "refused"
    assert batch.problems[0]["zh"]
    assert counter.roster("202501", CROWD).state == "applied"


def test_a_name_that_no_source_has_is_refused_at_the_counter(counter: Counter) -> None:
    with pytest.raises(InputError, match="no source has files of this name"):
        counter.give("名单.csv", b"a,b\n")

    assert not Batch.objects.exists()


def test_a_row_in_quarantine_is_mended_by_two_people_and_then_counts(counter: Counter) -> None:
    rows = [listed(who, what, "", "") for who, what in CROWD]
    batch = counter.hand_in(
        "民政_202501.csv", "姓名,身份证号,类别,户编号,起", [*rows, listed(ZHANG, "", "", "")]
    )
    (place,) = [place for place, state in states(batch).items() if state == "quarantined"]
    with pytest.raises(InputError, match="somebody else"):
        intake.correct(batch, place, {"类别": "低保"}, "asked", "clerk:1", "clerk:1")

    intake.correct(batch, place, {"类别": "低保"}, "asked the office", "clerk:1", "clerk:2")
    batch = intake.retry(batch, counter.profile, "clerk:1")

    assert states(batch)[place] == "repaired"
    assert batch.account["quarantined"] == 0
    assert identities(ZHANG) == [("低保", date(2025, 1, 1), None)]
    acts = [one.act for one in entries_of(f"batch:{batch.pk}")]
    assert acts[-3:] == ["correct_row", "batch_applied", "retry_batch"]


def test_a_bill_mended_later_is_stated_once_with_those_that_were_right(counter: Counter) -> None:
    broken = bill_row(LI, "s2").replace("1000", "tausend", 1)
    batch = counter.settle("202503", bill_row(ZHANG, "s1"), broken)
    (place,) = [place for place, state in states(batch).items() if state == "quarantined"]
    registry.clear_marks(registry.dirty_people())

    intake.correct(batch, place, {"medfee_sumamt": "1000"}, "seen", "clerk:1", "clerk:2")
    intake.retry(batch, counter.profile, "clerk:1")

    assert events(LI) == ["s2"]
    assert events(ZHANG) == ["s1"]
    assert set(registry.dirty_people()) == {person(LI)}


def test_whoever_a_broken_refund_may_be_about_waits_until_it_is_mended(counter: Counter) -> None:
    counter.settle("202503", bill_row(ZHANG, "s1"), bill_row(LI, "s2"))
    refund = bill_row(ZHANG, "s3", "2025-04-01", takes_back="s1")
    broken = refund.replace("2025-04-01 10:00:00", "April")
    batch = counter.settle("202504", broken, bill_row(LI, "s4", "2025-04-02"))
    both = [person(ZHANG), person(LI)]

    assert list(claims.waiting_rows(both)) == [person(ZHANG)]
    (place,) = [place for place, state in states(batch).items() if state == "quarantined"]
    cells = {"setl_time": "2025-04-01 10:00:00"}
    intake.correct(batch, place, cells, "seen", "clerk:1", "clerk:2")
    intake.retry(batch, counter.profile, "clerk:1")

    assert claims.waiting_rows(both) == {}
    known = claims.facts_as_known([person(ZHANG)]).events
    assert [(one.id, one.reverses) for one in known] == [("s1", None), ("s3", "s1")]


def test_a_batch_taken_back_leaves_no_trace_in_what_is_known(counter: Counter) -> None:
    counter.roster("202501", [*CROWD, (ZHANG, "低保")])
    counter.settle("202503", bill_row(ZHANG, "s1"))
    before = canonical()
    newcomer = Who("赵铁柱", ZHANG.certno)
    batch = counter.settle("202504", bill_row(newcomer, "s2"), bill_row(WANG, "s3"))
    assert canonical() != before

    intake.withdraw(batch, counter.profile, "clerk:1", "sent by mistake")

    assert canonical() == before
    assert batch.state == "withdrawn"


def test_a_list_sent_anew_takes_the_place_of_the_first_and_gives_it_back(counter: Counter) -> None:
    first = counter.roster("202501", CROWD)
    before = canonical()
    second = counter.roster("202501", [*CROWD, (ZHANG, "低保")])
    first.refresh_from_db()
    assert (first.state, first.replaced_by_id) == ("replaced", second.pk)

    (again,) = intake.withdraw(second, counter.profile, "clerk:1", "the first was right")

    assert (again.pk, again.state) == (first.pk, "applied")
    assert canonical() == before


def test_a_payment_under_a_known_number_that_says_otherwise_waits(counter: Counter) -> None:
    counter.settle("202503", bill_row(ZHANG, "s1"))
    first = counter.insurer("202503", listed(ZHANG, "50", "s1", "p1"))
    second = counter.insurer("202504", listed(ZHANG, "70", "s1", "p1"))

    assert list(states(second).values()) == ["quarantined"]
    assert second.account["accepted"] == 0
    intake.withdraw(first, counter.profile, "clerk:1", "the office sent 70 instead")
    second = intake.retry(second, counter.profile, "clerk:1")
    (paid,) = claims.facts_as_known([person(ZHANG)]).payments
    assert (paid.amount_fen, second.account["accepted"]) == (7_000, 1)


def test_columns_and_words_that_were_not_there_before_are_told(counter: Counter) -> None:
    counter.roster("202501", CROWD)
    rows = [listed(who, "低保二类", "", "", "") for who, _ in CROWD]
    batch = counter.hand_in("民政_202502.csv", "姓名,身份证号,类别,户编号,起,备注", rows)

    assert batch.drift == {
        "columns_new": ["备注"],
        "words_new": ["低保二类"],
        "words_gone": ["低保"],
    }


def test_a_watched_folder_gives_each_file_once_and_is_left_as_it_is(
    counter: Counter, tmp_path: Path
) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    (folder / "死亡_202501.csv").write_text(
        f"姓名,身份证号,死亡日期\n{listed(ZHANG, '2025-01-02')}"
    )
    (folder / "通知.docx").write_text("a letter")

    assert intake.watch(counter.profile, folder, "folder", settle_s=3600).unsettled
    first = intake.watch(counter.profile, folder, "folder", settle_s=0)
    second = intake.watch(counter.profile, folder, "folder", settle_s=0)

    assert [one.is_again for one in (*first.received, *second.received)] == [False, True]
    assert first.strangers == ("通知.docx",)
    assert len(list(folder.iterdir())) == 2


def test_a_table_of_another_database_is_read_and_never_written(
    counter: Counter, cluster: Cluster, database: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS nothing (a int)")
    address = cluster.address(RUNTIME, database)
    url = f"postgresql://{address.user}:{address.password}@/{database}"
    url += f"?host={address.host}&port={address.port}"
    span = period_of("202501")
    counter.roster("202501", CROWD)
    told = intake.pull(counter.profile, "deaths", url, "trail_entry", "timer", span)

    assert told.batch.name == "trail_entry_2025-01.csv"
    assert intake.content_of(told.batch.file).startswith(b"id,at,actor,act,subject,details\n")
    with pytest.raises(InputError, match="cannot be read"):
        intake.pull(counter.profile, "deaths", url, "public.no_such_table", "timer", span)


def test_a_declared_table_comes_in_by_the_same_path_as_a_file(
    counter: Counter, cluster: Cluster, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="declares no table"):
        intake.pull_declared(counter.profile, "burials", "timer", period_of("202501"))
    with pytest.raises(InputError, match="MIANSHEN_PULL_FRONT"):
        intake.pull_declared(counter.profile, "deaths", "timer", period_of("202501"))
    address = cluster.address(OWNER, database)
    with psycopg.connect(address.for_psycopg(), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA exchange")
        connection.execute(
            'CREATE TABLE exchange.deaths ("姓名" text, "身份证号" text, "死亡日期" text)'
        )
        row = (ZHANG.name, ZHANG.certno, "2025-01-20")
        connection.execute("INSERT INTO exchange.deaths VALUES (%s, %s, %s)", row)
    url = f"postgresql://{address.user}:{address.password}@/{database}"
    monkeypatch.setenv("MIANSHEN_PULL_FRONT", f"{url}?host={address.host}&port={address.port}")
    counter.roster("202501", [*CROWD, (ZHANG, "低保")])
    try:
        told = intake.pull_declared(counter.profile, "deaths", "timer", period_of("202501"))
        words = ["pull", "deaths", "--profile", counter.profile.name, "--period", "202501"]
        again = CliRunner().invoke(app, [*words, "--lang", "en"])
    finally:
        with psycopg.connect(address.for_psycopg(), autocommit=True) as connection:
            connection.execute("DROP SCHEMA exchange CASCADE")
    told.batch.refresh_from_db()

    assert (again.exit_code, "1 rows taken" in again.stdout) == (0, True), again.output
    assert "received before" in again.stdout
    assert (told.batch.state, told.batch.way) == ("applied", "pull")
    assert identities(ZHANG) == [("低保", date(2025, 1, 1), date(2025, 1, 20))]


def test_each_source_is_told_with_its_contract_and_what_it_did_otherwise(counter: Counter) -> None:
    counter.roster("202501", CROWD)
    rows = [listed(who, what, "", "", "") for who, what in CROWD]
    counter.hand_in("民政_202502.csv", "姓名,身份证号,类别,户编号,起,备注", rows)
    counter.deaths("202501", (CROWD[0][0], "2025-01-20"))
    counter.deaths("202501", (CROWD[0][0], "2025-01-21"), office="火化")

    told = {one.fresh.source: one for one in intake.sources_told(counter.profile, date(2025, 5, 1))}
    civil, deaths = told["civil-affairs"], told["deaths"]
    assert (civil.contract, civil.fresh.owner) == ("共享协议 2025-3", "民政局社会救助科")
    assert (civil.frequency, civil.due_days, civil.fresh.is_late) == ("monthly", 10, True)
    assert civil.drift == {"columns_new": ["备注"]}
    assert (deaths.disagreements, deaths.against) == (1, {"burials": 1})
    assert not told["residents"].against
    words = ["sources", "--profile", counter.profile.name, "--on", "2025-05-01", "--lang", "en"]
    shown = CliRunner().invoke(app, words).stdout
    assert "civil-affairs 民政局社会救助科 (共享协议 2025-3): last 2025-02, due 2025-04-10" in shown
    assert "columns that are new: 备注" in shown
    assert "contradicts burials about 1 people" in shown


def test_accounts_wait_for_a_second_person_and_a_withdrawn_file_proposes_none(
    counter: Counter,
) -> None:
    counter.roster("202501", [(ZHANG, "低保")])
    header = "姓名,身份证号,户名,账号,开户行"
    row = listed(ZHANG, "张秀英", "6217001234567890", "农商行")
    batch = counter.hand_in("账户_202501.csv", header, [row])
    counter.hand_in("账户_202502.csv", header, [row])

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, proposed_by, refused_at FROM vault_account")
        ((account, proposed_by, refused_at),) = cursor.fetchall()
    assert (proposed_by, refused_at) == (f"batch:{batch.pk}", None)
    intake.withdraw(batch, counter.profile, "clerk:1", "old list")
    with transaction.atomic(), pytest.raises(registry.AccountError, match="does not wait"):
        registry.confirm_account(account, Stated(registry.next_moment(), 0, "clerk:2"))


def test_an_account_of_whom_is_in_doubt_is_confirmed_for_nobody_before_that_is_decided(
    counter: Counter,
) -> None:
    counter.roster("202501", [(ZHANG, "低保"), (LI, "低保")])
    header = "姓名,身份证号,户名,账号,开户行"
    counter.hand_in("参保_202501.csv", "姓名,身份证号,户籍", [listed(ZHANG, "是")])
    mistaken = listed(Who(LI.name, ZHANG.certno), LI.name, "6217001234567890", "农商行")
    batch = counter.hand_in("账户_202502.csv", header, [mistaken])
    assert list(states(batch).values()) == ["accepted"]
    stated = Stated(registry.next_moment(), 0, "clerk:2")
    assert registry.confirm_proposals(f"batch:{batch.pk}", stated) == 0
    (doubt,) = registry.in_doubt()
    intake.decide_naming(doubt.naming, person(LI), "the card was shown", "clerk:1")
    stated = Stated(registry.next_moment(), 0, "clerk:2")

    assert registry.confirm_proposals(f"batch:{batch.pk}", stated) == 1
    assert registry.account_in_use(person(LI)) is not None
    assert registry.account_in_use(person(ZHANG)) is None


def test_cases_under_way_come_in_with_whom_they_are_about(counter: Counter) -> None:
    row = listed(ZHANG, "s1", "花源街道")
    batch = counter.hand_in("在办_202501.csv", "姓名,身份证号,结算编号,办理单位", [row])

    with connection.cursor() as cursor:
        cursor.execute("SELECT person, setl_id, stage, batch FROM claims_backlog")
        assert cursor.fetchall() == [(person(ZHANG), "s1", "花源街道", batch.pk)]


def test_what_is_wrong_with_a_row_is_kept_sealed_and_its_kind_in_the_open(
    counter: Counter,
) -> None:
    rows = [listed(ZHANG, "低保", "", ""), listed(LI, "低保", "", "昨天")]
    batch = counter.hand_in("民政_202501.csv", "姓名,身份证号,类别,户编号,起", rows)
    waiting = Quarantine.objects.get(batch=batch)

    assert waiting.codes
    assert "昨天" in waiting.problems
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM intake_quarantine t")
        assert "昨天" not in cursor.fetchone()[0]
