"""Two numbers that are one person, or one number that is two: proposed by one, done by another."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.intake.applying import settle
from mianshen.bureau.proposals import services as two_people
from mianshen.bureau.proposals.models import Proposal
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry


class IdentityAct(StrEnum):
    """What is said of two numbers, or of the lists' rows that one number stands for."""

    MERGE = "merge_people"
    UNMERGE = "unmerge_people"
    PART = "part_person"


@dataclass(frozen=True, slots=True)
class IdentityProposal:
    """An act about who is who that waits for a second person.

    `stays` is the number that goes on, `other` the one that ends in it or comes out of it (none: a
    new one), `namings` what is said to name somebody else.
    """

    number: int
    act: IdentityAct
    stays: int
    other: int | None
    namings: tuple[int, ...]
    reason: str
    by: str
    at: datetime

    @property
    def people(self) -> set[int]:
        """Whom it is about."""
        return {self.stays} | ({self.other} if self.other else set())


def propose_merge(gone: int, into: int, why: str, actor: str) -> int:
    """Propose that two numbers are one person, whose number is `into` from then on."""
    if gone == into:
        raise refused("these are one number already", "这是同一个人员编号")
    _none_open({gone, into})
    return _propose(IdentityAct.MERGE, why, actor, gone, into)


def propose_unmerge(gone: int, into: int, why: str, actor: str) -> int:
    """Propose that what was merged into a person is somebody else after all."""
    _none_open({gone, into})
    return _propose(IdentityAct.UNMERGE, why, actor, gone, into)


def propose_part(person: int, namings: Collection[int], why: str, actor: str) -> int:
    """Propose that some of what names a person names somebody else."""
    if not namings:
        raise refused("choose what names somebody else", "请选择属于另一人的登记")
    _none_open({person})
    return _propose(IdentityAct.PART, why, actor, None, person, sorted(namings))


def identity_proposals(people: Collection[int] | None = None) -> list[IdentityProposal]:
    """What waits for a second person, of all or about some people, the oldest first; one query."""
    found = [_told(one) for one in two_people.waiting([*IdentityAct])]
    return [one for one in found if people is None or one.people & set(people)]


def agree_identity(proposal: int, second: str) -> IdentityProposal:
    """Agree as the second person, and do it: facts and claims follow, and all are assessed anew.

    Raises `InputError` where it is decided, one's own, or cannot be done as things are now.
    """
    with transaction.atomic():
        told = _told(two_people.agree(proposal, [*IdentityAct], second))
        stated = Stated(registry.next_moment(), 0, second)
        why = f"{told.reason}（{told.by}）"
        match told.act:
            case IdentityAct.MERGE:
                done = registry.merge(told.other or 0, told.stays, why, stated)
            case IdentityAct.UNMERGE:
                done = registry.unmerge(told.other or 0, told.stays, why, stated)
            case IdentityAct.PART:
                done = registry.part(told.stays, told.namings, why, stated)
        settle(done, stated)
        registry.mark_dirty(told.people, stated)
    return told


def disagree_identity(proposal: int, actor: str) -> None:
    """Turn a proposal down, or take one's own back; everybody stays who they are."""
    two_people.disagree(proposal, [*IdentityAct], actor)


def _propose(
    act: IdentityAct,
    why: str,
    actor: str,
    other: int | None,
    stays: int,
    namings: Collection[int] = (),
) -> int:
    about = {"stays": stays, "other": other, "namings": list(namings)}
    return two_people.propose(act.value, f"{other or ''}>{stays}", why, actor, **about)


def _none_open(people: Collection[int]) -> None:
    if identity_proposals(people):
        raise refused(
            "something about one of them is proposed already and waits for a second person",
            "其中一人已有待复核的合并或拆分，请先复核",
        )


def _told(one: Proposal) -> IdentityProposal:
    about = one.details
    return IdentityProposal(
        one.pk,
        IdentityAct(one.act),
        about["stays"],
        about["other"],
        tuple(about["namings"]),
        one.reason,
        one.by,
        one.at,
    )
