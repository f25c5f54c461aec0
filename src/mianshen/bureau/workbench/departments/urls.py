"""The addresses of the departments' screens."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
