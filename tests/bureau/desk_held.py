"""The small district with lines that are held, and people of whom nothing can be assessed."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from bureau.desk_district import ACTOR, FIRST_DAY, NORTH, SOUTH
from bureau.factories import Bureau, Who, bill, card, person
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry import services as registry
from mianshen.run.shipped import Located

NEAR, FAR = Who("郑文静", card(801)), Who("冯志强", card(802))
LISTED, ELSEWHERE = Who("卫小兰", card(803)), Who("蒋大山", card(804))

_PACK = """\
id: small
title: 青禾区倾斜救助办法
region: "000000"
identities: [低保, 特困, 困难职工]
payers:
  basic: {from: [hifp_pay], title: 基本医保}
  major: {from: ["others:大病"], title: 大病保险, allocate: chronological}
layers:
  - {id: insurers, title: 医保, payers: [basic, major]}
  - {id: relief, title: 医疗救助, members: [aid, tilt, asked]}
  - {id: choice, title: 自选项目, combine: elective, members: [care, cure]}
programmes:
  aid: {title: 医疗救助, fund: 基金, who: {any: [低保]},
        base: in_scope - basic, terms: [{ratio: 70%}]}
  tilt: {title: 倾斜救助, fund: 基金, who: {any: [特困]}, requires: [major],
         base: in_scope - basic - major, terms: [{ratio: 20%}]}
  asked: {title: 因病致贫救助, fund: 基金, who: {any: [困难职工]}, on_application: true,
          base: in_scope - basic, terms: [{ratio: 50%}]}
  care: {title: 康复护理, fund: 基金, who: {any: [困难职工]},
         base: in_scope - basic, terms: [{ratio: 10%}]}
  cure: {title: 特药补助, fund: 基金, who: {any: [困难职工]},
         base: in_scope - basic, terms: [{ratio: 20%}]}
"""


@dataclass(frozen=True)
class HeldDistrict:
    """People with a held line: near, far, and one who has to ask and to choose; and one who waits.

    For `waits` a policy answers that is not in force.
    """

    near: int
    far: int
    listed: int
    waits: int


def hold_lines() -> HeldDistrict:
    """Put the pack in force in the place of the small one and assess everybody by it."""
    bureau = Bureau(at=registry.next_moment())
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "pack.yaml"
        pack.write_text(_PACK, encoding="utf-8")
        assessment.put_in_force(Located(pack), (), _stated())
    poor = [(one, "特困") for one in (NEAR, FAR)]
    bureau.roster("202501", [*poor, (LISTED, "困难职工"), (ELSEWHERE, "特困")], source="unions")
    everyone = (NEAR, FAR, LISTED, ELSEWHERE)
    bureau.settle(*(bill(who, f"held-{n}", "2025-03-10") for n, who in enumerate(everyone)))
    known = [person(one) for one in everyone]
    places = ((NORTH, "small"), (SOUTH, "small"), (NORTH, "small"), (SOUTH, "other"))
    answering = [
        (one, *place, "", FIRST_DAY, None) for one, place in zip(known, places, strict=True)
    ]
    with transaction.atomic():
        registry.set_responsibilities(answering, _stated())
    assess()
    return HeldDistrict(*known)


def assess() -> None:
    """Assess whoever is marked, as the next batch does."""
    asked = assessment.Asked(date(2025, 12, 31), (2025,))
    assessment.assess_dirty(asked, _stated())


def _stated() -> Stated:
    return Stated(registry.next_moment(), 0, ACTOR)
