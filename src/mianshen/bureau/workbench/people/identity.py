"""合并与拆分: two numbers that are one person, or one that is two, decided by two people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.claims import services as claims
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.services import IdentityProposal
from mianshen.bureau.offices.services import region_names
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.services import Called, NamedSo, PersonStanding
from mianshen.bureau.trail.services import record
from mianshen.bureau.workbench.departments.sources import titles_of_sources
from mianshen.bureau.workbench.desk import AtDesk, Desk, out_of_sight, told
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.bureau.workbench.people.within import area_of, people_seen, require_seen
from mianshen.bureau.workbench.people.words import IDENTITY_ACTS
from mianshen.policy.saying import Said, said

_PROPOSES = (Act.CORRECT,)
_DECIDES = (Act.CORRECT, Act.REVIEW)
_FOUND_MOST = 10
_NOBODY = Called("", None, None)


@dataclass(frozen=True)
class Side:
    """One of two people as they are set side by side."""

    person: int
    called: Called
    region: str
    standing: PersonStanding
    named: list[NamedSo]


@dataclass(frozen=True)
class Follows:
    """What one of two numbers has that is counted together, or moves, when they are one."""

    person: int
    bills: int
    spent_fen: int
    open_orders: int
    paid: payout.PaidTo | None
    rulings: int
    payee: bool
    has_account: bool


@dataclass(frozen=True)
class Waiting:
    """A proposal with names; `is_mine` where whoever looks at it has made it."""

    asked: IdentityProposal
    title: Said
    stays: Called
    other: Called | None
    may_decide: bool
    is_mine: bool


@page(said("Registered twice", "合并人员"), does=_PROPOSES, menu=Menu.PEOPLE)
@require_safe
def same_person(request: AtDesk, person: int) -> HttpResponse:
    """Look for the other number of a person, and see both side by side."""
    desk, asked = request.desk, request.GET.get("q", "").strip()
    region = require_seen(desk, person)
    _require(desk, {person: region}, _PROPOSES)
    found = _found(request, asked) if asked else {}
    others = [one for one in found if one != person][:_FOUND_MOST]
    chosen = _number(request.GET.get("other", "")) or (others[0] if len(others) == 1 else None)
    if chosen is None or chosen == person:
        sides = _sides(desk, found | {person: region}, [person, *others], is_named=False)
        shown = {"person": person, "asked": asked, "one": sides[0], "others": sides[1:]}
        return render(request, "people/same.html", shown)
    regions = _both(desk, person, chosen)
    shown = {
        "person": person,
        "other": chosen,
        "sides": _sides(desk, regions, [person, chosen]),
        "open": intake.identity_proposals([person, chosen]),
    }
    return render(request, "people/same.html", shown)


@page(said("What follows", "合并后的变化"), does=_PROPOSES)
@require_safe
def same_follows(request: AtDesk, person: int) -> HttpResponse:
    """What two numbers have of bills, orders, money and accounts, which would be one person's."""
    other = _number(request.GET.get("other", ""))
    if other is None or other == person:
        raise refused("choose the other person", "请选择另一人")
    both = [person, other]
    _both(request.desk, person, other)
    bills, paid = claims.counted_of(both), payout.paid_to(both)
    standing = registry.standing_of(both, request.desk.day)
    orders = dict(
        casework.Order.objects.filter(person__in=both)
        .exclude(state__in=("approved", "void"))
        .values_list("person")
        .annotate(Count("pk"))
    )
    sides = [
        Follows(
            one,
            *bills.get(one, (0, 0)),
            orders.get(one, 0),
            paid.get(one),
            len(assessment.rulings_told(one)),
            registry.payee_told(one) is not None,
            standing[one].has_account,
        )
        for one in both
    ]
    return render(request, "people/same_follows.html", {"sides": sides})


@page(said("Propose that two are one", "提出合并"), does=_PROPOSES)
@require_POST
def propose_same(request: AtDesk, person: int) -> HttpResponse:
    """Propose that two numbers are one person; a second person decides."""
    other, stays = (_number(request.POST.get(name, "")) for name in ("other", "stays"))
    if other is None or stays not in (person, other):
        raise refused("choose the other person, and which number stays", "请选择另一人和保留的编号")
    _both(request.desk, person, other)
    gone = other if stays == person else person
    intake.propose_merge(gone, stays, request.POST.get("why", ""), request.desk.actor)
    return _done(request, said("proposed; a colleague has to agree", "已提出合并，请同事复核"))


@page(said("Taken for one", "拆分人员"), does=_PROPOSES, menu=Menu.PEOPLE)
@require_safe
def two_people(request: AtDesk, person: int) -> HttpResponse:
    """What was merged into a person, and how lists name them: what is somebody else's."""
    desk = request.desk
    regions = {person: require_seen(desk, person)}
    _require(desk, regions, _PROPOSES)
    (side,) = _sides(desk, regions, [person])
    shown = {
        "person": person,
        "side": side,
        "merges": registry.merges_of(person),
        "open": intake.identity_proposals([person]),
    }
    return render(request, "people/apart.html", shown)


@page(said("Propose that one is two", "提出拆分"), does=_PROPOSES)
@require_POST
def propose_apart(request: AtDesk, person: int) -> HttpResponse:
    """Propose to take a merge back, or that some rows name somebody else."""
    desk, asked = request.desk, request.POST
    _require(desk, {person: require_seen(desk, person)}, _PROPOSES)
    gone, why = _number(asked.get("gone", "")), asked.get("why", "")
    if gone is not None:
        intake.propose_unmerge(gone, person, why, desk.actor)
    else:
        chosen = [int(one) for one in asked.getlist("naming") if one.isdecimal()]
        intake.propose_part(person, chosen, why, desk.actor)
    return _done(request, said("proposed; a colleague has to agree", "已提出拆分，请同事复核"))


@page(said("Who is who, to be agreed", "合并拆分复核"), sees=[Sight.PEOPLE], menu=Menu.PEOPLE)
@require_safe
def identity_waiting(request: AtDesk) -> HttpResponse:
    """What was proposed about people one sees, the oldest first."""
    desk, found = request.desk, intake.identity_proposals()
    regions = people_seen(desk, {who for one in found for who in one.people}) if found else {}
    mine = [one for one in found if one.people <= regions.keys()]
    called = registry.called(regions) if mine else {}
    rows = [
        Waiting(
            one,
            IDENTITY_ACTS[one.act],
            called.get(one.stays, _NOBODY),
            called.get(one.other, _NOBODY) if one.other else None,
            _may(desk, [regions[who] for who in one.people], _DECIDES),
            one.by == desk.actor,
        )
        for one in mine
    ]
    return render(request, "people/identity.html", {"rows": rows})


@page(said("Decide who is who", "复核合并拆分"), does=_DECIDES)
@require_POST
def decide_identity(request: AtDesk, asked: int) -> HttpResponse:
    """Agree to what a colleague proposed, which is done then, or turn it down."""
    desk = request.desk
    found = next((one for one in intake.identity_proposals() if one.number == asked), None)
    if found is None:
        raise refused("somebody decided this before", "这一件已有人处理，请刷新后再看")
    regions = people_seen(desk, found.people)
    if not found.people <= regions.keys():
        raise out_of_sight()
    _require(desk, regions, _DECIDES)
    if request.POST.get("act") == "agree":
        intake.agree_identity(asked, desk.actor)
        done = said(
            "agreed: both are assessed anew with the next batch",
            "已复核：下一批测算时重新测算",
        )
    else:
        intake.disagree_identity(asked, desk.actor)
        done = said("turned down; everybody stays who they are", "未同意，人员未作改动")
    return _done(request, done)


def may_propose(desk: Desk, region: str) -> bool:
    """Whether one may say of somebody who lives there that they are two, or registered twice."""
    return _may(desk, [region], _PROPOSES)


def _found(request: AtDesk, asked: str) -> dict[int, str]:
    found = people_seen(request.desk, registry.people_meant(asked))
    record(request.desk.actor, "search", "", {"found": len(found)})
    return found


def _both(desk: Desk, person: int, other: int) -> dict[int, str]:
    """The regions of two people, refused where one does not see and mend both."""
    regions = people_seen(desk, [person, other])
    if len(regions) != len({person, other}):
        raise out_of_sight()
    _require(desk, regions, _PROPOSES)
    return regions


def _sides(
    desk: Desk, regions: dict[int, str], people: list[int], *, is_named: bool = True
) -> list[Side]:
    called, standing = registry.called(people), registry.standing_of(people, desk.day)
    named = _named(desk, people) if is_named else {}
    names = region_names({*regions.values()} - {""}, desk.day)
    return [
        Side(
            one,
            called.get(one, _NOBODY),
            names.get(regions[one], regions[one]),
            standing[one],
            named.get(one, []),
        )
        for one in people
    ]


def _named(desk: Desk, people: list[int]) -> dict[int, list[NamedSo]]:
    """How lists name people, with what the lists are called."""
    titles = titles_of_sources(desk)
    return {
        person: [
            replace(one, sources=tuple(titles.get(name, name) for name in one.sources))
            for one in some
        ]
        for person, some in registry.named_so(people).items()
    }


def _may(desk: Desk, regions: Iterable[str], acts: Collection[Act]) -> bool:
    areas = [area_of(desk, region) for region in regions]
    return all(any(desk.scope.may_do(act, area) for act in acts) for area in areas)


def _require(desk: Desk, regions: dict[int, str], acts: Collection[Act]) -> None:
    if not _may(desk, regions.values(), acts):
        raise out_of_sight()


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _done(request: AtDesk, sentence: Said) -> HttpResponse:
    messages.success(request, told(sentence, request.lang))
    return HttpResponseRedirect(reverse("identity-waiting"))
