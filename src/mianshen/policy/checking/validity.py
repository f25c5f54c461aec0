"""Spans of days: programmes that overlap or leave a gap, figures that begin too late."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise

from mianshen.policy.binding import formulas_for
from mianshen.policy.checking.figures import words_in
from mianshen.policy.consistency import Finding
from mianshen.policy.pack import Pack
from mianshen.policy.saying import said
from mianshen.policy.schema import Programme

_YEAR_AT_END = re.compile(r"_?\d{4}$")
_YEAR_IN_TITLE = re.compile(r"\d{4}年?")


def overlapping_versions(pack: Pack) -> Iterator[Finding]:
    """Programmes that look like versions of one and are in force together, or leave days out."""
    for family in _families(pack):
        for (first, one), (second, other) in combinations(family, 2):
            if one.in_force.by is other.in_force.by and _begin(other) <= _end(one):
                message = said(
                    "{second!r} looks like a version of {first!r}, and both are in force from"
                    " {day}: both would pay; end one before the other begins",
                    "“{second}”像是“{first}”的另一版本，而从 {day} 起两者同时有效，会各付一次；"
                    "请让前一个先结束",
                    first=first,
                    second=second,
                    day=max(_begin(one), _begin(other)),
                )
                yield ("programmes", second, "in_force"), message
        for (first, one), (second, other) in pairwise(family):
            if one.in_force.end is not None and _begin(other) > _end(one) + timedelta(days=1):
                message = said(
                    "neither {first!r} nor {second!r} is in force after {end} and before {day}",
                    "{end} 之后、{day} 之前，“{first}”和“{second}”都不在有效期",
                    first=first,
                    second=second,
                    end=one.in_force.end,
                    day=_begin(other),
                )
                yield ("programmes", second, "in_force"), message


def _begin(programme: Programme) -> date:
    return programme.in_force.start or date.min


def _end(programme: Programme) -> date:
    return programme.in_force.end or date.max


def _families(pack: Pack) -> Iterator[list[tuple[str, Programme]]]:
    """Programmes of one layer that bear one name or title but for a year, earliest first."""
    for layer in pack.layers:
        dated: dict[str, list[tuple[str, Programme]]] = {}
        for name in layer.members:
            programme = pack.programmes[name]
            if programme.in_force.start is not None or programme.in_force.end is not None:
                dated.setdefault(_stem(name, programme), []).append((name, programme))
        for family in dated.values():
            yield sorted(family, key=lambda one: _begin(one[1]))


def _stem(name: str, programme: Programme) -> str:
    return _YEAR_IN_TITLE.sub("", programme.title) or _YEAR_AT_END.sub("", name)


def days_without_value(pack: Pack) -> Iterator[Finding]:
    """Figures whose first value comes after a programme that needs them has begun."""
    for name, parameter in pack.parameters.items():
        users = _users(pack, name)
        if not parameter.values or not users:
            continue
        first = min(parameter.values, key=lambda dated: dated.start)
        index = parameter.values.index(first)
        for user in users:
            start = pack.programmes[user].in_force.start
            if start is not None and start < first.start:
                message = said(
                    "{user!r} is in force from {start}, and this figure has no value before {day}:"
                    " bills between are held",
                    "“{user}”自 {start} 起有效，而这个参数在 {day} 之前没有值：其间的结算会暂缓",
                    user=user,
                    start=start,
                    day=first.start,
                )
                yield ("parameters", name, "values", index, "from"), message
                break


def values_nobody_asks_for(pack: Pack) -> Iterator[Finding]:
    """Values of figures that hold only while every programme that reads them is out of force."""
    for name, parameter in pack.parameters.items():
        users = [pack.programmes[user] for user in _users(pack, name)]
        starts = sorted({dated.start for dated in parameter.values})
        following = dict(pairwise([*starts, date.max]))
        for index, dated in enumerate(parameter.values):
            last = following[dated.start]
            if users and all(_end(one) < dated.start or _begin(one) >= last for one in users):
                message = said(
                    "no programme that reads this figure is in force while this value holds",
                    "这个值有效期间，用到它的项目都不在有效期",
                )
                yield ("parameters", name, "values", index, "from"), message


def unknown_figures(pack: Pack) -> Iterator[Finding]:
    """Figures without any value: what is held until they are known."""
    for name, parameter in pack.parameters.items():
        users = _users(pack, name)
        if users and not parameter.values:
            message = said(
                "no value is known; lines of {users} that need it are held",
                "没有已知的值；{users} 中用到它的结算会暂缓",
                users=", ".join(users),
            )
            yield ("parameters", name), message


def _users(pack: Pack, parameter: str) -> list[str]:
    """Programmes that read a figure, themselves or through a pool."""
    return [
        name
        for name in pack.programmes
        if any(parameter in words_in(formula) for formula in formulas_for(pack, name))
    ]
