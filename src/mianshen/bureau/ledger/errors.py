"""Why the ledger refuses, in both languages; accounts are named, never a person."""

from collections.abc import Mapping, Sequence
from typing import Self

from mianshen.bureau.ledger.states import TITLES
from mianshen.bureau.refusals import RefusedError
from mianshen.policy.saying import Said, said

_TITLES = {state.value: title for state, title in TITLES.items()}


class LedgerError(RefusedError):
    """Nothing was moved; the message says what to look at."""


class OverdrawnError(LedgerError):
    """An account would give more than it can; `short_fen` says by how much, by kind and holder."""

    def __init__(self, short_fen: Mapping[tuple[str, str], int]) -> None:
        self.short_fen = short_fen
        sentences = [_short(*place, fen) for place, fen in short_fen.items()]
        super().__init__(*(sentences or [_EMPTIED]))


class KeyReusedError(LedgerError):
    """A key was used before for another transfer: the sender names two things alike."""

    @classmethod
    def named(cls, keys: Sequence[str]) -> Self:
        """The same with the keys."""
        return cls.of(
            "keys used before for another transfer: {keys}; nothing was moved, look at what was"
            " entered under them",
            "这些编号此前已用于另一笔：{keys}；未作改动，请核对此前的登记",
            keys=", ".join(keys),
        )


class NotPendingError(LedgerError):
    """There is nothing pending under a key, or it was already resolved the other way."""

    @classmethod
    def named(cls, keys: Sequence[str]) -> Self:
        """The same with the keys."""
        return cls.of(
            "nothing is pending under: {keys}; nothing was moved, look at what was done with them",
            "没有在途款项：{keys}；未作改动，请核对其办理情况",
            keys=", ".join(keys),
        )


_EMPTIED = said(
    "an account was emptied by somebody else at the same moment; look at it again",
    "款项刚刚被他人办理；请刷新后再看",
)


def _short(kind: str, holder: str, fen: int) -> Said:
    chinese, english = _TITLES.get(kind, (kind, kind))
    return said(
        "{kind} of {holder} is {fen} fen short",
        "{holder} 的“{kind}”差 {fen} 分",
        kind=Said(english, chinese),
        holder=holder,
        fen=fen,
    )
