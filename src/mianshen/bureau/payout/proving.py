"""Whether every fen of every line is where its payments say, and the ledger as a whole adds up."""

from dataclasses import dataclass

from mianshen.bureau.ledger.services import Proof, proof
from mianshen.bureau.payout.rows import run


@dataclass(frozen=True, slots=True)
class PayoutProof:
    """The ledger's proof, and the lines whose payments and fen disagree (none, or a defect)."""

    ledger: Proof
    disagreeing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost, made or paid twice."""
        return self.ledger.is_whole and not self.disagreeing


def prove() -> PayoutProof:
    """Count everything again."""
    return PayoutProof(proof(), tuple(key for (key,) in run("disagreeing")))
