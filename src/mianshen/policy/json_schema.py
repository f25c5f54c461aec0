"""The spelling of a pack as a JSON Schema, so that an editor offers its keys while one types."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from mianshen.policy.schema import PackSpelling

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What a loader reads as text an editor may take for a number or a truth: `clause: 7`, `tier: true`.
_WRITTEN = ["string", "number", "boolean"]
# The same set of names for every dialect of regular expressions: JavaScript's \w knows no Chinese.
_IDENTIFIER = "^[A-Za-z_\u0080-\uffff][0-9A-Za-z_\u0080-\uffff]*$"


class _AsAnEditorReads(GenerateJsonSchema):
    """Scalars of any kind where a pack has text, and no titles that only repeat a key."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        written = super().str_schema(schema)
        return {**written, "type": "string" if "pattern" in written else _WRITTEN}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        values = self.generate_inner(schema["values_schema"])
        names = {"pattern": _IDENTIFIER}
        return {"type": "object", "propertyNames": names, "additionalProperties": values}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def pack_json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a pack file, made from the classes that read it.

    It knows keys, words and shapes; what has to fit together is told by the checks alone.
    """
    generated = PackSpelling.model_json_schema(
        by_alias=True, mode="validation", schema_generator=_AsAnEditorReads
    )
    return {"$schema": DIALECT, **generated, "title": "Mianshen pack 免申政策包"}
