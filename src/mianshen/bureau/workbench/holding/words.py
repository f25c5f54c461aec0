"""Why something is held or waits, and what ends it, as the pages say it."""

from collections.abc import Mapping

from mianshen.engine.results import Reason
from mianshen.policy.saying import Said, said
from mianshen.run.words import REASON

_ENDS: Mapping[Reason, Said] = {
    Reason.WAITING_FOR_SOURCE: said(
        "Goes on by itself when that payer's data come; where it is sure that they paid nothing,"
        " two people release it.",
        "该渠道数据送来后自动测算；已核实对方没有支付的，可经两人放行。",
    ),
    Reason.OPENING_MISSING: said(
        "Goes on by itself when the opening balance is entered; where there was nothing before, two"
        " people waive it.",
        "补录期初数后自动测算；已核实此前没有享受的，可经两人免补。",
    ),
    Reason.APPLICATION_NEEDED: said(
        "Note the person's application on their page.", "在本人页面登记申请后自动测算。"
    ),
    Reason.ELECTIVE: said(
        "Note the person's choice on their page.", "在本人页面登记选择后自动测算。"
    ),
    Reason.WAITING_FOR_YEAR_END: said(
        "Is settled when the year is closed.", "年度关账后自动清算。"
    ),
    Reason.PARAMETER_MISSING: said(
        "Goes on when the policy has the figure.", "政策标准补齐后自动测算。"
    ),
}
_MENDED = said("Goes on by itself when the data are mended.", "数据核实、补齐后自动测算。")

WAITING: Mapping[str, Said] = {
    "in_review": said("a row in doubt may be about them", "有一行数据可能是本人，待核实身份"),
    "no_pack": said("no policy answers for the bill", "没有负责这笔费用的政策，待明确责任区"),
    "facts": said("the facts contradict each other", "数据互相矛盾，待纠正"),
}
PROPOSED: Mapping[str, Said] = {
    "release": said("release without what it waits for", "放行（不再等待）"),
    "waiver": said("no opening balance needed", "免补期初数"),
}


def reason_title(reason: Reason) -> Said:
    """Why a line is held."""
    chinese, english = REASON[reason]
    return Said(english, chinese)


def what_ends(reason: Reason) -> Said:
    """What lets a line that is held for a reason go on."""
    return _ENDS.get(reason, _MENDED)
