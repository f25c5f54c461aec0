"""The district's money at a desk: it lies in no street's region, so the whole district is asked."""

from datetime import date
from functools import lru_cache

from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.refusals import refused
from mianshen.bureau.workbench.desk import Desk, out_of_sight
from mianshen.money import parse_yuan
from mianshen.run.shipped import locate_profile


def require_seen(desk: Desk, *sights: Sight) -> None:
    """Refuse whoever sees none of these of the whole district."""
    if not any(desk.scope.may_see(sight, _region(desk)) for sight in sights):
        raise out_of_sight()


def may(desk: Desk, *acts: Act) -> bool:
    """Whether one of these acts may be done to the district's money."""
    return desk.place is not None and any(desk.scope.may_do(act, _region(desk)) for act in acts)


def require(desk: Desk, *acts: Act) -> None:
    """Refuse whoever may do none of these acts."""
    if not may(desk, *acts):
        desk.scope.require(acts[0], _region(desk))


def bank_of(desk: Desk) -> payout.BankLayout:
    """What the files of the district's bank look like; raises `InputError` without a bank."""
    if desk.place is None:
        raise out_of_sight()
    return _bank(desk.place.profile)


@lru_cache(maxsize=16)
def _bank(profile: str) -> payout.BankLayout:
    return payout.read_bank(locate_profile(profile, payout.BANK_FILE))


def fen_of(text: str) -> int:
    """An amount as somebody wrote it in yuan, in fen; raises `InputError`."""
    try:
        return parse_yuan(text)
    except ValueError:
        raise refused("write the amount as 1,234.50", "请按 1,234.50 的样子填写金额") from None


def day_of(text: str) -> date:
    """A day as a browser sends it; raises `InputError`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise refused("choose the day", "请选择日期") from None


def _region(desk: Desk) -> str:
    if desk.place is None:
        raise out_of_sight()
    return desk.place.district.ljust(12, "0")
