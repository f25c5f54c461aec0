"""收款账户: accounts that wait for a second person, a whole file at once or one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.intake import services as intake
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import RefusedError, refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.services import AccountTold, Together
from mianshen.bureau.workbench.desk import AtDesk, Desk, out_of_sight, told
from mianshen.bureau.workbench.finance.at import may, require, require_seen
from mianshen.bureau.workbench.finance.words import Standing, holder_standing
from mianshen.bureau.workbench.pages import page
from mianshen.bureau.workbench.people.within import people_seen
from mianshen.policy.saying import said

ROWS_SHOWN = 50
_FILE = "batch:"


@dataclass(frozen=True)
class File:
    """A file with what it proposes; whoever handed it in does not confirm it."""

    batch: int
    file: intake.Delivered
    proposed: Together
    is_own: bool


@dataclass(frozen=True)
class One:
    """An account that waits, with the name it is for, and where it comes from."""

    told: AccountTold
    name: str
    standing: Standing
    file: str
    is_own: bool


@page(said("Accounts", "收款账户"), sees=[Sight.PAYMENTS])
@require_safe
def accounts(request: AtDesk) -> HttpResponse:
    """What files and desks propose, and nobody has confirmed yet."""
    require_seen(request.desk, Sight.PAYMENTS)
    asked = request.GET.get("after", "")
    together = registry.proposed_together()
    singly = registry.proposed_singly(
        request.desk.day, int(asked) if asked.isdigit() else 0, ROWS_SHOWN + 1
    )
    listed = singly[:ROWS_SHOWN]
    by = {*(one.by for one in together), *(one.proposed_by for one in listed)}
    files = _files(request.desk, by)
    rows = _rows(request.desk, listed, files)
    shown = {
        "files": [_file(request.desk, one, files) for one in together if one.by in files],
        "rows": rows,
        "elsewhere": len(listed) - len(rows),
        "after": listed[-1].account if len(singly) > ROWS_SHOWN else None,
        "sees_people": request.desk.may_somewhere([Sight.PEOPLE], ()),
        "may_confirm": may(request.desk, Act.PAY),
        "tab": "accounts",
    }
    return render(request, "finance/accounts.html", shown)


@page(said("Confirm a file's accounts", "复核全部"), does=[Act.PAY])
@require_POST
def confirm_accounts(request: AtDesk, batch: int) -> HttpResponse:
    """Confirm all that a file proposes, but of people for whom it proposes several."""
    require(request.desk, Act.PAY)
    by = f"{_FILE}{batch}"
    file = _files(request.desk, {by}).get(by)
    if file is None:
        raise out_of_sight()
    # What confirms nothing is no act: it leaves no entry.
    with transaction.atomic():
        confirmed = registry.confirm_proposals(by, request.desk.by().stated, file.by)
        if not confirmed:
            raise refused(
                "nothing of {name} waits to be confirmed at once: look at it again",
                "{name} 没有可以一并复核的账户，请刷新后再看",
                name=file.name,
            )
    done = said(
        "{n} accounts of {name} are confirmed and in use",
        "已复核 {name} 的 {n} 个账户，即日起使用",
        n=confirmed,
        name=file.name,
    )
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("accounts"))


@page(said("Decide about an account", "复核账户"), does=[Act.PAY])
@require_POST
def decide_account(request: AtDesk, account: int) -> HttpResponse:
    """Confirm one account as a second person, or refuse it."""
    require(request.desk, Act.PAY)
    one = registry.account_told(account, request.desk.day)
    if one is None:
        raise not_waiting()
    if one.person not in people_seen(request.desk, [one.person], Sight.PAYMENTS):
        raise out_of_sight()
    if request.POST.get("act") == "refuse":
        registry.refuse_account(account, request.desk.by().stated)
        done = said("refused; the account is not used", "已退回，该账户不会使用")
    else:
        file = _files(request.desk, {one.proposed_by}).get(one.proposed_by)
        by = file.by if file else ""
        registry.confirm_account(account, request.desk.by().stated, by)
        done = said("confirmed; the account is in use", "已复核，该账户即日起使用")
    messages.success(request, told(done, request.lang))
    if request.POST.get("back") == "person":
        return HttpResponseRedirect(reverse("person", args=[one.person]))
    return HttpResponseRedirect(reverse("accounts"))


def not_waiting() -> RefusedError:
    """The refusal of an account about which somebody decided meanwhile."""
    return refused(
        "this account waits no more: somebody decided about it", "该账户已有人处理，请刷新后再看"
    )


def _files(desk: Desk, proposers: set[str]) -> dict[str, intake.Delivered]:
    """The files among those who proposed, of the profile of the place one sits at."""
    batches = [int(one.removeprefix(_FILE)) for one in proposers if one.startswith(_FILE)]
    found = intake.delivered(batches) if batches else {}
    profile = desk.place.profile if desk.place else ""
    return {f"{_FILE}{batch}": one for batch, one in found.items() if one.profile == profile}


def _file(desk: Desk, one: Together, files: Mapping[str, intake.Delivered]) -> File:
    file = files[one.by]
    return File(int(one.by.removeprefix(_FILE)), file, one, file.by == desk.actor)


def _rows(
    desk: Desk, listed: Sequence[AccountTold], files: Mapping[str, intake.Delivered]
) -> list[One]:
    people = {one.person for one in listed}
    seen = people_seen(desk, people, Sight.PAYMENTS) if people else {}
    called = registry.called(seen) if seen else {}
    found = []
    for one in listed:
        if one.person in seen:
            file = files.get(one.proposed_by)
            name = called[one.person].name if one.person in called else ""
            is_own = desk.actor in (one.proposed_by, file.by if file else "")
            standing = holder_standing(one)
            found.append(One(one, name, standing, file.name if file else "", is_own))
    return found
