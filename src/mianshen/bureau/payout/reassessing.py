"""What payout undoes, gives up or gets back changes what may be ordered of somebody's lines."""

from django.utils import timezone

from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.services import mark_dirty


def assess_again(person: int, actor: str) -> None:
    """Let somebody be assessed once more, as what was given to them is not what it was."""
    mark_dirty([person], Stated(timezone.now(), 0, actor))
