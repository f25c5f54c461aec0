"""The door of the API: tokens of systems that send deliveries in."""

from mianshen.bureau.api.senders import end_token, make_token, senders

__all__ = ["end_token", "make_token", "senders"]
