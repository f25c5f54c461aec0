"""The app as Django knows it; from its start on, what payout settles is told."""

from django.apps import AppConfig


class NoticeConfig(AppConfig):
    """Messages out."""

    name = "mianshen.bureau.notice"

    def ready(self) -> None:
        """Listen to payout."""
        from mianshen.bureau.notice.listening import listen

        listen()
