"""The addresses of the month's list."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
