"""The addresses of the district centre's screens."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
