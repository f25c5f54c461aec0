"""What states and acts of orders are called on the pages, each with the tone of its mark."""

from collections.abc import Mapping
from dataclasses import dataclass

from mianshen.bureau.casework.flow import FlowSpelling, PauseReason
from mianshen.bureau.offices.vocabulary import OfficeKind
from mianshen.bureau.workbench.administration.words import KINDS
from mianshen.policy.saying import Said, said
from mianshen.sheets.model import Mark


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


THRESHOLDS = {
    Mark.LINE: said("Start line", "起付线"),
    Mark.GATE: said("Opening line", "触发线"),
    Mark.CAP: said("Cap", "封顶线"),
    Mark.BASE_CAP: said("Cap of the base", "基数限额"),
}
COUNTED = {
    Mark.LINE: said("base counted", "已计基数"),
    Mark.GATE: said("base counted", "已计基数"),
    Mark.CAP: said("used", "已用"),
    Mark.BASE_CAP: said("base used", "已用基数"),
}
"""What is counted against each."""
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
_ABOUT = {
    "approved": ("Approved: {what}", "通过：{what}"),
    "rejected": ("Refused: {what}", "不予救助：{what}"),
    "warned": ("Due soon: {what}", "临期提醒：{what}"),
    "overdue": ("Overdue: {what}", "已逾期：{what}"),
    "paused": ("Clock stands: {what}", "中止计时：{what}"),
    "resumed": ("Clock goes on: {what}", "恢复计时：{what}"),
    "split_off": ("Split off as order {what}", "拆出工单 {what}"),
}
_PAUSES = {
    PauseReason.SUPPLEMENT: said("asked to supplement", "补正"),
    PauseReason.HOUSEHOLD_CHECK: said("means of the household", "家庭经济状况核对"),
    PauseReason.OTHER_PAYER: said("another payer", "待其他支付方数据"),
    PauseReason.INVESTIGATION: said("investigation", "调查核实"),
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


def pause_title(reason: PauseReason) -> Said:
    """Why clocks stand."""
    return _PAUSES[reason]


def act_title(act: str, flow: FlowSpelling, programmes: Mapping[str, str]) -> Said:
    """What an act of the record is called: by its stage, clock or programmes where it has one.

    `programmes` are titles by name.
    """
    kind, _, about = act.partition(":")
    if kind not in _ABOUT:
        return _ACTS.get(act, Said(act, act))
    return said(*_ABOUT[kind], what=_about(kind, about, flow, programmes))


def _about(kind: str, about: str, flow: FlowSpelling, programmes: Mapping[str, str]) -> Said | str:
    if kind == "rejected":
        return "、".join(programmes.get(one, one) for one in about.split("、"))
    if kind in ("paused", "resumed"):
        return _PAUSES[PauseReason(about)]
    named = {one.id: Said(one.title_en or one.id, one.title) for one in flow.stages}
    if kind in ("warned", "overdue"):
        named = {code: Said(one.title_en or code, one.title) for code, one in flow.clocks.items()}
    return named.get(about, about)


def note_told(act: str, note: str) -> Said | str:
    """What is noted beside an act; whom a clock's end was told to is kept as a day and a kind."""
    if act.partition(":")[0] not in ("warned", "overdue"):
        return note
    day, _, office = note.partition(" ")
    return said("due {day}; told: {whom}", "{day} 到期，已告知{whom}", day=day, whom=_kind(office))


def _kind(office: str) -> Said | str:
    return KINDS[OfficeKind(office)] if office in [*OfficeKind] else office
