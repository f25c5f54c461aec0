"""What waits for a person's eyes: a row whose owner is in doubt, or facts that contradict."""

from dataclasses import dataclass

from mianshen.run.matching.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Review:
    """A row somebody has to look at.

    `reason` is a stable code. `is_used` says that the row took part all the same: nothing waits for
    the answer. `certno` and `name` are as the row states them; who shows them masks them.
    """

    role: str
    place: str
    reason: str
    certno: str = ""
    psn_no: str = ""
    name: str = ""
    detail: str = ""
    candidates: tuple[Candidate, ...] = ()
    is_used: bool = False
