"""Sentences in both languages, amounts, dates and masked names, as templates write them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from mianshen.bureau.workbench.desk import told
from mianshen.money import format_yuan
from mianshen.policy.saying import chinese
from mianshen.run.masking import masked_name, masked_number
from mianshen.run.messages import Lang

register = template.Library()

_CHINESE = re.compile(r"([\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+)")
_LATIN = re.compile(r"([A-Za-z][A-Za-z0-9_.:-]*)")


class _Sentence(template.Node):
    """A sentence in both languages: a page has hundreds, so that what can be is read once."""

    def __init__(self, said: Mapping[Lang, str], values: Mapping[str, FilterExpression]) -> None:
        self._said = said if values else {lang: text.format() for lang, text in said.items()}
        self._values = values

    def render(self, context: template.Context) -> SafeString:
        """One of the two, its values escaped."""
        lang = context["lang"]
        text = self._said[lang]
        if self._values:
            given = {name: one.resolve(context) for name, one in self._values.items()}
            text = text.format_map({name: _shown(value, lang) for name, value in given.items()})
        return mark_safe(text)


@register.tag
def say(parser: Parser, token: Token) -> _Sentence:
    """`{% say "{n} orders" "{n} 件工单" n=count %}`."""
    _, english, in_chinese, *rest = token.split_contents()
    values = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(f"say: {' '.join(rest)} is not name=value")
    literals = {Lang.EN: english, Lang.ZH: in_chinese}
    said = {lang: parser.compile_filter(text).resolve({}) for lang, text in literals.items()}
    return _Sentence(said, values)


@register.simple_tag(takes_context=True)
def tell(context: Mapping[str, Any], sentence: str) -> str:
    """A sentence from Python in the language of the page; a Chinese name alone is marked as one."""
    lang = context["lang"]
    text = told(sentence, lang)
    if lang is Lang.EN and text and text == chinese(sentence):
        return format_html('<span lang="zh-Hans">{}</span>', text)
    return text


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as yuan: two decimals, thousands grouped; a dash where there is no amount."""
    return "—" if fen is None else format_yuan(fen, grouped=True)


@register.filter
def count(number: int | None) -> str:
    """A number with its thousands grouped."""
    return f"{number:,}" if isinstance(number, int) else "—"


@register.filter
def tenths(number: int | None) -> str:
    """Tenths as a number with one decimal, thousands grouped; a dash where there is none."""
    if number is None:
        return "—"
    whole, rest = divmod(abs(number), 10)
    return f"{'-' if number < 0 else ''}{whole:,}{f'.{rest}' if rest else ''}"


@register.filter
def day(value: date | datetime | None) -> str:
    """A date as ISO has it, in China."""
    if value is None:
        return "—"
    return (localtime(value).date() if isinstance(value, datetime) else value).isoformat()


@register.filter
def moment(value: datetime | None) -> str:
    """A moment to the minute, in China."""
    return "—" if value is None else f"{localtime(value):%Y-%m-%d %H:%M}"


@register.filter
def masked(name: str | None) -> str:
    """A name with its middle hidden."""
    return masked_name(name) if name else "—"


@register.filter
def masked_digits(number: str | None) -> str:
    """A number of a certificate, card or phone with its middle hidden."""
    return masked_number(number) if number else "—"


@register.simple_tag(takes_context=True)
def asked(context: Mapping[str, Any], **changes: object) -> str:
    """The address of this page with some of what it is asked changed; an empty value drops one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.inclusion_tag("frame/empty.html", takes_context=True)
def nothing(context: Mapping[str, Any], english: str, in_chinese: str) -> Mapping[str, object]:
    """An empty state: what is missing, and what fills it."""
    return {"lang": context["lang"], "text": in_chinese if context["lang"] is Lang.ZH else english}


@register.simple_tag(takes_context=True)
def state(context: Mapping[str, Any], tone: str, english: str, in_chinese: str) -> SafeString:
    """A state as a word with a mark: `good`, `wait`, `late`, `stop` or `plain`."""
    text = in_chinese if context["lang"] is Lang.ZH else english
    return format_html('<span class="state {}">{}</span>', tone, text)


@register.inclusion_tag("frame/state.html", takes_context=True)
def standing(context: Mapping[str, Any], one: object) -> Mapping[str, object]:
    """A state made in Python: anything with a `tone` and a `title` in both languages."""
    return {"lang": context["lang"], "one": one}


def _shown(value: object, lang: Lang) -> str:
    text = chinese(value) if isinstance(value, str) and lang is Lang.ZH else value
    if isinstance(value, int) and not isinstance(value, bool):
        text = f"{value:,}"
    return str(conditional_escape(text))


@register.filter
def split(text: str) -> list[str]:
    """The words of a text, for templates that go through a few names."""
    return text.split()


@register.simple_tag(takes_context=True)
def say_data(context: Mapping[str, Any], sentence: str) -> SafeString:
    """A sentence made of data: in the other script than the page's, words are marked as such."""
    return marked(told(sentence, context["lang"]), context["lang"])


def marked(text: str, lang: Lang) -> SafeString:
    """A text with its words of the other script under their language."""
    script, name = (_LATIN, "en") if lang is Lang.ZH else (_CHINESE, "zh-Hans")
    parts = (
        format_html('<span lang="{}">{}</span>', name, part) if number % 2 else escape(part)
        for number, part in enumerate(script.split(text))
    )
    return mark_safe("".join(parts))


@register.filter
def less(fen: int, other_fen: int) -> int:
    """The difference of two amounts."""
    return fen - other_fen


@register.filter
def in_language(sentence: str, lang: Lang) -> str:
    """A sentence from Python as plain text, for where no mark of a language can stand."""
    return told(sentence, lang)
