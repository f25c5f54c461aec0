"""The calculation sheet (待遇测算明细): every bill of a person, step by step, with its reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mianshen.engine.facts import Event
from mianshen.engine.reference.charges import Charge, prepare
from mianshen.engine.reference.members import Seats
from mianshen.engine.results import Finding, Line, OrderChoice, Outcome, Status
from mianshen.policy.schema import Programme
from mianshen.run.job import Case
from mianshen.run.job import Outcome as Answer
from mianshen.run.messages import Lang
from mianshen.run.outputs import listed_order
from mianshen.run.people import masked_name, masked_number
from mianshen.run.words import (
    STATUS,
    VISITS,
    law_text,
    programme_title,
    reason_text,
    say,
    title_of,
    word_title,
    yuan,
)

_OUTCOMES = {
    Outcome.FULFILLED: ("符合", "fulfilled"),
    Outcome.NOT_FULFILLED: ("不符合", "not fulfilled"),
    Outcome.UNRESOLVED: ("无法判断", "unresolved"),
    Outcome.COMPUTED: ("计算", "computed"),
}
_STEPS = {
    "who": ("身份", "identity"),
    "when": ("条件", "condition"),
    "base": ("基数", "base"),
    "terms": ("待遇标准", "terms"),
    "result factor": ("结果系数", "factor on the result"),
    "cap": ("限额", "cap"),
    "result": ("结果", "result"),
}
_VALUES = {
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "unknown": ("未知", "unknown"),
}
_PARTS = (
    ("full_self_pay", ("全自费", "outside the catalogue")),
    ("self_pay_first", ("先行自付", "borne first")),
    ("over_limit", ("超限价", "above price limits")),
    ("account_pay", ("个人账户支付", "from the personal account")),
)


@dataclass(frozen=True)
class _Bill:
    """A settlement with what everyone paid on it."""

    event: Event
    charge: Charge | None
    lines: Sequence[Line]

    @property
    def total_fen(self) -> int:
        return self.event.amounts_fen.get("total", 0)

    @property
    def hospital_fen(self) -> int:
        return self.event.amounts_fen.get("hospital_part", 0)

    @property
    def payers_fen(self) -> Mapping[str, int]:
        return self.charge.paid_fen if self.charge else {}

    @property
    def borne_fen(self) -> int:
        """What is left to the person: aid counts with what is due or with what was delivered."""
        aid_fen = sum(max(line.amount_fen, line.delivered_fen) for line in self.lines)
        return self.total_fen - self.hospital_fen - sum(self.payers_fen.values()) - aid_fen


class Sheet:
    """Prints the sheet of one person in one language; names and numbers are masked unless told."""

    def __init__(
        self, console: Console, case: Case, answer: Answer, lang: Lang, *, unmasked: bool = False
    ) -> None:
        self._console = console
        self._case = case
        self._answer = answer
        self._lang = lang
        self._unmasked = unmasked

    def print(self, key: str, unit: Sequence[str], settlement: str | None = None) -> None:
        """Print every settlement of a person, or one of them; year lines come last."""
        self._head(key)
        facts = self._case.facts_of(unit)
        pack = self._case.pack
        charges = prepare(facts, {pack.id: Seats(pack)}, self._case.order.as_of)
        by_event = {charge.event.id: charge for charge in charges.folded}
        lines = [line for line in self._answer.lines if line.person == key]
        lines.sort(key=lambda line: self._place(line.programme))
        events = sorted(self._case.by_person[key].events, key=lambda one: (one.settled, one.id))
        for event in events:
            own = [line for line in lines if line.event == event.id]
            if own and settlement in (None, event.id):
                self._bill(_Bill(event, by_event.get(event.id), own))
            elif settlement == event.id:
                self._line("这笔结算不在本次测算期内。", "This settlement is outside the period.")
        yearly = [line for line in lines if line.event is None]
        if yearly and settlement is None:
            self._heading(self._say("年度清算", "For the year"))
            self._results(yearly)
            self._steps(key, None)

    def _place(self, programme: str) -> tuple[int, int]:
        """The programme's position in the order of payment."""
        layer = self._case.pack.layer_of[programme]
        return self._case.pack.place_of[programme], layer.members.index(programme)

    def _say(self, chinese: str, english: str) -> str:
        return say((chinese, english), self._lang)

    def _line(self, chinese: str, english: str, style: str = "") -> None:
        self._console.print(Text(self._say(chinese, english), style=style), soft_wrap=True)

    def _heading(self, text: str) -> None:
        self._console.print()
        self._console.print(Text(text, style="bold"), soft_wrap=True)

    def _head(self, key: str) -> None:
        case, known = self._case, self._case.register.known(key)
        name = known.name if self._unmasked else masked_name(known.name)
        number = key if self._unmasked else masked_number(key)
        numbers = " ".join(dict.fromkeys((number, known.psn_no))).strip()
        order, pack = case.order, case.pack
        heading = self._say("待遇测算明细", "Calculation sheet")
        self._heading(f"{heading}  {name} {numbers}".rstrip())
        title = title_of(pack.spelling, pack.id, self._lang)
        self._line(
            f"{title}（{pack.id}），{order.year} 年度，以 {order.as_of} 为准",
            f"{title} ({pack.id}), benefit year {order.year}, as of {order.as_of}",
        )
        if pack.overlays:
            listed = "、".join(pack.overlays)
            self._line(f"叠加假定参数：{listed}", f"With assumed figures: {listed}", "yellow")
        for held in case.by_person[key].identities:
            end = held.end.isoformat() if held.end else self._say("长期", "open")
            self._line(
                f"身份 {held.identity}：{held.start} 至 {end}（{held.origin}）",
                f"Class {held.identity}: {held.start} to {end} ({held.origin})",
            )

    def _bill(self, bill: _Bill) -> None:
        event = bill.event
        kind = str(event.facts.get("visit", "other"))
        words = [self._say("结算", "Settlement"), event.id, say(VISITS[kind], self._lang)]
        words += [str(event.facts[word]) for word in ("grade", "place") if word in event.facts]
        days = f"{event.admitted} – {event.discharged}"
        words += [days, f"{self._say('结算于', 'settled')} {event.settled.date()}"]
        self._heading("  ".join(words))
        self._line(f"数据来源 {event.origin}", f"From {event.origin}", "dim")
        self._amounts(bill)
        self._results(bill.lines)
        self._steps(event.person, event.id)
        for choice in self._answer.choices:
            if choice.event == event.id and choice.person == event.person:
                self._choice(choice)

    def _amounts(self, bill: _Bill) -> None:
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
        table.add_column()
        table.add_column(justify="right")
        amounts = bill.event.amounts_fen
        pack = self._case.pack
        table.add_row(self._say("医疗总费用", "total bill"), yuan(bill.total_fen))
        in_scope = self._say("  其中政策范围内", "  of which in scope")
        table.add_row(in_scope, yuan(amounts.get("in_scope", 0)))
        if bill.hospital_fen:
            table.add_row(self._say("医院负担", "hospital"), yuan(-bill.hospital_fen))
        for name, paid_fen in bill.payers_fen.items():
            if paid_fen:
                table.add_row(title_of(pack.payers[name], name, self._lang), yuan(-paid_fen))
        for line in bill.lines:
            counted_fen = max(line.amount_fen, line.delivered_fen)
            if counted_fen:
                title = programme_title(pack, line.programme, self._lang)
                table.add_row(title, yuan(-counted_fen))
        table.add_row(
            Text(self._say("个人负担", "the person bears"), style="bold"),
            Text(yuan(bill.borne_fen), style="bold"),
        )
        for word, label in _PARTS:
            if amounts.get(word):
                table.add_row("  " + say(label, self._lang), yuan(amounts[word]))
        self._console.print(Padding(table, (0, 0, 1, 2), expand=False))
        if bill.charge is None:
            self._line(
                "  这笔结算已剔除，上面不含其他渠道的支付。",
                "  This settlement is excluded; payments by others are not shown.",
            )

    def _results(self, lines: Iterable[Line]) -> None:
        for line in lines:
            programme = self._case.pack.programmes[line.programme]
            title = programme_title(self._case.pack, line.programme, self._lang)
            words = [f"● {title}", say(STATUS[line.status], self._lang)]
            if line.amount_fen or line.status is Status.ENTITLED:
                words.append(f"{yuan(line.amount_fen)} {self._say('元', 'yuan')}")
            if line.reason is not None:
                words.append(reason_text(line.reason, self._lang))
            words += self._remarks(line, programme)
            style = "bold" if line.status is Status.ENTITLED else ""
            self._console.print(Text("  ".join(words), style=style), soft_wrap=True)
            if line.status is Status.ENTITLED:
                self._formula(programme)

    def _remarks(self, line: Line, programme: Programme) -> Iterable[str]:
        if line.held_fen:
            yield self._say(
                f"暂缓约 {yuan(line.held_fen)} 元", f"held, about {yuan(line.held_fen)}"
            )
        if line.delivered_fen:
            amount = yuan(line.delivered_fen)
            yield self._say(f"已支付 {amount} 元", f"delivered {amount}")
        if line.catch_up_fen:
            amount = yuan(line.catch_up_fen)
            yield self._say(f"其中补发 {amount} 元", f"of which caught up {amount}")
        if line.provisional:
            yield self._say("含暂定数", "rests on provisional payments")
        if line.assumed and (line.amount_fen or line.held_fen):
            listed = "、".join(line.assumed)
            yield self._say(f"假定参数：{listed}", f"assumed: {listed}")
        if programme.simulated:
            yield self._say("仅测算", "simulated")

    def _formula(self, programme: Programme) -> None:
        law = law_text(programme.law, self._lang)
        base = self._say("基数", "base")
        source = f"  [{law}]" if law else ""
        self._console.print(Text(f"    {base} = {programme.base.text}{source}"), soft_wrap=True)

    def _steps(self, person: str, event: str | None) -> None:
        own = [one for one in self._answer.trace if (one.person, one.event) == (person, event)]
        if not own:
            return
        self._line("  步骤", "  Steps", "bold")
        for number, finding in enumerate(own, 1):
            self._console.print(Text(f"  {number:>3}. {self._step(finding)}"), soft_wrap=True)

    def _step(self, finding: Finding) -> str:
        words = [
            programme_title(self._case.pack, finding.programme, self._lang)
            if finding.programme in self._case.pack.programmes
            else finding.programme,
            say(_STEPS.get(finding.step, (finding.step, finding.step)), self._lang),
            say(_OUTCOMES[finding.outcome], self._lang),
        ]
        if finding.formula:
            words.append(finding.formula)
        if finding.inputs:
            read = [f"{self._word(name)} = {self._value(value)}" for name, value in finding.inputs]
            words.append(f"({', '.join(read)})")
        if finding.result:
            words.append(f"→ {finding.result}")
        if finding.clause:
            words.append(f"[{finding.clause}]")
        return "  ".join(word for word in words if word)

    def _word(self, name: str) -> str:
        """What a word of a formula is called."""
        return word_title(self._case.pack, name, self._lang)

    def _value(self, value: str) -> str:
        return say(_VALUES.get(value, (value, value)), self._lang)

    def _choice(self, choice: OrderChoice) -> None:
        def titles(names: Iterable[str]) -> str:
            pack = self._case.pack
            return " → ".join(programme_title(pack, name, self._lang) for name in names)

        layer = next(one for one in self._case.pack.layers if one.id == choice.layer)
        title = title_of(layer, layer.id, self._lang)
        heading = self._say("最优救助方案比对", "Best combination")
        table = Table(title=f"{heading}: {title}", title_justify="left")
        table.add_column(self._say("方案", "combination"))
        table.add_column(self._say("个人负担(元)", "the person bears (yuan)"), justify="right")
        tied = self._say("（并列最优）", " (one of several)") if choice.tied else ""
        chosen = self._say("采用", "chosen")
        table.add_row(f"{chosen}: {titles(choice.chosen)}{tied}", yuan(choice.chosen_left_fen))
        listed = f"{self._say('默认顺序', 'listed')}: {titles(listed_order(self._case, choice))}"
        table.add_row(listed, yuan(choice.listed_left_fen))
        table.add_row(self._say("最差顺序", "worst"), yuan(choice.worst_left_fen))
        for name, left_fen in choice.alone_left_fen:
            table.add_row(f"{self._say('只用', 'only')} {titles([name])}", yuan(left_fen))
        self._console.print(table)
