"""What casework refuses, told in both languages; nothing has been changed when it is raised."""

from mianshen.policy.saying import Said, said


class CaseworkError(ValueError):
    """An act that cannot be done; `sentence` says what is wrong, where, and what to do."""

    def __init__(self, sentence: Said) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def refused(english: str, chinese: str, /, **values: object) -> CaseworkError:
    """A refusal of one sentence, ready to be raised."""
    return CaseworkError(said(english, chinese, **values))
