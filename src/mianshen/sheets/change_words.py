"""What changed between two assessments, each change in one sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from mianshen.engine.difference import Change, Kind
from mianshen.engine.facts import (
    AttributeFact,
    Closure,
    Delivery,
    Event,
    Identity,
    Opening,
    OtherPayment,
    Person,
    PoolOpening,
    Rejection,
)
from mianshen.policy.schema import Parameter
from mianshen.run.words import PAYER_FIELDS, say, yuan
from mianshen.sheets.pack_changes import tell_changes
from mianshen.sheets.phrasing import read_value
from mianshen.sheets.titles import VARIABLES, Titles

Pair = tuple[str, str]

# How a kind of fact is called where no sentence of its own is needed.
KINDS: Mapping[Kind, Pair] = {
    Kind.AS_OF: ("测算基准日", "the day looked from"),
    Kind.YEAR_CLOSED: ("年度关账", "the closing of the year"),
    Kind.COMPLETE_FROM: ("数据起始日", "the first day of the data"),
    Kind.PARAMETER: ("政策参数", "figure of the policy"),
    Kind.PACK: ("待遇政策", "policy"),
    Kind.RESPONSIBILITY: ("统筹区归属", "responsible region"),
    Kind.PERSON: ("人员信息", "details of the person"),
    Kind.IDENTITY: ("身份", "class"),
    Kind.ATTRIBUTE: ("个人情况", "fact about the person"),
    Kind.OPENING: ("期初数", "opening balance"),
    Kind.POOL_OPENING: ("共用限额期初数", "opening balance of a shared cap"),
    Kind.EVENT: ("结算", "settlement"),
    Kind.PIN: ("已支付的次序", "order already paid"),
    Kind.CHOICE: ("本人选择", "choice of the person"),
    Kind.PAYMENT: ("其他渠道支付", "payment by others"),
    Kind.CLOSURE: ("数据报齐声明", "closure of a source"),
    Kind.DELIVERY: ("已支付救助", "aid delivered"),
    Kind.APPLICATION: ("本人申请", "application"),
    Kind.RELEASE: ("放行", "release"),
    Kind.REJECTION: ("部门不予救助", "rejection by an office"),
    Kind.SPELLING: ("数据写法", "spelling of the data"),
}
_AMOUNTS_OF_OPENING: Mapping[str, Pair] = {
    "base_fen": ("已计基数", "base"),
    "consumed_fen": ("已扣起付线", "line consumed"),
    "entitled_fen": ("已救助", "aid"),
    "room_left_fen": ("可补余额", "room left"),
}


class ChangeWords:
    """Says changes in the words of the newer of two packs."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles
        self._say = titles.say

    def sentence(self, change: Change) -> str:
        """One change."""
        own = self._own(change)
        if own:
            return own
        kind = say(KINDS[change.kind], self._titles.lang)
        subject = self._subject(change.after if change.after is not None else change.before)
        named = f"{kind}{self._say('：', ' ')}{subject}" if subject else kind
        if change.before is None:
            return self._say(f"新增{named}", f"new {named}") + self._amount(change.after)
        if change.after is None:
            return self._say(f"取消{named}", f"gone: {named}") + self._amount(change.before)
        details = self._say("，", ", ").join(self._details(change.before, change.after))
        return self._say(f"{named}改变", f"{named} changed") + self._colon(details)

    def rules(self, change: Change) -> Iterator[str]:
        """What of a policy changed, rule by rule; nothing for other changes."""
        if change.kind is not Kind.PACK or (len(change.before), len(change.after)) != (1, 1):
            return
        for one in tell_changes(change.before[0], change.after[0], self._titles.lang).changes:
            law = self._say(f"（依据 {one.law}）", f" (by {one.law})") if one.law else ""
            yield f"{one.where}{self._say('：', ': ')}{one.sentence}{law}"

    def origin(self, change: Change) -> str:
        """The file and row that stated what is new, or what is gone."""
        fact = change.after if change.after is not None else change.before
        return str(getattr(fact, "origin", ""))

    def _colon(self, text: str) -> str:
        return self._say(f"：{text}", f": {text}") if text else ""

    def _own(self, change: Change) -> str:
        """Sentences of kinds that are no facts about a person."""
        before, after = change.before, change.after
        match change.kind:
            case Kind.AS_OF:
                return self._say(
                    f"测算基准日由 {before} 改为 {after}",
                    f"looked from {after} instead of {before}",
                )
            case Kind.YEAR_CLOSED:
                if after:
                    return self._say("年度已关账", "the year has been closed")
                return self._say("年度改为未关账", "the year is open again")
            case Kind.COMPLETE_FROM:
                was, now = (one or self._say("全年", "the whole year") for one in (before, after))
                return self._say(f"数据起始日由 {was} 改为 {now}", f"data from {now}, before {was}")
            case Kind.PARAMETER:
                return self._parameter(change.name, before, after)
            case Kind.PACK:
                return self._say(f"待遇政策（{change.name}）改版", f"policy {change.name} changed")
            case Kind.SPELLING:
                return self._say("数据写法不同", "the data are spelled differently")
            case _:
                return ""

    def _parameter(self, name: str, before: Parameter, after: Parameter) -> str:
        title, law = self._titles.word(name), self._titles.law(after.law)
        was, now = (self._values(name, one) for one in (before, after))
        by = self._say(f"（依据 {law}）", f" (by {law})") if law else ""
        return self._say(f"“{title}”由 {was} 改为 {now}{by}", f"“{title}” is {now}, was {was}{by}")

    def _values(self, name: str, parameter: Parameter) -> str:
        if not parameter.values:
            return self._say("待补", "not known")
        return self._titles.listed(
            [
                read_value(self._titles, name, str(one.value))
                + self._say(f"（{one.start} 起）", f" (from {one.start})")
                for one in parameter.values
            ]
        )

    def _subject(self, fact: Any) -> str:
        """What a fact is about."""
        match fact:
            case Event():
                return f"{fact.id} ({fact.settled.date()})"
            case Identity():
                return f"{self._titles.identity(fact.identity)} {self._span(fact)}"
            case AttributeFact():
                value = self._value(fact.name, fact.value)
                return f"{self._titles.word(fact.name)} = {value} {self._span(fact)}"
            case OtherPayment():
                where = fact.event or f"{fact.first_day} – {fact.last_day}"
                return f"{self._source(fact.source)} → {where}"
            case Delivery():
                return f"{self._titles.word(fact.place)} → {fact.event}"
            case Opening():
                return f"{self._titles.programme(fact.programme)} {fact.year_start.year}"
            case PoolOpening():
                return self._titles.pool(fact.pool)
            case Closure():
                through = self._say(f"报齐至 {fact.through}", f"complete through {fact.through}")
                return f"{self._source(fact.source)} {through}"
            case Rejection():
                clause = f" ({fact.clause})" if fact.clause else ""
                return f"{self._titles.word(fact.programme)} → {fact.event}{clause}"
            case Person():
                return ""
            case _:
                named = (getattr(fact, word, None) for word in ("programme", "layer", "pack"))
                words = [self._titles.word(str(one)) for one in named if one]
                event = getattr(fact, "event", None)
                return " → ".join([*words, event] if event else words)

    def _span(self, fact: Identity | AttributeFact) -> str:
        end = fact.end or self._say("长期", "open")
        if fact.start.year == 1:
            return self._say(f"至 {end}", f"to {end}") if fact.end else ""
        return self._say(f"{fact.start} 至 {end}", f"{fact.start} to {end}")

    def _source(self, source: str) -> str:
        """Who paid: the payer that takes a source, by its title."""
        for name, payer in self._titles.pack.payers.items():
            if source in payer.sources:
                return self._titles.payer(name)
        pair = PAYER_FIELDS.get(source)
        return say(pair, self._titles.lang) if pair else source

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return self._say("是", "yes") if value else self._say("否", "no")
        return read_value(self._titles, name, str(value))

    def _amount(self, fact: Any) -> str:
        """The amount a fact brings, where it has one."""
        amounts: list[str] = []
        if isinstance(fact, OtherPayment | Delivery):
            amounts.append(yuan(fact.amount_fen))
        elif isinstance(fact, PoolOpening):
            amounts.append(yuan(fact.used_fen))
        elif isinstance(fact, Event):
            amounts.append(yuan(fact.amounts_fen.get("total", fact.amounts_fen.get("price", 0))))
        elif isinstance(fact, Opening):
            for word, pair in _AMOUNTS_OF_OPENING.items():
                if getattr(fact, word):
                    told = yuan(getattr(fact, word))
                    amounts.append(f"{say(pair, self._titles.lang)} {told}")
        listed = self._titles.listed(amounts)
        return self._say(f"，{listed} 元", f", {listed} yuan") if amounts else ""

    def _details(self, before: Any, after: Any) -> Iterator[str]:
        """What of a fact is not as it was."""
        if isinstance(before, Event):
            yield from self._mappings(before.amounts_fen, after.amounts_fen, fen=True)
            yield from self._mappings(before.facts, after.facts, fen=False)
            yield from self._payers(before.paid_fen, after.paid_fen)
        for one in fields(before):
            was, now = getattr(before, one.name), getattr(after, one.name)
            if was == now or one.name in ("origin", "amounts_fen", "facts", "paid_fen"):
                continue
            if one.name.endswith("_fen"):
                was, now = yuan(was), yuan(now)
            yield self._pair(self._field(one.name), self._plain(was), self._plain(now))

    def _mappings(
        self, before: Mapping[str, Any], after: Mapping[str, Any], *, fen: bool
    ) -> Iterator[str]:
        for name in sorted({*before, *after}):
            if before.get(name) == after.get(name):
                continue
            was, now = before.get(name), after.get(name)
            if fen:
                yield self._pair(self._titles.word(name), yuan(was or 0), yuan(now or 0))
            else:
                unknown = self._say("未知", "unknown")
                told = [unknown if one is None else self._value(name, one) for one in (was, now)]
                yield self._pair(self._titles.word(name), *told)

    def _payers(self, before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[str]:
        silent = self._say("未报", "not reported")
        for name in sorted({*before, *after}):
            was, now = before.get(name), after.get(name)
            if was != now:
                told = [silent if one is None else yuan(one) for one in (was, now)]
                yield self._pair(self._source(name), *told)

    def _pair(self, label: str, was: str, now: str) -> str:
        return self._say(f"{label}由 {was} 改为 {now}", f"{label} {was} → {now}")

    def _plain(self, value: Any) -> str:
        if value is None:
            return self._say("空", "none")
        if isinstance(value, bool):
            return self._say("是", "yes") if value else self._say("否", "no")
        return str(value) if not isinstance(value, Fraction) else self._value("", value)

    def _field(self, name: str) -> str:
        if name in FIELDS:
            return say(FIELDS[name], self._titles.lang)
        return self._titles.word(name) if name in VARIABLES else name


FIELDS: Mapping[str, Pair] = {
    "id": ("编号", "number"),
    "person": ("人员", "person"),
    "visit": ("就诊ID", "visit"),
    "admitted": ("入院日", "admission"),
    "discharged": ("出院日", "discharge"),
    "settled": ("结算时间", "settlement time"),
    "kind": ("类别", "kind"),
    "reverses": ("冲正的结算", "reverses"),
    "recorded": ("记录时间", "recorded"),
    "born": ("出生日期", "born"),
    "sex": ("性别", "sex"),
    "household": ("户", "household"),
    "identity": ("身份", "class"),
    "start": ("开始日", "start"),
    "end": ("结束日", "end"),
    "recognised": ("认定日", "recognised"),
    "confirmed": ("已确认", "confirmed"),
    "name": ("名称", "name"),
    "value": ("内容", "value"),
    "source": ("来源", "source"),
    "amount_fen": ("金额", "amount"),
    "event": ("结算", "settlement"),
    "first_day": ("起始日", "first day"),
    "last_day": ("截止日", "last day"),
    "provisional": ("暂定", "provisional"),
    "place": ("项目", "place"),
    "channel": ("渠道", "channel"),
    "through": ("报齐至", "complete through"),
    "programme": ("救助项目", "programme"),
    "year_start": ("年度起始日", "start of the year"),
    "visits": ("就诊次数", "visits"),
    "once_given": ("已享受一次", "given once"),
    "pool": ("共用限额", "shared cap"),
    "used_fen": ("已用", "used"),
    "on": ("日期", "day"),
    "why": ("原因", "why"),
    "clause": ("依据", "clause"),
    "layer": ("层次", "layer"),
    "order": ("次序", "order"),
    "pack": ("待遇政策", "policy"),
    **_AMOUNTS_OF_OPENING,
}
