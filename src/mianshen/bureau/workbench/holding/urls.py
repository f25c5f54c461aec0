"""The addresses of what is held, and of what two people rule about it."""

from django.urls import path

from mianshen.bureau.workbench.holding import proposals, views

urlpatterns = [
    path("", views.held, name="held"),
    path("waiting", views.waiting, name="held-waiting"),
    path("lines/<int:line>", proposals.line, name="held-line"),
    path("lines/<int:line>/propose", proposals.propose, name="propose-release"),
    path("proposals", proposals.proposals, name="held-proposals"),
    path("proposals/<int:asked>", proposals.decide, name="decide-release"),
]
