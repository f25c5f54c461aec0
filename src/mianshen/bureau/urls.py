"""Which page answers under which address."""

from django.urls import path

from mianshen.bureau.ui.views import health, start

urlpatterns = [
    path("", start, name="start"),
    path("health", health, name="health"),
]
