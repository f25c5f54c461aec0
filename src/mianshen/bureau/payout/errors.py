"""What payout refuses, told in both languages; nothing has been changed when it is raised."""

from mianshen.bureau.refusals import RefusedError


class PayoutError(RefusedError):
    """A step of payout that cannot be taken."""


refused = PayoutError.of
