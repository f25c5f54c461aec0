"""Whatever the program may have to say has words in Chinese and English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mianshen.run
from mianshen.engine.results import Reason, Status
from mianshen.run import messages, words
from mianshen.run.funnel import STEPS, VISIT_CLASSES
from mianshen.run.messages import Lang
from mianshen.run.settlements import PAYER_FIELDS, SetAside
from mianshen.standards.findings import Rule
from mianshen.standards.reversals import Reason as Netted

ROOM = Path(mianshen.run.__file__).parent
COUNTED = {Netted.COUNTS, Netted.COUNTS_REVERSAL_DISAGREES, Netted.CANCELLED}
NETTED_ASIDE = set(Netted) - COUNTED - {Netted.CANCELS_NAMED, Netted.CANCELS_MATCHED}


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (set(Reason), words.REASON),
        (set(Status), words.STATUS),
        (set(VISIT_CLASSES), words.VISIT_CLASSES),
        (set(STEPS), words.STEPS),
        (set(PAYER_FIELDS), words.PAYER_FIELDS),
        ({f"rule.{rule}" for rule in Rule}, messages._SENTENCES),
    ],
)
def test_there_are_words_for_everything(known: set[str], told: dict[str, object]) -> None:
    assert known <= set(told)


def spoken_codes(file: Path) -> Iterator[str]:
    """The codes of the messages that a module makes."""
    place_of_code = {"bad": 0, "message": 0, "refuse": 1}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = place_of_code.get(name)
            if place is not None and len(node.args) > place:
                code = node.args[place]
                if isinstance(code, ast.Constant):
                    yield str(code.value)


def test_every_message_that_the_room_makes_has_a_sentence_and_the_other_way_round() -> None:
    rooms = (ROOM, *(ROOM.parent / name for name in ("cli", "sheets", "bureau")))
    files = [file for room in rooms for file in room.rglob("*.py")]
    codes = {code for file in files for code in spoken_codes(file)}
    told = {code for code in messages._SENTENCES if not code.startswith("rule.")}
    handed_on = {"programme_unknown", "pool_unknown", "more"}
    set_aside = {"mark_line_unknown", "payment_contradicts"}
    assert codes | handed_on | set_aside == told


@pytest.mark.parametrize(
    "rule", [*sorted(NETTED_ASIDE), "I1", "I2", "I3", "I5", "payers_exceed_cost"]
)
@pytest.mark.parametrize("lang", list(Lang))
def test_a_row_set_aside_says_why_and_what_to_do(rule: str, lang: Lang) -> None:
    sentence, remedy = words.set_aside_text(
        SetAside("f", 1, "S1", "setl_id", rule, "", "As found."), lang
    )
    assert sentence
    assert remedy
    assert (lang is Lang.ZH) == bool(re.search("[\u4e00-\u9fff]", sentence + remedy))
