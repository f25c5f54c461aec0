"""The addresses of the policies' screens."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
