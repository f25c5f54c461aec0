"""The addresses of the helpers' screens."""

from django.urls import path

from mianshen.bureau.workbench.helpers import views

urlpatterns = [
    path("", views.visits, name="visits"),
    path("<int:visit>", views.visit, name="visit"),
    path("<int:visit>/name", views.name, name="visit-name"),
    path("<int:visit>/answer", views.answer, name="visit-answer"),
    path("ask/<int:order>", views.ask, name="visit-ask"),
]
