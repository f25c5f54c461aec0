"""What the platform will not do, said in both languages to whoever asked for it."""

from mianshen.policy.saying import said
from mianshen.run.messages import InputError, bad


def refused(english: str, chinese: str, /, **values: object) -> InputError:
    """A refusal ready to be raised: what is wrong, where, what to do; nothing has been changed."""
    return bad("said", detail=said(english, chinese, **values))
