"""The addresses of what belongs to no screen in particular."""

from django.urls import path

from mianshen.bureau.workbench.frame import views
from mianshen.bureau.workbench.people import searching

urlpatterns = [
    path("language", views.choose_language, name="language"),
    path("place", views.choose_place, name="place"),
    path("search", searching.search, name="search"),
    path("look/<int:person>", views.look, name="look"),
]
