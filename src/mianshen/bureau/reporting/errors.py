"""What reporting refuses, told in both languages; nothing has been changed when it is raised."""

from mianshen.bureau.refusals import RefusedError


class ReportingError(RefusedError):
    """A table or a close that cannot be."""


refused = ReportingError.of
