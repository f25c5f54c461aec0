"""Every row gets the key of its person, or goes to review: exact rules first, doubt never decided.

A claim is certain where its number may be somebody's and the name does not speak against it, where
a person number known to be theirs stands with an agreeing name, where only the check digit of a
number is off and the name is the same, or where a first-generation number belongs to one person of
that name. Nothing else is. A number that ends in 000 and stands in one source alone is not, while
somebody of that name is known whose number begins like it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from mianshen.run.matching.candidates import (
    CANDIDATES_MAX,
    FIRST_DIGITS_KEPT,
    HOUSEHOLD_SAME,
    Candidate,
    Known,
    find_candidates,
    score_of,
    weigh,
)
from mianshen.run.matching.claims import (
    AGREEING,
    CLEARLY_SAME,
    ROSTER_ROLES,
    Claim,
    gather_claims,
)
from mianshen.run.matching.reviews import Review
from mianshen.run.people import Named
from mianshen.standards.identity.names import Likeness, fold_name
from mianshen.standards.identity.numbers import Fault, read_number, upgraded

_FIRST_DIGITS = 17
_TWIN_SCORE_MIN = 50


@dataclass(frozen=True)
class Matching:
    """The key of every row whose person is certain, by its place, and the rows in review."""

    keys: Mapping[str, str]
    reviews: tuple[Review, ...]
    suspects: frozenset[str] = frozenset()
    """People whom a roster row in review may be about: their aid is not known yet."""


def match_rows(rows: Iterable[Named]) -> Matching:
    """Find whose every row is. The order of the rows does not matter."""
    return _Matcher(gather_claims(rows)).match()


@dataclass
class _Verdict:
    """Where a claim ended: with a key, or in review for a reason.

    `owner` is whom one of its numbers belongs to by what is known; always a candidate.
    """

    key: str | None = None
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()
    is_doubtful: bool = False
    owner: str | None = None


@dataclass
class _Matcher:
    claims: list[Claim]
    people: dict[str, Known] = field(default_factory=dict)
    verdicts: dict[int, _Verdict] = field(default_factory=dict)
    owner_of_psn: dict[str, str] = field(default_factory=dict)

    def match(self) -> Matching:
        references = self._reference_names()
        self._doubt_round_numbers()
        self._settle_solid(references)
        self._settle_person_numbers()
        self._learn_people()
        self._settle_the_rest()
        self._look_for_candidates()
        return self._answer()

    def _reference_names(self) -> dict[str, str]:
        """The name that a number goes by: of the most trusted tables, the one most sources give."""
        sources: dict[str, dict[tuple[int, str], set[str]]] = defaultdict(lambda: defaultdict(set))
        for claim in self.claims:
            if claim.is_solid and claim.certno and claim.name and not claim.is_legacy:
                for row in claim.rows:
                    sources[claim.certno][row.rank, claim.name].add(row.source)
        return {
            certno: min(names, key=lambda pair: (pair[0], -len(names[pair]), pair[1]))[1]
            for certno, names in sources.items()
        }

    def _doubt_round_numbers(self) -> None:
        """Mark numbers that validate and yet look like fifteen digits of another.

        A person number beside it vouches for it: a spreadsheet would have cut that as well.
        """
        sources: dict[str, set[str]] = defaultdict(set)
        for claim in self.claims:
            if claim.is_solid and claim.number and claim.number.is_round:
                vouching = {f"psn_no {claim.psn_no}"} if claim.psn_no else set()
                sources[claim.number.text] |= vouching | {row.source for row in claim.rows}
        for claim in self.claims:
            claim.may_be_rounded = len(sources.get(claim.certno or "", ())) == 1

    def _settle_solid(self, references: Mapping[str, str]) -> None:
        for claim in self.claims:
            if not claim.is_solid or claim.is_legacy or claim.certno is None:
                continue
            if claim.may_be_rounded:
                continue
            likeness = claim.likeness(references.get(claim.certno, ""))
            printed = claim.number.born if claim.number else None
            disagrees = bool(claim.born and printed and claim.born != printed)
            if likeness is Likeness.DIFFERENT:
                verdict = _contradicted("number_of_another_name", claim.certno)
            elif disagrees and likeness is Likeness.NEAR:
                verdict = _contradicted("name_and_birth_disagree", claim.certno)
            else:
                verdict = _Verdict(claim.certno)
            self.verdicts[claim.id] = verdict

    def _settle_person_numbers(self) -> None:
        """One person number is one person's: where rows disagree the most trusted is believed."""
        stated: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        for claim in self.claims:
            verdict = self.verdicts.get(claim.id)
            if claim.psn_no and verdict and verdict.key:
                rank, count = stated[claim.psn_no].get(verdict.key, (claim.rank, 0))
                stated[claim.psn_no][verdict.key] = (min(rank, claim.rank), count + len(claim.rows))
        self.owner_of_psn = {
            psn_no: min(keys, key=lambda key: (keys[key][0], -keys[key][1], key))
            for psn_no, keys in stated.items()
        }
        for claim in self.claims:
            verdict = self.verdicts.get(claim.id)
            owner = self.owner_of_psn.get(claim.psn_no or "")
            if owner and verdict and verdict.key and verdict.key != owner:
                self.verdicts[claim.id] = _contradicted("two_certificates", owner)

    def _learn_people(self) -> None:
        for claim in self.claims:
            verdict = self.verdicts.get(claim.id)
            if verdict and verdict.key:
                self._learn(verdict.key, claim)

    def _learn(self, key: str, claim: Claim) -> None:
        number = read_number(key)
        person = self.people.setdefault(key, Known(key, key if key == claim.certno else None))
        person.names |= {claim.name, fold_name(claim.former_name or "")} - {""}
        person.lists |= claim.lists
        person.households |= claim.households
        person.born |= {day for day in (claim.born, number.born) if day}
        if claim.psn_no:
            person.psn_nos.add(claim.psn_no)

    def _settle_the_rest(self) -> None:
        """Claims without a number that may be somebody's, tied by what is certain."""
        by_17: dict[str, list[str]] = defaultdict(list)
        by_15: dict[str, list[str]] = defaultdict(list)
        for key, person in self.people.items():
            if person.certno:
                by_17[key[:_FIRST_DIGITS]].append(key)
                by_15[key[:FIRST_DIGITS_KEPT]].append(key)
        for claim in self.claims:
            if claim.id in self.verdicts:
                continue
            self.verdicts[claim.id] = (
                self._by_person_number(claim)
                or self._by_legacy(claim)
                or self._by_first_digits(claim, by_17)
                or self._by_kept_digits(claim, by_15)
                or self._alone(claim)
            )

    def _by_person_number(self, claim: Claim) -> _Verdict | None:
        owner = self.owner_of_psn.get(claim.psn_no or "")
        if owner is None:
            return None
        likeness = self._best_likeness(claim, owner)
        if likeness in AGREEING or likeness is Likeness.UNKNOWN:
            return _Verdict(owner)
        return _contradicted("person_number_of_another_name", owner)

    def _by_legacy(self, claim: Claim) -> _Verdict | None:
        if not claim.is_legacy or claim.certno is None:
            return None
        key = upgraded(claim.certno)
        if key not in self.people:
            return None
        if self._best_likeness(claim, key) in CLEARLY_SAME:
            return _Verdict(key)
        return _contradicted("legacy_number_other_name", key)

    def _by_first_digits(self, claim: Claim, by_17: Mapping[str, list[str]]) -> _Verdict | None:
        if claim.number is None or claim.number.fault is not Fault.CHECK_DIGIT:
            return None
        for key in by_17.get((claim.certno or "")[:_FIRST_DIGITS], ()):
            if self._best_likeness(claim, key) in CLEARLY_SAME:
                return _Verdict(key)
        return None

    def _by_kept_digits(self, claim: Claim, by_15: Mapping[str, list[str]]) -> _Verdict | None:
        if not claim.may_be_rounded or claim.certno is None:
            return None
        alike = by_15.get(claim.certno[:FIRST_DIGITS_KEPT], ())
        if any(self._best_likeness(claim, key) is not Likeness.DIFFERENT for key in alike):
            return _Verdict(None, "number_may_be_rounded", is_doubtful=True)
        if self._best_likeness(claim, claim.certno) is Likeness.DIFFERENT:
            return _contradicted("number_of_another_name", claim.certno)
        self._learn(claim.certno, claim)
        return _Verdict(claim.certno)

    def _alone(self, claim: Claim) -> _Verdict:
        """Somebody of their own by any number there is, unless candidates are found."""
        fault = claim.number.fault if claim.number else None
        key = claim.psn_no or claim.certno
        if fault is Fault.DIGITS_LOST:
            # Several people may share the digits that are left.
            key = claim.psn_no
        if fault:
            reason = f"number_{fault}"
        else:
            reason = "legacy_number" if claim.is_legacy else "number_missing"
        if key is None:
            return _Verdict(None, reason, is_doubtful=True)
        if key in self.people and self._best_likeness(claim, key) is Likeness.DIFFERENT:
            return _contradicted("number_of_another_name", key)
        self._learn(key, claim)
        return _Verdict(key, reason, is_doubtful=True)

    def _best_likeness(self, claim: Claim, key: str) -> Likeness:
        names = self.people[key].names if key in self.people else set()
        order = list(Likeness)
        found = [claim.likeness(name) for name in names]
        return min(found, key=order.index, default=Likeness.UNKNOWN)

    def _look_for_candidates(self) -> None:
        doubtful = [claim for claim in self.claims if self.verdicts[claim.id].is_doubtful]
        found = find_candidates(doubtful, self.people)
        for claim in doubtful:
            verdict = self.verdicts[claim.id]
            others = [one for one in found[claim.id] if one.key not in (verdict.key, verdict.owner)]
            if verdict.owner in self.people:
                others = others[: CANDIDATES_MAX - 1]
                others.append(weigh(claim, self.people[verdict.owner]))
            others.sort(key=lambda one: one.order)
            verdict.candidates = tuple(others[:CANDIDATES_MAX])
            if verdict.candidates:
                verdict.key = None
            elif verdict.key and not (claim.number and claim.number.fault):
                verdict.reason = ""

    def _look_for_twins(self, rostered: Collection[str]) -> None:
        """Rostered numbers that nothing else knows, while an unrostered person is all but the same.

        A slip of the hand may give a number that validates.
        """
        known = {
            self.verdicts[claim.id].key
            for claim in self.claims
            if any(row.role not in ROSTER_ROLES for row in claim.rows)
        }
        lonely = [
            claim
            for claim in self.claims
            if claim.is_rostered
            and claim.is_solid
            and self.verdicts[claim.id].key
            and self.verdicts[claim.id].key not in known
        ]
        strangers = {
            key: one for key, one in self.people.items() if key in known and key not in rostered
        }
        for claim_id, some in find_candidates(lonely, strangers, by_slips=False).items():
            likely = tuple(one for one in some if _apart(one) >= _TWIN_SCORE_MIN)
            if likely:
                verdict = self.verdicts[claim_id]
                verdict.reason, verdict.candidates = "may_be_the_same_person", likely

    def _answer(self) -> Matching:
        keys_of_rosters = [self.verdicts[one.id].key for one in self.claims if one.is_rostered]
        rostered = {key for key in keys_of_rosters if key is not None}
        self._look_for_twins(rostered)
        suspects = {
            candidate.key
            for claim in self.claims
            if claim.is_rostered
            for candidate in self.verdicts[claim.id].candidates
        }
        concerning = rostered | suspects
        keys: dict[str, str] = {}
        reviews: list[Review] = []
        for claim in self.claims:
            verdict = self.verdicts[claim.id]
            concerned = any(one.key in concerning for one in verdict.candidates)
            if verdict.key is None and not concerned and not claim.is_rostered:
                # Nobody on a roster is meant, so nothing depends on whose row it is.
                verdict.key = claim.psn_no or claim.certno or f"?{claim.name}"
            for row in claim.rows:
                if verdict.key is not None:
                    keys[row.where] = verdict.key
                if verdict.key is None or (verdict.reason and row.role in ROSTER_ROLES):
                    reviews.append(_review(row, verdict))
        ordered = sorted(reviews, key=lambda one: (one.role, one.place))
        return Matching(keys, tuple(ordered), frozenset(suspects - rostered))


def _apart(one: Candidate) -> int:
    """The score without the household, which two siblings of one birth date share."""
    return score_of(code for code in one.evidence if code != HOUSEHOLD_SAME)


def _contradicted(reason: str, owner: str) -> _Verdict:
    return _Verdict(None, reason, is_doubtful=True, owner=owner)


def _review(row: Named, verdict: _Verdict) -> Review:
    return Review(
        row.role,
        row.where,
        verdict.reason,
        row.certno or "",
        row.psn_no or "",
        row.name or "",
        candidates=verdict.candidates,
        is_used=verdict.key is not None,
    )
