"""The words that people read: statuses, reasons, columns and steps, in Chinese and English."""

from collections.abc import Mapping

from mianshen.engine.kernel.coverage import Uncovered
from mianshen.engine.results import Reason, Status
from mianshen.money import format_yuan
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Titled
from mianshen.run.messages import Lang
from mianshen.run.settlements import SetAside
from mianshen.standards.findings import Rule
from mianshen.standards.reversals import REASON_SENTENCES
from mianshen.standards.reversals import Reason as Netted

Pair = tuple[str, str]

STATUS: Mapping[Status, Pair] = {
    Status.ENTITLED: ("符合救助", "entitled"),
    Status.ZERO: ("无救助金额", "zero"),
    Status.HELD: ("暂缓", "held"),
    Status.EXCLUDED: ("已剔除", "excluded"),
}

UNCOVERED: Mapping[Uncovered, Pair] = {
    Uncovered.COMBINATION: ("组合方式", "a way of combining programmes"),
    Uncovered.YEAR_COMPARED: ("按全年比较的选择", "choices compared over the year"),
    Uncovered.YEAR_END: ("年终结算的项目", "a programme settled at the year's end"),
    Uncovered.SHAPE: (
        "起付发下限、互斥、兜底或合计归零",
        "a minimum, an exclusion, a guarantee or bases clipped in the sum",
    ),
    Uncovered.REACHING_BACK: ("追溯全年的调整", "an adjustment that reaches back"),
    Uncovered.DYNAMIC: (
        "条件或标准随已付金额变化",
        "a condition or figure that reads what was paid",
    ),
    Uncovered.BASE: ("基数公式", "a base formula"),
    Uncovered.HOUSEHOLD: ("多人合并测算", "several people together"),
    Uncovered.SEVERAL_PACKS: ("多个政策包", "several packs"),
    Uncovered.OPENING: ("有期初数", "opening balances"),
    Uncovered.PINNED: ("已按某一顺序支付", "orders already paid"),
    Uncovered.YEAR_PAYMENT: ("按年度的其他支付", "a payment for the whole year"),
    Uncovered.DAILY: ("按天给付", "payments by the day"),
    Uncovered.VISIT_CONDITION: (
        "分次结算的就诊上有金额条件",
        "a condition on the amounts of a visit in parts",
    ),
    Uncovered.AMOUNTS: ("金额或标准过大、过细", "amounts or figures too large or too fine"),
    Uncovered.SEARCH: ("方案过多", "a search too large"),
    Uncovered.FACTS: ("事实无法测算", "facts that no rule can settle"),
}

REASON: Mapping[Reason, Pair] = {
    Reason.BELOW_START_LINE: ("未达起付线", "below the start line"),
    Reason.BELOW_MINIMUM: ("不足最低救助金额", "below the least amount paid out"),
    Reason.NO_BASE: ("没有可救助的费用", "no cost this programme could meet"),
    Reason.CAP_USED: ("限额已用完", "the cap is used up"),
    Reason.NOTHING_LEFT: ("个人已无负担", "nothing is left to pay"),
    Reason.BETTER_PROGRAMME: ("已按更优项目救助", "a better programme was chosen"),
    Reason.EXCLUDED_BY_CLAUSE: ("按规定不与其他项目同享", "a clause excludes it beside another"),
    Reason.ONCE_GIVEN: ("一次性救助已享受", "given only once, and given already"),
    Reason.NO_IDENTITY: ("就诊时不具备救助身份", "no such identity on the day"),
    Reason.CONDITION_FALSE: ("不符合救助条件", "a condition is not met"),
    Reason.NO_VERSION: ("当时政策不在施行期", "the policy was not in force on the day"),
    Reason.PARAMETER_MISSING: ("待补政策参数", "waits for a figure of the policy"),
    Reason.OPENING_MISSING: ("待补期初数", "waits for the opening balance"),
    Reason.CLAIM_TOO_LATE: ("已过申请期限", "claimed too late"),
    Reason.REJECTED: ("部门不予救助", "rejected by the office"),
    Reason.WAITING_FOR_SOURCE: ("待其他渠道数据", "waits for what another payer sends"),
    Reason.WAITING_FOR_YEAR_END: ("待年终清算", "waits for the end of the year"),
    Reason.NEEDS_CHECK: ("待核实", "needs a check"),
    Reason.APPLICATION_NEEDED: ("待本人申请", "waits for an application"),
    Reason.ELECTIVE: ("待本人选择", "the person has to choose"),
    Reason.STATES_BUDGET: ("组合过多，待人工比对", "too many combinations; compare by hand"),
    Reason.REVERSED: ("已冲正", "reversed"),
    Reason.DUPLICATE: ("重复", "duplicate"),
    Reason.PAYERS_EXCEED_COST: ("各方支付超过费用，待核实", "payers gave more than the cost"),
}

VISIT_CLASSES: Mapping[str, Pair] = {
    "entitled": ("符合救助", "entitled"),
    "held": ("暂缓", "held"),
    "zero": ("无救助金额", "zero"),
    "excluded": ("已剔除(冲正/重复)", "excluded"),
    "not_rostered": ("不在名单内", "not rostered"),
    "outside_period": ("不在本次测算期", "outside the period"),
    "in_review": ("待核实身份", "in review"),
    "set_aside": ("待纠正数据", "set aside"),
    "quarantined": ("读不出的行", "in quarantine"),
}

STEPS: Mapping[str, Pair] = {
    "visits": ("全部就诊", "all visits"),
    "rostered": ("名单内人员的就诊", "of rostered people"),
    "in_scope": ("在救助范围内", "in scope of a programme"),
    "entitled": ("有救助金额", "entitled"),
}

COLUMNS: Mapping[str, Pair] = {
    "person": ("证件号码", "person"),
    "psn_no": ("人员编号", "psn_no"),
    "name": ("姓名", "name"),
    "settlement": ("结算ID", "settlement"),
    "visit": ("就诊ID", "visit"),
    "settled": ("结算日期", "settled"),
    "year": ("待遇年度", "year"),
    "programme": ("项目代码", "programme"),
    "title": ("救助项目", "title"),
    "office": ("责任部门", "office"),
    "fund": ("资金渠道", "fund"),
    "simulated": ("仅测算", "simulated"),
    "status": ("结果", "status"),
    "reason": ("原因代码", "reason"),
    "reason_text": ("原因", "reason_text"),
    "amount": ("拟救助金额(元)", "amount_yuan"),
    "held": ("暂缓金额(元)", "held_yuan"),
    "delivered": ("已支付金额(元)", "delivered_yuan"),
    "difference": ("应补应退(元)", "difference_yuan"),
    "catch_up": ("其中补发(元)", "catch_up_yuan"),
    "provisional": ("含暂定数", "provisional"),
    "assumed": ("假定参数", "assumed"),
    "origin": ("数据来源", "origin"),
    "layer": ("层次", "layer"),
    "chosen": ("采用方案", "chosen"),
    "listed": ("默认顺序", "listed"),
    "tied": ("并列", "tied"),
    "alone": ("单独救助后负担(元)", "alone_left"),
    "chosen_left": ("采用后个人负担(元)", "chosen_left_yuan"),
    "listed_left": ("默认顺序后个人负担(元)", "listed_left_yuan"),
    "worst_left": ("最差顺序后个人负担(元)", "worst_left_yuan"),
    "gain": ("比默认顺序少负担(元)", "gain_yuan"),
    "held_order": ("全年固定方案", "held_order"),
    "held_left": ("全年固定后个人负担(元)", "held_left_yuan"),
    "year_gain": ("全年固定少负担(元)", "year_gain_yuan"),
    "compared": ("比较方案数", "compared"),
    "applied": ("已按此计算", "applied"),
    "file": ("文件", "file"),
    "row": ("行", "row"),
    "field": ("字段", "field"),
    "rule": ("规则", "rule"),
    "value": ("内容", "value"),
    "sentence": ("说明", "sentence"),
    "remedy": ("处理办法", "remedy"),
    "detail": ("细节", "detail"),
    "is_used": ("已采用", "used"),
    "candidate_1": ("候选人1", "candidate_1"),
    "evidence_1": ("依据1", "evidence_1"),
    "candidate_2": ("候选人2", "candidate_2"),
    "evidence_2": ("依据2", "evidence_2"),
    "candidate_3": ("候选人3", "candidate_3"),
    "evidence_3": ("依据3", "evidence_3"),
    "delivery": ("送达号", "delivery"),
    "before": ("原来", "before"),
    "after": ("改为", "after"),
}

PAYER_FIELDS: Mapping[str, Pair] = {
    "hifp_pay": ("统筹基金", "basic insurance"),
    "cvlserv_pay": ("公务员补助", "civil servants' aid"),
    "hifes_pay": ("企业补充医保", "employers' supplement"),
    "hifmi_pay": ("居民大病保险", "major illness, residents"),
    "hifob_pay": ("职工大额补助", "large costs, employees"),
    "maf_pay": ("医疗救助(一站式)", "medical aid, one-stop"),
    "hifdm_pay": ("伤残人员保障", "disabled veterans' fund"),
    "pref_fund_pay": ("优抚对象基金", "veterans' fund"),
    "oth_pay": ("其他支出", "other funds"),
}

VISITS: Mapping[str, Pair] = {
    "inpatient": ("住院", "inpatient"),
    "outpatient": ("门诊", "outpatient"),
    "chronic_outpatient": ("门诊慢特病", "chronic outpatient"),
    "pharmacy": ("药店", "pharmacy"),
    "maternity": ("生育", "maternity"),
    "home_bed": ("家庭病床", "home bed"),
    "other": ("其他", "other"),
}

_ASK: Pair = ("请向报送部门补要后重新报送。", "Ask the sender for it and send the row again.")
_CHECK: Pair = ("请与医疗机构或报送部门核对原件。", "Check it against the original at the sender.")
_NOTHING: Pair = ("无需处理。", "Nothing to do.")

_SET_ASIDE: Mapping[str, tuple[str, str, Pair]] = {
    Netted.ORIGINAL_MISSING: ("找不到被冲正的原结算", "", _ASK),
    Netted.ORIGINAL_SET_ASIDE: ("被冲正的原结算已无效，或有多个版本", "", _CHECK),
    Netted.ORIGINAL_IS_A_REVERSAL: ("所指的原结算本身就是一笔冲正", "", _CHECK),
    Netted.ORIGINAL_ALREADY_REVERSED: ("原结算已被另一笔冲正", "", _CHECK),
    Netted.NOT_THE_EXACT_NEGATIVE: ("金额与原结算不是正负相抵，或人员不同", "", _CHECK),
    Netted.REVERSAL_NOT_ARRIVED: ("已标记退费，但未收到冲正记录", "", _ASK),
    Netted.VOID: ("记录已标记无效", "", _NOTHING),
    Netted.SAME_CONTENT: ("同一笔结算重复报送", "", _NOTHING),
    Netted.OLDER_VERSION: ("同一笔结算已有更新的版本", "", _NOTHING),
    Netted.VERSIONS_DISAGREE: ("同一结算ID有不同内容，无法判断以哪个为准", "", _CHECK),
    Rule.VALUE_MISSING: ("这一项是空的，缺了不能测算", "This field is empty.", _ASK),
    "end_before_start": (
        "开始日期晚于结束日期",
        "The stay begins after it ends.",
        _CHECK,
    ),
    "I1": ("医疗费总额不等于基金支付、个人负担与医院负担之和", "", _CHECK),
    "I2": ("基金支付总额不等于各项基金之和", "", _CHECK),
    "I3": ("个人负担与个人账户、现金支出不符", "", _CHECK),
    "I5": ("医疗救助支出与基金分项不符", "", _CHECK),
    "payers_exceed_cost": ("各方支付超过医疗费总额", "", _CHECK),
    "payment_settlement_missing": (
        "这笔支付所指的结算不在有效结算之内",
        "The settlement this payment names is not among the sound ones of the person.",
        ("请核对结算ID和人员。", "Check the settlement number and the person."),
    ),
    "payment_without_settlement": (
        "这笔支付的起止日期内没有该人员的结算",
        "The person has no settlement in the days this payment covers.",
        ("请核对起止日期和人员。", "Check the days and the person."),
    ),
}


def say(pair: Pair, lang: Lang) -> str:
    """The Chinese or the English of a pair."""
    return pair[lang is Lang.EN]


def title_of(titled: Titled, name: str, lang: Lang) -> str:
    """What a thing of the pack is called, or its name where it has no title."""
    return (titled.title_en if lang is Lang.EN else titled.title) or name


def programme_title(pack: Pack, name: str, lang: Lang) -> str:
    """What a programme is called."""
    return title_of(pack.programmes[name], name, lang)


def reason_text(reason: Reason | None, lang: Lang) -> str:
    """A reason in words, or nothing."""
    return say(REASON[reason], lang) if reason else ""


def yuan(amount_fen: int) -> str:
    """An amount for the screen: two decimals, thousands grouped."""
    return format_yuan(amount_fen, grouped=True)


def set_aside_text(one: SetAside, lang: Lang) -> Pair:
    """Why a row was set aside, and what to do about it."""
    chinese, english, remedy = _SET_ASIDE[one.rule]
    if lang is Lang.EN:
        standard = {str(reason): sentence for reason, sentence in REASON_SENTENCES.items()}
        return one.sentence or english or standard.get(one.rule, one.rule), remedy[1]
    return chinese + "。", remedy[0]
