"""The addresses of the administration's screens."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
