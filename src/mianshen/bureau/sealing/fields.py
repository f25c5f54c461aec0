"""A model field whose value is sealed in the database and text in Python."""

from typing import Any

from django.db import models

from mianshen.bureau.sealing.seal import seal, unseal


class SealedTextField(models.BinaryField):
    """Text stored sealed (SM4-GCM) for its own table and column; not searchable, by intent.

    To find a value, keep its `blind_index` beside it.
    """

    def purpose(self) -> str:
        """What the value is sealed for: table and column."""
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = None if value is None else seal(value, self.purpose())
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> str | None:
        return None if value is None else unseal(bytes(value), self.purpose())

    def value_to_string(self, _obj: Any) -> str:
        raise TypeError("a sealed value is not written out with others")
