"""Who is at the desk: the member of staff of a request with posts, scope and language."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.http import HttpRequest

from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.casework.services import By
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.services import Place, Staff
from mianshen.bureau.offices.vocabulary import Act, OfficeKind, Sight
from mianshen.bureau.practice import booked_on, standing_on
from mianshen.bureau.registry.services import next_moment
from mianshen.policy.saying import Said, chinese, said
from mianshen.run.messages import Lang


class OutOfScopeError(Exception):
    """A page or a thing that whoever asks may not see; `sentence` says so and whom to ask."""

    def __init__(self, sentence: Said) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Desk:
    """A member of staff at work; `place` is the one of their posts that the pages are laid for."""

    staff: Staff
    scope: Scope
    places: tuple[Place, ...]
    place: Place | None

    @property
    def day(self) -> date:
        """The day in China; in a demonstration the last one of its invented year."""
        return standing_on() or self.scope.day

    @property
    def booked_day(self) -> date:
        """The day by which money is counted; a demonstration's was booked when it was made."""
        return booked_on() or self.scope.day

    @property
    def actor(self) -> str:
        """How the trail calls whoever sits here."""
        return f"staff:{self.staff.number}"

    @property
    def kinds(self) -> dict[int, OfficeKind]:
        """The kind of each office at which there is a post."""
        return {one.post.office: one.kind for one in self.places}

    def by(self) -> By:
        """Who acts, at a moment after all that is known; for the acts of services."""
        return By(self.staff, Stated(next_moment(), 0, self.actor))

    def may_somewhere(self, sees: Collection[Sight], does: Collection[Act]) -> bool:
        """Whether any post sees or does one of these; which things, the scope says."""
        return any(
            not one.post.sees.isdisjoint(sees) or not one.post.does.isdisjoint(does)
            for one in self.scope.grants
        )

    def require_seen(self, sight: Sight, region: str, department: str | None = None) -> None:
        """Refuse what lies out of sight."""
        if not self.scope.may_see(sight, region, department):
            raise out_of_sight()


def out_of_sight() -> OutOfScopeError:
    """The refusal of a thing that belongs to another region or department."""
    return OutOfScopeError(
        said(
            "this is not within your region or department; ask whoever gives out roles",
            "这不在您的辖区或部门范围内；如确需办理，请联系本区负责岗位设置的人员",
        )
    )


class AtDesk(HttpRequest):
    """A request of somebody signed in, as the views of the workbench take it."""

    desk: Desk
    lang: Lang


def desk_of(request: HttpRequest) -> Desk | None:
    """The desk of a request, None where nobody is signed in."""
    return cast("Desk | None", getattr(request, "desk", None))


def lang_of(request: HttpRequest) -> Lang:
    """The language of a request."""
    return cast(Lang, getattr(request, "lang", Lang.ZH))


def told(sentence: str, lang: Lang) -> str:
    """A sentence in a language."""
    return chinese(sentence) if lang is Lang.ZH else str(sentence)
