"""Who a doubtful claim may be about: blocks joined as columns, candidates ranked and explained."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from mianshen.run.matching.claims import Claim
from mianshen.standards.identity.names import Likeness
from mianshen.standards.identity.numbers import Fault, read_number

CANDIDATES_MAX = 3
FIRST_DIGITS_KEPT = 15
"""So many digits of a number a spreadsheet keeps."""

BEGINNING_LENGTH = 14
"""So many digits of a damaged number say whose it may be."""

_SCORE_MIN = 30
_DIGITS = "0123456789"
_CHECK = _DIGITS + "X"
_LENGTH = 18

_NAME_POINTS: Mapping[Likeness, int] = {
    Likeness.SAME: 30,
    Likeness.VARIANT: 25,
    Likeness.SWAPPED: 22,
    Likeness.NEAR: 15,
    Likeness.DIFFERENT: -20,
    Likeness.UNKNOWN: 0,
}
HOUSEHOLD_SAME = "household_same"
POINTS: Mapping[str, int] = {
    **{f"name_{likeness}": points for likeness, points in _NAME_POINTS.items()},
    "number_same": 50,
    "number_17_same": 60,
    "number_legacy": 60,
    "number_transposed": 50,
    "number_one_digit": 50,
    "number_beginning": 30,
    "number_visible_same": 40,
    "psn_no_same": 60,
    "psn_no_differs": -20,
    "born_same": 20,
    "born_differs": -20,
    HOUSEHOLD_SAME: 25,
    "listed_already": 0,
}
"""What each piece of evidence weighs; a candidate's score is their sum.

A name and a household together outweigh a number that stands beside another name: rows with a
relative's number are the commonest of those in doubt.
"""

_VISIBLE_MIN = 8


@dataclass(slots=True)
class Known:
    """A person whom solid rows name, as candidates are compared with: names, number, birth date.

    `lists` are the files of rosters in which they stand, `households` those that rows state.
    """

    key: str
    certno: str | None
    names: set[str] = field(default_factory=set)
    born: set[date] = field(default_factory=set)
    psn_nos: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    households: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone a claim may be about: how likely, and by which evidence (codes, strongest first).

    `edge` only orders equals: below zero for who stands in another row of the list that makes
    the claim.
    """

    key: str
    name: str
    score: int
    evidence: tuple[str, ...]
    edge: int = 0

    @property
    def order(self) -> tuple[int, int, str]:
        """The place among candidates."""
        return (-self.score, -self.edge, self.key)


def find_candidates(
    doubtful: Sequence[Claim], people: Mapping[str, Known], *, by_slips: bool = True
) -> dict[int, tuple[Candidate, ...]]:
    """Candidates for every doubtful claim, best first; the same input gives the same answer.

    Pairs are looked at only where something ties them: a number one slip away (`by_slips`), the
    same beginning of a damaged number, a person number, a name in any order, a birth date.
    """
    if not doubtful or not people:
        return {claim.id: () for claim in doubtful}
    claims = {claim.id: claim for claim in doubtful}
    left = _ties(
        (claim.id, tie) for claim in doubtful for tie in ties_of_claim(claim, by_slips=by_slips)
    )
    right = _ties((key, tie) for key, one in people.items() for tie in ties_of_person(one))
    pairs = (
        left.rename({"who": "claim"})
        .join(right.rename({"who": "key"}), on="tie")
        .select("claim", "key")
        .unique()
        .sort("claim", "key")
    )
    found: dict[int, list[Candidate]] = {claim.id: [] for claim in doubtful}
    for claim_id, key in pairs.iter_rows():
        claim = claims[int(claim_id)]
        candidate = weigh(claim, people[key])
        if candidate.score >= _SCORE_MIN:
            found[claim.id].append(candidate)
    return {
        claim_id: tuple(sorted(some, key=lambda one: one.order)[: CANDIDATES_MAX + 1])
        for claim_id, some in found.items()
    }


def _ties(pairs: Iterable[tuple[object, str]]) -> pl.DataFrame:
    listed = list(pairs)
    return pl.DataFrame(
        {"who": [str(who) for who, _ in listed], "tie": [tie for _, tie in listed]},
        schema={"who": pl.String, "tie": pl.String},
    )


def ties_of_claim(claim: Claim, *, by_slips: bool) -> Iterable[str]:
    """What a doubtful claim may share with the people it is about; `by_slips`, also nearly."""
    yield from _ties_in_common(claim.name, claim.birth)
    if claim.former_name:
        yield from _ties_in_common(claim.former_name, None)
    if claim.psn_no:
        yield f"psn:{claim.psn_no}"
    if claim.certno and by_slips:
        yield from (f"number:{one}" for one in one_slip_from(claim.certno))
        if len(claim.certno.rstrip("*")) >= BEGINNING_LENGTH:
            yield f"begins:{claim.certno[:BEGINNING_LENGTH]}"
        if claim.is_legacy:
            yield f"legacy:{claim.certno}"


def ties_of_person(person: Known) -> Iterable[str]:
    """What claims about a person may share with them."""
    for name in sorted(person.names) or [""]:
        yield from _ties_in_common(name, None)
    for day in sorted(person.born):
        yield f"born:{day}"
    for psn_no in sorted(person.psn_nos):
        yield f"psn:{psn_no}"
    if person.certno:
        yield f"number:{person.certno}"
        yield f"begins:{person.certno[:BEGINNING_LENGTH]}"
        legacy = read_number(person.certno).legacy
        if legacy:
            yield f"legacy:{legacy}"


def _ties_in_common(name: str, born: date | None) -> Iterable[str]:
    if name:
        yield "name:" + "".join(sorted(name))
    if born:
        yield f"born:{born}"


def one_slip_from(number: str) -> set[str]:
    """The number itself and every one that a single slip of the hand would turn into it."""
    found = {number}
    if len(number) != _LENGTH:
        return found
    for index in range(_LENGTH - 1):
        swapped = number[:index] + number[index + 1] + number[index] + number[index + 2 :]
        found.add(swapped)
    for index in range(_LENGTH):
        digits = _CHECK if index == _LENGTH - 1 else _DIGITS
        found |= {number[:index] + digit + number[index + 1 :] for digit in digits}
    return found


def weigh(claim: Claim, person: Known) -> Candidate:
    """How likely a claim is about a person, and why."""
    likenesses = [(claim.likeness(name), name) for name in sorted(person.names)]
    likeness, name = max(
        likenesses, key=lambda pair: _NAME_POINTS[pair[0]], default=(Likeness.UNKNOWN, "")
    )
    evidence = {f"name_{likeness}"}
    slip = _slip(claim, person.certno or "")
    if slip:
        evidence.add(slip)
    if claim.psn_no and person.psn_nos:
        evidence.add("psn_no_same" if claim.psn_no in person.psn_nos else "psn_no_differs")
    if claim.birth and person.born:
        evidence |= _of_birth(claim, person)
    if claim.households & person.households:
        evidence.add(HOUSEHOLD_SAME)
    edge = 0
    if claim.lists & person.lists:
        evidence.add("listed_already")
        edge = -1
    return Candidate(person.key, name, score_of(evidence), ordered(evidence), edge)


def score_of(evidence: Iterable[str]) -> int:
    """The sum of what pieces of evidence weigh."""
    return sum(POINTS[code] for code in evidence)


def ordered(evidence: Iterable[str]) -> tuple[str, ...]:
    """Pieces of evidence, the weightiest first."""
    return tuple(sorted(evidence, key=lambda code: (-POINTS[code], code)))


def _of_birth(claim: Claim, person: Known) -> set[str]:
    if claim.birth in person.born:
        return {"born_same"}
    # The date in a number that is somebody else's says nothing about the one who is meant.
    return set() if claim.born is None and claim.is_solid else {"born_differs"}


def _slip(claim: Claim, other: str) -> str | None:
    """What ties two numbers, if anything."""
    number = claim.certno or ""
    if not number or not other:
        return None
    if number == other:
        return "number_same"
    if claim.is_legacy:
        return "number_legacy" if read_number(other).legacy == number else None
    if claim.number is not None and claim.number.fault is Fault.DIGITS_LOST:
        known = number.rstrip("*")
        if "*" in known:
            return "number_visible_same" if _is_visible_in(number, other) else None
        is_same = len(known) >= BEGINNING_LENGTH and other.startswith(known)
        return "number_beginning" if is_same else None
    if len(number) != len(other):
        return None
    if claim.may_be_rounded and number[:FIRST_DIGITS_KEPT] == other[:FIRST_DIGITS_KEPT]:
        return "number_beginning"
    differing = [
        index for index, pair in enumerate(zip(number, other, strict=True)) if len({*pair}) > 1
    ]
    if differing == [_LENGTH - 1]:
        return "number_17_same"
    if len([index for index in differing if index < _LENGTH - 1]) == 1:
        return "number_one_digit"
    if len(differing) == 2 and differing[1] == differing[0] + 1:
        first, second = differing
        if number[first] == other[second] and number[second] == other[first]:
            return "number_transposed"
    return None


def _is_visible_in(masked: str, other: str) -> bool:
    """Whether the digits left of a masked number are those of another."""
    pairs = [(left, right) for left, right in zip(masked, other, strict=False) if left != "*"]
    is_enough = len(masked) == len(other) and len(pairs) >= _VISIBLE_MIN
    return is_enough and all(left == right for left, right in pairs)
