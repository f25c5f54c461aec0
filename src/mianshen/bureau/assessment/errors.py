"""What assessment refuses, told in both languages; nothing has been changed when it is raised."""

from mianshen.policy.saying import Said, said


class AssessmentError(ValueError):
    """A step that cannot be taken; `sentence` says what is wrong, where, and what to do."""

    def __init__(self, sentence: Said) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class DisagreementError(AssessmentError):
    """A sample worked out again came out differently: the batch was stopped, nothing is kept."""


def refused(english: str, chinese: str, /, **values: object) -> AssessmentError:
    """A refusal of one sentence, ready to be raised."""
    return AssessmentError(said(english, chinese, **values))
