"""What notice refuses, told in both languages; nothing has been changed when it is raised."""

from mianshen.policy.saying import Said
from mianshen.run.messages import InputError, message


class NoticeError(InputError):
    """A step that cannot be taken."""

    def __init__(self, *sentences: Said) -> None:
        self.sentences = sentences
        super().__init__(message("said", detail=one) for one in sentences)
