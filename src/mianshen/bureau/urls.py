"""Which page answers under which address."""

from django.urls import include, path

from mianshen.bureau.workbench.health import health

urlpatterns = [
    path("api/", include("mianshen.bureau.api.urls")),
    path("health", health, name="health"),
    path("", include("mianshen.bureau.workbench.urls")),
]

handler404 = "mianshen.bureau.workbench.frame.views.not_here"
handler500 = "mianshen.bureau.workbench.frame.views.broken"
