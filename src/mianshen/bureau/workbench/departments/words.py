"""What states, repairs, doubts and evidence of deliveries are called on the pages."""

from dataclasses import dataclass

from mianshen.bureau.intake.services import Batch, State
from mianshen.policy.saying import Said, said
from mianshen.run.review_words import EVIDENCE, REPAIRS, REVIEW


@dataclass(frozen=True)
class Standing:
    """A state as people read it, and the tone of its mark."""

    tone: str
    title: Said


_STATES = {
    State.RECEIVED: Standing("wait", said("received", "已收件")),
    State.STAGED: Standing("wait", said("being checked", "逐行校验中")),
    State.VALIDATED: Standing("wait", said("being compared", "与上期比对中")),
    State.WAITING: Standing("late", said("too many missing: decide", "人数骤减，待核实")),
    State.DIFFED: Standing("wait", said("to be confirmed", "待确认入库")),
    State.APPLIED: Standing("good", said("applied", "已入库")),
    State.REPLACED: Standing("plain", said("replaced", "已被新名单替换")),
    State.REFUSED: Standing("stop", said("refused", "已退回")),
    State.WITHDRAWN: Standing("stop", said("taken back", "已撤销")),
}
_APPLYING = Standing("wait", said("being applied", "入库中"))
STEPS = (
    (State.RECEIVED, said("Received", "收件")),
    (State.STAGED, said("Table found", "读取表格")),
    (State.VALIDATED, said("Every row checked", "逐行校验")),
    (State.DIFFED, said("Compared with the last", "与上期比对")),
    (State.APPLIED, said("Applied", "确认入库")),
)
"""The steps of the way, each with the state that is reached by it."""
_REACHED = {
    State.RECEIVED: 1,
    State.STAGED: 2,
    State.VALIDATED: 3,
    State.WAITING: 4,
    State.DIFFED: 4,
    State.APPLIED: 5,
    State.REPLACED: 5,
    State.WITHDRAWN: 5,
}
FREQUENCIES = {
    "daily": said("daily", "每日"),
    "weekly": said("weekly", "每周"),
    "monthly": said("monthly", "每月"),
    "quarterly": said("quarterly", "每季"),
    "yearly": said("yearly", "每年"),
    "once": said("as it comes", "不定期"),
}


def standing_of(batch: Batch) -> Standing:
    """The state of a batch."""
    if batch.state == State.DIFFED and batch.decided_by:
        return _APPLYING
    return _STATES[State(batch.state)]


def reached(batch: Batch) -> int:
    """How many steps a batch has behind it; none where it was refused."""
    return _REACHED.get(State(batch.state), 0)


def repair_title(rule: str) -> Said:
    """What a rule mended."""
    return _pair(REPAIRS.get(rule, (rule, rule)))


def doubt_title(reason: str) -> Said:
    """Why nobody can be sure whom a row means."""
    why, _ = REVIEW.get(reason, ((reason, reason), ("", "")))
    return _pair(why)


def evidence_title(code: str) -> Said:
    """What ties a candidate to a row."""
    return _pair(EVIDENCE.get(code, (code, code)))


def _pair(words: tuple[str, str]) -> Said:
    chinese, english = words
    return Said(english, chinese)
