"""What a person may ask for or choose under the policies in force, and what was ruled of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mianshen.bureau.assessment.models import Ruled, Ruling
from mianshen.bureau.assessment.policies import in_force, policy
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Combine


@dataclass(frozen=True, slots=True)
class Choosable:
    """A layer whose programmes the person chooses from, by name and title."""

    layer: str
    title: str
    programmes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """Programmes that are paid only when asked for, by name and title, and layers to choose in."""

    applications: tuple[tuple[str, str], ...]
    choices: tuple[Choosable, ...]


@dataclass(frozen=True, slots=True)
class RulingTold:
    """Something ruled of a person that holds now: about what, why, by whom and since when."""

    kind: Ruled
    subject: str
    event: str | None
    year: int | None
    day: date | None
    reason: str
    members: tuple[str, ...]
    actor: str
    second: str | None
    at: datetime


def offered() -> Offered:
    """What may be asked for and chosen, over all packs in force; one query."""
    packs = [policy(digest) for digest in in_force()]
    asked = {
        name: one.title or name
        for pack in packs
        for name, one in pack.programmes.items()
        if one.on_application
    }
    layers = {one.layer: one for pack in packs for one in _choosable(pack)}
    return Offered(tuple(asked.items()), tuple(layers.values()))


def rulings_told(person: int) -> Sequence[RulingTold]:
    """Everything ruled of a person that holds now, the newest first; one query."""
    found = Ruling.objects.filter(person=person, known_to__isnull=True).order_by("-id")
    return [
        RulingTold(
            Ruled(one.kind),
            *(one.subject, one.event, one.year, one.day, one.reason),
            tuple(one.members),
            *(one.actor, one.second, one.known_from),
        )
        for one in found
    ]


def _choosable(pack: Pack) -> list[Choosable]:
    return [
        Choosable(
            layer.id,
            layer.title or layer.id,
            tuple((name, pack.programmes[name].title or name) for name in layer.members),
        )
        for layer in pack.layers
        if layer.combine is Combine.ELECTIVE
    ]
