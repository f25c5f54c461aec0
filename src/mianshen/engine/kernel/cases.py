"""What judging finds, asked of the reference once per distinct set of things it reads (§6)."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from mianshen.engine.kernel.coverage import Uncovered, UncoveredError, conditions_and_figures
from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.tables import Judged, Tables
from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.judging import Judge, Verdict
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.place import Place
from mianshen.engine.reference.state import State
from mianshen.engine.reference.turns import Turns
from mianshen.engine.reference.unit import Unit
from mianshen.engine.reference.unknowns import formulas_of
from mianshen.engine.reference.values import NOTHING_ASSUMED, Assumed, Unknown, truth
from mianshen.engine.reference.years import day_of
from mianshen.engine.results import Reason
from mianshen.policy.expressions import tree
from mianshen.policy.expressions.vocabulary import CARE_AMOUNTS
from mianshen.policy.schema import AttributeType

_AMOUNTS = frozenset({*CARE_AMOUNTS, "price", "wage"})
_BEFORE_WHEN = frozenset({Reason.NO_VERSION, Reason.NO_IDENTITY})

Key = tuple[object, ...]


@dataclass(frozen=True)
class Reads:
    """Everything the judging of one programme reads of an event, its person and the day."""

    member: Member

    @cached_property
    def identities(self) -> tuple[str, ...]:
        """Every identity that is asked for."""
        programme = self.member.programme
        who = programme.who
        found: list[str] = [*who.any, *who.all, *who.none] if who is not None else []
        for row in programme.terms:
            found += row.who
        for adjust in programme.adjust:
            found += adjust.who
        for node in formulas_of(self.member):
            for part in tree.walk(node):
                if isinstance(part, tree.Holds):
                    found += part.identities
        return tuple(dict.fromkeys(found))

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for node in formulas_of(self.member) for name in tree.names(node))

    @cached_property
    def sums(self) -> tuple[str, ...]:
        """Amounts and payers that conditions and figures read, summed over the visit to date."""
        shared = [pool.cap for pool in self.member.pools]
        read = set().union(*(one.names for one in conditions_and_figures(self.member.programme)))
        for cap in shared:
            read |= cap.amount.names
        pack = self.member.pack
        layers = {layer.id for layer in pack.layers if layer.payers}
        return tuple(sorted(read & (_AMOUNTS | set(pack.payers) | layers)))

    @cached_property
    def sums_in_condition(self) -> bool:
        """Whether the condition reads amounts of the visit, which may change as it goes on."""
        when = self.member.programme.when
        return when is not None and bool(when.names & set(self.sums))

    @cached_property
    def _words(self) -> frozenset[str]:
        pack = self.member.pack
        others = {*pack.parameters, *pack.payers, *pack.place_of, *_AMOUNTS}
        return self._names - others - {"in_scope_left", "total_left"}

    @cached_property
    def _only_compared(self) -> frozenset[str]:
        """Numbers of which nothing matters but whether they pass figures of the pack."""
        numbers = frozenset(word for word in self._words if self._is_number(word))
        figures = frozenset(self.member.pack.parameters)
        for node in formulas_of(self.member):
            numbers -= _read_otherwise(node, numbers, figures)
        return numbers

    @cached_property
    def comparisons(self) -> tuple[tree.Comparison, ...]:
        """Where those numbers are compared: they hardly ever repeat, the answers do."""
        return tuple(
            part
            for node in formulas_of(self.member)
            for part in tree.walk(node)
            if isinstance(part, tree.Comparison) and tree.names(part) & self._only_compared
        )

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words of the event or person and facts about the person, but those only compared."""
        return tuple(sorted(self._words - self._only_compared))

    def _is_number(self, word: str) -> bool:
        attribute = self.member.pack.spelling.attributes.get(word)
        return attribute is not None and attribute.type is AttributeType.NUMBER

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which a figure or the programme itself begins or ends."""
        pack, span = self.member.pack, self.member.programme.in_force
        found = [
            dated.start
            for name in self._names & set(pack.parameters)
            for dated in pack.parameters[name].values
        ]
        found += [span.start] if span.start is not None else []
        found += [span.end + timedelta(days=1)] if span.end not in (None, date.max) else []
        return tuple(sorted(set(found)))


class Cases:
    """The verdicts on a pack's programmes, each distinct one judged once."""

    def __init__(self, members: Iterable[Member], tables: Tables) -> None:
        self._reads = [Reads(member) for member in members]
        self._tables = tables
        self._known: dict[Key, int | Uncovered] = {}

    def verdict(self, m: int, unit: Unit, charge: Charge) -> int:
        """The number of the verdict on a programme for an event.

        Raises `UncoveredError` where figures do not fit the fold.
        """
        key = (m, *self._key(self._reads[m], unit, charge))
        known = self._known.get(key)
        if known is None:
            try:
                known = self._judged(m, unit, charge)
            except UncoveredError as error:
                known = error.why
            self._known[key] = known
        if isinstance(known, Uncovered):
            raise UncoveredError(known)
        return known

    def check_visits(self, unit: Unit) -> None:
        """Raises `UncoveredError` where a condition reads amounts of a visit in several parts."""
        if any(reads.sums_in_condition for reads in self._reads):
            visits = [charge.visit for charge in unit.folded]
            if len(set(visits)) < len(visits):
                raise UncoveredError(Uncovered.VISIT_CONDITION)

    def _key(self, reads: Reads, unit: Unit, charge: Charge) -> Key:
        member = reads.member
        programme = member.programme
        key: list[object] = [bisect_right(reads.days, day_of(charge.event, programme.in_force.by))]
        key += [_truth(unit.holds(identity, member, charge)) for identity in reads.identities]
        for word in reads.words:
            value = unit.word(word, member, charge)
            key.append(None if isinstance(value, Unknown) else (type(value), value))
        if reads.comparisons:
            scene = Place(unit, State()).visit_scene(member, charge, charge, NOTHING_ASSUMED.get)
            for comparison in reads.comparisons:
                found = truth(comparison, scene)
                key.append(found if isinstance(found, bool) else tuple(sorted(found.words)))
        if reads.sums:
            visit = unit.visit_to_date(member, charge, charge)
            key += [_sum(name, visit) for name in reads.sums]
        if programme.on_application or programme.claim_within is not None or programme.who:
            applied = unit.application(member, charge)
            deadline = unit.deadline(member, charge)
            key.append(None if applied is None else deadline is not None and applied.on > deadline)
            key.append(deadline is not None and unit.as_of > deadline)
        line = (charge.person, member.name, charge.event.id)
        key.append((line in unit.rejected, line in unit.released))
        if not programme.base.dynamic:
            base = Place(unit, State()).formula_on(programme.base, member, charge)
            key.append((base.words, base.figures) if isinstance(base, Unknown) else None)
        judge = Judge(unit, State())
        key.append(bool(programme.requires) and judge.source_silent(member, charge))
        key.append(judge.opening_missing(member, charge))
        return tuple(key)

    def _judged(self, m: int, unit: Unit, charge: Charge) -> int:
        """Judge an event on a state in which nothing has been paid yet."""
        member = self._reads[m].member
        judge = Judge(unit, State())
        verdict = judge.judge(member, charge)
        ways: list[int] = []
        if verdict.no is None and verdict.hold is not None:
            tried = Turns(unit, State()).ways(member, charge, verdict)
            for way in tried or ():
                found = judge.judge(member, charge, way)
                ways.append(self._add(m, unit, charge, found, way, ()))
        return self._add(m, unit, charge, verdict, NOTHING_ASSUMED, tuple(ways))

    def _add(
        self,
        m: int,
        unit: Unit,
        charge: Charge,
        verdict: Verdict,
        assumed: Assumed,
        ways: tuple[int, ...],
    ) -> int:
        member = self._reads[m].member
        judge = Judge(unit, State())
        when = judge.when(member, judge.scene(member, charge, charge, assumed))
        judged = Judged(
            no=verdict.no,
            stage=_stage(verdict, when is False),
            hold=verdict.hold if verdict.no is None else None,
            admissible=verdict.admissible,
            when=when is True,
            base_known=verdict.base_known,
            offers=tuple(self._tables.add_offer(m, offer) for offer in verdict.offers),
            ways=ways,
        )
        return self._tables.add_verdict(judged)


def _stage(verdict: Verdict, when_false: bool) -> int:
    if verdict.no is None:
        return at.PASSED
    if verdict.no in _BEFORE_WHEN:
        return at.BEFORE_WHEN
    if verdict.no is Reason.CONDITION_FALSE:
        return at.AT_WHEN if when_false else at.AT_ROWS
    return at.AT_CLAIM


def _truth(held: object) -> int:
    """An answer about an identity: no, yes, disputed, or only on application."""
    if isinstance(held, Unknown):
        return 3 if "apply" in held.words else 2
    return int(held is True)


def _sum(name: str, visit: Iterable[Charge]) -> int:
    """An amount or payer over a visit to date, in fen."""
    total = 0
    for charge in visit:
        if name in _AMOUNTS:
            total += charge.event.amounts_fen.get(name, 0)
        elif name in charge.paid_fen:
            total += charge.paid_fen[name]
        else:
            pack = charge.pack
            payers = pack.layers[pack.place_of[name]].payers
            total += sum(charge.paid_fen[payer] for payer in payers)
    return total


def _read_otherwise(
    node: tree.Node, numbers: frozenset[str], figures: frozenset[str]
) -> frozenset[str]:
    """Those of some numbers that are read other than alone beside figures in a comparison."""
    if isinstance(node, tree.Comparison):
        read = tree.names(node)
        alone = len(read & numbers) == 1 and read <= numbers | figures
        return frozenset() if alone else read & numbers
    if isinstance(node, tree.Name):
        return frozenset({node.name}) & numbers
    parts = [_read_otherwise(child, numbers, figures) for child in tree.children(node)]
    return frozenset().union(*parts)
