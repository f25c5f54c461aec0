"""The policy of a demonstration: its pack, with assumed figures where no text gives any."""

from django.db import transaction

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry import services as registry
from mianshen.run.shipped import load_sources, locate

_ASSUMED = "demo-assumed"


def put_in_force(profile: str, actor: str) -> bool:
    """Let the pack of a profile be in force; whether figures were assumed."""
    pack = locate(load_sources(profile).pack or profile)
    overlay = pack.file.parent / _ASSUMED
    overlays = [locate(str(overlay))] if overlay.is_dir() else []
    with transaction.atomic():
        assessment.put_in_force(pack, overlays, Stated(registry.next_moment(), 0, actor))
    return bool(overlays)
