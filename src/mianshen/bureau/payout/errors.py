"""What payout refuses, told in both languages; nothing has been changed when it is raised."""

from mianshen.policy.saying import Said, said
from mianshen.run.messages import InputError, message


class PayoutError(InputError):
    """A step that cannot be taken; `sentences` say what is wrong, where, and what to do."""

    def __init__(self, *sentences: Said) -> None:
        self.sentences = sentences
        super().__init__(message("said", detail=one) for one in sentences)


def refused(english: str, chinese: str, /, **values: object) -> PayoutError:
    """A refusal of one sentence, ready to be raised."""
    return PayoutError(said(english, chinese, **values))
