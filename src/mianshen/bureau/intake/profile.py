"""The profile a batch is read by: its sources, and the pack that says what rows may state."""

from dataclasses import dataclass
from pathlib import Path

from mianshen.policy.pack import Pack
from mianshen.run.messages import bad
from mianshen.run.reading.periods import Period, name_pattern, period_of
from mianshen.run.shipped import load, load_sources, locate
from mianshen.sources.layouts import Layout, Sources


@dataclass(frozen=True)
class Profile:
    """A profile by its name, ready to read deliveries by."""

    name: str
    sources: Sources
    pack: Pack

    def layout(self, source: str) -> Layout:
        """The layout of a source; raises `InputError` when the profile has none of that name."""
        for layout in self.sources.layouts:
            if layout.id == source:
                return layout
        known = "、".join(layout.id for layout in self.sources.layouts)
        raise bad("source_not_declared", name=source, known=known)

    def recognise(self, name: str) -> tuple[Layout, Period | None] | None:
        """The layout and period that a file's name tells, or None where no source is so named."""
        for layout in self.sources.layouts:
            for spelled in layout.files:
                match = name_pattern(spelled).fullmatch(Path(name).name)
                if match:
                    digits = match.groupdict().get("period")
                    return layout, period_of(digits) if digits else None
        return None


def read_profile(profile: str, pack: str | None = None) -> Profile:
    """Read a profile, with the pack given, the one it names or that of its name.

    Raises `InputError` with every problem of either.
    """
    sources = load_sources(profile)
    return Profile(profile, sources, load(locate(pack or sources.pack or profile)))
