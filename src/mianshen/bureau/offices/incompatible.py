"""The database's refusal to let incompatible roles meet in one person, as a sentence."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError

from mianshen.bureau.refusals import refused
from mianshen.policy.saying import Said

_CONSTRAINT = "offices_incompatible_roles_held"


@contextmanager
def telling_incompatible() -> Iterator[None]:
    """Raise `InputError` where the database finds incompatible roles on one day."""
    try:
        yield
    except IntegrityError as error:
        found = getattr(error.__cause__, "diag", None)
        if found is None or found.constraint_name != _CONSTRAINT:
            raise
        told = json.loads(found.message_detail)
        raise refused(
            "{staff} would hold {one} and {other} on the same day, which keep apart ({reason});"
            " end one of them first",
            "{staff} 会在同一天兼任 {one} 和 {other}，"
            "这两个岗位不相容（{reason}）；请先免去其中一个",
            staff=told["staff"],
            one=_titled(told, "one"),
            other=_titled(told, "other"),
            reason=Said(told["reason_en"] or told["reason"], told["reason"]),
        ) from error


def _titled(told: Mapping[str, str], role: str) -> Said:
    """A role as people call it, by its code where it has no title in a language."""
    code = told[role]
    return Said(told[f"{role}_title_en"] or code, told[f"{role}_title"] or code)
