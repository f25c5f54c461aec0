"""A settlement as another system sends it: JSON of national field names, as one row of a table."""

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any

from mianshen.bureau.refusals import RefusedError
from mianshen.policy.saying import Said, said
from mianshen.run.messages import Lang, Message, rule_message
from mianshen.standards.fields import FIELDS
from mianshen.standards.settlement import Settlement, parse_settlement

BODY_BYTES_MAX = 65_536
_FIELDS_MAX = 200
_PLACE = "body"
_UNWRITTEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""Control characters, and halves of characters, that no table holds."""
_FIRST = {field.name: number for number, field in enumerate(FIELDS)}


class PushError(RefusedError):
    """What was sent cannot be used; `status` is HTTP's word for it."""

    def __init__(self, status: int, *sentences: Said) -> None:
        self.status = status
        super().__init__(*sentences)


def settlement_file(body: bytes) -> bytes:
    """The table of one row that a pushed settlement is kept as: the same for the same content.

    Numbers keep the digits they were written with. Raises `PushError`: 413 for too much, 400 for
    what is not a flat JSON object, 422 with every fault of the settlement.
    """
    if len(body) > BODY_BYTES_MAX:
        raise PushError(
            413,
            said(
                "more than {limit} bytes: send one settlement at a time",
                "超过 {limit} 字节：每次只推送一笔结算",
                limit=BODY_BYTES_MAX,
            ),
        )
    row = _row(body)
    outcome = parse_settlement(row, _PLACE)
    if not isinstance(outcome, Settlement):
        raise PushError(422, *(_said(rule_message(one)) for one in outcome))
    names = sorted(row, key=lambda name: (_FIRST.get(name, len(_FIRST)), name))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerow([row[name] for name in names])
    return text.getvalue().encode()


def _row(body: bytes) -> Mapping[str, str]:
    try:
        told = json.loads(
            body.decode("utf-8"), parse_int=str, parse_float=str, object_pairs_hook=_once
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise PushError(
            400, said("the body is not JSON in UTF-8", "请求体不是 UTF-8 的 JSON")
        ) from error
    if not isinstance(told, dict) or not 0 < len(told) <= _FIELDS_MAX:
        expected = said(
            'one object of national field names was expected, such as {{"setl_id": "…", …}}',
            '应是一个以国家字段名为键的对象，如 {{"setl_id": "…", …}}',
        )
        raise PushError(400, expected)
    return {name: _text(name, value) for name, value in told.items()}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise PushError(400, said("a field is given twice", "有字段重复"))
    return found


def _text(name: str, value: object) -> str:
    match value:
        case None:
            return ""
        case str() if not _UNWRITTEN.search(name + value):
            return value
        case list() if name == "setldetail":
            return json.dumps(value, ensure_ascii=False)
    raise PushError(
        400,
        said(
            "{name}: a text or number was expected, without control characters",
            "{name}：应是文本或数字，且不含控制字符",
            name=_UNWRITTEN.sub("?", name),
        ),
    )


def _said(message: Message) -> Said:
    return Said(message.text(Lang.EN), message.text(Lang.ZH))
