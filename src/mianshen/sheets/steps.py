"""The findings of the trace as steps of a sheet: formulas in words and in numbers."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from mianshen.engine.facts import Event
from mianshen.engine.reference.details import (
    BaseNumbers,
    CapNumbers,
    FactorNumbers,
    TermsNumbers,
)
from mianshen.engine.reference.values import Scene, number
from mianshen.engine.reference.years import day_of
from mianshen.engine.results import Finding, Outcome, Reason
from mianshen.money import format_yuan, parse_yuan
from mianshen.policy.expressions.writing import percentage
from mianshen.policy.formula import Formula
from mianshen.policy.schema import Limits, Programme, Terms
from mianshen.run.words import Pair, reason_text, say
from mianshen.sheets.model import Step
from mianshen.sheets.phrasing import Phrasing, figure, read_value
from mianshen.sheets.terms import RowInWords

OUTCOMES: Mapping[Outcome, Pair] = {
    Outcome.FULFILLED: ("符合", "met"),
    Outcome.NOT_FULFILLED: ("不符合", "not met"),
    Outcome.UNRESOLVED: ("无法判断", "not known"),
    Outcome.COMPUTED: ("已计算", "computed"),
}
LABELS: Mapping[str, Pair] = {
    "who": ("身份", "class"),
    "when": ("条件", "condition"),
    "base": ("基数", "base"),
    "terms": ("待遇标准", "terms"),
    "result factor": ("结果系数", "factor"),
    "cap": ("限额", "cap"),
    "result": ("本步结果", "result"),
}


class StepWriter:
    """Writes findings of one pack as steps in one language."""

    def __init__(self, phrasing: Phrasing, events: Mapping[str, Event]) -> None:
        self._phrasing = phrasing
        self._titles = phrasing.titles
        self._pack = phrasing.titles.pack
        self._say = phrasing.titles.say
        self._rows = RowInWords(phrasing)
        self._events = events

    def step(self, finding: Finding) -> Step:
        """One finding as a step."""
        programme = self._pack.programmes[finding.programme]
        words, numbers, inputs, result = self._told(finding, programme)
        return Step(
            label=say(LABELS[finding.step], self._titles.lang),
            outcome=finding.outcome,
            outcome_text=say(OUTCOMES[finding.outcome], self._titles.lang),
            words=words,
            numbers=numbers,
            inputs=inputs,
            result=result,
            clause=self._clause(finding, programme),
        )

    def _told(
        self, finding: Finding, programme: Programme
    ) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...], str]:
        inputs = tuple(self._inputs(finding))
        match finding.detail:
            case BaseNumbers() as base:
                return self._base(finding, programme, base)
            case TermsNumbers() as terms:
                row = programme.terms[terms.figures.row]
                words, numbers, result = self._rows.computed(programme, row, terms)
                return words, numbers, tuple(self._parameters(finding, programme, row)), result
            case FactorNumbers(factor=factor):
                return f"× {percentage(factor)}", (), (), ""
            case CapNumbers() as cap:
                return (*self._cap(cap), (), self._cap_left(cap))
        match finding.step:
            case "who":
                assert programme.who is not None
                return self._phrasing.who(programme.who), (), inputs, ""
            case "when":
                assert programme.when is not None
                return self._phrasing.condition(programme.when), (), inputs, ""
            case _:
                reason = reason_text(
                    Reason(finding.formula) if finding.formula else None, self._titles.lang
                )
                return reason, (), (), format_yuan(parse_yuan(finding.result), grouped=True)

    def _inputs(self, finding: Finding) -> Iterator[tuple[str, str]]:
        for name, value in finding.inputs:
            if finding.step == "who":
                yield self._titles.identity(name), read_value(self._titles, "", value)
            else:
                yield self._titles.word(name), read_value(self._titles, name, value)

    def _base(
        self, finding: Finding, programme: Programme, base: BaseNumbers
    ) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...], str]:
        numbers = [self._phrasing.numbers(programme.base, dict(finding.inputs))]
        exact = self._exact(programme.base, dict(finding.inputs))
        if exact is not None and exact < 0:
            numbers.append(self._say("低于零，按零计", "below zero, counted as zero"))
        elif exact is None or base.value < exact:
            limit = format_yuan(base.limit_fen, grouped=True)
            numbers.append(
                self._say(
                    f"不超过此时尚未支付的 {limit}", f"no more than what is left here, {limit}"
                )
            )
        words = self._phrasing.formula(programme.base)
        if finding.event is None:
            words = self._say(f"结算 {base.event}：{words}", f"settlement {base.event}: {words}")
        return words, tuple(numbers), tuple(self._inputs(finding)), figure(base.value)

    def _exact(self, formula: Formula, values: Mapping[str, str]) -> Fraction | None:
        """What a formula comes to with the values read; none where one is not known."""
        if "unknown" in values.values():
            return None
        found = number(formula.node, Scene(lambda name: Fraction(values[name]), lambda _: False))
        return found if isinstance(found, Fraction) else None

    def _parameters(
        self, finding: Finding, programme: Programme, row: Terms
    ) -> Iterator[tuple[str, str]]:
        """The dated figures a row reads, each with the day it is in force from."""
        event = self._events.get(finding.event or "")
        names = sorted({name for one in formulas_of_row(row) for name in one.names})
        for name in names:
            parameter = self._pack.parameters.get(name)
            if parameter is None:
                continue
            values = list(parameter.values)
            if event is not None:
                day = day_of(event, programme.in_force.by)
                values = [one for one in values if one.start <= day]
            if values:
                dated = max(values, key=lambda one: one.start)
                value = read_value(self._titles, name, str(dated.value))
                since = self._say(f"{dated.start} 起", f"from {dated.start}")
                law = self._titles.law(parameter.law)
                told = [value, since, *([law] if law else [])]
                yield self._titles.word(name), self._say("，", ", ").join(told)

    def _cap(self, cap: CapNumbers) -> tuple[str, tuple[str, ...]]:
        span = self._titles.span(cap.per)
        if cap.pool is None:
            words = self._say(f"本项目{span}限额", f"this programme's cap {span}")
        else:
            title = self._titles.pool(cap.pool)
            words = self._say(f"共用限额“{title}”（{span}）", f"shared cap “{title}” ({span})")
        if cap.limits is Limits.BASE:
            words += self._say("，限制基数", ", limits the base")
        whole = format_yuan(cap.cap_fen, grouped=True)
        used = format_yuan(cap.used_fen, grouped=True)
        return words, (
            self._say(f"{whole}，含本次已用 {used}", f"{whole}, used {used}, this bill included"),
        )

    def _cap_left(self, cap: CapNumbers) -> str:
        left = format_yuan(max(0, cap.cap_fen - cap.used_fen), grouped=True)
        return self._say(f"余 {left}", f"{left} left")

    def _clause(self, finding: Finding, programme: Programme) -> str:
        """The clause in the sheet's language; findings give it in the pack's words."""
        assumed = finding.clause.removeprefix("assumed: ")
        if assumed != finding.clause:
            return self._say(f"假定：{assumed}", finding.clause)
        return finding.clause or self._titles.law(programme.law)


def formulas_of_row(row: Terms) -> Iterator[Formula]:
    """Every figure of a row of terms."""
    singles = [row.ratio, row.amount, row.when]
    singles += [row.line.amount if row.line else None, row.gate.edge if row.gate else None]
    if row.guarantee is not None:
        singles += [row.guarantee.share, row.guarantee.of]
    for band in row.bands:
        singles += [band.up_to, band.below, band.ratio, band.amount]
    yield from (one for one in singles if one is not None)
