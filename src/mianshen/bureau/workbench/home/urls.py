"""The address of the home page."""

from django.urls import path

from mianshen.bureau.workbench.home import views

urlpatterns = [path("", views.home, name="home")]
