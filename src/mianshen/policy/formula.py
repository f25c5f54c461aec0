"""A formula or condition as a pack spells it: its text, its tree, and what checking found."""

from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from mianshen.policy.expressions import parser, tree
from mianshen.policy.expressions.checker import Checked, Vocabulary, check
from mianshen.policy.expressions.parser import ExpressionError
from mianshen.policy.expressions.vocabulary import Type
from mianshen.policy.saying import Said, said, sentence_of

_NO_FORMULA = said(
    "a formula was expected here, for example `in_scope - basic`",
    "这里应填公式，如 in_scope - basic",
)


class Formula:
    """Expression text with its tree; `bind` resolves its words once the whole pack is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._parsed = parser.parse(text)
        self._checked: Checked | None = None
        self._names: frozenset[str] = frozenset()

    def bind(self, vocabulary: Vocabulary, wanted: Type) -> None:
        """Resolve the words of the formula; raises `ExpressionError` where one does not fit."""
        self._checked = check(self._parsed, vocabulary, wanted)
        self._names = tree.names(self._checked.node)

    @property
    def is_bound(self) -> bool:
        """Whether its words have been resolved; the rest can only be asked then."""
        return self._checked is not None

    @property
    def node(self) -> tree.Node:
        """The resolved tree."""
        return self._bound.node

    @property
    def dynamic(self) -> bool:
        """Whether it reads what the fold has paid so far."""
        return self._bound.dynamic

    @property
    def wide(self) -> bool:
        """Whether it reads costs outside the insured scope."""
        return self._bound.wide

    @property
    def names(self) -> frozenset[str]:
        """Every variable, parameter, payer, layer and programme it reads."""
        return self._names

    @property
    def _bound(self) -> Checked:
        assert self._checked is not None, f"{self.text!r} was read before its pack was checked"
        return self._checked

    def __repr__(self) -> str:
        return f"Formula({self.text!r})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._from_spelling,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda it: it.text),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": ["string", "number", "boolean"]}

    @classmethod
    def _from_spelling(cls, value: object) -> "Formula":
        if isinstance(value, Formula):
            return value
        if isinstance(value, bool):
            return cls(str(value).lower())
        if not isinstance(value, str | int):
            raise ValueError(_NO_FORMULA)
        try:
            return cls(str(value))
        except ExpressionError as problem:
            raise ValueError(in_formula(problem)) from problem


def in_formula(problem: ExpressionError) -> Said:
    """What is wrong with a formula, with the column inside it."""
    return said(
        "{problem} (column {column} of the formula)",
        "{problem}（公式第 {column} 个字符处）",
        problem=sentence_of(problem),
        column=problem.at + 1,
    )
