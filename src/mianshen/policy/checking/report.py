"""Everything an officer should know about a pack, in one look, with how much it matters."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mianshen.policy.binding import formulas_for
from mianshen.policy.checking.amounts import doubtful_figures
from mianshen.policy.checking.bands import band_faults
from mianshen.policy.checking.orders import order_classes
from mianshen.policy.checking.reach import out_of_reach
from mianshen.policy.checking.sources import without_source
from mianshen.policy.checking.unused import unused_identities, unused_names
from mianshen.policy.checking.validity import (
    days_without_value,
    overlapping_versions,
    unknown_figures,
    values_nobody_asks_for,
)
from mianshen.policy.consistency import Finding
from mianshen.policy.documents import Document, Problem
from mianshen.policy.loading import Examined
from mianshen.policy.pack import Pack


class Weight(StrEnum):
    """How much a remark matters: the pack is refused; it says something unlikely; good to know."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know about a pack, at its place."""

    weight: Weight
    problem: Problem


_OF_A_PROGRAMME: tuple[Callable[[Pack, str], Iterator[Finding]], ...] = (
    out_of_reach,
    band_faults,
    doubtful_figures,
)
_WARNINGS: tuple[Callable[[Pack], Iterator[Finding]], ...] = (
    overlapping_versions,
    days_without_value,
    values_nobody_asks_for,
    unused_names,
)
_INFORMATION: tuple[Callable[[Pack], Iterator[Finding]], ...] = (
    unknown_figures,
    unused_identities,
    without_source,
)


def remarks(examined: Examined) -> tuple[Remark, ...]:
    """Everything to know about the pack that was examined, in the order of its lines.

    Errors are what every other command refuses the pack for. After an error the rest is looked at
    as far as the pack can be read.
    """
    found = [Remark(Weight.ERROR, problem) for problem in examined.problems]
    if examined.pack is not None:
        found += _doubts(examined.document, examined.pack)
    once = dict.fromkeys(found)  # what an alias repeats stands in the file once
    return tuple(sorted(once, key=lambda one: (one.problem.line, one.problem.column)))


def _doubts(document: Document, pack: Pack) -> Iterator[Remark]:
    readable = [
        name
        for name in pack.programmes
        if all(formula.is_bound for formula in formulas_for(pack, name))
    ]
    warnings = [one for name in readable for check in _OF_A_PROGRAMME for one in check(pack, name)]
    warnings += [one for check in _WARNINGS for one in check(pack)]
    information = [one for check in _INFORMATION for one in check(pack)]
    if len(readable) == len(pack.programmes):
        information += order_classes(pack)
    for weight, findings in ((Weight.WARNING, warnings), (Weight.INFORMATION, information)):
        for path, message in findings:
            yield Remark(weight, document.problem(path, message, of_key=True))
