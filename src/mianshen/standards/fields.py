"""The national settlement fields, the names other systems give them, and how headers are read."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from mianshen.standards.findings import Problem, Rule, problem


class Kind(StrEnum):
    """What a field holds, which decides how its text is read."""

    ID = "id"
    CODE = "code"
    TEXT = "text"
    MONEY = "money"
    RATIO = "ratio"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    FUNDS = "funds"


@dataclass(frozen=True, slots=True)
class Field:
    """One national field of the settlement record.

    `length` is the longest text allowed (0 = the kind decides). `aliases` mean the same as `name`.
    `stand_ins` mean nearly the same: one is read only where no true name is present, and it stays
    in `extra` as well. `table` is the code table and `code_width` the width to which a lost leading
    zero is restored. Source: data-standard §1 (national interface specification, 2207 and 2304).
    """

    name: str
    label: str
    kind: Kind
    length: int = 0
    aliases: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    table: str | None = None
    code_width: int = 0
    personal: bool = False

    @property
    def attribute(self) -> str:
        """The attribute of `Settlement` that holds the field, with its unit."""
        if self.kind is Kind.MONEY:
            return f"{self.name}_fen"
        return {"age": "age_years", "setldetail": "funds"}.get(self.name, self.name)


def _id(name: str, label: str, length: int, *aliases: str, personal: bool = False) -> Field:
    return Field(name, label, Kind.ID, length, aliases, personal=personal)


def _text(name: str, label: str, length: int, *aliases: str, personal: bool = False) -> Field:
    return Field(name, label, Kind.TEXT, length, aliases, personal=personal)


def _code(
    name: str, label: str, length: int, *aliases: str, table: str | None = None, width: int = 0
) -> Field:
    return Field(name, label, Kind.CODE, length, aliases, table=table, code_width=width)


def _money(name: str, label: str, *aliases: str, stand_ins: tuple[str, ...] = ()) -> Field:
    return Field(name, label, Kind.MONEY, 0, aliases, stand_ins)


FIELDS: tuple[Field, ...] = (
    _id("setl_id", "结算ID", 30, "结算编号"),
    _id("mdtrt_id", "就诊ID", 30, "mdtrt_regno", "就诊编号"),
    _id("init_setl_id", "原结算ID", 30),
    _id("medins_setl_id", "医药机构结算ID", 30),
    _id("psn_no", "人员编号", 30, "金保号"),
    _text("psn_name", "人员姓名", 50, "姓名", personal=True),
    _code("psn_cert_type", "人员证件类型", 6, "证件类型", table="psn_cert_type", width=2),
    _id("certno", "证件号码", 50, "cert_no", "身份证号", "身份证号码", personal=True),
    _code("gend", "性别", 6, table="gend"),
    _code("naty", "民族", 3, width=2),
    Field("brdy", "出生日期", Kind.DATE, personal=True),
    Field("age", "年龄", Kind.NUMBER),
    _code("insutype", "险种类型", 6, "险种", table="insutype"),
    _code("psn_type", "人员类别", 6, table="psn_type"),
    _code("cvlserv_flag", "公务员标志", 3, table="flag"),
    _code("sp_psn_type", "特殊人员类型", 6, table="sp_psn_type"),
    _code("sp_psn_type_lv", "特殊人员类型等级", 3),
    _code("insu_admdvs", "参保地医保区划", 6, "insuplc_admdvs", "insu_optins"),
    _id("fixmedins_code", "定点医药机构编号", 30, "医疗机构编码"),
    _text("fixmedins_name", "定点医药机构名称", 200, "就诊医疗机构名称", "医疗机构名称"),
    _code("fix_blng_admdvs", "定点归属医保区划", 6, "fixmedins_poolarea"),
    _code("hosp_lv", "医院等级", 6, table="hosp_lv"),
    _code("dedc_hosp_lv", "起付线医院等级", 6, table="dedc_hosp_lv"),
    _code("lmtpric_hosp_lv", "限价医院等级", 6),
    Field("begndate", "开始日期", Kind.DATE, aliases=("入院日期", "入院时间")),
    Field("enddate", "结束日期", Kind.DATE, aliases=("出院日期", "出院时间")),
    Field("setl_time", "结算时间", Kind.DATETIME, aliases=("结算日期",)),
    _code("mdtrt_cert_type", "就诊凭证类型", 3, table="mdtrt_cert_type", width=2),
    _code("med_type", "医疗类别", 6, table="med_type"),
    _code("setl_type", "结算类别", 6, "结算类型", table="setl_type"),
    _code("pay_loc", "支付地点类别", 6, "支付地点", table="pay_loc"),
    _id("dise_codg", "病种编码", 30, "dise_no", "病种编号", "疾病编码"),
    _text("dise_name", "病种名称", 500, "疾病名称"),
    _money("medfee_sumamt", "医疗费总额", "med_fee_sumamt", "医疗费用总额", "费用总额", "总费用"),
    _money("fulamt_ownpay_amt", "全自费金额", "ownpay_amt"),
    _money("overlmt_selfpay", "超限价自费费用", "overlmt_amt"),
    _money("preselfpay_amt", "先行自付金额"),
    _money(
        "inscp_scp_amt",
        "符合政策范围金额",
        "inscp_amt",
        "符合医保报销金额",
        "医保政策范围内费用",
    ),
    _money("act_pay_dedc", "实际支付起付线", stand_ins=("crt_dedc", "dedc_std")),
    _money("hifp_pay", "基本医疗保险统筹基金支出", "基本医疗保险报销金额", "统筹报销金额"),
    Field("pool_prop_selfpay", "统筹基金支付比例", Kind.RATIO),
    _money("cvlserv_pay", "公务员医疗补助资金支出", "公务员医疗补助"),
    _money("hifes_pay", "企业补充医疗保险基金支出", "hlfes_pay", "企业补充医保"),
    _money("hifmi_pay", "居民大病保险资金支出", "hlfmi_pay", "居民大病保险", "大病报销金额"),
    _money(
        "hifob_pay", "职工大额医疗费用补助基金支出", "hlfob_pay", "职工大额补助", "大额报销金额"
    ),
    _money("maf_pay", "医疗救助基金支出", "医疗救助", "医疗救助金额"),
    _money("hifdm_pay", "伤残人员医疗保障基金支出", "hifdm_fund_pay", "伤残人员医疗保障基金"),
    _money("pref_fund_pay", "优抚对象基金支出"),
    _money("oth_pay", "其他支出", "othfund_pay"),
    _money("fund_pay_sumamt", "基金支付总额"),
    _money("psn_part_amt", "个人负担总金额", "psn_pay", "psn_part_am"),
    _money("acct_pay", "个人账户支出", "psn_acct_pay", "个人账户支付金额"),
    _money(
        "psn_cash_pay",
        "个人现金支出",
        "cash_payamt",
        "pdn_cash_pay",
        "psn_cashpay",
        "个人现金支付金额",
    ),
    _money("acct_mulaid_pay", "个人账户共济支付金额", "个账共济支付"),
    _money("hosp_part_amt", "医院负担金额", "ownpay_hosp_part"),
    _money("balc", "余额", "个账余额"),
    _code("clr_optins", "清算经办机构", 6),
    _code("clr_way", "清算方式", 6, table="clr_way"),
    _code("clr_type", "清算类别", 6, table="clr_type"),
    _code("refd_setl_flag", "退费结算标志", 3, "退费标志", table="flag"),
    _code("mid_setl_flag", "中途结算标志", 3, table="flag"),
    _code("vali_flag", "有效标志", 3, table="vali_flag"),
    _id("invono", "发票号", 20),
    _code("year", "年度", 4),
    _code("manl_reim_rea", "零星报销原因", 6, table="manl_reim_rea", width=2),
    _text("memo", "备注", 500),
    _text("exp_content", "扩展字段", 4000),
    _id("rid", "数据唯一记录号", 40),
    Field("updt_time", "数据更新时间", Kind.DATETIME, aliases=("更新时间",)),
    Field("setldetail", "基金分项", Kind.FUNDS),
)
"""Every national field of a settlement, in the order of the specification."""

FIELD_BY_NAME: Mapping[str, Field] = MappingProxyType({field.name: field for field in FIELDS})

MONEY_ATTRIBUTES: tuple[str, ...] = tuple(
    field.attribute for field in FIELDS if field.kind is Kind.MONEY
)

_REQUIRED = ("setl_id", "setl_time", "medfee_sumamt")
_PERSON = ("psn_no", "certno")
_YUAN_MARKS = ("(元)", "/元", "[元]")


def fold_header(text: str) -> str:
    """A column name without what never matters: case, width, blanks, quotes, a trailing 元 mark."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = "".join(folded.split()).strip("\ufeff\u200b'\"")
    for mark in _YUAN_MARKS:
        folded = folded.removesuffix(mark)
    return folded


def _index_names() -> dict[str, tuple[str, int]]:
    names: dict[str, tuple[str, int]] = {}
    for field in FIELDS:
        for text in (field.name, field.label, *field.aliases):
            names[fold_header(text)] = (field.name, 0)
        for rank, text in enumerate(field.stand_ins, start=1):
            names[fold_header(text)] = (field.name, rank)
    return names


_NAMES: Mapping[str, tuple[str, int]] = MappingProxyType(_index_names())


@dataclass(frozen=True, slots=True)
class HeaderMap:
    """Which columns of a table carry which field.

    Shapes: `columns` maps a canonical field name to the table's own column names, in table order;
    `unknown` are the columns that are kept as they are.
    """

    columns: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]


def match_columns(header: Sequence[str]) -> HeaderMap:
    """Find the field of every column, without asking whether the table is complete."""
    true_names: dict[str, list[str]] = {}
    stand_ins: dict[str, list[tuple[int, str]]] = {}
    unknown: list[str] = []
    for column in header:
        name, rank = _NAMES.get(fold_header(column), ("", 0))
        if not name:
            unknown.append(column)
        elif rank:
            stand_ins.setdefault(name, []).append((rank, column))
            unknown.append(column)
        else:
            true_names.setdefault(name, []).append(column)
    columns = {name: tuple(found) for name, found in true_names.items()}
    for name, ranked in stand_ins.items():
        columns.setdefault(name, (min(ranked)[1],))
    return HeaderMap(columns, tuple(unknown))


def resolve_headers(header: Sequence[str]) -> HeaderMap | tuple[Problem, ...]:
    """Read the header of a settlement table, or say why the table cannot be used.

    Names are compared without case, width or blanks. Two columns for one field are allowed here;
    `parse_settlement` compares them row by row. A column written twice in the same letters, and a
    missing `setl_id`, `setl_time`, `medfee_sumamt` or person number, are problems.
    """
    problems = [
        problem("header", column, Rule.COLUMN_REPEATED)
        for column, count in Counter(header).items()
        if count > 1 and column.strip()
    ]
    found = match_columns(header)
    problems += [
        problem("header", f"{name} ({FIELD_BY_NAME[name].label})", Rule.COLUMN_MISSING)
        for name in _REQUIRED
        if name not in found.columns
    ]
    if not any(name in found.columns for name in _PERSON):
        problems.append(problem("header", "psn_no", Rule.PERSON_COLUMN_MISSING))
    return tuple(problems) or found


def is_required(name: str) -> bool:
    """Whether no settlement can be read without this field."""
    return name in _REQUIRED
