"""Whether a line still stands as somebody saw it: the number of the version that is known now."""

from collections.abc import Collection

from mianshen.bureau.assessment.settling import line_key
from mianshen.bureau.bitemporal.rows import query

_KNOWN = """
    SELECT id, person, year, pack, programme, event
      FROM assessment_line
     WHERE known_to IS NULL AND NOT is_simulated AND person = ANY(%(people)s)"""


def versions_of(keys: Collection[str]) -> dict[str, int]:
    """The version of each of some lines that is known now; lines that are no more are left out.

    It is another number as soon as anything about the line is, or about another of its event.
    """
    people = {int(who) for key in keys if (who := key.partition("/")[0]).isdecimal()}
    if not people:
        return {}
    found = {line_key(*place): int(number) for number, *place in query(_KNOWN, people=list(people))}
    return {key: found[key] for key in keys if key in found}
