"""What notice refuses, told in both languages; nothing has been changed when it is raised."""

from mianshen.bureau.refusals import RefusedError


class NoticeError(RefusedError):
    """A step of notice that cannot be taken."""
