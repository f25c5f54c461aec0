"""The log-in of staff: Django's, for active members of staff alone, read in one query."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend


class StaffBackend(ModelBackend):
    """Users that are members of staff; each comes with the row that says so."""

    def get_user(self, user_id: int) -> Any:
        """The user of a session, None where the log-in has ended or is nobody's of staff."""
        users = get_user_model().objects.select_related("staff")
        return users.filter(pk=user_id, is_active=True, staff__isnull=False).first()

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether a right password lets somebody in."""
        return bool(user.is_active and hasattr(user, "staff"))
