"""What assessment refuses, told in both languages; nothing has been changed when it is raised."""

from mianshen.bureau.refusals import RefusedError


class AssessmentError(RefusedError):
    """A step of assessment that cannot be taken."""


class DisagreementError(AssessmentError):
    """A sample worked out again came out differently: the batch was stopped, nothing is kept."""


refused = AssessmentError.of
