"""Lists of the disabled federation, as its officer hands them in: one used, one with faults."""

from collections.abc import Sequence
from dataclasses import dataclass

from bureau.factories import Who, card
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.models import Quarantine
from mianshen.bureau.registry import services as registry

SOURCE = "disabled"
HEADER = "姓名,残疾人证号,残疾等级,发证日期,有效期至,乡镇"
MEMBERS = tuple(Who(f"周{chr(0x4E00 + 11 * n)}", card(300 + n, "19600101")) for n in range(12))
NEW = Who("何明", card(350, "19600101"))


@dataclass(frozen=True)
class HandedIn:
    """A delivery that waits to be confirmed, a row of it to mend, a naming in doubt."""

    batch: int
    waiting: int
    naming: int


def name_of(month: str) -> str:
    """The name of the file for a month."""
    return f"残疾人证信息_{month}.csv"


def row(who: Who, number: str | None = None, since: str = "2020-01-01") -> str:
    """A row of the list: the card's number is the person's, two digits of kind and grade behind."""
    return f"{who.name},{number or f'{who.certno}41'},一级,{since},,五津街道"


def content(rows: Sequence[str]) -> bytes:
    """The file as the federation exports it."""
    return "\r\n".join((HEADER, *rows, "")).encode("gb18030")


def _one_digit_off(who: Who) -> str:
    number = str(who.certno)
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def with_faults() -> list[str]:
    """Two rows with no such day, one with a wrong digit, one changed, one new; one has left."""
    return [
        row(MEMBERS[0], since="2020-02-30"),
        row(MEMBERS[1], since="不详"),
        row(MEMBERS[2], f"{_one_digit_off(MEMBERS[2])}41"),
        row(MEMBERS[3], since="2021-07-01"),
        *(row(one) for one in MEMBERS[4:-1]),
        row(NEW),
    ]


def hand_in_lists(profile: str, actor: str) -> HandedIn:
    """The list of the first quarter used, that of the second compared and not decided yet."""
    read = intake.read_profile(profile)
    doubtful = row(Who("马强", MEMBERS[-1].certno))
    rows = [*(row(one) for one in MEMBERS), doubtful]
    first = intake.receive(read, name_of("202503"), content(rows), actor)
    assert intake.process(first.batch, read, actor).state == "applied", first.batch.problems
    second = intake.receive(
        read, name_of("202506"), content(with_faults()), actor, way=intake.DESK
    ).batch
    intake.process(second, read, actor)
    waiting = Quarantine.objects.filter(batch=second).order_by("pk").first()
    assert waiting is not None
    return HandedIn(second.pk, waiting.pk, registry.in_doubt()[0].naming)
