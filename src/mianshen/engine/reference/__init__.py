"""The reference calculator: readable beside docs/semantics.md, exact, and the truth in doubt."""

from mianshen.engine.reference.fold import assess

__all__ = ["assess"]
