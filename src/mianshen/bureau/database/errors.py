"""Why the embedded database cannot be used, for whoever tells it as a sentence."""


class NotStartedError(RuntimeError):
    """The embedded PostgreSQL does not start; the message says why, as its starter told it."""
