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


_TASKS = {
    "open": Standing("wait", said("to decide", "待审批")),
    "approved": Standing("good", said("approved", "已审批")),
    "rejected": Standing("stop", said("refused", "不予救助")),
}
_LINES = {
    "open": Standing("plain", said("proposed", "拟救助")),
    "approved": Standing("good", said("approved", "核定")),
    "rejected": Standing("stop", said("refused", "不予救助")),
}
_ACTS = {
    "opened": said("Order opened", "生成工单"),
    "handed_down": said("Handed down", "下放"),
    "withdrawn": said("Withdrawn", "撤销下放"),
    "received": said("Received", "接收"),
    "sent_back": said("Sent back", "退回"),
    "amended": said("Amended by new data", "数据更新，金额有变"),
    "void": said("Void", "作废"),
    "frozen": said("Frozen", "冻结"),
    "thawed": said("Thawed", "解冻"),
    "visit_asked": said("Sent to the village to check", "转村（社区）核实"),
    "visit_not_met": said("Village: nobody met", "村（社区）核实：没见到"),
    "visit_answered": said("Village answered", "村（社区）核实：已回复"),
}


def task_standing(state: str) -> Standing:
    """Where a department's decision stands."""
    return _TASKS[state]


def line_standing(state: str) -> Standing:
    """What became of a line of an order."""
    return _LINES[state]


def sum_title(state: str) -> Said:
    """拟救助 before approval, 核定 after it."""
    if state == "approved":
        return said("approved", "核定")
    return said("proposed", "拟救助")


def act_title(act: str, flow: FlowSpelling) -> Said:
    """What an act of the record is called; approval by the name of its stage."""
    known = _ACTS.get(act)
    if known is not None:
        return known
    kind, _, about = act.partition(":")
    stages = {one.id: Said(one.title_en or one.id, one.title) for one in flow.stages}
    if kind == "approved":
        return said(
            "Approved: {stage}", "通过：{stage}", stage=stages.get(about, Said(about, about))
        )
    if kind == "rejected":
        return said("Refused: {what}", "不予救助：{what}", what=about)
    return Said(act, act)
