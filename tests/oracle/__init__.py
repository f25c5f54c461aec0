"""A second calculator, written from docs/semantics.md alone, slow and plain, for tests only."""

from oracle.fold import OracleResult, assess

__all__ = ["OracleResult", "assess"]
