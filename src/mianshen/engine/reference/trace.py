"""What a sheet shows: each clause looked at, its inputs, its formula in numbers, its result."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from mianshen.engine.reference.booking import Bookings
from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.details import (
    BaseNumbers,
    CapNumbers,
    Detail,
    FactorNumbers,
    TermsNumbers,
)
from mianshen.engine.reference.judging import Judge
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.place import Place
from mianshen.engine.reference.state import Account, Note, State
from mianshen.engine.reference.targets import (
    YEAR_SCOPE,
    BandFigures,
    Entry,
    Figures,
    scope_of,
)
from mianshen.engine.reference.unit import Unit
from mianshen.engine.reference.values import NOTHING_ASSUMED, Known, Scene, Truth, Unknown, truth
from mianshen.engine.reference.years import year_end, year_label
from mianshen.engine.results import Finding, Outcome
from mianshen.money import format_yuan, yuan_from_fen
from mianshen.policy.expressions import tree
from mianshen.policy.expressions.writing import percentage, plain_number, write
from mianshen.policy.schema import BandKind, Kind, Law, Origin, Settled


class Tracer:
    """Tells how a member came to its line on an event, in one state of the fold."""

    def __init__(self, unit: Unit, state: State) -> None:
        self._unit = unit
        self._state = state
        self._place = Place(unit, state)
        self._judge = Judge(unit, state)
        self._bookings = Bookings(unit, state)

    def event(self, charge: Charge) -> Iterator[Finding]:
        """The findings of every programme on an event, in order of payment."""
        for member in charge.seats.members_for(charge.event.kind):
            yield from self._member(member, charge)

    def year_end(self, year: int) -> Iterator[Finding]:
        """The findings of the programmes computed at the year's end, for everyone in the unit."""
        for (member, _, label), account in list(self._state.accounts.items()):
            entries = [one for one in account.in_order() if one.active]
            programme = member.programme
            by_year = programme.settled is Settled.YEAR_END and programme.kind is Kind.REIMBURSEMENT
            ends = year_label(year_end(label, member.year), member.pack.year)
            if not by_year or ends != year or not entries:
                continue
            found = [self._base(member, entry.charge, entry) for entry in entries]
            last = next((one for one in reversed(entries) if one.figures), None)
            if last is not None and last.figures is not None:
                found.append(self._terms(member, account, last, last.figures))
                found += self._pools(member, last.charge)
            yield from (replace(one, event=None) for one in found)

    def _member(self, member: Member, charge: Charge) -> Iterator[Finding]:
        scene = self._place.visit_scene(member, charge, charge, NOTHING_ASSUMED.get)
        programme = member.programme
        if programme.who is not None:
            held = self._judge.who(member, scene)
            yield self._finding(
                member, charge, "who", _outcome(held), _who_text(member), self._held(member, scene)
            )
            if held is False:
                return
        if programme.when is not None:
            node = programme.when.node
            met = truth(node, scene)
            yield self._finding(
                member, charge, "when", _outcome(met), programme.when.text, _inputs(node, scene)
            )
            if met is False:
                return
        yield from self._computed(member, charge)
        note = self._state.notes.get((member, charge.index), Note())
        why = note.hold or note.reason
        line = self._state.line.get((member, charge.index), 0)
        outcome = Outcome.UNRESOLVED if note.hold else Outcome.COMPUTED
        yield self._finding(
            member, charge, "result", outcome, why.value if why else "", (), format_yuan(line)
        )

    def _computed(self, member: Member, charge: Charge) -> Iterator[Finding]:
        account = self._state.accounts.get((member, charge.person, charge.label(member.year)))
        if account is None or charge.index not in account.entries:
            return
        entry = account.entries[charge.index]
        if not account.counts:  # then its bases are not kept in step
            entries = self._bookings.entries_anew(member, charge)
            entry = next(one for one in entries if one.charge is charge)
        yield self._base(member, charge, entry)
        if entry.figures is not None and entry.active:
            yield self._terms(member, account, entry, entry.figures)
            if entry.factor != 1:
                yield self._finding(
                    member,
                    charge,
                    "result factor",
                    Outcome.COMPUTED,
                    f"× {percentage(entry.factor)}",
                    detail=FactorNumbers(entry.factor),
                )
        yield from self._pools(member, charge)

    def _terms(self, member: Member, account: Account, entry: Entry, figures: Figures) -> Finding:
        charge = entry.charge
        visit = [
            one for one in account.in_order() if one.active and one.charge.visit == charge.visit
        ]
        base = sum((one.base for one in visit), Fraction(0))
        return self._finding(
            member,
            charge,
            "terms",
            Outcome.COMPUTED,
            terms_text(figures, base),
            law=member.programme.terms[figures.row].law,
            detail=self._terms_numbers(member, charge, figures),
        )

    def _terms_numbers(self, member: Member, charge: Charge, figures: Figures) -> TermsNumbers:
        person, label = charge.person, charge.label(member.year)
        targets = self._bookings.targets(member, person, label)
        scope = scope_of(member.programme, charge)
        inside = [
            one
            for one in targets.entries
            if one.active and scope_of(member.programme, one.charge) == scope
        ]
        start = targets.opening if scope == YEAR_SCOPE else None
        normal = self._state.normal
        before = start.entitled_fen if start else 0
        before += sum(
            normal.get((member, one.charge.index), 0) for one in inside if one.charge is not charge
        )
        if member.programme.settled is Settled.YEAR_END:
            before = 0
        return TermsNumbers(
            figures,
            sum((one.base for one in inside), start.base if start else Fraction(0)),
            targets.consumed(scope),
            sum((one.guaranteed for one in inside), Fraction(0)),
            self._bookings.target_of(member, person, label, scope),
            before,
            mixed=any(one.figures not in (None, figures) for one in inside),
        )

    def _base(self, member: Member, charge: Charge, entry: Entry) -> Finding:
        formula = member.programme.base
        values = dict(self._event_inputs(member, charge))
        numbers = write(formula.node, lambda name: values.get(name, name))
        limit = self._place.base_limit(member, charge)
        text = f"{formula.text} = {numbers}"
        if entry.base == yuan_from_fen(limit):
            text += f"; at most what is left, {format_yuan(limit)}"
        return self._finding(
            member,
            charge,
            "base",
            Outcome.COMPUTED,
            text,
            tuple(values.items()),
            plain_number(entry.base),
            detail=BaseNumbers(charge.event.id, entry.base, limit),
        )

    def _event_inputs(self, member: Member, charge: Charge) -> Iterator[tuple[str, str]]:
        scene = self._place.event_scene(member, charge)
        yield from _inputs(member.programme.base.node, scene)

    def _pools(self, member: Member, charge: Charge) -> Iterator[Finding]:
        for pool in member.pools:
            period = self._bookings.period(pool, charge)
            cap = self._state.caps.get((pool, period))
            row = self._bookings.row_of(member, charge)
            if cap is None or pool.row not in (None, row):
                continue
            used = self._bookings.used(member, pool, period, charge)
            law = pool.cap.law
            yield self._finding(
                member,
                charge,
                "cap",
                Outcome.COMPUTED,
                f"{pool.name} ({pool.per}) {format_yuan(cap)}",
                (("used", format_yuan(used)),),
                format_yuan(max(0, cap - used)),
                law,
                CapNumbers(
                    None if pool.private else pool.name, pool.per, pool.cap.limits, cap, used
                ),
            )

    def _held(self, member: Member, scene: Scene) -> tuple[tuple[str, str], ...]:
        who = member.programme.who
        assert who is not None
        named = dict.fromkeys((*who.any, *who.all, *who.none))
        return tuple((identity, _text(scene.holds(identity))) for identity in named)

    def _finding(
        self,
        member: Member,
        charge: Charge,
        step: str,
        outcome: Outcome,
        formula: str,
        inputs: Iterable[tuple[str, str]] = (),
        result: str = "",
        law: Law | None = None,
        detail: Detail | None = None,
    ) -> Finding:
        return Finding(
            person=charge.person,
            event=charge.event.id,
            programme=member.name,
            step=step,
            outcome=outcome,
            formula=formula,
            inputs=tuple(inputs),
            result=result,
            clause=clause_text(law or member.programme.law),
            detail=detail,
        )


def clause_text(law: Law | None) -> str:
    """Document and clause as one text; an assumption says that it is one."""
    if law is None:
        return ""
    if law.document is None:
        return f"assumed: {law.assumed}"
    return f"{law.document} {law.clause or ''}".strip()


def terms_text(figures: Figures, base: Fraction) -> str:
    """A row of terms with its numbers: what is borne first, and how the rest is paid."""
    parts = []
    if figures.line is not None:
        parts.append(f"start line {plain_number(figures.line)} per {figures.line_per}")
    if figures.gate is not None:
        sign = "≥" if figures.gate_inclusive else ">"
        parts.append(f"from {sign} {plain_number(figures.gate)} per {figures.gate_per}")
    amount = plain_number(base)
    if figures.ratio is not None:
        if figures.line is not None:
            amount = f"({amount} − start line)"
        parts.append(f"{amount} × {_ratio_text(figures)}")
    elif figures.share is not None:
        parts.append(f"the person bears at most {percentage(figures.share)}")
    elif figures.amount is not None:
        parts.append(f"a sum of {plain_number(figures.amount)}")
    else:
        origin = "zero" if figures.origin is Origin.ZERO else "the start line"
        bands = ", ".join(_band_text(band) for band in figures.bands)
        parts.append(f"bands from {origin} on {amount}: {bands}")
    return "; ".join(parts)


def _ratio_text(figures: Figures) -> str:
    assert figures.ratio is not None
    text = percentage(figures.ratio)
    for move in figures.moves:
        text += f" {'+' if move.adds else '×'} {percentage(move.value)}"
    return f"({text})" if figures.moves else text


def _band_text(band: BandFigures) -> str:
    if band.edge is None:
        where = "above"
    else:
        where = f"{'≤' if band.inclusive else '<'} {plain_number(band.edge)}"
    if band.kind is BandKind.LUMP:
        return f"{where} {plain_number(band.figure)}"
    whole = " of the whole" if band.kind is BandKind.SLAB else ""
    return f"{where} {percentage(band.figure)}{whole}"


def _outcome(found: Truth) -> Outcome:
    if isinstance(found, Unknown):
        return Outcome.UNRESOLVED
    return Outcome.FULFILLED if found else Outcome.NOT_FULFILLED


def _who_text(member: Member) -> str:
    who = member.programme.who
    assert who is not None
    parts = [
        f"{how} of {', '.join(words)}"
        for how, words in (("any", who.any), ("all", who.all), ("none", who.none))
        if words
    ]
    return f"{'; '.join(parts)} on the day of {who.on}"


def _inputs(node: tree.Node, scene: Scene) -> tuple[tuple[str, str], ...]:
    return tuple((name, _text(scene.value(name))) for name in sorted(tree.names(node)))


def _text(value: Known) -> str:
    if isinstance(value, Unknown):
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain_number(value) if isinstance(value, Fraction) else value
