"""The addresses of the people's screens."""

from django.urls import path

from mianshen.bureau.workbench.people import history, views

urlpatterns = [
    path("<int:person>", views.person, name="person"),
    path("<int:person>/visits", history.visits, name="person-visits"),
    path("<int:person>/orders", history.orders, name="person-orders"),
    path("<int:person>/household", views.household, name="person-household"),
]
