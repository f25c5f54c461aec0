"""The work itself, a function for each thing that is due; each may be killed and done again."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import CHINA, Stated
from mianshen.bureau.casework import services as casework
from mianshen.bureau.installation import installation
from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs.answering import answering_regions
from mianshen.bureau.jobs.districts import District, districts, sources_of
from mianshen.bureau.jobs.rhythm import Kind
from mianshen.bureau.notice import services as notice
from mianshen.bureau.payout import services as payout
from mianshen.bureau.practice import is_practice, standing_on
from mianshen.bureau.registry import services as registry

ACTOR = "system:jobs"
PEOPLE_AT_ONCE = 5_000
"""How many people one transaction assesses; whoever is pushed in waits for no more than these."""

Told = Mapping[str, int | str]


def assess(district: District, now: datetime) -> Told:
    """Assess everyone whose facts changed, and bring what is open to the district's orders."""
    if not assessment.is_in_force():
        return {"waits": "no policy in force"}
    people, _ = _assess_marked(None, now)
    return {"people": people, **_attach(district, None, now)}


def assess_people(district: District, people: Collection[int], now: datetime) -> Told:
    """The same for some people alone, and whoever shares a pool with them."""
    if not assessment.is_in_force():
        return {"waits": "no policy in force"}
    count, changed = _assess_marked(people, now)
    return {"people": count, **_attach(district, {*people, *changed}, now)}


def _assess_marked(people: Collection[int] | None, now: datetime) -> tuple[int, set[int]]:
    """Assess who is marked of some people (none: of all), a transaction for so many at a time.

    What was voided as wrong and is determined otherwise now is counted anew at once.
    """
    count, changed = _assess_whoever(people, now)
    if reopened := payout.take_up_changed(ACTOR):
        again, more = _assess_whoever(reopened, now)
        count, changed = count + again, changed | reopened | more
    return count, changed


def _assess_whoever(people: Collection[int] | None, now: datetime) -> tuple[int, set[int]]:
    count, changed = 0, set[int]()
    for done in assessment.assess_marked(asked_on(now), ACTOR, PEOPLE_AT_ONCE, people):
        count += done.people
        changed |= done.changed
    return count, changed


def hand_to_payout(district: District, _now: datetime) -> Told:
    """Hand what is approved to payout on a day of payment, and count what waits for a request."""
    funds = district.profile.funds
    if funds is None:
        return {"waits": "no funds.yaml"}
    taken = payout.take_over(funds.paying, ACTOR, district.code)
    waiting = payout.waiting(list(funds.funds))
    lines, fen = sum(one.lines for one in waiting), sum(one.due_fen for one in waiting)
    return {"taken_over": taken, "waiting_lines": lines, "waiting_fen": fen}


def watch_clocks(_district: District, now: datetime) -> Told:
    """Look at the clocks of all orders; warn before the last day, tell after it."""
    day = standing_on() or now.astimezone(CHINA).date()
    watched = casework.watch_clocks(day, payout.paid_on, _stated())
    return {"clocks": watched.clocks, "warned": watched.warned, "overdue": watched.overdue}


def close_year(_district: District, now: datetime) -> Told:
    """Let everyone with bills be assessed once more, as a year is closed in all districts."""
    asked = asked_on(now)
    if not asked.closed:
        return {"waits": "another district has not closed the year"}
    return {"people": assessment.assess_all_anew(_stated())}


DOING: Mapping[Kind, Callable[[District, datetime], Told]] = {
    Kind.YEAR: close_year,
    Kind.ASSESS: assess,
    Kind.PAY: hand_to_payout,
    Kind.CLOCKS: watch_clocks,
}


def walk(batch: int, district: District, now: datetime) -> Told:
    """Walk a delivery into registry and claims; at once to orders where the rhythm says so."""
    found = intake.batch_by_number(batch)
    if found is None:
        return {}
    actor = found.decided_by or found.received_by
    walked = intake.process(found, sources_of(found.profile), actor)
    flow = district.profile.flow
    if flow is None or flow.rhythm.assess != "at_once" or walked.role != "settlements":
        return {"state": walked.state}
    people = intake.people_in(walked)
    return {"state": walked.state, **assess_people(district, people, now)}


def send_messages(district: District, now: datetime) -> Told:
    """Send what waits to be told of the district's funds, by the installation's way out."""
    notices, funds = district.profile.notices, district.profile.funds
    if notices is None or funds is None:
        return {"waits": "no notices.yaml or funds.yaml"}
    sent = notice.send_waiting(notices, way_out(), notice.Registered(), now, list(funds.funds))
    return asdict(sent)


def way_out() -> notice.Port:
    """The service that the environment names, or files in the installation's folder.

    Where people practise, nobody is ever sent anything.
    """
    here = installation()
    if here.messages and not is_practice():
        return notice.ServicePort(here.messages)
    return notice.FilePort(here.home / "messages")


def asked_on(now: datetime) -> assessment.Asked:
    """This year, and the one before, of which bills still come; as all districts' flows say.

    One assessment is of everybody: a year is closed when it is in every district, and bills are
    complete from the latest day on that one of them names.
    """
    today = now.astimezone(CHINA).date()
    years = (today.year - 1, today.year)
    flows = [one.profile.flow for one in districts(today)]
    rhythms = [flow.rhythm for flow in flows if flow is not None]
    last_closed = min((one.closed_by(today) or 0 for one in rhythms), default=0)
    closed = frozenset(year for year in years if year <= last_closed)
    begins = [one.bills_from for one in rhythms if one.bills_from is not None]
    return assessment.Asked(today, years, closed, max(begins, default=None))


def _attach(district: District, people: Collection[int] | None, now: datetime) -> Told:
    flow = district.profile.flow
    if flow is None:
        return {"waits": "no flow.yaml"}
    day = now.astimezone(CHINA).date()
    whom = registry.rostered() if people is None else people
    regions = answering_regions(whom, district, flow.receives, day)
    done = casework.attach(None if people is None else set(people), regions, flow, _stated())
    return {
        "opened": len(done.opened),
        "added_to": len(done.added_to),
        "amended": len(done.amended),
        "voided": len(done.voided),
        "without_region": len(done.without_region),
    }


def _stated() -> Stated:
    with transaction.atomic():
        return Stated(registry.next_moment(), 0, ACTOR)
