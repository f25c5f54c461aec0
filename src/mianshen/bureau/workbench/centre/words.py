"""What the centre's pages call classes and reasons of settlements, offices and days left."""

from collections.abc import Mapping

from mianshen.bureau.offices.vocabulary import OfficeKind
from mianshen.bureau.reporting.services import OpenEnd
from mianshen.bureau.workbench.orders.words import Standing
from mianshen.engine.results import Reason
from mianshen.policy.saying import Said, said
from mianshen.run.messages import Lang
from mianshen.run.settlements import SetAside
from mianshen.run.words import REASON, set_aside_text

CLASSES: Mapping[str, Standing] = {
    "entitled": Standing("good", said("Entitled", "符合救助")),
    "held": Standing("wait", said("Held", "暂缓")),
    "zero": Standing("plain", said("No amount", "无救助金额")),
    "excluded": Standing("stop", said("Excluded by a rule", "按规定不予救助")),
    "in_review": Standing("wait", said("Waits to be assessed", "待核实后测算")),
    "outside_period": Standing("plain", said("Outside the days of a class", "就诊时不具备身份")),
    "not_rostered": Standing("plain", said("On no roster", "不在部门名单")),
    "nobody": Standing("late", said("Nobody found for it", "找不到对应人员")),
    "set_aside": Standing("stop", said("Taken back, repeated, unusable", "已剔除（冲正、重复等）")),
}
OFFICES: Mapping[OfficeKind, Said] = {
    OfficeKind.CENTRE: said("District centre", "区经办机构"),
    OfficeKind.BUREAU: said("Bureau", "区医保局"),
    OfficeKind.DEPARTMENT: said("Departments", "各部门"),
    OfficeKind.FINANCE: said("Finance", "财政"),
    OfficeKind.SUPERVISION: said("Supervision", "监督"),
}
BUCKETS: tuple[Said, ...] = (
    said("late", "逾期"),
    said("today", "今天"),
    said("1–2 d", "1–2天"),
    said("3–5 d", "3–5天"),
    said("later", "以后"),
    said("none", "不计"),
)
"""Days that are left; the last is of orders whose clocks do not run."""
WAITS: Mapping[str, Said] = {
    "in_review": said("a row in doubt may be about them", "名单中有疑似本人的行，待核实身份"),
    "no_pack": said("no policy answers for a bill of theirs", "有费用没有对应的待遇政策"),
    "facts": said("their data contradict each other", "数据互相矛盾，待纠正"),
}
OPEN_ENDS: Mapping[OpenEnd, Said] = {
    OpenEnd.LEDGER: said("The ledger does not read zero", "账不平"),
    OpenEnd.UNANSWERED: said("Payments without the bank's answer", "已送银行、未回盘的付款"),
    OpenEnd.PROPOSALS: said("Acts that wait for a second person", "等第二人复核的作废、核销"),
    OpenEnd.UNSENT: said("Batches not handed to the bank", "未送银行的批次"),
    OpenEnd.REQUESTS: said("Requests whose money has not come", "资金未到账的用款申请"),
    OpenEnd.TASKS: said("Returned payments to be seen to", "退票等待处理的明细"),
    OpenEnd.APPROVED: said("Approved lines not taken over", "已核定、未转拨付的明细"),
    OpenEnd.RECOVERIES: said("Recoveries under way", "未结的追款"),
    OpenEnd.OVERDUE: said("Orders late", "已逾期的工单"),
}

_TAKEN_BACK: Mapping[str, Said] = {
    "cancelled": said("taken back by a refund", "已被退费冲正"),
    "cancels_named": said("a refund that takes another back", "退费冲正记录"),
    "cancels_matched": said(
        "a refund that takes another back, matched", "退费冲正记录（按金额匹配）"
    ),
}


def reason_title(class_: str, reason: str) -> Said:
    """Why a settlement is in its class; nothing where the class says it."""
    if not reason:
        return said("", "")
    if reason in _TAKEN_BACK:
        return _TAKEN_BACK[reason]
    if class_ == "set_aside":
        row = SetAside("", 0, "", "", reason, "")
        english, chinese = (set_aside_text(row, lang)[0] for lang in (Lang.EN, Lang.ZH))
        return Said(english, chinese)
    chinese, english = REASON[Reason(reason)]
    return Said(english, chinese)
