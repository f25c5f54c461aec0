"""The addresses of the helpers' screens."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
