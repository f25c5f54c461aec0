"""A few files and what follows from them: taken in, assessed, and said again without numbers."""

from collections import Counter as Tally
from collections.abc import Collection
from datetime import date
from pathlib import Path

from django.db import transaction

from bureau.canonical import canonical, people_as_named
from bureau.counter import Counter, read_profile
from bureau.year import YEAR, content
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.ledger.services import proof
from mianshen.bureau.registry import services as registry
from mianshen.run.shipped import Located

PACK = """\
id: faults
region: "000000"
identities: [低保, 重度残疾]
payers:
  basic: {from: [hifp_pay]}
  commercial: {from: [商业保险], allocate: chronological}
pools:
  year: {amount: 500, per: year}
layers:
  - {id: insurers, payers: [basic, commercial]}
  - {id: relief, members: [aid, more]}
programmes:
  aid: {title: 医疗救助, fund: 基金, who: {any: [低保]}, pools: [year],
        base: in_scope - basic - commercial, terms: [{ratio: 50%}]}
  more: {title: 残疾人救助, fund: 残联资金, who: {any: [重度残疾]},
         base: in_scope - basic - commercial, terms: [{ratio: 10%}]}
"""
ASKED = assessment.Asked(date(2025, 12, 31), (2025,))
FEW = ("民政_202501.csv", "结算_202501.csv", "结算_202502.csv")
"""A list, bills and a refund: what a test has the time for."""


def stated() -> Stated:
    """What is stated now, by the system."""
    with transaction.atomic():
        return Stated(registry.next_moment(), 0, "system")


def take_in(folder: Path, names: Collection[str] = tuple(YEAR)) -> None:
    """Take files in by their names in turn, and assess whoever changed after every third.

    Begun again it goes over the same ground: what is known already changes nothing.
    """
    number = 0
    while stage(folder, number, names):
        number += 1


def stage(folder: Path, number: int, names: Collection[str] = tuple(YEAR)) -> bool:
    """One file of those, counted from 0, with what goes before and after; whether more follow."""
    if not number:
        pack = folder / "pack.yaml"
        pack.write_text(PACK, encoding="utf-8")
        assessment.put_in_force(Located(pack), (), stated())
    name, place = list(names)[number], number + 1
    Counter(read_profile(folder)).give(name, content(name))
    if not place % 3:
        assessment.assess_dirty(ASKED, stated())
    if place == len(names):
        assessment.assess_dirty(ASKED, stated())
    return place < len(names)


def told() -> dict[str, list[str]]:
    """Registry, claims and assessment as they are known now, people by how files name them."""
    who = people_as_named()
    lines = [
        repr((who.get(line.person), line.event, line.programme, line.status, line.reason))
        + f" {line.amount_fen} {line.order_fen}"
        for line in assessment.lines_as_known()
    ]
    deltas = [
        repr((who.get(str(one.person)), one.year, one.fund, one.net_fen, len(one.lines)))
        for one in assessment.open_deltas()
    ]
    waiting = [repr((who.get(str(one.person)), one.year, one.why)) for one in assessment.waiting()]
    whole = proof()
    kinds = [repr((one.kind, one.held_fen)) for one in whole.kinds if one.held_fen]
    batches = Tally(Batch.objects.values_list("name", "state"))
    return {
        **canonical(),
        "lines": sorted(lines),
        "deltas": sorted(deltas),
        "waiting to be assessed": sorted(waiting),
        "fen": sorted(kinds),
        "whole": ["whole"] if whole.is_whole else [],
        "marks": [repr(one) for one in registry.dirty_people()],
        "batches": sorted(repr(one) for one in batches.items()),
    }
