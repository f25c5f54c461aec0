"""What another system sends as a settlement is one row of a table, or is told what is wrong."""

import json

import pytest

from bureau.counter import settlement
from bureau.factories import Who, card
from mianshen.bureau.api.pushing import PushError, settlement_file
from mianshen.policy.saying import chinese

ZHANG = Who("张秀英", card(11))


def test_the_same_content_is_the_same_table_however_it_is_written() -> None:
    told = settlement(ZHANG)
    other = dict(reversed(told.items()))

    table = settlement_file(json.dumps(told).encode())
    assert settlement_file(json.dumps(other, indent=2, ensure_ascii=False).encode()) == table
    assert table.decode().startswith("setl_id,")


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        ("{", 400, "不是 UTF-8 的 JSON"),
        ("[]", 400, "应是一个以国家字段名为键的对象"),
        ('{"setl_id": "1", "setl_id": "2"}', 400, "字段重复"),
        ({"setl_id": {"a": 1}}, 400, "应是文本或数字"),
        ({"setl_id": "1\n2"}, 400, "应是文本或数字"),
        ('{"setl_id": "\\ud800"}', 400, "应是文本或数字"),
        ({"setl_id": "1"}, 422, "medfee_sumamt"),
        (settlement(ZHANG, medfee_sumamt="十元"), 422, "medfee_sumamt"),
        ({"memo": "x" * 70_000}, 413, "每次只推送一笔"),
    ],
)
def test_what_cannot_be_used_is_told_with_what_to_do(told: object, status: int, words: str) -> None:
    body = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    with pytest.raises(PushError) as refused:
        settlement_file(body.encode())

    assert refused.value.status == status
    assert any(words in chinese(one) for one in refused.value.sentences)
    assert all(chinese(one) != one for one in refused.value.sentences)
