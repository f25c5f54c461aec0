"""Personal data as it is shown: enough to recognise someone by, not enough to learn of someone."""

_SHOWN_CHARS = 4


def masked_name(name: str) -> str:
    """A name with everything hidden but its first and, where there are three, last character."""
    if len(name) < 2:
        return name
    tail = name[-1] if len(name) > 2 else ""
    return name[0] + "*" * (len(name) - 1 - len(tail)) + tail


def masked_number(number: str) -> str:
    """A certificate number with its middle hidden; short numbers of an office stay as they are."""
    hidden = len(number) - 2 * _SHOWN_CHARS
    if hidden < _SHOWN_CHARS:
        return number
    return number[:_SHOWN_CHARS] + "*" * hidden + number[-_SHOWN_CHARS:]
