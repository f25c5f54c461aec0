"""The page on packs names every key, and what it shows as whole does load and hold."""

import inspect
import re
from pathlib import Path

import pytest

from mianshen.engine.results import Reason
from mianshen.policy import schema
from mianshen.policy.documents import parse_document
from mianshen.policy.expressions import vocabulary
from mianshen.policy.loading import PackError, pack_from_document
from mianshen.run import case_spelling
from mianshen.run.cases import check_case, read_cases

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
YAML_BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
PACK_TEXT = next(block for block in YAML_BLOCKS if block.startswith("id: small-county"))
CASES_TEXT = next(block for block in YAML_BLOCKS if block.startswith("cases:"))


def keys_of(module: object) -> set[str]:
    return {
        field.alias or name
        for _, model in inspect.getmembers(module, inspect.isclass)
        if issubclass(model, schema.Spelling)
        for name, field in model.model_fields.items()
    }


def words_on_the_page() -> set[str]:
    quoted = re.findall(r"`([^`\n]+)`|```yaml\n(.*?)```", PAGE, re.DOTALL)
    return {word for parts in quoted for part in parts for word in re.findall(r"\w+", part)}


@pytest.mark.parametrize("module", [schema, case_spelling], ids=["pack", "case"])
def test_the_page_names_every_key(module: object) -> None:
    assert keys_of(module) - words_on_the_page() == set()


def test_the_page_names_every_word_of_formulas_and_every_reason() -> None:
    tables = (
        vocabulary.CARE_AMOUNTS,
        vocabulary.CARE_FACTS,
        vocabulary.PREMIUM_FACTS,
        vocabulary.DAILY_FACTS,
        vocabulary.PERSON_FACTS,
        vocabulary.FOLD_STATE,
    )
    known = {word for table in tables for word in table}
    options = {word for table in tables for one in table.values() for word in one.options}
    assert (known | options) - words_on_the_page() == set()
    assert [reason for reason in Reason if f"`{reason}`" not in PAGE] == []


def test_the_whole_small_pack_loads_and_its_case_holds(tmp_path: Path) -> None:
    (tmp_path / "some-name.yaml").write_text(CASES_TEXT, encoding="utf-8")
    pack = pack_from_document(parse_document("pack.yaml", PACK_TEXT))
    (case,) = read_cases(tmp_path)
    assert [str(difference) for difference in check_case(case, pack)] == []


def test_the_case_that_does_not_hold_says_what_the_page_says(tmp_path: Path) -> None:
    wrong = CASES_TEXT.replace("{zero: below start line}", "700.00")
    (tmp_path / "some-name.yaml").write_text(wrong, encoding="utf-8")
    pack = pack_from_document(parse_document("pack.yaml", PACK_TEXT))
    (case,) = read_cases(tmp_path)
    (difference,) = check_case(case, pack)
    assert str(difference) in PAGE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    when: visit", "    wen: visit"),
        ("        ratio: 80%\n", ""),
        ("base: in_scope - basic", "base: in_scope - bsic"),
        ("members: [help]", "members: [hepl]"),
    ],
)
def test_mistakes_are_told_as_the_page_shows_them(before: str, after: str) -> None:
    assert before in PACK_TEXT
    with pytest.raises(PackError) as refused:
        pack_from_document(parse_document("pack.yaml", PACK_TEXT.replace(before, after)))
    assert str(refused.value.problems[0]) in PAGE
