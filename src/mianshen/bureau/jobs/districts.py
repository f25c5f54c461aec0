"""The districts that are served, each with what its profile says of flow, funds, bank, messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from mianshen.bureau.casework import services as casework
from mianshen.bureau.intake import services as intake
from mianshen.bureau.notice import services as notice
from mianshen.bureau.offices.services import districts_on
from mianshen.bureau.payout import services as payout
from mianshen.bureau.refusals import refused
from mianshen.run.messages import InputError
from mianshen.run.shipped import locate_profile
from mianshen.standards.regions import region_code

_DISTRICT_DIGITS = 6
Part = TypeVar("Part")


@dataclass(frozen=True)
class Profile:
    """What a profile's folder says beside its offices; a part that it has not is none."""

    name: str
    flow: casework.FlowSpelling | None
    funds: payout.FundsSpelling | None
    bank: payout.BankLayout | None
    notices: notice.Notices | None

    @property
    def missing(self) -> Sequence[str]:
        """The files that it has not."""
        parts = {
            casework.FLOW_FILE: self.flow,
            payout.FUNDS_FILE: self.funds,
            payout.BANK_FILE: self.bank,
            notice.NOTICES_FILE: self.notices,
        }
        return [name for name, part in parts.items() if part is None]


@dataclass(frozen=True)
class District:
    """A district that is served: its code (6 digits), and its profile."""

    code: str
    profile: Profile


def districts(day: date) -> list[District]:
    """Every district of this installation on a day; raises `InputError` at a fault of a profile."""
    return [
        District(one.district_id[:_DISTRICT_DIGITS], profile_of(one.profile))
        for one in districts_on(day)
    ]


def district_of(profile: str, day: date) -> District | None:
    """The district that runs a profile on a day, none where none does any more."""
    found = (one for one in districts_on(day) if one.profile == profile)
    return next(
        (District(one.district_id[:_DISTRICT_DIGITS], profile_of(profile)) for one in found), None
    )


@cache
def profile_of(name: str) -> Profile:
    """A profile read once for a process: what it says holds until the platform starts again."""
    return Profile(
        name,
        _part(name, casework.FLOW_FILE, casework.read_flow),
        _part(name, payout.FUNDS_FILE, payout.read_funds),
        _part(name, payout.BANK_FILE, payout.read_bank),
        _part(name, notice.NOTICES_FILE, notice.read_notices),
    )


@cache
def sources_of(name: str) -> intake.Profile:
    """A profile's sources and the pack that its deliveries are read by, read once."""
    return intake.read_profile(name)


def load(profile: str, actor: str, day: date) -> Profile:
    """Read every part of a profile whose offices are here, and open its funds that are new.

    Raises `InputError` with what is wrong in a file.
    """
    found = profile_of(profile)
    (code,) = {one.code for one in districts(day) if one.profile.name == profile}
    if found.flow is not None and region_code(found.flow.district) != region_code(code):
        raise refused(
            "{profile}: flow.yaml speaks of district {told}, offices.yaml of {code}",
            "{profile}：flow.yaml 写的是 {told}，offices.yaml 写的是 {code}",
            profile=profile,
            told=found.flow.district,
            code=code,
        )
    if found.funds is not None:
        payout.load_funds(found.funds, actor)
    return found


def _part(profile: str, name: str, read: Callable[[Path], Part]) -> Part | None:
    try:
        file = locate_profile(profile, name)
    except InputError:
        return None
    return read(file)
