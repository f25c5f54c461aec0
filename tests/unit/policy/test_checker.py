"""A tree against a vocabulary: names known, types right, words resolved, flags found."""

import pytest

from mianshen.policy.expressions.checker import Checked, Vocabulary, check, nearest
from mianshen.policy.expressions.parser import NODES_MAX, ExpressionError, parse
from mianshen.policy.expressions.vocabulary import Type
from unit.policy.expression_shapes import WORDS, shape
from unit.policy.pack_texts import unmarked

VOCABULARY = Vocabulary(
    WORDS,
    {"重大疾病": ("C50", "C34"), "高等级": ("二级", "三级"), "错误": ("四级",)},
    frozenset({"低保", "特困"}),
)


def checked(text: str, wanted: Type = Type.TRUTH) -> Checked:
    return check(parse(text), VOCABULARY, wanted)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("level >= 二级", "(>= level '二级')"),
        ("level is not '三级'", "(!= level '三级')"),
        ("sex = 男", "(= sex '男')"),
        ("illness = C50", "(= illness 'C50')"),
        ("level in [一级, 二级]", "(in ['一级', '二级'] level)"),
        ("level in 高等级", "(in ['二级', '三级'] level)"),
        ("level in [高等级]", "(in ['二级', '三级'] level)"),
        ("illness in 重大疾病", "(in ['C50', 'C34'] illness)"),
        ("illness not in [任何, 字]", "(not (in ['任何', '字'] illness))"),
        ("illness starts with 重大疾病", "(starts ['C50', 'C34'] illness)"),
        ("level starts with 未", "(starts ['未'] level)"),
        ("转诊", "转诊"),
        ("转诊 = true", "(= 转诊 true)"),
        ("转诊 != (cost > 1)", "(!= 转诊 (> cost 1))"),
        ("not 转诊 or holds(低保, 特困)", "(or (not 转诊) (holds 低保 特困))"),
        ("-cost + left > max(费用.总额, 1)", "(> (+ (minus cost) left) (max 费用.总额 1))"),
        ("false", "false"),
    ],
)
def test_words_are_resolved_to_values_and_lists(text: str, meaning: str) -> None:
    found = checked(text)
    assert (shape(found.node), found.type) == (meaning, Type.TRUTH)


@pytest.mark.parametrize(
    ("text", "dynamic", "wide"),
    [
        ("cost", False, False),
        ("1 + 1", False, False),
        ("cost - left", True, False),
        ("max(0, 费用.总额)", False, True),
        ("-(left / 费用.总额)", True, True),
    ],
)
def test_a_formula_is_dynamic_or_wide_when_a_word_of_it_is(
    text: str, dynamic: bool, wide: bool
) -> None:
    found = checked(text, Type.NUMBER)
    assert (found.dynamic, found.wide) == (dynamic, wide)


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("▸cots > 1", "'cots' is not known here; did you mean 'cost'?"),
        ("▸zzz > 1", "'zzz' is not known here"),
        ("cost > ▸二级", "'二级' is not known here"),
        ("▸cost", "a condition was expected here, this is a number"),
        ("▸level", "a condition was expected here, this is a rank"),
        ("▸cost and 转诊", "a condition was expected here, this is a number"),
        ("cost > ▸转诊", "a number was expected here, this is a truth"),
        ("cost > ▸'1'", "a number was expected here, this is a text"),
        ("-▸转诊 > 1", "a number was expected here, this is a truth"),
        ("cost + ▸level > 1", "a number was expected here, this is a rank"),
        ("▸转诊 * 2 > 1", "a number was expected here, this is a truth"),
        ("max(cost, ▸sex) > 1", "a number was expected here, this is a text"),
        ("not ▸cost", "a condition was expected here, this is a number"),
        ("转诊 or ▸cost", "a condition was expected here, this is a number"),
        ("转诊 = ▸1", "a condition was expected here, this is a number"),
        ("转诊 ▸> true", "a condition can only be compared with = or !="),
        ("sex ▸> 男", "'sex' has no order; compare with = or !="),
        ("'男' ▸= sex", "write the fact on the left and the word on the right"),
        ("sex = ▸1", "a value of 'sex' was expected here"),
        ("illness = (cost ▸+ 1)", "a value of 'illness' was expected here"),
        ("level = ▸二级别", "'二级别' is not one of its values; did you mean '二级'?"),
        ("sex = ▸x", "'x' is not one of its values; it can be 男, 女"),
        ("level in ▸[二级, x]", "'x' is not one of its values; it can be 未定级, 一级, 二级, 三级"),
        ("level in ▸错误", "'四级' is not one of its values; it can be 未定级, 一级, 二级, 三级"),
        ("cost ▸in [a]", "only a text fact can be looked up in a list"),
        ("'男' ▸in [男]", "only a text fact can be looked up in a list"),
        ("转诊 ▸starts with a", "only a text fact can be looked up in a list"),
        ("▸holds(低保户)", "'低保户' is no identity of this pack; did you mean '低保'?"),
        ("▸holds(低保, 谁)", "'谁' is no identity of this pack"),
    ],
)
def test_what_does_not_fit_is_named_at_its_column(marked: str, message: str) -> None:
    text, ((_, column),) = unmarked(marked)
    with pytest.raises(ExpressionError) as refused:
        checked(text)
    assert (str(refused.value), refused.value.at) == (message, column - 1)


def test_a_condition_is_no_figure() -> None:
    with pytest.raises(ExpressionError, match="a number was expected here, this is a truth"):
        checked("cost > 1", Type.NUMBER)


def test_the_longest_formula_can_be_checked() -> None:
    checked("+".join(["left"] * (NODES_MAX // 2)), Type.NUMBER)


@pytest.mark.parametrize(
    ("word", "hint"),
    [("in_scop", "; did you mean 'in_scope'?"), ("total", ""), ("", "")],
)
def test_a_hint_names_the_nearest_word_or_nothing(word: str, hint: str) -> None:
    assert nearest(word, ("in_scope", "price")) == hint
