"""已认定人员: whom rows mean because somebody said so, and taken back where that was a mistake."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.intake import services as intake
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.services import Called, Decided
from mianshen.bureau.workbench.departments.sources import sources_of
from mianshen.bureau.workbench.desk import AtDesk, out_of_sight, told
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import said

ROWS_SHOWN = 30


@dataclass(frozen=True)
class Shown:
    """A decision with names, masked on the page."""

    decided: Decided
    row: Called | None
    means: Called | None
    lists: tuple[str, ...]
    may_take_back: bool


@page(said("Decided whom they mean", "已认定人员"), sees=[Sight.ROSTERS])
@require_safe
def decided_namings(request: AtDesk) -> HttpResponse:
    """What was decided about rows of one's own lists, the newest first."""
    sources = sources_of(request.desk)
    titles = {one.layout.id: one.title for one in sources.seen}
    mended = {one.layout.id for one in sources.all if one.is_mended}
    after = request.GET.get("after", "")
    before = int(after) if after.isdecimal() else None
    found = registry.decided(titles, before, ROWS_SHOWN + 1)
    listed = found[:ROWS_SHOWN]
    spelled = registry.spelled([one.naming for one in listed])
    called = registry.called([one.person for one in listed if one.person is not None])
    shown = {
        "rows": [
            Shown(
                one,
                spelled.get(one.naming),
                called.get(one.person) if one.person is not None else None,
                tuple(titles[source] for source in one.sources if source in titles),
                not mended.isdisjoint(one.sources),
            )
            for one in listed
        ],
        "after": listed[-1].number if len(found) > ROWS_SHOWN else None,
    }
    return render(request, "departments/decided.html", shown)


@page(said("Take a decision back", "撤回认定"), does=[Act.CORRECT])
@require_POST
def take_back_naming(request: AtDesk, naming: int) -> HttpResponse:
    """Let the rules say again whom a row means; what followed from the decision follows no more."""
    sources = sources_of(request.desk)
    every = [one.layout.id for one in sources.all]
    found = next(iter(registry.decided(every, naming=naming)), None)
    if found is None:
        raise refused("this decision holds no more", "这一认定已不再有效，请刷新后再看")
    if {one.layout.id for one in sources.all if one.is_mended}.isdisjoint(found.sources):
        raise out_of_sight()
    intake.take_back_naming(naming, request.desk.actor)
    done = said(
        "taken back; where the rules are not sure either, the row is in doubt again",
        "已撤回认定，由规则重新比对；仍不能确定的，回到待核实人员",
    )
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("decided-namings"))
