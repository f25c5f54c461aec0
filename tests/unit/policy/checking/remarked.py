"""What the checks remark on a pack, for the tests of this room."""

from mianshen.policy.checking.report import Remark, Weight, remarks
from mianshen.policy.loading import examine
from unit.policy.pack_texts import document, unmarked


def remarked(text: str) -> tuple[Remark, ...]:
    """Everything the checks say of the pack that the text spells."""
    return remarks(examine(document(text)))


def assert_remarked(marked: str, weight: Weight, *beginnings: str) -> None:
    """At each mark a remark of this weight begins as said, and there is no other of it."""
    text, places = unmarked(marked)
    found = [one.problem for one in remarked(text) if one.weight is weight]
    assert [(one.line, one.column) for one in found] == places, [str(one) for one in found]
    for problem, beginning in zip(found, beginnings, strict=True):
        assert problem.message.startswith(beginning), str(problem)


def warnings(text: str) -> list[str]:
    """What the checks warn of, and no error."""
    found = remarked(text)
    assert not [str(one.problem) for one in found if one.weight is Weight.ERROR]
    return [str(one.problem.message) for one in found if one.weight is Weight.WARNING]
