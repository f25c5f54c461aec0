"""From a run to the sheet of one person, in one language."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from mianshen.engine.facts import Event
from mianshen.engine.reference.charges import Charge, prepare
from mianshen.engine.reference.members import Seats
from mianshen.engine.results import Finding, Line, OrderChoice, Reason
from mianshen.money import format_yuan
from mianshen.policy.schema import Kind, Programme
from mianshen.run.job import Outcome
from mianshen.run.masking import masked_name, masked_number
from mianshen.run.messages import Lang
from mianshen.run.outputs import listed_order
from mianshen.run.words import STATUS, VISITS, reason_text, say, yuan
from mianshen.sheets.basis import Basis
from mianshen.sheets.model import (
    BillPart,
    ChoicePart,
    ChoiceRow,
    IdentitySpan,
    OfficeTotal,
    ProgrammePart,
    Sheet,
)
from mianshen.sheets.phrasing import Phrasing
from mianshen.sheets.steps import StepWriter
from mianshen.sheets.thresholds import thresholds
from mianshen.sheets.titles import Titles
from mianshen.sheets.waterfall import waterfall

_KINDS = {
    Kind.PREMIUM: ("参保缴费", "premium"),
    Kind.DAILY: ("按日津贴", "daily allowance"),
}


class SheetBuilder:
    """Builds sheets out of one run; names and numbers are masked unless told."""

    def __init__(
        self, basis: Basis, answer: Outcome, lang: Lang, *, unmasked: bool = False
    ) -> None:
        self._basis = basis
        self._answer = answer
        self._unmasked = unmasked
        self._titles = Titles(basis.pack, lang)
        self._say = self._titles.say
        events = {event.id: event for own in basis.by_person.values() for event in own.events}
        self._steps = StepWriter(Phrasing(self._titles), events)

    def build(self, key: str, unit: Sequence[str], settlement: str | None = None) -> Sheet:
        """Every settlement of a person, or one of them; year lines come with all of them."""
        basis = self._basis
        lines = [line for line in self._answer.lines if line.person == key]
        lines.sort(key=lambda line: self._place(line.programme))
        bills = tuple(self._bills(key, unit, lines, settlement))
        yearly = [] if settlement else [line for line in lines if line.event is None]
        shown = {bill.id for bill in bills}
        counted = [line for line in lines if line.event in shown] + yearly
        return Sheet(
            lang=self._titles.lang,
            person=self._name(key),
            numbers=self._numbers(key),
            policy=f"{self._titles.titled(basis.pack.spelling, basis.pack.id)} ({basis.pack.id})",
            year=basis.year,
            as_of=basis.as_of,
            assumed=basis.pack.overlays,
            identities=tuple(self._identities(key)),
            offices=tuple(self._offices(counted)),
            bills=bills,
            yearly=tuple(self._programme(key, line) for line in yearly),
            sources=basis.sources,
            notes=(*self._notes(bills, settlement), *self._years_compared(key)),
            thresholds=thresholds(self._answer.trace, key, self._titles),
        )

    def _place(self, programme: str) -> tuple[int, int]:
        """The programme's position in the order of payment."""
        pack = self._basis.pack
        return pack.place_of[programme], pack.layer_of[programme].members.index(programme)

    def _name(self, key: str) -> str:
        name = self._basis.naming_of(key).name
        return name if self._unmasked else masked_name(name)

    def _numbers(self, key: str) -> str:
        named = self._basis.naming_of(key)
        number = named.certno if self._unmasked else masked_number(named.certno)
        return " ".join(dict.fromkeys((number, named.psn_no))).strip()

    def _notes(self, bills: Sequence[BillPart], settlement: str | None) -> tuple[str, ...]:
        if settlement is None or bills:
            return ()
        return (self._say("这笔结算不在本次测算期内。", "This settlement is outside the period."),)

    def _years_compared(self, key: str) -> Iterator[str]:
        """Where one order or winner held all year leaves the person less."""
        for one in self._answer.year_choices:
            if one.person != key or not one.held:
                continue
            layer = next(layer for layer in self._basis.pack.layers if layer.id == one.layer)
            title, order = self._titles.titled(layer, layer.id), self._order(one.held)
            left = format_yuan(one.held_left_fen)
            gain = format_yuan(one.chosen_left_fen - one.held_left_fen)
            told = self._say(
                f"“{title}”全年固定为 {order}，个人负担 {left} 元，比逐笔选择少 {gain} 元；",
                f"With {order} in “{title}” all year the person bears {left} yuan,"
                f" {gain} less than chosen bill by bill;",
            )
            applied = self._say("本单已按此计算。", " this sheet counts so.")
            waiting = self._say("年度关账后按此计算。", " it counts once the year is closed.")
            yield told + (applied if one.applied else waiting)

    def _identities(self, key: str) -> Iterator[IdentitySpan]:
        own = self._basis.by_person[key].identities
        for held in sorted(own, key=lambda one: (one.start, one.identity)):
            title = self._titles.identity(held.identity)
            yield IdentitySpan(title, held.start, held.end, held.confirmed, held.origin)

    def _bills(
        self, key: str, unit: Sequence[str], lines: Sequence[Line], settlement: str | None
    ) -> Iterator[BillPart]:
        basis = self._basis
        seats = {basis.pack.id: Seats(basis.pack)}
        charges = prepare(basis.facts_of(unit), seats, basis.as_of)
        by_event = {charge.event.id: charge for charge in charges.folded}
        events = sorted(basis.by_person[key].events, key=lambda one: (one.settled, one.id))
        for event in events:
            own = [line for line in lines if line.event == event.id]
            if own and settlement in (None, event.id):
                yield self._bill(event, by_event.get(event.id), own)

    def _bill(self, event: Event, charge: Charge | None, lines: Sequence[Line]) -> BillPart:
        made = [
            choice
            for choice in self._answer.choices
            if (choice.event, choice.person) == (event.id, event.person)
        ]
        turns = {name: turn for choice in made for turn, name in enumerate(choice.chosen)}
        lines = sorted(
            lines,
            key=lambda one: (self._place(one.programme)[0], turns.get(one.programme, len(turns))),
        )
        return BillPart(
            id=event.id,
            heading=tuple(self._heading(event)),
            origin=event.origin,
            waterfall=None
            if event.kind is Kind.DAILY
            else waterfall(event, charge, lines, self._titles),
            programmes=tuple(self._programme(event.person, line) for line in lines),
            choices=tuple(self._choice(choice) for choice in made),
        )

    def _heading(self, event: Event) -> Iterator[str]:
        if event.kind is Kind.REIMBURSEMENT:
            yield say(VISITS[str(event.facts.get("visit", "other"))], self._titles.lang)
        else:
            yield self._say(*_KINDS[event.kind])
        for word in ("grade", "place"):
            if word in event.facts:
                yield self._titles.option(str(event.facts[word]), word)
        yield f"{event.admitted} – {event.discharged}"
        yield self._say(f"结算于 {event.settled.date()}", f"settled {event.settled.date()}")

    def _programme(self, person: str, line: Line) -> ProgrammePart:
        programme = self._basis.pack.programmes[line.programme]
        found = [
            one
            for one in self._answer.trace
            if (one.person, one.event, one.programme) == (person, line.event, line.programme)
        ]
        return ProgrammePart(
            name=line.programme,
            title=self._titles.programme(line.programme),
            office=programme.office,
            fund=programme.fund,
            law=self._titles.law(programme.law),
            status=line.status,
            status_text=say(STATUS[line.status], self._titles.lang),
            reason=reason_text(line.reason, self._titles.lang),
            amount_fen=line.amount_fen,
            held_fen=line.held_fen,
            delivered_fen=line.delivered_fen,
            order_fen=line.order_fen,
            remarks=(*self._awaited(line, programme), *self._remarks(line, programme)),
            steps=tuple(self._steps.step(one) for one in found if not _says_nothing(one, line)),
        )

    def _awaited(self, line: Line, programme: Programme) -> Iterator[str]:
        """Which payers have not said what they paid, where a line waits for them."""
        if line.reason is not Reason.WAITING_FOR_SOURCE:
            return
        own = self._basis.by_person[line.person]
        told = {paid.source for paid in own.payments if paid.event in (None, line.event)}
        told |= {one for event in own.events if event.id == line.event for one in event.paid_fen}
        pack = self._basis.pack
        silent = [name for name in programme.requires if not told & set(pack.payers[name].sources)]
        if silent:
            listed = self._titles.listed([self._titles.payer(name) for name in silent])
            yield self._say(f"尚未收到：{listed}", f"not heard from yet: {listed}")

    def _remarks(self, line: Line, programme: Programme) -> Iterator[str]:
        say_ = self._say
        if line.held_fen:
            amount = yuan(line.held_fen)
            yield say_(f"暂缓约 {amount} 元", f"about {amount} yuan held")
        if line.catch_up_fen:
            amount = yuan(line.catch_up_fen)
            yield say_(f"其中补发 {amount} 元", f"{amount} yuan of it caught up later")
        if line.provisional:
            yield say_("含暂定数", "rests on provisional payments")
        if line.assumed and (line.amount_fen or line.held_fen):
            words = (self._titles.word(name) for name in line.assumed)
            listed = self._titles.listed([*words])
            yield say_(f"假定参数：{listed}", f"assumed: {listed}")
        if programme.simulated:
            yield say_("仅测算", "simulated")

    def _offices(self, lines: Sequence[Line]) -> Iterator[OfficeTotal]:
        sums: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in lines:
            programme = self._basis.pack.programmes[line.programme]
            told = line.amount_fen or line.delivered_fen or line.held_fen
            if told and not programme.simulated:
                sums[programme.office, programme.fund].append(line)
        for (office, fund), own in sums.items():
            yield OfficeTotal(
                office,
                fund,
                sum(line.amount_fen for line in own),
                sum(line.delivered_fen for line in own),
                sum(line.order_fen for line in own),
                sum(line.held_fen for line in own),
            )

    def _choice(self, choice: OrderChoice) -> ChoicePart:
        layer = next(one for one in self._basis.pack.layers if one.id == choice.layer)
        say_ = self._say
        listed = listed_order(self._basis.pack, choice)
        rows = [
            ChoiceRow(
                say_("采用", "chosen"), self._order(choice.chosen), choice.chosen_left_fen, True
            ),
            ChoiceRow(say_("默认顺序", "listed"), self._order(listed), choice.listed_left_fen),
            ChoiceRow(say_("最差顺序", "worst"), "", choice.worst_left_fen),
        ]
        rows += [
            ChoiceRow(say_("只用", "only"), self._titles.programme(name), left_fen)
            for name, left_fen in choice.alone_left_fen
        ]
        return ChoicePart(self._titles.titled(layer, layer.id), tuple(rows), choice.tied)

    def _order(self, names: Sequence[str]) -> str:
        return " → ".join(self._titles.programme(name) for name in names)


def _says_nothing(finding: Finding, line: Line) -> bool:
    """A result that the line states already."""
    if finding.step != "result" or finding.formula:
        return False
    return finding.result in ("0.00", format_yuan(line.amount_fen))
