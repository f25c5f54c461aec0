"""What each table is called, and each column with its 口径: what is counted, when, and what not."""

from collections.abc import Mapping

from mianshen.bureau.reporting.models import Kind
from mianshen.bureau.reporting.tables import Column, Sort
from mianshen.policy.saying import Said, said

TITLES: Mapping[Kind, Said] = {
    Kind.SUMMARY: said("Assistance by township", "医疗救助汇总表"),
    Kind.DETAILS: said("Payments one by one", "医疗救助发放明细表"),
    Kind.DEPARTMENTS: said("Assistance by department", "医疗救助分部门统计表"),
    Kind.FUNDS: said("Use of the funds", "医疗救助资金使用表"),
}

ABOUT_PERIODS = said(
    "What is counted belongs to the month in which the system's books have it; once a month is"
    " closed, what comes later is counted in the next. Aid that the national platform paid at the"
    " hospital is in none of these tables.",
    "按系统记账时间归入会计期间；某月封账后再发生的，计入下一个月。"
    "国家平台在医院一站式结算时已支付的救助不在这些表内。",
)
"""What holds for every column."""

_TOWNSHIP = Column(
    "township",
    said("Township", "镇街"),
    said(
        "the township that answers for the person's order; lines without an order stand by"
        " themselves",
        "工单所属镇街；没有工单的明细单列",
    ),
    Sort.WORD,
)
_PROGRAMME = Column(
    "programme",
    said("Programme", "救助项目"),
    said("by the name it has in the policy in force", "现行待遇政策中的名称"),
    Sort.WORD,
)
_OPENING = Column(
    "opening",
    said("Waiting before", "期初待发"),
    said(
        "approved and not yet paid at the beginning, returned payments included",
        "期初已核定、尚未支付的金额，含退票待重发",
    ),
)
_APPROVED_PEOPLE = Column(
    "approved_people",
    said("People approved", "核定人数"),
    said(
        "people for whom something was approved in the period, each once in a row; the total counts"
        " each once, so it may be less than the sum of the rows",
        "本期有核定金额的人，每行每人计一次；合计按人去重，可能小于各行之和",
    ),
    Sort.COUNT,
)
_APPROVED_LINES = Column(
    "approved_lines",
    said("Lines approved", "核定笔数"),
    said(
        "lines of orders approved in the period: one programme for one settlement or year each",
        "本期核定的工单明细：一个项目、一笔结算（或一个年度）为一笔",
    ),
    Sort.COUNT,
)
_APPROVED = Column(
    "approved",
    said("Approved", "本期核定"),
    said(
        "what was approved at the last stage, by when that was",
        "末级审核通过的金额，按通过的时间计",
    ),
)
_PAID_PEOPLE = Column(
    "paid_people",
    said("People paid", "发放人数"),
    said(
        "people for whom a payment was reported as paid by the bank in the period, each once",
        "本期银行回盘为已付的人，每行每人计一次；合计按人去重",
    ),
    Sort.COUNT,
)
_PAID_LINES = Column(
    "paid_lines",
    said("Payments", "发放笔数"),
    said(
        "payments that the bank reported as paid; a payment sent again after it came back counts"
        " again",
        "银行回盘为已付的笔数；退票后重发成功的再计一笔",
    ),
    Sort.COUNT,
)
_PAID = Column(
    "paid",
    said("Paid", "本期发放"),
    said(
        "amounts that the bank reported as paid, by when its answer was loaded",
        "银行回盘为已付的金额，按导入回盘的时间计",
    ),
)
_RETURNED = Column(
    "returned",
    said("Came back", "付后退票"),
    said(
        "payments that were reported as paid, in this period or before, and came back in it;"
        " payments refused at once were never paid and are not in it",
        "此前或本期报为已付、本期又退回的金额；当场退票的从未支付，不在内",
    ),
)
_NET = Column(
    "net",
    said("Paid net", "实际发放"),
    said("paid less what came back", "本期发放减付后退票"),
)
_SET_OFF = Column(
    "set_off",
    said("Set off", "抵扣"),
    said(
        "given by letting somebody keep what was paid too much before, with written consent",
        "经本人书面同意，以此前多付的金额抵作本次给付",
    ),
)
_VOID = Column(
    "void",
    said("Voided", "作废"),
    said(
        "approved and given up before it was paid, by two people with a reason",
        "已核定、支付前作废的金额（两人办理、写明原因）",
    ),
)
_CLOSING = Column(
    "closing",
    said("Waiting after", "期末待发"),
    said(
        "waiting before, more what was approved and came back, less what was paid, set off and"
        " voided",
        "期初待发＋本期核定－本期发放＋付后退票－抵扣－作废",
    ),
)
_RECOVERED = Column(
    "recovered",
    said("Paid back", "追回"),
    said(
        "paid back by people after a recovery was ordered; not taken off what was paid",
        "追款后本人退回的金额；不从本期发放中扣除",
    ),
)

COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    Kind.SUMMARY: (
        *(_TOWNSHIP, _OPENING, _APPROVED_PEOPLE, _APPROVED_LINES, _APPROVED),
        *(_PAID_PEOPLE, _PAID_LINES, _PAID, _RETURNED, _NET, _SET_OFF, _VOID, _CLOSING, _RECOVERED),
    ),
    Kind.DEPARTMENTS: (
        Column(
            "department",
            said("Department", "部门"),
            said(
                "whose programme it is; lines without an order stand by themselves",
                "救助项目所属部门；没有工单的明细单列",
            ),
            Sort.WORD,
        ),
        _PROGRAMME,
        *(_OPENING, _APPROVED_PEOPLE, _APPROVED_LINES, _APPROVED),
        *(_PAID_PEOPLE, _PAID_LINES, _PAID, _RETURNED, _NET, _SET_OFF, _VOID, _CLOSING, _RECOVERED),
    ),
    Kind.DETAILS: (
        Column(
            "number",
            said("No.", "序号"),
            said("in the order of the books", "按记账先后"),
            Sort.COUNT,
        ),
        Column(
            "day",
            said("Booked on", "记账日期"),
            said("the day on which the bank's answer was loaded", "导入银行回盘的日期"),
            Sort.WORD,
        ),
        Column(
            "payment",
            said("Payment", "付款编号"),
            said("the number in the bank's file", "代发文件中的明细号"),
            Sort.WORD,
        ),
        Column(
            "township",
            said("Township", "镇街"),
            said("the township that answers for the person's order", "工单所属镇街"),
            Sort.WORD,
        ),
        Column(
            "name",
            said("Name", "姓名"),
            said(
                "the person who is helped; who is paid may be another",
                "救助对象；收款人可能另有其人",
            ),
            Sort.WORD,
        ),
        Column(
            "certno",
            said("Identity number", "身份证号"),
            said(
                "its middle is hidden unless it was asked for", "中间位隐去，申请明文并留痕的除外"
            ),
            Sort.WORD,
        ),
        _PROGRAMME,
        Column(
            "fund",
            said("Fund", "资金来源"),
            said("the fund that paid", "支付这一笔的资金"),
            Sort.WORD,
        ),
        Column(
            "what",
            said("What", "类别"),
            said(
                "paid, or came back after it was paid (with a minus)",
                "发放，或付后退票（以负数列示）",
            ),
            Sort.WORD,
        ),
        Column(
            "amount",
            said("Amount", "金额"),
            said(
                "what the bank paid or sent back; the total is what was paid net",
                "银行支付或退回的金额；合计即实际发放",
            ),
        ),
    ),
    Kind.FUNDS: (
        Column(
            "fund",
            said("Fund", "资金名称"),
            said("every fund of the year, or with a balance", "本年度的资金，或仍有余额的资金"),
            Sort.WORD,
        ),
        Column(
            "document",
            said("Allotment", "指标文号"),
            said("under which the fund was opened", "设立资金时的文号"),
            Sort.WORD,
        ),
        Column(
            "opening",
            said("Left before", "期初结余"),
            said(
                "budget given less what was paid, at the beginning; below zero is beyond it",
                "期初累计下达减累计支付；负数为超预算",
            ),
        ),
        Column(
            "appropriated",
            said("Budget given", "本期下达"),
            said(
                "budget entered in the period, less entries that were reversed in it",
                "本期登记的预算指标，已减红字冲销",
            ),
        ),
        _PAID,
        _RETURNED,
        _NET,
        Column(
            "recovered",
            said("Paid back", "追回"),
            said(
                "paid back by people after a recovery was ordered; it can be used again",
                "追款后本人退回的金额，退回后可再使用",
            ),
        ),
        Column(
            "closing",
            said("Left after", "期末结余"),
            said(
                "left before, more budget given and paid back, less paid net",
                "期初结余＋本期下达－实际发放＋追回",
            ),
        ),
        Column(
            "committed",
            said("Asked for, unpaid", "其中已请款未付"),
            said(
                "of what is left, what was asked of the treasury and is not paid",
                "期末结余中已用款申请、尚未支付的金额",
            ),
        ),
    ),
}
