"""练习情况: who practised how often, and how far; for the centre."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mianshen.bureau.casework import services as casework
from mianshen.bureau.offices.services import staff_ids
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.practice import is_practice
from mianshen.bureau.trail.services import acts_by_actor, sign_ins
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.frame.practising import count_done
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import said


@page(said("Who practised", "练习情况"), does=[Act.ADMINISTER, Act.REVIEW, Act.RELEASE])
@require_safe
def practice(request: AtDesk) -> HttpResponse:
    """Sign-ins by person, and what each log-in has tried; empty where this is no practice."""
    rows = []
    if is_practice():
        acts, steps = acts_by_actor(), casework.acts_by_staff()
        numbers = staff_ids()
        for one in sign_ins():
            number = one.actor.removeprefix("staff:")
            done = acts.get(one.actor, frozenset()) | steps.get(numbers.get(number, 0), frozenset())
            rows.append((one, number, count_done(done)))
    return render(request, "administration/practice.html", {"rows": rows, "tab": "practice"})
