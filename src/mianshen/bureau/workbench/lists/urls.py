"""The addresses of the month's list."""

from django.urls import path

from mianshen.bureau.workbench.lists import views

urlpatterns = [
    path("", views.month, name="month"),
    path("receive", views.receive, name="month-receive"),
    path("draw", views.draw, name="month-draw"),
    path("confirm", views.confirm, name="month-confirm"),
    path("<int:order>", views.glance, name="month-glance"),
]
