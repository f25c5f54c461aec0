"""What pydantic finds wrong with a spelling, as sentences for the officer who wrote it."""

from collections.abc import Iterable, Mapping

from pydantic_core import ErrorDetails

from mianshen.policy.expressions.checker import nearest
from mianshen.policy.saying import Said, said, sentence_of

_A_MAPPING = Said("a mapping was expected here", "这里应是“键: 值”的形式")
_A_LIST = Said("a list was expected here", "这里应是列表")
_A_TEXT = Said("a text was expected here", "这里应是文字")
_A_TRUTH = Said("true or false was expected here", "这里应填 true 或 false")
_A_WHOLE_NUMBER = Said("a whole number was expected here", "这里应填整数")
_A_DATE = Said("a date was expected here, for example 2023-01-01", "这里应填日期，如 2023-01-01")
_A_TIME = Said(
    "a day was expected here, perhaps with a time: 2023-01-01 09:30",
    "这里应填日期，可带时间：2023-01-01 09:30",
)

_A_COMMA = Said(
    "; a comma inside { } ends a value, so put a text with a comma in quotes",
    "；{ } 里的英文逗号表示一项结束，带逗号的文字要加引号",
)

_PLAIN: Mapping[str, Said] = {
    "dict_type": _A_MAPPING,
    "model_type": _A_MAPPING,
    "model_attributes_type": _A_MAPPING,
    "tuple_type": _A_LIST,
    "string_type": _A_TEXT,
    "bool_parsing": _A_TRUTH,
    "bool_type": _A_TRUTH,
    "int_parsing": _A_WHOLE_NUMBER,
    "int_type": _A_WHOLE_NUMBER,
    "int_from_float": _A_WHOLE_NUMBER,
    "too_short": Said("this needs at least one entry", "这里至少要有一项"),
    "date_type": _A_DATE,
    "date_parsing": _A_DATE,
    "date_from_datetime_parsing": _A_DATE,
    "datetime_type": _A_TIME,
    "datetime_parsing": _A_TIME,
    "datetime_from_date_parsing": _A_TIME,
}
_FILLED: Mapping[str, tuple[str, str]] = {
    "missing": ("this key is missing: `{key}`", "缺少这一项：`{key}`"),
    "string_pattern_mismatch": (
        "this name does not have the form {pattern}",
        "名字不合要求的形式 {pattern}",
    ),
    "string_too_long": (
        "this is longer than {max_length} characters",
        "超过 {max_length} 个字符",
    ),
    "greater_than_equal": ("this is at least {ge}", "不能小于 {ge}"),
    "less_than_equal": ("this is at most {le}", "不能大于 {le}"),
}


def is_unknown_key(detail: ErrorDetails) -> bool:
    """Whether the finding is a key that no place in the spelling has."""
    return detail["type"] == "extra_forbidden"


def unknown_key(detail: ErrorDetails, key: str, known: Iterable[str]) -> Said:
    """The sentence about a key that does not belong where it stands."""
    hint = nearest(key, tuple(known))
    if not hint and detail["input"] is None and " " in key:
        hint = _A_COMMA
    return said(
        "{key!r} is not a key that belongs here{hint}",
        "这里不能写“{key}”{hint}",
        key=key,
        hint=hint,
    )


def wrong_value(detail: ErrorDetails, key: str) -> str:
    """The sentence about any other finding at a key."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "enum":
        return _no_option(str(detail["input"]), str(context.get("expected", "")))
    if kind == "value_error" and "error" in context:
        return sentence_of(context["error"])
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in _FILLED:
        return said(*_FILLED[kind], **{**context, "key": key})
    return detail["msg"]


def _no_option(found: str, expected: str) -> Said:
    options = tuple(word.strip(" '") for word in expected.replace(" or ", ", ").split(","))
    return said(
        "{found!r} is not one of {expected}{hint}",
        "“{found}”不在可选的取值之内：{options}{hint}",
        found=found,
        expected=expected,
        options="、".join(options),
        hint=nearest(found, options),
    )
