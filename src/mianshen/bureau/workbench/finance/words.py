"""What states, tasks and answers of payment are called on the pages."""

from dataclasses import dataclass

from mianshen.bureau.payout.services import (
    Answer,
    BatchTold,
    FundKind,
    Ground,
    RecoveryState,
    RequestState,
)
from mianshen.bureau.registry.services import AccountTold
from mianshen.policy.saying import Said, said


@dataclass(frozen=True)
class Standing:
    """A state as people read it, and the tone of its mark."""

    tone: str
    title: Said


REQUESTS = {
    RequestState.SUBMITTED: Standing("wait", said("asked for", "待财政审核")),
    RequestState.REVIEWED: Standing("wait", said("reviewed, money to come", "已审核，待到账")),
    RequestState.ARRIVED: Standing("good", said("money arrived", "资金已到账")),
    RequestState.RETURNED: Standing("stop", said("sent back", "已退回")),
}
STEPS = {
    RequestState.SUBMITTED: said("Asked for", "用款申请"),
    RequestState.REVIEWED: said("Reviewed by the treasury", "财政审核"),
    RequestState.ARRIVED: said("Money arrived", "资金到账"),
    RequestState.RETURNED: said("Sent back", "退回"),
}
KINDS = {
    FundKind.FLOOR: said("goes on beyond its budget", "保底（超支照付）"),
    FundKind.CEILING: said("stops at its budget", "封顶（用完即止）"),
    FundKind.WARN: said("warns at its budget", "超预算提醒"),
}
LACKS = {
    FundKind.FLOOR: said("went on beyond its budget", "已超预算照付"),
    FundKind.CEILING: said("entitled and waiting: the budget is used up", "预算已用完，应付待付"),
    FundKind.WARN: said("went beyond its budget", "已超预算"),
}
TASKS = {
    "bounced": said("came back from the bank", "退票"),
    "no_account": said("no account", "没有银行账户"),
    "name_differs": said("the account bears another name", "户名不一致"),
    "died": said("the payee died", "收款人已死亡"),
}
GROUNDS = {
    Ground.WRONG: said("it is wrong", "差错，待更正"),
    Ground.DECLINED: said("the person declined it", "本人放弃"),
    Ground.NOBODY: said("nobody is left to be paid", "无人承领"),
}
RECOVERIES = {
    RecoveryState.NOTIFIED: Standing("wait", said("may be objected to", "异议期内")),
    RecoveryState.OBJECTED: Standing("late", said("objected to", "已提异议")),
    RecoveryState.DUE: Standing("wait", said("due", "应追回")),
    RecoveryState.CLOSED: Standing("good", said("closed", "已办结")),
}
ACTS = {
    "objected": said("objected", "提出异议"),
    "objection_rejected": said("objection rejected", "异议不成立"),
    "objection_upheld": said("objection upheld", "异议成立"),
    "instalment": said("instalment agreed", "约定分期"),
    "repaid": said("repaid", "收回"),
    "offset": said("offset", "抵扣"),
    "waived": said("waived", "免予追回"),
    "written_off": said("written off", "核销"),
}
ANSWERS = {
    Answer.RECEIVED: said("had the right sum", "已收到，金额相符"),
    Answer.WRONG_AMOUNT: said("another sum", "金额不符"),
    Answer.NOT_RECEIVED: said("nothing came", "没有收到"),
    Answer.UNREACHED: said("not reached", "没有联系上"),
}
ACCOUNT_IN_USE = Standing("good", said("in use", "使用中"))
ACCOUNT_WAITS = Standing("wait", said("waits for a second person", "待复核"))
_PAYEES = Standing("good", said("the name of whoever is paid", "户名与收款人一致"))
_ONLY_PERSONS = Standing(
    "late", said("the person's name, but somebody else is paid", "户名为本人，但收款人另有其人")
)
_NOBODYS = Standing("late", said("another name than that of whoever is paid", "户名与收款人不一致"))
_CANCELLED = Standing("stop", said("cancelled", "已撤销"))
_MADE = Standing("wait", said("file to be written", "待生成文件"))
_WRITTEN = Standing("wait", said("to be handed to the bank", "待送银行"))
_SENT = Standing("wait", said("with the bank", "代发中，待回盘"))
_DONE = Standing("good", said("answered", "已回盘"))


def batch_standing(told: BatchTold) -> Standing:
    """How far a batch is."""
    batch = told.batch
    if batch.cancelled_at is not None:
        return _CANCELLED
    if batch.sent_at is None:
        return _WRITTEN if batch.sha256 else _MADE
    return _SENT if told.open else _DONE


def holder_standing(told: AccountTold) -> Standing:
    """Whether an account is in the name of whoever is paid."""
    if told.is_payees:
        return _PAYEES
    return _ONLY_PERSONS if told.is_persons else _NOBODYS
