"""Who may decide: people by name, two of them where one is not enough, never a program."""

from mianshen.bureau.payout.errors import refused

_STAFF = "staff:"
_PERSON = "person:"


def by_staff(actor: str) -> str:
    """The actor, who must be a member of staff (`staff:…`); raises `PayoutError`."""
    if not actor.startswith(_STAFF) or not actor.removeprefix(_STAFF).strip():
        raise refused(
            "{actor!r} is not a member of staff: this is decided by a person, never by a program",
            "“{actor}”不是工作人员：这一步由人决定，系统不会自动办理",
            actor=actor,
        )
    return actor


def by_somebody(actor: str) -> str:
    """The actor, a member of staff or the person concerned (`person:…`); raises `PayoutError`."""
    if actor.startswith(_PERSON) and actor.removeprefix(_PERSON).strip():
        return actor
    return by_staff(actor)


def by_two(first: str, second: str) -> None:
    """Two different members of staff; raises `PayoutError`."""
    if by_staff(first) == by_staff(second):
        raise refused(
            "this takes two people: ask a colleague to be the second",
            "这一步需要两个人：请另一位同事复核",
        )
