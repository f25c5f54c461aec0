"""What people decide about who is who, and take back: a naming, two numbers of one person."""

from collections.abc import Collection, Sequence

from mianshen.bureau.bitemporal.rows import add, close, known, query
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.refusals import RefusedError
from mianshen.bureau.registry.models import Decision, Merge, Resolution
from mianshen.bureau.registry.resolving import Identified, resolve
from mianshen.bureau.registry.vault import read_spellings
from mianshen.bureau.trail.services import record


def decide(naming: int, person: int | None, why: str, stated: Stated) -> Identified:
    """Say whom a naming means: a person, or (none) someone of their own; remembered from now on.

    The caller derives what follows for `people` and `moved` of the answer.
    """
    if person is None:
        person = _on_their_own(stated)
    close(Decision, "t.naming_id = %(naming)s", stated, naming=naming)
    add(Decision, [(naming, person, stated.actor, why, None, "")], stated)
    record(stated.actor, "decide_naming", f"naming:{naming}", {"person": person, "why": why})
    return _resolve_again([naming], stated)


def take_back(naming: int, stated: Stated) -> Identified:
    """Let the rules say again whom a naming means."""
    close(Decision, "t.naming_id = %(naming)s", stated, naming=naming)
    record(stated.actor, "take_back_decision", f"naming:{naming}")
    return _resolve_again([naming], stated)


def merge(gone: int, into: int, why: str, stated: Stated) -> Identified:
    """Say that two numbers are one person, as when a birth certificate gives way to a card."""
    namings = _namings(gone)
    if gone == into or not namings:
        raise MergeError.of(
            "person {gone} cannot be merged into {into}: nothing names them apart; look at both",
            "人员 {gone} 不能并入 {into}：两者没有各自的登记；请核对人员编号",
            gone=gone,
            into=into,
        )
    add(Merge, [(gone, into, stated.actor, why, "")], stated)
    number = _open_merge(gone, into)
    close(Decision, "t.naming_id = ANY(%(namings)s)", stated, namings=namings)
    rows = [(naming, into, stated.actor, why, number, "") for naming in namings]
    add(Decision, rows, stated)
    record(stated.actor, "merge", f"person:{into}", {"gone": gone, "why": why})
    return _resolve_again(namings, stated)


def unmerge(gone: int, into: int, why: str, stated: Stated) -> Identified:
    """Take a merge back: what named the one names them again.

    Raises `MergeError` where there was none, or a later one went on with it.
    """
    number = _open_merge(gone, into)
    rows = known(Decision, ("naming_id",), "t.merge_id = %(merge)s", merge=number)
    namings = [int(naming) for (naming,) in rows]
    if not namings:
        raise _not_merged(gone, into)
    close(Merge, "t.id = %(merge)s", stated, merge=number)
    close(Decision, "t.merge_id = %(merge)s", stated, merge=number)
    add(Decision, [(naming, gone, stated.actor, why, None, "") for naming in namings], stated)
    record(stated.actor, "unmerge", f"person:{into}", {"gone": gone, "why": why})
    return _resolve_again(namings, stated)


def part(person: int, namings: Collection[int], why: str, stated: Stated) -> Identified:
    """Say that some of what names a person names somebody else, who gets a number of their own.

    Raises `MergeError` where these do not name them, or nothing would be left that does.
    """
    theirs = _namings(person)
    chosen = sorted(set(namings))
    if not chosen or not set(chosen) < set(theirs):
        raise MergeError.of(
            "choose some of what names person {person}, and leave some; look at them again",
            "请从人员 {person} 的登记中选出属于另一人的几项，并至少留下一项；请刷新后再看",
            person=person,
        )
    new = _on_their_own(stated)
    close(Decision, "t.naming_id = ANY(%(namings)s)", stated, namings=chosen)
    rows = [(naming, new, stated.actor, why, None, "") for naming in chosen]
    add(Decision, rows, stated)
    record(stated.actor, "part_person", f"person:{person}", {"new": new, "why": why})
    return _resolve_again(chosen, stated)


class MergeError(RefusedError):
    """A merge that cannot be made or taken back; the message says why."""


def _namings(person: int) -> list[int]:
    rows = known(Resolution, ("naming_id",), "t.person_id = %(person)s", person=person)
    return sorted(int(naming) for (naming,) in rows)


def _open_merge(gone: int, into: int) -> int:
    rows = known(
        Merge, ("id",), "t.gone_id = %(gone)s AND t.into_id = %(into)s", gone=gone, into=into
    )
    if not rows:
        raise _not_merged(gone, into)
    return int(rows[-1][0])


def _not_merged(gone: int, into: int) -> MergeError:
    return MergeError.of(
        "person {gone} was not merged into {into}, or that was merged on since: nothing was"
        " changed, look at both numbers",
        "人员 {gone} 没有并入过 {into}，或此后又有合并：未作改动，请核对人员编号",
        gone=gone,
        into=into,
    )


def _on_their_own(stated: Stated) -> int:
    rows = query(
        "INSERT INTO registry_person (batch) VALUES (%(batch)s) RETURNING id", batch=stated.batch
    )
    return int(rows[0][0])


def _resolve_again(namings: Sequence[int], stated: Stated) -> Identified:
    answer = Identified()
    resolve(read_spellings(namings), stated, answer)
    return answer
