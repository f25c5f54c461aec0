"""What the platform will not do, said in both languages to whoever asked for it."""

from typing import Self

from mianshen.policy.documents import DocumentError
from mianshen.policy.saying import Said, said
from mianshen.run.messages import InputError, message


class RefusedError(InputError):
    """A step that cannot be taken: what is wrong, where, what to do; nothing has been changed."""

    def __init__(self, *sentences: Said) -> None:
        self.sentences = sentences
        super().__init__(message("said", detail=one) for one in sentences)

    @property
    def sentence(self) -> Said:
        """The first thing that is wrong."""
        return self.sentences[0]

    @classmethod
    def of(cls, english: str, chinese: str, /, **values: object) -> Self:
        """A refusal of one sentence, ready to be raised."""
        return cls(said(english, chinese, **values))


refused = RefusedError.of


def unusable_profile(error: DocumentError) -> InputError:
    """A file of a profile that cannot be used, as what its reader raises: every fault of it."""
    return InputError(message("profile", detail=problem.sentence) for problem in error.problems)
