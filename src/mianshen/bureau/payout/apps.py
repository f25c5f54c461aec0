"""The app as Django knows it."""

from django.apps import AppConfig


class PayoutConfig(AppConfig):
    """Money out."""

    name = "mianshen.bureau.payout"
