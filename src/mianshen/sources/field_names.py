"""The fields of each kind of file, the columns that may carry them, and how each is read."""

from collections.abc import Mapping
from types import MappingProxyType

from mianshen.standards.fields import FIELDS, Kind

Names = Mapping[str, tuple[str, ...]]

PERSON: Names = {
    "certno": ("证件号码", "身份证号", "身份证号码", "cert_no", "公民身份号码"),
    "psn_no": ("人员编号", "金保号"),
}
_DETAILS: Names = {
    **PERSON,
    "name": ("姓名", "人员姓名", "psn_name"),
    "cert_type": ("证件类型", "人员证件类型", "psn_cert_type"),
    "disability_card": ("残疾人证号", "残疾证号"),
    "household": ("户编号", "household_no"),
    "born": ("出生日期", "brdy", "birth_date"),
    "sex": ("性别", "gend"),
    "start": ("开始日期", "begntime", "start_date"),
    "end": ("结束日期", "endtime", "end_date"),
}
ROSTER: Names = {
    **_DETAILS,
    "identity": ("身份类别", "人员身份类别", "救助身份"),
    "recognised": ("认定日期", "recognised_on"),
    "office": ("部门", "office_name"),
    "change": ("变动类型", "change"),
}
PEOPLE: Names = {
    **_DETAILS,
    "former_name": ("曾用名", "former_name"),
    "died": ("死亡日期", "died_on"),
    "moved": ("迁出日期", "moved_on"),
}
OTHERS: Names = {
    **PERSON,
    "name": ("姓名", "人员姓名", "psn_name"),
    "source": ("来源", "支付渠道", "支付方"),
    "amount": ("金额", "支付金额", "amount_yuan"),
    "setl_id": ("结算ID", "结算编号"),
    "first_day": ("开始日期", "first"),
    "last_day": ("结束日期", "last"),
    "provisional": ("暂定", "预拨"),
    "through": ("截至日期", "closed_through"),
    "id": ("编号", "payment_id"),
}
OPENING: Names = {
    **PERSON,
    "name": ("姓名", "人员姓名", "psn_name"),
    "programme": ("救助项目", "项目"),
    "pool": ("共用限额", "限额"),
    "year": ("年度", "待遇年度"),
    "base": ("累计基数", "基数"),
    "consumed": ("已扣起付线", "已用起付线"),
    "entitled": ("已救助", "已救助金额"),
    "visits": ("次数", "就诊次数"),
    "once": ("已享受一次", "once_given"),
    "room_left": ("剩余个人负担", "剩余负担"),
    "used": ("已用金额", "已用限额"),
}
ACCOUNTS: Names = {
    **PERSON,
    "name": ("姓名", "人员姓名", "psn_name"),
    "bank": ("开户行", "bank_name"),
    "holder": ("户名", "account_name"),
    "account": ("银行账号", "账号", "account_no"),
    "relation": ("收款人与本人关系", "与本人关系"),
    "start": ("启用日期", "开始日期"),
    "end": ("停用日期", "结束日期"),
}
BACKLOG: Names = {
    **PERSON,
    "name": ("姓名", "人员姓名", "psn_name"),
    "setl_id": ("结算ID", "结算编号"),
    "visit": ("就诊编号", "就诊ID"),
    "left": ("出院日期", "discharged_on"),
    "office": ("待办部门", "office_name"),
}
GIVEN: Names = {
    **PERSON,
    "name": ("姓名", "人员姓名", "psn_name"),
    "setl_id": ("结算ID", "结算编号"),
    "programme": ("救助项目", "项目"),
    "amount": ("救助金额", "金额", "已发金额"),
    "channel": ("发放渠道", "渠道"),
    "given_on": ("发放日期", "given_on"),
    "id": ("编号", "given_id"),
}
E_BILLS: Names = {
    **PERSON,
    "name": ("姓名", "人员姓名", "交款人", "psn_name"),
    "setl_id": ("结算ID", "结算编号"),
    "bill_kind": ("票据种类", "票据类型", "elec_setl_cert_type"),
    "bill_code": ("票据代码", "elec_setl_cert_code"),
    "bill_no": ("票据号码", "elec_setl_cert_no"),
    "amount": ("票据金额", "bill_amt"),
    "issued_on": ("开票日期", "bill_date"),
    "is_flushed": ("冲红标志", "是否冲红", "rhred_flag"),
    "reimbursed": ("报销状态", "报销标志", "reim_flag"),
}
MARK_RECEIPTS: Names = {
    "line": ("行号", "line_no"),
    "result": ("处理结果", "result"),
    "reason": ("原因", "失败原因", "reason"),
}
ONE_STOP: Names = {
    **PERSON,
    "name": ("姓名", "人员姓名", "psn_name"),
    "setl_id": ("结算ID", "结算编号"),
    "amount": ("医疗救助基金支出", "maf_pay", "救助金额"),
    "paid_on": ("结算日期", "setl_time"),
}
CORRECTIONS: Names = {
    "file": ("文件",),
    "row": ("行",),
    "delivery": ("送达号",),
    "field": ("字段",),
    "corrected": ("更正为",),
    "reason": ("依据",),
    "by": ("经办人",),
    "checked_by": ("复核人",),
}
SETTLEMENTS: Names = {field.name: (field.label, *field.aliases) for field in FIELDS}

OF_ROLE: Mapping[str, Names] = MappingProxyType(
    {
        "settlements": SETTLEMENTS,
        "rosters": ROSTER,
        "others": OTHERS,
        "opening": OPENING,
        "people": PEOPLE,
        "accounts": ACCOUNTS,
        "backlog": BACKLOG,
        "given": GIVEN,
        "e_bills": E_BILLS,
        "mark_receipts": MARK_RECEIPTS,
        "one_stop": ONE_STOP,
        "corrections": CORRECTIONS,
    }
)
REQUIRED_OF_ROLE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rosters": ("identity", "start"),
        "others": ("source",),
        "accounts": ("holder", "account"),
        "backlog": ("setl_id", "office"),
        "given": ("setl_id", "programme", "amount"),
        "e_bills": ("setl_id", "bill_no", "amount"),
        "mark_receipts": ("line", "result"),
        "one_stop": ("setl_id", "amount"),
        "corrections": tuple(CORRECTIONS),
    }
)
"""What a file without a layout of its own has to have a column for."""

DATES = frozenset(
    (
        *("born", "start", "end", "recognised", "died", "moved", "first_day", "last_day"),
        *("through", "paid_on", "left", "issued_on", "given_on"),
        *(field.name for field in FIELDS if field.kind in (Kind.DATE, Kind.DATETIME)),
    )
)
LAST_DAYS = frozenset(("end", "last_day", "through", "enddate"))
"""Dates that close a span: a month alone means its last day."""

AMOUNTS = frozenset(
    (
        *("amount", "base", "consumed", "entitled", "room_left", "used"),
        *(field.name for field in FIELDS if field.kind is Kind.MONEY),
    )
)
CERTIFICATES = frozenset(("certno", "disability_card"))
LONG_NUMBERS = CERTIFICATES | frozenset(
    (
        "psn_no",
        "id",
        "card",
        "account",
        "bill_no",
        *(field.name for field in FIELDS if field.kind is Kind.ID),
    )
)
"""Numbers that are text; a spreadsheet that made one a number may have lost its last digits."""

PERSON_NAMES = frozenset(("name", "psn_name", "former_name", "holder"))
PERSONAL = (
    CERTIFICATES
    | PERSON_NAMES
    | frozenset(("born", "brdy", "phone", "card", "account", "guardian"))
)
"""Fields that are masked wherever they are shown."""

ATTRIBUTE_PREFIX = "attribute."
