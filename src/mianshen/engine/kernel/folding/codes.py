"""The numbers that stand for statuses and reasons inside the kernel."""

from mianshen.engine.results import Reason, Status

STATUSES = tuple(Status)
REASONS = (None, *Reason)


def _code(reason: Reason) -> int:
    return REASONS.index(reason)


ENTITLED = STATUSES.index(Status.ENTITLED)
ZERO = STATUSES.index(Status.ZERO)
HELD = STATUSES.index(Status.HELD)

BETTER_PROGRAMME = _code(Reason.BETTER_PROGRAMME)
BELOW_START_LINE = _code(Reason.BELOW_START_LINE)
CAP_USED = _code(Reason.CAP_USED)
CONDITION_FALSE = _code(Reason.CONDITION_FALSE)
NEEDS_CHECK = _code(Reason.NEEDS_CHECK)
NO_BASE = _code(Reason.NO_BASE)
NOTHING_LEFT = _code(Reason.NOTHING_LEFT)
ONCE_GIVEN = _code(Reason.ONCE_GIVEN)
PARAMETER_MISSING = _code(Reason.PARAMETER_MISSING)
