"""What states and acts of orders are called on the pages, each with the tone of its mark."""

from dataclasses import dataclass

from mianshen.bureau.casework.flow import FlowSpelling
from mianshen.policy.saying import Said, said


@dataclass(frozen=True)
class Standing:
    """A state as people read it: a word, and a tone that the mark before it has."""

    tone: str
    title: Said


STATES = {
    "pending": Standing("plain", said("To be handed down", "待下放")),
    "handed_down": Standing("wait", said("Handed down", "已下放")),
    "received": Standing("wait", said("Received", "已接收")),
    "in_approval": Standing("wait", said("Under approval", "办理中")),
    "approved": Standing("good", said("Approved", "已核定")),
    "void": Standing("stop", said("Void", "作废")),
}
_FROZEN = Standing("stop", said("Frozen", "冻结"))


def standing_of(state: str, stage: int, flow: FlowSpelling, *, is_frozen: bool = False) -> Standing:
    """Where an order stands; under approval it is the stage that waits."""
    if is_frozen:
        return _FROZEN
    if state == "in_approval":
        return Standing("wait", stage_title(flow, stage))
    return STATES[state]


def stage_title(flow: FlowSpelling, stage: int) -> Said:
    """A stage as its flow names it."""
    one = flow.stages[stage]
    return Said(one.title_en or one.id, one.title)
