"""What the person's page says in words: why a class began and ended, what waits, how money went."""

from collections.abc import Mapping

from mianshen.bureau.assessment.services import Ruled
from mianshen.bureau.intake.services import IdentityAct
from mianshen.bureau.workbench.orders.words import Standing
from mianshen.policy.saying import Said, said

STARTS: Mapping[str, Said] = {
    "": said("stated", "名单载明"),
    "stated": said("the day the list states", "名单载明起始日"),
    "listed": said("since the first list with them", "自首次列入名单起"),
}
ENDS: Mapping[str, Said] = {
    "": said("goes on", "持续"),
    "stated": said("the day the list states", "名单载明终止日"),
    "off_list": said("no longer on the list", "新名单中已无此人"),
    "ended": said("ended by a list of changes", "变动名单已终止"),
    "died": said("died", "去世"),
    "moved": said("moved away", "迁出"),
}
GONE: Mapping[str, Said] = {
    "died": said(
        "Registered as dead: care before that day is still paid; ask who is paid now.",
        "已登记死亡：去世前的费用照付，请核对现在的收款人。",
    ),
    "moved": said(
        "Moved away: ask where they are insured now.",
        "已迁出：请核对现在的参保地。",
    ),
}
TASKS: Mapping[str, Said] = {
    "died": said("A payment waits: say who is paid now.", "有一笔拨付在等：请确认现在的收款人。"),
    "no_account": said(
        "A payment waits: no account is known.", "有一笔拨付在等：没有可用的收款账户。"
    ),
    "name_differs": said(
        "A payment waits: the account is in another name.", "有一笔拨付在等：户名与姓名不一致。"
    ),
    "bounced": said(
        "A payment came back from the bank.", "有一笔拨付被银行退票，请核对账户后重发。"
    ),
}
NO_ACCOUNT = said(
    "No account is confirmed: money cannot be paid yet.", "还没有核对过的收款账户，暂不能拨付。"
)
RELATIONS: Mapping[str, Said] = {
    "本人": said("the person", "本人"),
    "监护人": said("guardian", "监护人"),
    "户主": said("head of the household", "户主"),
    "供养机构": said("institution that cares for them", "供养机构"),
    "继承人": said("heir", "继承人"),
}

_PAID: Mapping[str | None, Standing] = {
    "paid": Standing("good", said("paid", "实发")),
    "returned": Standing("late", said("came back", "退票")),
    "refused": Standing("late", said("failed", "发放失败")),
    "cancelled": Standing("wait", said("to be sent again", "待重发")),
    None: Standing("wait", said("on its way", "拨付中")),
}
_NOT_YET: Mapping[str, Standing] = {
    "open": Standing("plain", said("proposed", "拟救助")),
    "approved": Standing("wait", said("to be paid", "待拨付")),
    "rejected": Standing("stop", said("refused", "不予救助")),
}
STATUS: Mapping[str, Standing] = {
    "entitled": Standing("good", said("entitled", "符合救助")),
    "held": Standing("wait", said("held", "暂缓")),
    "zero": Standing("plain", said("no amount", "无救助金额")),
    "excluded": Standing("stop", said("excluded", "已剔除")),
}

IDENTITY_ACTS: Mapping[IdentityAct, Said] = {
    IdentityAct.MERGE: said("two are one person", "合并为一人"),
    IdentityAct.UNMERGE: said("taken apart again", "撤销合并"),
    IdentityAct.PART: said("one is two people", "拆分为两人"),
}

RULED: Mapping[Ruled, Said] = {
    Ruled.APPLICATION: said("applied for", "已申请"),
    Ruled.CHOICE: said("chosen", "已选择"),
    Ruled.RELEASE: said("released", "已放行"),
    Ruled.WAIVER: said("opening balance waived", "免补期初数"),
    Ruled.REJECTION: said("refused", "不予救助"),
    Ruled.PIN: said("order of payment kept", "支付次序已定"),
}


def paid_standing(state: str, outcome: str | None, *, taken_over: bool) -> Standing:
    """How far the money of a line of an order is."""
    return _PAID.get(outcome, _PAID[None]) if taken_over else _NOT_YET[state]
