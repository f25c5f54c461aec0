"""The app as Django knows it."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Tables, closes, figures."""

    name = "mianshen.bureau.reporting"
