"""The words for rows that wait: why they wait, what ties a candidate, what was mended."""

from collections.abc import Mapping

from mianshen.run.messages import Lang
from mianshen.run.words import Pair, say

_ORIGINAL: Pair = (
    "请报送部门核对原件。",
    "Ask the sender to look at the original paper.",
)
_WHO: Pair = (
    "请核对是不是候选人之一，更正号码后重新报送。",
    "Find out whether it is one of the candidates, mend the number and send the row again.",
)
_LOOK: Pair = ("请报送部门核对，改正后重新报送。", "Ask the sender to check and send it again.")

REVIEW: Mapping[str, tuple[Pair, Pair]] = {
    "number_check_digit": (
        ("证件号码校验不通过", "the certificate number fails its check"),
        _ORIGINAL,
    ),
    "number_birth_date": (
        ("证件号码中的出生日期不存在", "the birth date in the certificate number does not exist"),
        _ORIGINAL,
    ),
    "number_length": (("证件号码位数不对", "the certificate number has a wrong length"), _ORIGINAL),
    "number_digits_lost": (
        ("证件号码不全", "digits of the certificate number are missing"),
        ("请按文本格式重新导出这一列。", "Export the column again as text."),
    ),
    "number_may_be_rounded": (
        (
            "证件号码以000结尾，可能被电子表格改掉了后几位",
            "the number ends in 000, as a spreadsheet leaves a number that it cut",
        ),
        ("请按文本格式重新导出这一列。", "Export the column again as text."),
    ),
    "number_missing": (("没有证件号码", "no certificate number is given"), _WHO),
    "legacy_number": (("只有15位旧号码", "only an old number of 15 digits is given"), _WHO),
    "legacy_number_other_name": (
        ("15位旧号码对应的人姓名不同", "the old number belongs to a person of another name"),
        _WHO,
    ),
    "number_of_another_name": (
        (
            "证件号码有效，但其他来源中是另一个姓名",
            "the number holds, but elsewhere it stands with another name",
        ),
        _WHO,
    ),
    "name_and_birth_disagree": (
        ("姓名和出生日期都与证件号码不符", "name and birth date both disagree with the number"),
        _WHO,
    ),
    "person_number_of_another_name": (
        ("人员编号对应的人姓名不同", "the person number belongs to a person of another name"),
        _WHO,
    ),
    "two_certificates": (
        ("同一人员编号对应不同的证件号码", "one person number stands with two certificate numbers"),
        _WHO,
    ),
    "may_be_the_same_person": (
        (
            "名单上的号码没有就诊，而有一个几乎相同的人不在名单",
            "this number has no bills, while all but the same person is on no list",
        ),
        _WHO,
    ),
    "two_households": (("登记在两户", "stands in two households"), _LOOK),
    "sex_disagrees": (("性别与证件号码不符", "the sex disagrees with the number"), _LOOK),
    "birth_date_disagrees": (
        ("出生日期与证件号码不符", "the birth date disagrees with the number"),
        _LOOK,
    ),
    "died_before_identity": (
        ("死亡日期早于身份开始日期", "the death lies before the identity begins"),
        _LOOK,
    ),
    "moved_before_identity": (
        ("迁出日期早于身份开始日期", "the move lies before the identity begins"),
        _LOOK,
    ),
    "died_on_two_days": (("死亡日期有两个", "two days of death are given"), _LOOK),
    "moved_on_two_days": (("迁出日期有两个", "two days of moving are given"), _LOOK),
    "bill_after_death": (("死亡以后的就诊", "the visit begins after the death"), _LOOK),
}
"""Why a row waits, and what to do; the right digit of a number is never suggested."""

EVIDENCE: Mapping[str, Pair] = {
    "number_same": ("证件号码相同", "same number"),
    "number_17_same": ("前17位相同", "first 17 digits the same"),
    "number_legacy": ("15位旧号码相同", "same old number"),
    "number_transposed": ("相邻两位颠倒", "two digits swapped"),
    "number_one_digit": ("一位数字不同", "one digit differs"),
    "number_visible_same": ("未遮盖的各位相同", "the digits not masked are the same"),
    "number_beginning": ("保留的前几位相同", "the digits kept are the same"),
    "psn_no_same": ("人员编号相同", "same person number"),
    "psn_no_differs": ("人员编号不同", "another person number"),
    "name_same": ("姓名相同", "same name"),
    "name_variant": ("姓名仅生僻字不同", "name the same but for a lost character"),
    "name_swapped": ("姓名字序颠倒", "name in another order"),
    "name_near": ("姓名一字不同", "name differs in one character"),
    "name_different": ("姓名不同", "another name"),
    "name_unknown": ("没有姓名可比", "no name to compare"),
    "born_same": ("出生日期相同", "same birth date"),
    "household_same": ("同一户", "same household"),
    "listed_already": ("已在这份名单上", "in another row of this list"),
    "born_differs": ("出生日期不同", "another birth date"),
}

REPAIRS: Mapping[str, Pair] = {
    "wrapping_removed": ("去掉引号等符号", "quotes removed"),
    "full_width_folded": ("全角改半角", "full-width forms folded"),
    "blanks_removed": ("去掉空格或制表符", "blanks and tabs removed"),
    "dashes_removed": ("去掉连字符", "dashes removed"),
    "lower_case_x": ("小写 x 改大写", "small x made a capital"),
    "decimal_removed": ("去掉小数部分", "decimals removed"),
    "scientific_written_out": ("科学计数法还原（各位齐全）", "scientific form written out in full"),
    "leading_zero_restored": ("补回前导零", "leading zero restored"),
    "digits_lost": ("末位已丢失，不作猜测", "digits lost and not guessed"),
    "amount_written_plainly": ("金额去掉符号", "signs around the amount removed"),
    "name_folded": ("姓名统一写法", "name written in one form"),
    "corrected": ("经办人更正", "corrected by a clerk"),
    "row_left_out": ("经办人不采用这一行", "left out by a clerk"),
}


def review_text(reason: str, lang: Lang) -> Pair:
    """Why a row waits and what to do about it."""
    why, remedy = REVIEW[reason]
    end = "." if lang is Lang.EN else "。"
    return say(why, lang) + end, say(remedy, lang)
