"""Why the ledger refuses; each names accounts by kind and holder, never a person."""


class LedgerError(ValueError):
    """Nothing was moved; the message says what to look at."""


class OverdrawnError(LedgerError):
    """An account would give more than it can; `short_fen` says by how much, by kind and holder."""

    def __init__(self, short_fen: dict[tuple[str, str], int]) -> None:
        self.short_fen = short_fen
        told = "; ".join(
            f"{kind} of {holder} is {fen} fen short" for (kind, holder), fen in short_fen.items()
        )
        super().__init__(told or "an account was emptied by somebody else at the same moment")


class KeyReusedError(LedgerError):
    """A key was used before for another transfer: the sender names two things alike."""


class NotPendingError(LedgerError):
    """There is nothing pending under a key, or it was already resolved the other way."""
