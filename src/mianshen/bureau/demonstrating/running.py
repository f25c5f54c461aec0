"""The demonstration from the first file to the last message, and its report."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.casework import services as casework
from mianshen.bureau.demonstrating import proving
from mianshen.bureau.demonstrating.agenda import work_through
from mianshen.bureau.demonstrating.compiling import compiled_meanwhile
from mianshen.bureau.demonstrating.counting import Counting
from mianshen.bureau.demonstrating.days import Days, days_from, moment
from mianshen.bureau.demonstrating.deciding import Work
from mianshen.bureau.demonstrating.filling import confirm_accounts, regions_answering, take_in
from mianshen.bureau.demonstrating.home import REPORT_FILE
from mianshen.bureau.demonstrating.paying import Paid, Treasury
from mianshen.bureau.demonstrating.ruling import put_in_force
from mianshen.bureau.demonstrating.staff import team_of
from mianshen.bureau.demonstrating.telling import send_messages
from mianshen.bureau.demonstrating.writing import Written, files_of
from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs.services import District, Profile, districts
from mianshen.bureau.notice import services as notice
from mianshen.bureau.offices.vocabulary import Act, OfficeKind
from mianshen.bureau.payout import services as payout
from mianshen.bureau.practice import stand_on
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.run.collecting import seldom_collecting
from mianshen.synth.district import Profile as Made

ACTOR = "system:demo"

_LOOKED_FROM = (3, 31)
"""Month and day of the next year by which what comes late has come."""
_PEOPLE_AT_ONCE = 20_000
_MONTH = timedelta(days=28)
_OPENING_STEPS = 3
_Parts = tuple[casework.FlowSpelling, payout.FundsSpelling, payout.BankLayout, notice.Notices]


@dataclass(frozen=True)
class Demonstrated:
    """What a demonstration came to; `wrong` are sentences about proofs that do not hold."""

    report: Mapping[str, Any]
    wrong: Sequence[str]

    @property
    def holds(self) -> bool:
        """Whether every proof holds."""
        return not self.wrong


@dataclass(frozen=True)
class _Shown:
    """What is shown: whose district, how many people, by which seed, where it is written."""

    district: Made
    people: int
    seed: int
    out: Path
    counting: Counting

    @property
    def profile(self) -> str:
        """The profile's name."""
        return self.district.name

    @property
    def here(self) -> District:
        """The district as the platform serves it."""
        return next(one for one in districts(self.days.first) if one.profile.name == self.profile)

    @property
    def days(self) -> Days:
        """The working days after everything late has come."""
        return days_from(date(self.district.district.year + 1, *_LOOKED_FROM) + timedelta(days=1))


def demonstrate(
    district: Made, people: int, seed: int, out: Path, written: Written, counting: Counting
) -> Demonstrated:
    """Take a district's year from its files under `out` to the last message, and prove each step.

    The files are waited for by `written`. The platform must have been made ready with the profile.
    Writes `demo.json`.
    """
    shown = _Shown(district, people, seed, out, counting)
    _parts_of(shown.here.profile)
    with seldom_collecting():
        rows = _take_in(shown, written)
        assumed = _assess(shown)
        treasury, sent, last = _work(shown)
        proved = _prove(shown, rows, treasury.paid, last)
    wrong = [sentence for one in proved.values() for sentence in one.wrong]
    if sent.sent + sent.given_up + sent.waiting != treasury.paid.settled:
        wrong.append(f"messages: {treasury.paid.settled} are due, {sent} came of them")
    about = {"profile": shown.profile, "people": people, "seed": seed, "assumed": assumed}
    report = {
        **about,
        **{name: one.told for name, one in proved.items()},
        "first_day": shown.days.first.isoformat(),
        "last_day": last.isoformat(),
        "in_doubt": len(registry.in_doubt()),
        "payout": _told(treasury),
        "messages": asdict(sent),
        "outputs": {name: str(out / name) for name in ("files", "bank", "messages", "home")},
        "wrong": wrong,
        "holds": not wrong,
    }
    stand_on(last, ACTOR)
    text = json.dumps(report, ensure_ascii=False, indent=2, sort_keys=True)
    (out / REPORT_FILE).write_text(text + "\n", encoding="utf-8")
    return Demonstrated(report, wrong)


def _take_in(shown: _Shown, written: Written) -> Mapping[str, int]:
    """Take in the files that are being written; how many rows each has."""
    profile = intake.read_profile(shown.profile)
    with compiled_meanwhile(shown.people) as wait:
        with intake.reading_apart(profile) as read_on:
            with shown.counting("造数", "making people", shown.people) as done:
                rows = written()
                done(shown.people)
            take_in(profile, files_of(shown.out), ACTOR, read_on, shown.counting)
        with shown.counting("备好测算", "compiling", 1):
            wait()
    return rows


def _prove(
    shown: _Shown, written: Mapping[str, int], paid: Paid, last: date
) -> Mapping[str, proving.Proved]:
    """Each part of the report by its name, with what of it does not hold."""
    parts: Mapping[str, Callable[[], proving.Proved]] = {
        "intake": lambda: proving.rows_proved(shown.profile, written),
        "funnel": lambda: proving.funnel_proved(shown.district.district.year),
        "claims": lambda: proving.claims_proved(paid),
        "casework": lambda: proving.orders_told(last),
    }
    found = {}
    with shown.counting("核对", "proving", len(parts)) as done:
        for number, (name, prove) in enumerate(parts.items(), 1):
            found[name] = prove()
            done(number)
    return found


def _assess(shown: _Shown) -> bool:
    """Assess everyone whose facts came in; whether assumed figures were laid over the pack."""
    is_assumed = put_in_force(shown.profile, ACTOR)
    year = shown.district.district.year
    asked = assessment.Asked(date(year + 1, *_LOOKED_FROM), (year,))
    people = len(registry.dirty_people())
    with shown.counting("测算", "assessing", people) as done:
        for _ in assessment.assess_marked(asked, ACTOR, _PEOPLE_AT_ONCE):
            done(max(0, people - len(registry.dirty_people())))
    return is_assumed


def _work(shown: _Shown) -> tuple[Treasury, notice.Sent, date]:
    """Orders attached, decided and paid on the days of the flow; the last day and what was sent."""
    first, here = shown.days.first, shown.here
    flow, funds, bank, notices = _parts_of(here.profile)
    team = team_of(shown.profile, first, ACTOR)
    clerk = Stated(moment(first), 0, team.named(OfficeKind.CENTRE, Act.PAY))
    with shown.counting("派单", "orders opened", _OPENING_STEPS) as done:
        confirm_accounts(shown.profile, clerk)
        done(1)
        regions = regions_answering(files_of(shown.out), here, flow.receives, first)
        done(2)
        casework.attach(None, regions, flow, Stated(moment(first), 0, ACTOR))
        done(_OPENING_STEPS)
    treasury = Treasury(team, bank, funds, shown.out / "bank")
    treasury.give_budgets()
    work = Work(flow, team, shown.days, _orders(), _share(shown))
    items = list(work.agenda())
    for day in shown.days.payment_days(flow.rhythm.pay_on, first + _MONTH):
        items += treasury.agenda(day)
    with shown.counting("办理", "orders and payments", len(items)) as done:
        last = work_through(items, done)
    with shown.counting("发短信", "messages", treasury.paid.settled) as done:
        sent = send_messages(notices, shown.out / "messages", last, done)
    return treasury, sent, last


def _parts_of(profile: Profile) -> _Parts:
    """What of a profile money needs; raises `InputError` where it has not all of it."""
    flow, funds, bank, notices = profile.flow, profile.funds, profile.bank, profile.notices
    if flow is None or funds is None or bank is None or notices is None:
        raise refused(
            "{profile} has no {files}: there is nothing to demonstrate money by",
            "配置 {profile} 缺少 {files}，没有办法演示到拨付",
            profile=profile.name,
            files="、".join(profile.missing),
        )
    return flow, funds, bank, notices


def _orders() -> Mapping[str, list[int]]:
    by_region: dict[str, list[int]] = {}
    for order in casework.orders_told():
        by_region.setdefault(order.region, []).append(order.order)
    return by_region


def _share(shown: _Shown) -> tuple[int, int]:
    """How many of how many orders a month gets through, where the district tells it.

    In 新津 5,397 of 12,963 visits were done and the others under way.
    """
    funnel = shown.district.district.funnel
    return (1, 1) if funnel is None else (funnel.done, funnel.entitled)


def _told(treasury: Treasury) -> Mapping[str, Any]:
    told = asdict(treasury.paid)
    told["files"] = [str(path) for path in treasury.paid.files]
    told["funds"] = [asdict(payout.position(code)) for code in treasury.funds.funds]
    told["shortfalls"] = [one["fund"] for one in told["funds"] if one["shortfall_fen"]]
    told["open_tasks"] = dict(Counter(task.kind for task in payout.open_tasks()))
    return told
