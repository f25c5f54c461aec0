"""The part of the person's page about who is paid, and into which account; both are stated here."""

import re
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.services import AccountTold, Called
from mianshen.bureau.trail.services import record
from mianshen.bureau.workbench.desk import AtDesk, Desk, out_of_sight, told
from mianshen.bureau.workbench.finance.accounts import not_waiting
from mianshen.bureau.workbench.finance.at import day_of
from mianshen.bureau.workbench.finance.words import (
    ACCOUNT_IN_USE,
    ACCOUNT_WAITS,
    Standing,
    holder_standing,
)
from mianshen.bureau.workbench.pages import page
from mianshen.bureau.workbench.people.within import area_of, people_seen, require_seen
from mianshen.bureau.workbench.people.words import RELATIONS
from mianshen.policy.saying import Said, said

_THEMSELVES, _INSTITUTION = "本人", "供养机构"
_NUMBER = re.compile(r"\d[\d-]{6,32}\d")
_STATES = (Act.PAY, Act.CONFIRM)


@dataclass(frozen=True)
class Shown:
    """An account with where it stands and whether it is in the name of whoever is paid."""

    told: AccountTold
    standing: Standing
    holder: Standing
    is_own: bool


@page(said("Accounts and payee", "收款账户与收款人"), sees=[Sight.PEOPLE])
@require_safe
def person_accounts(request: AtDesk, person: int) -> HttpResponse:
    """Who is paid for a person, the account in use, and what waits for a second person."""
    desk, region = request.desk, require_seen(request.desk, person)
    may_state = _may(desk, region, *_STATES)
    area = area_of(desk, region)
    sees = any(desk.scope.may_see(one, area) for one in (Sight.NUMBERS, Sight.PAYMENTS))
    if not (may_state or sees):
        return render(request, "people/accounts.html", {"is_hidden": True})
    payee = registry.payee_told(person)
    called = registry.called([payee.payee]) if payee and payee.payee else {}
    shown = {
        "person": person,
        "rows": [_shown(desk, one) for one in registry.accounts_told_of(person, desk.day)],
        "payee": payee,
        "payee_called": next(iter(called.values()), Called("", None, None)),
        "relation": RELATIONS.get(payee.relation, payee.relation) if payee else None,
        "relations": RELATIONS.items(),
        "may_state": may_state,
        "may_confirm": _may(desk, "", Act.PAY),
    }
    return render(request, "people/accounts.html", shown)


@page(said("Propose an account", "登记收款账户"), does=_STATES)
@require_POST
def propose_account(request: AtDesk, person: int) -> HttpResponse:
    """Propose an account; it is used once somebody else has confirmed it."""
    _require(request.desk, person)
    number, holder, bank, proof = (
        _written(request, name) for name in ("number", "holder", "bank", "proof")
    )
    number = "".join(number.split())
    if not _NUMBER.fullmatch(number):
        raise refused(
            "the number of an account or card has 8 to 34 digits: look at the card or passbook",
            "账号（卡号）应为 8 至 34 位数字：请对照银行卡或存折",
        )
    if "".join(_written(request, "again").split()) != number:
        raise refused(
            "the two numbers are not the same: read the card or passbook once more",
            "两次填写的账号不一致：请再对照银行卡或存折",
        )
    if not (holder and bank and proof):
        raise refused(
            "holder, bank and what was seen belong to an account",
            "请写明户名、开户行和核对过的凭证",
        )
    with transaction.atomic():
        stated = request.desk.by().stated
        registry.propose_account(person, number, holder, bank, stated, proof)
    done = said("proposed; a colleague who pays has to confirm it", "已登记，请资金拨付岗同事复核")
    return _done(request, person, done)


@page(said("Take an account back", "撤回收款账户"), does=_STATES)
@require_POST
def take_account_back(request: AtDesk, person: int, account: int) -> HttpResponse:
    """Take back what one proposed oneself, while it waits."""
    _require(request.desk, person)
    one = registry.account_told(account, request.desk.day)
    if one is None or one.person != person:
        raise not_waiting()
    if one.proposed_by != request.desk.actor:
        raise out_of_sight()
    registry.refuse_account(account, request.desk.by().stated)
    return _done(request, person, said("taken back; it is not used", "已撤回，该账户不会使用"))


@page(said("Say who is paid", "登记收款人"), does=_STATES)
@require_POST
def set_payee(request: AtDesk, person: int) -> HttpResponse:
    """Say who receives a person's money from a day on."""
    _require(request.desk, person)
    relation = request.POST.get("relation", "")
    if relation not in RELATIONS:
        raise refused("choose how they belong together", "请选择收款人与本人的关系")
    payee, organisation = _who(request, person, relation)
    first = day_of(request.POST.get("from", ""))
    last = _last(request, first)
    with transaction.atomic():
        registry.set_payee(
            person,
            relation,
            first,
            request.desk.by().stated,
            payee=payee,
            organisation=organisation,
            mandate=_written(request, "mandate"),
            valid_to=last,
        )
    done = said(
        "entered; lines handed over from {day} on are paid so",
        "已登记，自 {day} 起移交的明细按此支付",
        day=first,
    )
    return _done(request, person, done)


def _who(request: AtDesk, person: int, relation: str) -> tuple[int | None, str]:
    """The person, or the organisation, that a form names; raises `RefusedError`."""
    if relation == _THEMSELVES:
        return None, ""
    if relation == _INSTITUTION:
        organisation = _written(request, "organisation")
        if not organisation or organisation.isdecimal():
            raise refused("name the institution as on its account", "请按开户名称填写机构名称")
        return None, organisation
    asked = _written(request, "payee")
    meant = people_seen(request.desk, registry.people_meant(asked)) if asked else {}
    record(request.desk.actor, "search", "", {"found": len(meant)})
    others = meant.keys() - {person}
    if len(others) != 1:
        raise refused(
            "write the whole identity number of one other person on a list within your scope",
            "请填写收款人完整的证件号码：须是您权限范围内、名单上有的另一个人",
        )
    return others.pop(), ""


def _last(request: AtDesk, first: date) -> date | None:
    text = request.POST.get("to", "").strip()
    last = day_of(text) if text else None
    if last is not None and last < first:
        raise refused("the last day is before the first", "截止日期早于起始日期，请改正")
    return last


def _shown(desk: Desk, one: AccountTold) -> Shown:
    standing = ACCOUNT_WAITS if one.confirmed_at is None else ACCOUNT_IN_USE
    return Shown(one, standing, holder_standing(one), one.proposed_by == desk.actor)


def _may(desk: Desk, region: str, *acts: Act) -> bool:
    return any(desk.scope.may_do(act, area_of(desk, region)) for act in acts)


def _require(desk: Desk, person: int) -> None:
    """Refuse whoever may not say how a person is paid."""
    if not _may(desk, require_seen(desk, person), *_STATES):
        raise out_of_sight()


def _written(request: AtDesk, name: str) -> str:
    """A field without the blanks that stand between characters of a name."""
    words = request.POST.get(name, "").split()
    return (" " if "".join(words).isascii() else "").join(words)


def _done(request: AtDesk, person: int, sentence: Said) -> HttpResponse:
    messages.success(request, told(sentence, request.lang))
    return HttpResponseRedirect(f"{reverse('person', args=[person])}#person-accounts")
