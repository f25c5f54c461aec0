"""待核实人员: rows of which nobody can be sure whom they mean, with whom they may, decided here."""

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
from mianshen.bureau.workbench.departments.sources import Sources, sources_of
from mianshen.bureau.workbench.departments.words import doubt_title, evidence_title
from mianshen.bureau.workbench.desk import AtDesk, out_of_sight, told
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import Said, said

ROWS_SHOWN = 15
SOMEONE_ELSE = "none"


@dataclass(frozen=True)
class Weighed:
    """A piece of evidence and what it weighs; the weights are the likeness together."""

    title: Said
    points: int


@dataclass(frozen=True)
class MayBe:
    """Somebody whom a row may mean, masked, and what speaks for it."""

    person: int
    name: str
    certno: str | None
    score: int
    evidence: tuple[Weighed, ...]


@dataclass(frozen=True)
class Doubt:
    """A row in doubt as it is shown."""

    naming: int
    reason: Said
    name: str
    certno: str | None
    lists: tuple[str, ...]
    candidates: tuple[MayBe, ...]
    is_decided_here: bool


@page(said("Rows in doubt", "待核实人员"), sees=[Sight.ROSTERS])
@require_safe
def doubts(request: AtDesk) -> HttpResponse:
    """What of one's own lists is in doubt, a page at a time."""
    sources = sources_of(request.desk)
    after = request.GET.get("after", "")
    first = int(after) if after.isdigit() else 0
    seen = {one.layout.id for one in sources.seen}
    found = registry.in_doubt(sources=seen, after=first, size=ROWS_SHOWN + 1)
    listed = found[:ROWS_SHOWN]
    shown = {
        "doubts": _told(listed, sources),
        "after": listed[-1].naming if len(found) > ROWS_SHOWN else None,
        "someone_else": SOMEONE_ELSE,
    }
    return render(request, "departments/doubts.html", shown)


@page(said("Decide whom a row means", "确认人员"), does=[Act.CORRECT])
@require_POST
def decide_doubt(request: AtDesk, naming: int) -> HttpResponse:
    """Say whom a row means, now and in every later file."""
    found = next(iter(registry.in_doubt([naming])), None)
    if found is None:
        raise refused(
            "this row is in doubt no more: somebody decided it", "这一条已有人处理，请刷新后再看"
        )
    mended = {one.layout.id for one in sources_of(request.desk).all if one.is_mended}
    if not mended & _lists(found):
        raise out_of_sight()
    why = request.POST.get("why", "").strip()
    chosen = request.POST.get("person", "")
    people = {str(one.person): one.person for one in found.candidates}
    if not why or chosen not in (*people, SOMEONE_ELSE):
        raise refused("say who it is, and how you know", "请选择是哪一位，并写明核实依据")
    intake.decide_naming(naming, people.get(chosen), why, request.desk.actor)
    done = said("decided; later files follow it", "已确认，以后的名单照此办理")
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("doubts"))


def _lists(one: registry.InDoubt) -> set[str]:
    return {source for _, source in one.named_by}


def _told(found: list[registry.InDoubt], sources: Sources) -> list[Doubt]:
    named = registry.spelled([one.naming for one in found])
    people = {some.person for one in found for some in one.candidates}
    called = registry.called(people)
    by_id = {one.layout.id: one for one in sources.all}
    return [
        Doubt(
            one.naming,
            doubt_title(one.reason),
            named[one.naming].name,
            named[one.naming].certno,
            tuple(by_id[name].title for name in sorted(_lists(one)) if name in by_id),
            tuple(_may_be(some, called) for some in one.candidates),
            any(by_id[name].is_mended for name in _lists(one) if name in by_id),
        )
        for one in found
    ]


def _may_be(some: registry.MayBe, called: dict[int, registry.Called]) -> MayBe:
    who = called.get(some.person)
    return MayBe(
        some.person,
        who.name if who else "",
        who.certno if who else None,
        some.score,
        tuple(Weighed(evidence_title(code), points) for code, points in some.explained),
    )
