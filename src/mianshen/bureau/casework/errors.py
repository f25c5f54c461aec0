"""What casework refuses, told in both languages; nothing has been changed when it is raised."""

from mianshen.bureau.refusals import RefusedError


class CaseworkError(RefusedError):
    """An act on orders that cannot be done."""


refused = CaseworkError.of
