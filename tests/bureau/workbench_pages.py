"""Addresses of pages that take an argument, each about a thing of the small district."""

from django.urls import reverse

from bureau.desk_district import CLERK, DeskDistrict
from bureau.desk_money import FUND
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.workbench.pages import Route

_ASKED = {"same-person": "?other={other}", "same-follows": "?other={other}"}
_OF_REQUESTS = {"request", "review", "arrive", "make-batch"}


def address_of(route: Route, district: DeskDistrict) -> str:
    """An address of a page; one that takes another argument is added here with it."""
    given = {
        "person": district.people[0],
        "order": district.orders[2],
        "batch": district.lists.batch,
        "waiting": district.lists.waiting,
        "naming": district.lists.naming,
        "number": district.money.request if route.name in _OF_REQUESTS else district.money.batch,
        "code": FUND,
        "task": district.money.task,
        "sample": district.money.sample,
        "recovery": district.money.recovery,
        "draft": 1,
        "proposal": district.money.proposal,
        "visit": district.visit,
        "document": 1,
        "line": 1,
        "asked": 1,
        "kind": "details",
        "table": district.table,
        "account": 1,
        "correction": 1,
        "member": CLERK,
        "digest": assessment.in_force()[0] if "digest" in route.takes else "",
    }
    address = reverse(route.name, kwargs={name: given[name] for name in route.takes})
    return address + _ASKED.get(route.name, "").format(other=district.people[3])
