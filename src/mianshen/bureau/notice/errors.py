"""What notice refuses, told in both languages."""

from mianshen.policy.saying import Said


class NoticeError(ValueError):
    """A step that cannot be taken; nothing was changed."""

    def __init__(self, *sentences: Said) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))
