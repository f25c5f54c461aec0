"""The addresses of the payments' screens."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
