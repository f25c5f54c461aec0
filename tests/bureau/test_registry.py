"""The registry: whom rows mean, what holds of them when, and what was known of it when."""

from datetime import UTC, date, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from bureau.factories import Bureau, Who, card, person
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry import services as registry
from mianshen.run.messages import InputError, Lang

pytestmark = pytest.mark.usefixtures("database")

ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))
WANG = Who("王桂兰", card(53))


def identities(who: Who, at: object = None) -> list[tuple[str, date, date | None]]:
    known = registry.facts_as_known([person(who)], at)  # type: ignore[arg-type]
    return [(one.identity, one.start, one.end) for one in known.identities]


def test_a_stay_on_a_list_is_one_identity_and_leaving_it_ends_it() -> None:
    bureau = Bureau()
    both = [(ZHANG, "低保"), (LI, "特困")]
    bureau.roster("202501", both)
    bureau.roster("202502", both)
    bureau.roster("202503", [(LI, "特困"), (WANG, "低保")])

    assert identities(ZHANG) == [("低保", date(2025, 1, 1), date(2025, 2, 28))]
    assert identities(LI) == [("特困", date(2025, 1, 1), None)]
    assert identities(WANG) == [("低保", date(2025, 3, 1), None)]


def test_what_was_known_before_a_list_came_can_still_be_had() -> None:
    bureau = Bureau()
    others = [(Who(f"李{n}", card(n)), "低保") for n in range(100, 105)]
    before = bureau.roster("202501", [(ZHANG, "低保"), *others])
    bureau.roster("202502", others)

    assert identities(ZHANG, before.at) == [("低保", date(2025, 1, 1), None)]
    assert identities(ZHANG) == [("低保", date(2025, 1, 1), date(2025, 1, 31))]


def test_a_list_much_shorter_than_the_last_ends_nobodys_identity() -> None:
    bureau = Bureau()
    everyone = [(Who(f"李{n}", card(n)), "低保") for n in range(100, 110)]
    bureau.roster("202501", everyone)
    bureau.roster("202502", everyone[:5])

    assert identities(everyone[9][0]) == [("低保", date(2025, 1, 1), None)]


def test_whoever_a_doubtful_row_kept_on_a_list_is_off_it_once_the_row_is_somebody_elses() -> None:
    bureau = Bureau()
    others = [(Who(f"李{n}", card(n)), "低保") for n in range(100, 105)]
    born = date(1953, 2, 4)
    bureau.roster("202501", [(Who(ZHANG.name, ZHANG.certno, born=born), "低保"), *others])
    bureau.roster("202502", [(Who(ZHANG.name, None, "P-7", born), "低保"), *others])
    kept = identities(ZHANG)

    bureau.deaths("202502", [(Who(ZHANG.name, card(77), "P-7"), date(2031, 1, 1))])

    assert kept == [("低保", date(2025, 1, 1), None)]
    assert identities(ZHANG) == [("低保", date(2025, 1, 1), date(2025, 1, 31))]


def test_a_row_that_could_not_be_used_keeps_whom_it_names_on_the_list() -> None:
    bureau = Bureau()
    others = [(Who(f"李{n}", card(n)), "低保") for n in range(100, 105)]
    bureau.roster("202501", [(ZHANG, "低保"), *others])
    bureau.roster("202502", others, unusable=[ZHANG])

    assert identities(ZHANG) == [("低保", date(2025, 1, 1), None)]


def test_death_ends_every_identity_and_two_days_of_death_are_told() -> None:
    bureau = Bureau()
    bureau.roster("202501", [(ZHANG, "低保")])
    bureau.deaths("202502", [(ZHANG, date(2025, 2, 3))])
    bureau.deaths("202503", [(ZHANG, date(2025, 2, 5))])

    assert identities(ZHANG) == [("低保", date(2025, 1, 1), date(2025, 2, 5))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT day, disputed FROM registry_departure WHERE known_to IS NULL")
        assert sorted(cursor.fetchall()) == [(date(2025, 2, 3), True), (date(2025, 2, 5), True)]


def test_no_table_outside_the_vault_holds_a_name_or_a_number() -> None:
    Bureau().roster("202501", [(ZHANG, "低保")])

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            text = " ".join(row[0] for row in cursor.fetchall())
            assert ZHANG.name not in text, table
            assert str(ZHANG.certno) not in text, table


def test_a_number_of_another_name_waits_with_a_candidate_until_somebody_decides() -> None:
    bureau = Bureau()
    bureau.roster("202501", [(ZHANG, "低保")])
    stranger = Who("赵铁柱", ZHANG.certno)
    bureau.roster("202501", [(stranger, "重度残疾")], source="disabled")

    assert identities(ZHANG) == [("低保", date(2025, 1, 1), None)]
    (doubtful,) = [
        naming
        for naming, meant in registry.people_of(
            registry.find_namings("certno", str(ZHANG.certno))
        ).items()
        if meant is None
    ]
    stated = bureau.stated("clerk:7")
    with transaction.atomic():
        decided = registry.decide(doubtful, person(ZHANG), "name changed by marriage", stated)
        registry.refresh((), decided.people, stated)

    assert [one[0] for one in identities(ZHANG)] == ["低保", "重度残疾"]


def test_a_birth_certificate_is_merged_with_the_later_card_and_can_be_parted_again() -> None:
    bureau = Bureau()
    newborn = Who("陈小宝", "G510118001", born=date(2025, 1, 5))
    carded = Who("陈梓涵", card(7, "20250105"))
    bureau.roster("202501", [(newborn, "困境儿童")])
    bureau.roster("202501", [(carded, "低保")], source="villages")
    first, second = person(newborn), person(carded)
    assert first != second

    stated = bureau.stated("clerk:1")
    with transaction.atomic():
        done = registry.merge(first, second, "birth certificate and card seen", stated)
        registry.refresh((), done.people, stated)
    assert person(newborn) == second
    assert sorted(one[0] for one in identities(carded)) == ["低保", "困境儿童"]

    stated = bureau.stated("clerk:2")
    with transaction.atomic():
        done = registry.unmerge(first, second, "two cousins", stated)
        registry.refresh((), done.people, stated)
    assert person(newborn) == first
    assert [one[0] for one in identities(carded)] == ["低保"]


def test_a_change_of_account_takes_two_people() -> None:
    bureau = Bureau()
    bureau.roster("202501", [(ZHANG, "低保")])
    one, other = bureau.stated("clerk:1"), bureau.stated("clerk:2")
    account = registry.propose_account(person(ZHANG), "6217001234567890", "张秀英", "农商行", one)

    assert registry.account_in_use(person(ZHANG)) is None
    with pytest.raises(registry.AccountError, match="second person"):
        registry.confirm_account(account, one)
    registry.confirm_account(account, other)
    found = registry.account_in_use(person(ZHANG))
    assert found is not None
    assert found.pk == account


def test_what_the_registry_refuses_is_a_sentence_in_both_languages() -> None:
    """The pages show refusals that are sentences; anything else is a fault of ours."""
    bureau = Bureau()
    stated = bureau.stated()
    refusals = {
        "not merged into": lambda: registry.unmerge(1, 2, "x", stated),
        "names them apart": lambda: registry.merge(1, 2, "x", stated),
        "does not wait": lambda: registry.refuse_account(7, stated),
        "proves the mandate": lambda: registry.set_payee(1, "监护人", date(2025, 1, 1), stated),
    }
    for english, refusal in refusals.items():
        with pytest.raises(InputError, match=english) as refused, transaction.atomic():
            refusal()
        assert "请" in refused.value.lines(Lang.ZH)[0]


def test_accounts_of_a_file_are_confirmed_at_once_but_not_where_it_names_two() -> None:
    bureau = Bureau()
    bureau.roster("202501", [(ZHANG, "低保"), (LI, "低保")])
    numbers = [(ZHANG, "1"), (LI, "2"), (LI, "3")]
    rows = [
        registry.AccountRow(person(who), 0, f"621700123456789{end}", who.name, "农商行", "seen")
        for who, end in numbers
    ]
    registry.propose_accounts(rows, bureau.stated("batch:1"))

    with pytest.raises(registry.AccountError, match="second person"):
        registry.confirm_proposals("batch:1", bureau.stated("batch:1"))
    assert registry.confirm_proposals("batch:1", bureau.stated("clerk:2")) == 1
    assert registry.account_in_use(person(ZHANG)) is not None
    assert registry.account_in_use(person(LI)) is None


def test_marks_name_whose_facts_changed_and_nobody_else() -> None:
    bureau = Bureau()
    bureau.roster("202501", [(ZHANG, "低保"), (LI, "特困")])
    registry.clear_marks(registry.dirty_people())
    bureau.roster("202502", [(ZHANG, "低保"), (LI, "低保")])

    assert set(registry.dirty_people()) == {person(LI)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_identity SET identity = '特困'",
        "UPDATE registry_listing SET batch = 0",
        "DELETE FROM registry_resolution",
        "TRUNCATE claims_payment",
    ],
)
def test_a_fact_once_stated_cannot_be_rewritten(statement: str) -> None:
    Bureau().roster("202501", [(ZHANG, "低保")])

    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)


def test_who_answers_for_a_person_changes_over_time() -> None:
    bureau = Bureau()
    bureau.roster("202501", [(ZHANG, "低保")])
    who = person(ZHANG)
    registry.clear_marks(registry.dirty_people())
    first, later = date(2025, 1, 1), date(2025, 7, 1)
    with transaction.atomic():
        before = bureau.stated()
        registry.set_responsibilities([(who, "510118", "xinjin", "", first, None)], before)
    assert set(registry.dirty_people()) == {who}
    with transaction.atomic():
        moved = [
            (who, "510118", "xinjin", "", first, date(2025, 6, 30)),
            (who, "510104", "jinjiang", "moved", later, None),
        ]
        registry.set_responsibilities(moved, bureau.stated())

    def answering(at: object = None) -> list[tuple[str, date, date | None]]:
        known = registry.facts_as_known([who], at)  # type: ignore[arg-type]
        return [(one.pack, one.start, one.end) for one in known.responsibilities]

    assert answering(before.at) == [("xinjin", first, None)]
    assert answering() == [("jinjiang", later, None), ("xinjin", first, date(2025, 6, 30))]


def test_somebody_else_is_paid_only_with_the_paper_that_proves_the_mandate() -> None:
    bureau = Bureau()
    bureau.roster("202501", [(ZHANG, "低保"), (LI, "低保")])
    child, guardian = person(ZHANG), person(LI)
    with transaction.atomic():
        first = date(2025, 1, 1)
        with pytest.raises(registry.AccountError, match="mandate"):
            registry.set_payee(child, "监护人", first, bureau.stated(), payee=guardian)
        paper = "监护证明 2025-17"
        registry.set_payee(child, "监护人", first, bureau.stated(), payee=guardian, mandate=paper)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relation, payee_id, mandate FROM registry_payee"
            " WHERE known_to IS NULL AND person_id = %s",
            [child],
        )
        assert cursor.fetchall() == [("监护人", guardian, paper)]


def test_an_account_goes_with_whom_its_row_turns_out_to_mean() -> None:
    bureau = Bureau()
    newborn = Who("陈小宝", "G510118001", born=date(2025, 1, 5))
    carded = Who("陈梓涵", card(7, "20250105"))
    bureau.roster("202501", [(newborn, "困境儿童")])
    bureau.roster("202501", [(carded, "低保")], source="villages")
    first, second = person(newborn), person(carded)
    (naming,) = registry.namings_of([first])
    row = registry.AccountRow(first, naming, "6217001234567890", "陈大宝", "农商行", "seen")
    with transaction.atomic():
        assert registry.propose_accounts([row], bureau.stated("batch:1")) == 1
        assert registry.propose_accounts([row], bureau.stated("batch:1")) == 0
        registry.merge(first, second, "birth certificate and card seen", bureau.stated())

    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM vault_account")
        assert cursor.fetchall() == [(second,)]


def test_a_mark_made_again_by_the_same_batch_outlasts_an_assessment_under_way() -> None:
    bureau = Bureau()
    stated = bureau.roster("202501", [(ZHANG, "低保")])
    seen = registry.dirty_people()
    with transaction.atomic():
        registry.mark_dirty([person(ZHANG)], stated)
    registry.clear_marks(seen)

    assert set(registry.dirty_people()) == {person(ZHANG)}


@pytest.mark.usefixtures("database")
def test_who_waits_longest_comes_first_with_all_marks_and_never_more_than_asked_for() -> None:
    for batch, people in ((1, [5]), (2, [7]), (3, [5, 6]), (4, [6, 8])):
        registry.mark_dirty(people, Stated(datetime(2025, 1, batch, tzinfo=UTC), batch))
    told = registry.dirty_people()
    assert [*told] == [5, 7, 6, 8]
    assert [len(marks) for marks in told.values()] == [2, 1, 2, 1]
    assert [*registry.dirty_people(1)] == [5]
    assert [*registry.dirty_people(3)] == [5, 7]
    assert registry.dirty_people(2, among=[6, 8]) == {6: told[6]}
    assert registry.dirty_people(4, among=[6, 8]) == {6: told[6], 8: told[8]}
