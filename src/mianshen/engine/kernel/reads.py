"""What judging one programme reads of an event, its person and the day (§6)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from mianshen.engine.frames import AMOUNTS, WORDS
from mianshen.engine.kernel.coverage import conditions_and_figures
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.unknowns import formulas_of
from mianshen.policy.expressions import tree
from mianshen.policy.expressions.vocabulary import Type
from mianshen.policy.schema import AttributeType


@dataclass(frozen=True)
class Reads:
    """Everything the judging of one programme reads."""

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
    def _judged(self) -> tuple[tree.Node, ...]:
        """Conditions, figures and shared caps: what sees the amounts of a visit together."""
        nodes = [one.node for one in conditions_and_figures(self.member.programme)]
        for pool in self.member.pools:
            nodes.append(pool.cap.amount.node)
            nodes += [pool.cap.when.node] if pool.cap.when is not None else []
        return tuple(nodes)

    @cached_property
    def _summed(self) -> frozenset[str]:
        """Amounts and payers that are read summed over the visit to date."""
        pack = self.member.pack
        layers = {layer.id for layer in pack.layers if layer.payers}
        read = frozenset().union(*(tree.names(node) for node in self._judged))
        return read & {*AMOUNTS, *pack.payers, *layers}

    @cached_property
    def _summed_only_compared(self) -> frozenset[str]:
        return self._only_compared_in(self._judged, self._summed)

    @cached_property
    def sums(self) -> tuple[str, ...]:
        """Amounts and payers whose sum over the visit to date matters to the fen."""
        return tuple(sorted(self._summed - self._summed_only_compared))

    @cached_property
    def sums_in_condition(self) -> bool:
        """Whether the condition reads amounts of the visit, which may change as it goes on."""
        when = self.member.programme.when
        return when is not None and bool(when.names & self._summed)

    @cached_property
    def _words(self) -> frozenset[str]:
        pack = self.member.pack
        others = {*pack.parameters, *pack.payers, *pack.place_of, *AMOUNTS}
        return self._names - others - {"in_scope_left", "total_left"}

    @cached_property
    def _words_only_compared(self) -> frozenset[str]:
        numbers = frozenset(word for word in self._words if self._is_number(word))
        return self._only_compared_in(tuple(formulas_of(self.member)), numbers)

    def _only_compared_in(
        self, nodes: tuple[tree.Node, ...], numbers: frozenset[str]
    ) -> frozenset[str]:
        """Numbers of which nothing matters but whether they pass figures of the pack."""
        figures = frozenset(self.member.pack.parameters)
        for node in nodes:
            numbers -= _read_otherwise(node, numbers, figures)
        return numbers

    @cached_property
    def comparisons(self) -> tuple[tuple[str, tree.Comparison], ...]:
        """Where such numbers are compared: they hardly ever repeat, the answers do."""
        in_words = self._comparisons(tuple(formulas_of(self.member)), self._words_only_compared)
        return (*in_words, *self._comparisons(self._judged, self._summed_only_compared))

    def _comparisons(
        self, nodes: tuple[tree.Node, ...], numbers: frozenset[str]
    ) -> tuple[tuple[str, tree.Comparison], ...]:
        found: dict[tree.Comparison, str] = {}
        for node in nodes:
            for part in tree.walk(node):
                if isinstance(part, tree.Comparison):
                    for name in tree.names(part) & numbers:
                        found[part] = name
        return tuple((name, comparison) for comparison, name in found.items())

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words of the event or person and facts about the person, but those only compared."""
        return tuple(sorted(self._words - self._words_only_compared))

    def _is_number(self, word: str) -> bool:
        attribute = self.member.pack.spelling.attributes.get(word)
        if attribute is not None:
            return attribute.type is AttributeType.NUMBER
        return word == "age" or (word in WORDS and WORDS[word].type is Type.NUMBER)

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
