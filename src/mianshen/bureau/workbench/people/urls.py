"""The addresses of the people's screens."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
