"""The schema that editors are given accepts what loads, and refuses a misspelled key."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from mianshen.policy.json_schema import pack_json_schema
from unit.policy.pack_texts import small

PACKS = [
    file
    for file in sorted((Path(__file__).resolve().parents[3] / "packs").rglob("pack.yaml"))
    if "\noverlays:" not in file.read_text(encoding="utf-8")
]
SCHEMA = pack_json_schema()


def as_an_editor_reads(node: Node) -> Any:
    """Numbers and truths as such, all else (days too) as text: the core schema of YAML 1.2."""
    if isinstance(node, MappingNode):
        return {key.value: as_an_editor_reads(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [as_an_editor_reads(item) for item in node.value]
    match node.tag.rpartition(":")[2]:
        case "int":
            return int(node.value.replace("_", ""))
        case "float":
            return Fraction(node.value.replace("_", ""))
        case "bool":
            return node.value.lower() == "true"
        case "null":
            return None
        case _:
            return node.value


def faults(text: str) -> list[str]:
    content = as_an_editor_reads(YAML(typ="safe", pure=True).compose(text))
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(content)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", PACKS, ids=lambda file: file.parent.name)
def test_every_shipped_pack_keeps_to_it(file: Path) -> None:
    assert faults(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", PACKS, ids=lambda file: file.parent.name)
@pytest.mark.parametrize(
    ("key", "misspelled"), [("base:", "bse:"), ("terms:", "term:"), ("layers:", "layer:")]
)
def test_a_misspelled_key_is_refused_wherever_it_stands(
    file: Path, key: str, misspelled: str
) -> None:
    text = file.read_text(encoding="utf-8")
    assert key in text
    assert any(misspelled.strip(":") in fault for fault in faults(text.replace(key, misspelled)))


@pytest.mark.parametrize(
    "more",
    [
        "title: 2023",
        "payers: {basic: {from: hifp_pay}}",
        "parameters: {起付线: {values: [{from: 2023-01-01, value: 3_000.50}]}}",
        "parameters: {x: {values: [{from: 2023-01-01, value: 70%}], law: {assumed: 2023}}}",
        "lists: {tumours: [C00, 10]}",
        "year: {starts: 04-01, by: discharge}",
    ],
)
def test_what_loads_in_another_form_is_accepted_too(more: str) -> None:
    assert faults(small(more)) == []


@pytest.mark.parametrize(
    "more",
    [
        "payers: {9th: {from: hifp_pay}}",
        "account_money: lent",
        "parameters: {x: {values: [{from: last year, value: 3}]}}",
        "parameters: {x: {values: [{from: 2023-01-01, value: much}]}}",
        "year: {starts: 1 April}",
        "identities: {低保: true}",
    ],
)
def test_a_value_of_the_wrong_form_is_refused(more: str) -> None:
    assert faults(small(more)) != []
