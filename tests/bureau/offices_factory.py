"""A small district to try offices on: two townships, two departments, five roles."""

from datetime import date
from pathlib import Path

from mianshen.bureau.offices.services import (
    Loaded,
    Office,
    Role,
    Staff,
    appoint,
    assign,
    load_offices,
    office_by_code,
    role_by_code,
)

DISTRICT = "510118000000"
NORTH, SOUTH = "510118001000", "510118002000"
FIRST_DAY = date(2025, 1, 1)
ACTOR = "staff:test"

SMALL = """\
district: "510118"
title: 青禾区
source: 虚构
begin: 2025-01-01
departments:
  medical-security: {name: 区医保局, also: [医保局]}
  disabled: {name: 区残联}
regions:
  "510118001": {name: 北街街道, villages: {"001": 一居委, "201": 二村}}
  "510118002": {name: 南街街道, villages: {"001": 一居委}}
offices:
  centre: {name: 区医保中心, kind: centre, region: "510118", department: medical-security}
  disabled: {name: 残联, kind: department, region: "510118", department: disabled}
  north: {name: 北街, kind: street, region: "510118001", department: medical-security, wave: 1}
  south: {name: 南街, kind: street, region: "510118002", department: medical-security, wave: 2}
roles:
  clerk: {title: 经办, departments: all, sees: [people, orders], does: [confirm, correct]}
  reviewer: {title: 复核, departments: all, sees: [people, orders, payments], does: [review]}
  payer: {title: 拨付, departments: all, sees: [payments], does: [pay]}
  officer: {title: 部门专员, sees: [people, orders], does: [approve]}
  helper: {title: 帮办, departments: all, sees: [people], does: [visit]}
incompatible:
  - {roles: [clerk, reviewer], why: 确认的人不能复核, why_en: who confirms does not review}
waves:
  1: {live_from: 2025-02-01}
  2: {}
"""


def write(folder: Path, text: str = SMALL) -> Path:
    """The file of a profile with this text."""
    file = folder / "offices.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def load(folder: Path, text: str = SMALL, day: date = FIRST_DAY) -> Loaded:
    """Load a profile with this text on a day."""
    return load_offices(write(folder, text), "small", day, ACTOR)


def hire(number: str, *posts: str, first: date = FIRST_DAY) -> Staff:
    """A member of staff with posts such as `north/clerk`."""
    staff = appoint(number, "某某", ACTOR)
    for post in posts:
        give(staff, post, first)
    return staff


def give(staff: Staff, post: str, first: date = FIRST_DAY, last: date | None = None) -> None:
    """Give a post such as `north/clerk`."""
    assign(staff, *place(post), first, ACTOR, last)


def place(post: str) -> tuple[Office, Role]:
    """The office and the role of a post such as `north/clerk`."""
    office, _, role = post.partition("/")
    return office_by_code(DISTRICT, office), role_by_code(DISTRICT, role)
