"""The addresses of the workbench: one line for each family of screens."""

from django.urls import include, path

_ROOM = "mianshen.bureau.workbench"

urlpatterns = [
    path("", include(f"{_ROOM}.home.urls")),
    path("", include(f"{_ROOM}.signing_in.urls")),
    path("", include(f"{_ROOM}.frame.urls")),
    path("lists/", include(f"{_ROOM}.lists.urls")),
    path("orders/", include(f"{_ROOM}.orders.urls")),
    path("documents/", include(f"{_ROOM}.documents.urls")),
    path("departments/", include(f"{_ROOM}.departments.urls")),
    path("centre/", include(f"{_ROOM}.centre.urls")),
    path("holding/", include(f"{_ROOM}.holding.urls")),
    path("finance/", include(f"{_ROOM}.finance.urls")),
    path("helpers/", include(f"{_ROOM}.helpers.urls")),
    path("policies/", include(f"{_ROOM}.policies.urls")),
    path("people/", include(f"{_ROOM}.people.urls")),
    path("administration/", include(f"{_ROOM}.administration.urls")),
]
