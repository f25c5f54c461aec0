"""Whose lists a desk sees, hands in and mends: the sources of its profile by department."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mianshen.bureau.intake import services as intake
from mianshen.bureau.offices.services import department_codes
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.workbench.desk import Desk, out_of_sight
from mianshen.sources.layouts import Layout


@dataclass(frozen=True)
class Source:
    """A source with what may be done about it here."""

    layout: Layout
    is_seen: bool
    is_handed_in: bool
    is_mended: bool

    @property
    def title(self) -> str:
        """What the list is called."""
        return _called(self.layout)


@dataclass(frozen=True)
class Sources:
    """The sources of a profile as a desk may use them."""

    profile: intake.Profile
    all: Sequence[Source]

    @property
    def seen(self) -> list[Source]:
        """Those whose deliveries may be seen."""
        return [one for one in self.all if one.is_seen]

    @property
    def handed_in(self) -> list[Source]:
        """Those whose files may be handed in."""
        return [one for one in self.all if one.is_handed_in]

    def named(self, source: str) -> Source:
        """A source that may be seen; raises `OutOfScopeError`."""
        for one in self.seen:
            if one.layout.id == source:
                return one
        raise out_of_sight()


def sources_of(desk: Desk) -> Sources:
    """The sources of the profile of the place one sits at; one query."""
    if desk.place is None:
        raise out_of_sight()
    profile = _profile(desk.place.profile)
    codes = department_codes(desk.place.district, desk.day)
    region = profile.sources.region.ljust(12, "0")
    found = []
    for layout in profile.sources.layouts:
        area = (region, codes.get(layout.department))
        found.append(
            Source(
                layout,
                desk.scope.may_see(Sight.ROSTERS, *area),
                desk.scope.may_do(Act.UPLOAD, *area),
                desk.scope.may_do(Act.CORRECT, *area),
            )
        )
    return Sources(profile, found)


def titles_of_sources(desk: Desk) -> dict[str, str]:
    """What each list of the place one sits at is called, also those one may not see; no query."""
    if desk.place is None:
        return {}
    layouts = _profile(desk.place.profile).sources.layouts
    return {layout.id: _called(layout) for layout in layouts}


def _called(layout: Layout) -> str:
    return layout.title or layout.id


@lru_cache(maxsize=16)
def _profile(name: str) -> intake.Profile:
    """A profile as it was when this process first asked: a new one comes with a restart."""
    return intake.read_profile(name)
