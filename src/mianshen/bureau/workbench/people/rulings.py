"""依申请与选择: what a person asks for and chooses, noted for them, and what was ruled of them."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.services import Ruled, RulingTold
from mianshen.bureau.claims import services as claims
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import refused
from mianshen.bureau.workbench.centre.at import view_of
from mianshen.bureau.workbench.desk import AtDesk, Desk, lang_of, told
from mianshen.bureau.workbench.finance.at import day_of
from mianshen.bureau.workbench.pages import page
from mianshen.bureau.workbench.people.within import people_seen, require_seen
from mianshen.bureau.workbench.people.words import RULED
from mianshen.policy.saying import Said, said

_NOTES = (Act.CONFIRM, Act.RELEASE, Act.REVIEW)
_TAKEN_BACK_BY = {
    Ruled.APPLICATION: _NOTES,
    Ruled.CHOICE: _NOTES,
    Ruled.RELEASE: (Act.RELEASE, Act.REVIEW),
}
"""Who ends what; a refusal is ended by whoever is asked about it, and a kept order by nobody."""


@dataclass(frozen=True)
class Shown:
    """A ruling with names."""

    ruling: RulingTold
    kind: Said
    about: str
    members: str
    may_take_back: bool


@page(said("Asked for and chosen", "依申请与选择"), sees=[Sight.PEOPLE])
@require_safe
def rulings(request: AtDesk, person: int) -> HttpResponse:
    """What was noted and ruled, and forms to note more for whoever may."""
    region = require_seen(request.desk, person)
    found = assessment.rulings_told(person)
    offered = assessment.offered()
    titles = {name: title for (_, name), title in assessment.programme_titles().items()}
    titles |= {one.layer: one.title for one in offered.choices}
    may_note = _may(request.desk, region, *_NOTES)
    shown = {
        "person": person,
        "rows": [_shown(request.desk, region, one, titles) for one in found],
        "offered": offered,
        "bills": claims.settlements_of(person) if may_note and _sees_bills(request, person) else [],
        "may_note": may_note and bool(offered.applications or offered.choices),
    }
    return render(request, "people/rulings.html", shown)


@page(said("Note an application", "登记申请"), does=_NOTES)
@require_POST
def note_application(request: AtDesk, person: int) -> HttpResponse:
    """A person asks for a programme, for one bill or for all; they are assessed anew."""
    _require(request.desk, person)
    asked = request.POST
    programme, event = asked.get("programme", ""), asked.get("event", "")
    title = dict(assessment.offered().applications).get(programme)
    if title is None:
        raise refused("choose what is asked for", "请选择申请的项目")
    if event and event not in {one.number for one in claims.settlements_of(person)}:
        raise refused("choose a bill of this person", "请选择本人的一笔结算")
    day = _not_ahead(request.desk, day_of(asked.get("day", "")))
    stated = request.desk.by().stated
    assessment.note_application(person, programme, day, event or None, stated)
    sentence = said(
        "Noted: {title} is asked for; the person is assessed anew with the next batch",
        "已登记申请“{title}”，下一批测算时重新测算",
        title=title,
    )
    return _done(request, person, sentence)


@page(said("Note a choice", "登记选择"), does=_NOTES)
@require_POST
def note_choice(request: AtDesk, person: int) -> HttpResponse:
    """A person chooses among programmes of which one is paid, for bills from a day on."""
    _require(request.desk, person)
    layer, _, programme = request.POST.get("choice", "").partition("/")
    offers = {one.layer: dict(one.programmes) for one in assessment.offered().choices}
    title = offers.get(layer, {}).get(programme)
    if title is None:
        raise refused("choose one of the programmes", "请选择其中一个项目")
    start = day_of(request.POST.get("day", ""))
    assessment.note_choice(person, layer, programme, start, request.desk.by().stated)
    sentence = said(
        "Noted: {title} is chosen from {day} on; the person is assessed anew with the next batch",
        "已登记选择“{title}”，自 {day} 起的结算适用；下一批测算时重新测算",
        title=title,
        day=start.isoformat(),
    )
    return _done(request, person, sentence)


@page(said("Take back", "撤回"), does=_NOTES)
@require_POST
def take_back(request: AtDesk, person: int) -> HttpResponse:
    """What was noted or released holds no more; the person is assessed anew."""
    region = require_seen(request.desk, person)
    asked = request.POST
    about = (asked.get("kind", ""), asked.get("subject", ""), asked.get("event", "") or None)
    standing = assessment.rulings_told(person)
    found = next((one for one in standing if (one.kind, one.subject, one.event) == about), None)
    if found is None:
        raise refused("this holds no more; look at it again", "这一条已不再有效，请刷新后再看")
    if not _may(request.desk, region, *_TAKEN_BACK_BY.get(found.kind, ())):
        raise refused("this is not taken back here", "这一条不能在这里撤回")
    stated = request.desk.by().stated
    assessment.take_back(found.kind, person, found.subject, found.event, stated)
    sentence = said(
        "Taken back; the person is assessed anew with the next batch",
        "已撤回，下一批测算时重新测算",
    )
    return _done(request, person, sentence)


def _shown(desk: Desk, region: str, one: RulingTold, titles: dict[str, str]) -> Shown:
    return Shown(
        one,
        RULED[one.kind],
        titles.get(one.subject, one.subject),
        "、".join(titles.get(name, name) for name in one.members),
        _may(desk, region, *_TAKEN_BACK_BY.get(one.kind, ())),
    )


def _require(desk: Desk, person: int) -> None:
    region = require_seen(desk, person)
    if not _may(desk, region, *_NOTES):
        desk.scope.require(_NOTES[0], region or view_of(desk).district)


def _may(desk: Desk, region: str, *acts: Act) -> bool:
    here = region or view_of(desk).district
    return any(desk.scope.may_do(act, here) for act in acts)


def _sees_bills(request: AtDesk, person: int) -> bool:
    return person in people_seen(request.desk, [person], Sight.SETTLEMENTS)


def _not_ahead(desk: Desk, day: date) -> date:
    if day > desk.day:
        raise refused("nobody has applied on a day to come", "申请日期不能晚于今天")
    return day


def _done(request: AtDesk, person: int, sentence: Said) -> HttpResponse:
    messages.success(request, told(sentence, lang_of(request)))
    return HttpResponseRedirect(reverse("person", args=[person]))
