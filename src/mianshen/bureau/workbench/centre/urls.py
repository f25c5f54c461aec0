"""The addresses of the centre's screens."""

from django.urls import path

from mianshen.bureau.workbench.centre import views

urlpatterns = [
    path("", views.centre, name="centre"),
    path("funnel", views.funnel, name="centre-funnel"),
]
