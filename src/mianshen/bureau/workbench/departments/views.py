"""部门人员名单: every source and how fresh it is, what came last, and the way to hand one in."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs.tasks import walk_soon
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import refused
from mianshen.bureau.workbench.departments.sources import Source, Sources, sources_of
from mianshen.bureau.workbench.departments.words import FREQUENCIES, Standing, standing_of
from mianshen.bureau.workbench.desk import AtDesk, told
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.policy.saying import Said, said
from mianshen.run.messages import InputError
from mianshen.run.reading.periods import Period, period_of

BATCHES_SHOWN = 40


@dataclass(frozen=True)
class Told:
    """A source with how fresh it is."""

    source: Source
    fresh: intake.Freshness
    frequency: Said


@dataclass(frozen=True)
class Delivered:
    """A batch with what it is called and where it stands."""

    batch: intake.Batch
    title: str
    standing: Standing


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a form, and with which field."""

    field: str
    sentence: str


@dataclass
class Handed:
    """What somebody chose in the form for handing in."""

    source: str = ""
    period: str = ""
    errors: list[Mistake] = field(default_factory=list)


@page(said("Rosters", "部门人员名单"), sees=[Sight.ROSTERS], menu=Menu.ROSTERS)
@require_safe
def rosters(request: AtDesk) -> HttpResponse:
    """Every source, how fresh it is, and what came last."""
    return _shown(request, sources_of(request.desk), Handed())


@page(said("Hand in a list", "上传名单"), does=[Act.UPLOAD])
@require_POST
def upload(request: AtDesk) -> HttpResponse:
    """Take a file in and go to its page; the same file again is the same delivery."""
    sources = sources_of(request.desk)
    handed = Handed(request.POST.get("source", ""), request.POST.get("period", ""))
    file = request.FILES.get("file")
    if file is None:
        handed.errors.append(Mistake("file", said("choose a file", "请选择要上传的文件")))
        return _shown(request, sources, handed, status=400)
    try:
        meant = _meant(sources, handed, str(file.name))
        with transaction.atomic():
            received = intake.receive(
                sources.profile,
                str(file.name),
                file.read(),
                request.desk.actor,
                source=meant,
                way=intake.DESK,
                period=_period(handed),
            )
            walk_soon(received.batch.pk, sources.profile.name, is_urgent=True)
    except InputError as error:
        lines = error.lines(request.lang)
        handed.errors += [Mistake("file", Said(one, one)) for one in lines]
        return _shown(request, sources, handed, status=400)
    if received.is_again:
        sentence = said(
            "this file was handed in before; nothing was done twice",
            "这份文件此前已经上传，没有重复处理",
        )
        messages.info(request, told(sentence, request.lang))
    return HttpResponseRedirect(reverse("batch", args=[received.batch.pk]))


def _meant(sources: Sources, handed: Handed, name: str) -> str | None:
    """The source that is meant, refused where one's posts may not hand it in."""
    allowed = {one.layout.id for one in sources.handed_in}
    recognised = sources.profile.recognise(name)
    source = handed.source or (recognised[0].id if recognised else "")
    if not source:
        return None
    if source not in allowed:
        raise refused(
            "{name} is a list of another department; choose one of yours",
            "{name} 是其他部门的名单；请选择本部门的名单",
            name=name,
        )
    return source


def _period(handed: Handed) -> Period | None:
    return period_of(handed.period.replace("-", "")) if handed.period else None


def _shown(request: AtDesk, sources: Sources, handed: Handed, status: int = 200) -> HttpResponse:
    seen = {one.layout.id: one for one in sources.seen}
    fresh = [
        Told(seen[one.source], one, FREQUENCIES[seen[one.source].layout.frequency])
        for one in intake.freshness(sources.profile, request.desk.day)
        if one.source in seen
    ]
    batches = [
        Delivered(one, seen[one.source].title, standing_of(one))
        for one in intake.latest_batches(sources.profile.name, list(seen), BATCHES_SHOWN)
    ]
    shown = {
        "fresh": sorted(fresh, key=lambda one: (-one.fresh.days_late, one.source.title)),
        "batches": batches,
        "handed_in": sources.handed_in,
        "handed": handed,
        "errors": handed.errors,
    }
    return render(request, "departments/rosters.html", shown, status=status)
