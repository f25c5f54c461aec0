"""Accounts of people of the small district: handed in as a file, or written at a desk."""

from collections.abc import Sequence
from datetime import date

from bureau.desk_district import PROFILE
from mianshen.bureau.casework.models import Order
from mianshen.bureau.intake import services as intake
from mianshen.bureau.registry import services as registry

TODAY = date(2025, 3, 1)
_HEADER = "姓名,证件号码,开户行,户名,银行账号,收款人与本人关系,启用日期,停用日期"


def hand_in(month: str, rows: Sequence[tuple[int, str, str]], by: str) -> int:
    """A list of accounts (person, number, holder; an empty holder: the person); its batch."""
    called = registry.called([person for person, _, _ in rows])
    lines = [
        f"{who.name},{who.certno},新津农商行,{holder or who.name},{number},,,"
        for who, number, holder in ((called[one], *rest) for one, *rest in rows)
    ]
    read = intake.read_profile(PROFILE)
    content = "\n".join((_HEADER, *lines, "")).encode()
    name = f"银行账户_{month}.csv"
    batch = intake.receive(read, name, content, f"staff:{by}").batch
    assert intake.process(batch, read, f"staff:{by}").state == "applied", batch.problems
    return int(batch.pk)


def living_in(region: str) -> list[int]:
    """People of a region who have no account and of whom none waits, the last ones first."""
    found = Order.objects.filter(region=region).order_by("-pk").values_list("person", flat=True)
    return [one for one in found if not registry.accounts_told_of(one, TODAY)]


def name_of(person: int) -> str:
    return registry.called([person])[person].name


def form(person: int, number: str = "6217 0000 1111 2222", **other: str) -> dict[str, str]:
    """What somebody writes at the desk who saw a card."""
    seen = {"holder": name_of(person), "bank": "新津农商行", "proof": "银行卡复印件"}
    return {"number": number, "again": number, **seen, **other}


def in_use(person: int) -> int | None:
    found = registry.account_in_use(person)
    return int(found.pk) if found else None


def waiting_of(person: int) -> list[registry.AccountTold]:
    told = registry.accounts_told_of(person, TODAY)
    return [one for one in told if one.confirmed_at is None]
