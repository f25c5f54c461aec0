"""疑点 of an order: what somebody has to look at before it is confirmed, and notes beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mianshen.bureau.casework.services import FlowSpelling, MonthOrder
from mianshen.bureau.claims.services import EventTold, Verdict
from mianshen.bureau.registry.services import PersonStanding
from mianshen.policy.saying import Said, said

INJURY = ("19", "22")
"""Kinds of care by injury begin so."""
_FEN = 100


@dataclass(frozen=True, slots=True)
class Doubt:
    """A 疑点 by its code, with the reason in words."""

    code: str
    reason: Said


DOUBTS: Mapping[str, Said] = {
    "large": said("large sum", "大额"),
    "no_identity": said("on no roster now", "已不在名单"),
    "gone": said("died or moved", "去世或迁出"),
    "injury": said("injury", "外伤"),
    "duplicate": said("bill used twice", "票据重复"),
    "refunded": said("bill given back", "票据退费"),
    "false": said("bill does not agree", "票据不符"),
    "frozen": said("frozen", "冻结"),
}

_GONE = {
    "died": said("registered as dead; ask who is paid", "已登记死亡，请核对收款人"),
    "moved": said("moved away; ask where they are insured", "已迁出，请核对参保地"),
}
_OF_BILLS = {
    Verdict.DUPLICATE: (
        "the bills of {n} settlements were reimbursed before or used twice",
        "{n} 笔结算的票据已报销或重复使用",
    ),
    Verdict.REFUNDED: (
        "bills of {n} settlements were given back",
        "{n} 笔结算的票据已退费冲红",
    ),
    Verdict.FALSE: (
        "the bills of {n} settlements do not add up to them",
        "{n} 笔结算与票据金额不符",
    ),
}


def doubts_of(
    order: MonthOrder,
    person: PersonStanding | None,
    events: Mapping[str, EventTold],
    flow: FlowSpelling,
) -> tuple[Doubt, ...]:
    """Everything doubtful about an order, each with its reason; `events` are doubtful ones."""
    told = [events[one] for one in order.events if one in events] if events else []
    return (*_of_order(order, flow), *_of_person(person), *_of_events(told))


def _of_order(order: MonthOrder, flow: FlowSpelling) -> Iterator[Doubt]:
    above = min((one.above_yuan for one in flow.stages if one.above_yuan), default=None)
    if above is not None and order.amount_fen > above * _FEN:
        reason = said("above {sum} yuan", "超过 {sum} 元", sum=f"{above:,}")
        yield Doubt("large", reason)
    if order.is_frozen:
        yield Doubt("frozen", said("frozen by the centre", "区级已冻结"))


def _of_person(person: PersonStanding | None) -> Iterator[Doubt]:
    if person is None:
        return
    if not person.identities:
        ended = person.ended.isoformat() if person.ended else ""
        reason = (
            said("on a roster until {day} only", "名单身份到 {day} 为止", day=ended)
            if ended
            else said("no roster has them now", "现在没有名单身份")
        )
        yield Doubt("no_identity", reason)
    for kind in sorted(person.gone):
        yield Doubt("gone", _GONE[kind])


def _of_events(events: list[EventTold]) -> Iterator[Doubt]:
    injuries = sum(one.med_type.startswith(INJURY) for one in events)
    if injuries:
        ask = ("{n} visits by injury: ask who is liable", "外伤就诊 {n} 次，请问清责任")
        yield Doubt("injury", said(*ask, n=injuries))
    for verdict, sentence in _OF_BILLS.items():
        if number := sum(one.verdict is verdict for one in events):
            yield Doubt(verdict.value, said(*sentence, n=number))
