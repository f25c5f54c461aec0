"""Sentences for people, each in English and in Chinese."""

from typing import Any


class Said(str):
    """A sentence: the text itself is English, `chinese` says the same in Chinese."""

    __slots__ = ("chinese",)

    chinese: str

    def __new__(cls, english: str, chinese_text: str) -> "Said":
        sentence = super().__new__(cls, english)
        sentence.chinese = chinese_text
        return sentence

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return str(self), self.chinese


def said(english: str, chinese_text: str, /, **values: object) -> Said:
    """A sentence with its values filled in; a value that is a sentence is said in both as well."""
    in_chinese = {name: _chinese_value(value) for name, value in values.items()}
    return Said(english.format_map(values), chinese_text.format_map(in_chinese))


def chinese(sentence: str) -> str:
    """The Chinese of a sentence; a plain text, such as a name, is the same in both."""
    return sentence.chinese if isinstance(sentence, Said) else sentence


def sentence_of(error: Any) -> str:
    """The sentence an exception was raised with."""
    first = error.args[0] if getattr(error, "args", ()) else ""
    return first if isinstance(first, Said) else str(error)


def _chinese_value(value: object) -> object:
    return value.chinese if isinstance(value, Said) else value
