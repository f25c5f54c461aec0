"""Results to files: lines by status, orders chosen, rows set aside; all of them or none."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from mianshen.engine.facts import Event
from mianshen.engine.results import Line, OrderChoice, Status, YearChoice
from mianshen.money import format_yuan
from mianshen.policy.pack import Pack
from mianshen.run.case import Case
from mianshen.run.folders import whole_folder
from mianshen.run.job import Outcome
from mianshen.run.messages import Lang
from mianshen.run.waiting import (
    QUARANTINE_COLUMNS,
    REPAIR_COLUMNS,
    REVIEW_COLUMNS,
    quarantine_rows,
    repair_rows,
    review_rows,
)
from mianshen.run.words import COLUMNS, STATUS, programme_title, reason_text, say, set_aside_text

STATUS_FILES: Mapping[Status, str] = {
    Status.ENTITLED: "entitlements",
    Status.ZERO: "zero",
    Status.HELD: "held",
    Status.EXCLUDED: "excluded",
}
RUN_FILE = "run.json"

_LINE_COLUMNS = {
    "person": pl.String,
    "psn_no": pl.String,
    "name": pl.String,
    "settlement": pl.String,
    "visit": pl.String,
    "settled": pl.Date,
    "year": pl.Int64,
    "programme": pl.String,
    "title": pl.String,
    "office": pl.String,
    "fund": pl.String,
    "simulated": pl.Boolean,
    "status": pl.String,
    "reason": pl.String,
    "reason_text": pl.String,
    "amount_fen": pl.Int64,
    "held_fen": pl.Int64,
    "delivered_fen": pl.Int64,
    "difference_fen": pl.Int64,
    "catch_up_fen": pl.Int64,
    "provisional": pl.Boolean,
    "assumed": pl.String,
    "origin": pl.String,
}
_CHOICE_COLUMNS = {
    "person": pl.String,
    "settlement": pl.String,
    "layer": pl.String,
    "chosen": pl.String,
    "listed": pl.String,
    "tied": pl.Boolean,
    "chosen_left_fen": pl.Int64,
    "listed_left_fen": pl.Int64,
    "worst_left_fen": pl.Int64,
    "gain_fen": pl.Int64,
    "alone": pl.String,
}
_YEAR_CHOICE_COLUMNS = {
    "person": pl.String,
    "year": pl.Int64,
    "layer": pl.String,
    "held_order": pl.String,
    "chosen_left_fen": pl.Int64,
    "held_left_fen": pl.Int64,
    "year_gain_fen": pl.Int64,
    "compared": pl.Int64,
    "applied": pl.Boolean,
}
_ASIDE_COLUMNS = {
    "file": pl.String,
    "row": pl.Int64,
    "settlement": pl.String,
    "field": pl.String,
    "rule": pl.String,
    "value": pl.String,
    "sentence": pl.String,
    "remedy": pl.String,
}
_FEN = "_fen"
# Excel keeps 15 digits of a number; a tab behind longer ones makes it leave them as text.
_EXCEL_DIGITS_MAX = 15
_FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def write_results(
    out: Path, case: Case, outcome: Outcome, documents: Mapping[str, object], lang: Lang
) -> None:
    """Write all results into a folder beside `out`, then give it the name `out`.

    `documents` are the JSON files by name. Raises `InputError` when nothing can be written there.
    """
    with whole_folder(out) as partial:
        _write(partial, case, outcome, documents, lang)


def json_text(document: object) -> str:
    """A JSON document as it is written: readable, and the same for the same content."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _write(
    folder: Path, case: Case, outcome: Outcome, documents: Mapping[str, object], lang: Lang
) -> None:
    events = {event.id: event for facts in case.by_person.values() for event in facts.events}
    for status, name in STATUS_FILES.items():
        rows = [
            line_row(line, case, events, lang) for line in outcome.lines if line.status is status
        ]
        _write_table(folder / name, rows, _LINE_COLUMNS, lang)
    choices = [_choice_row(choice, case, lang) for choice in outcome.choices]
    _write_table(folder / "choices", choices, _CHOICE_COLUMNS, lang)
    yearly = [_year_choice_row(choice, case, lang) for choice in outcome.year_choices]
    _write_table(folder / "year_choices", yearly, _YEAR_CHOICE_COLUMNS, lang)
    aside = [
        {
            "file": one.file,
            "row": one.line,
            "settlement": one.settlement,
            "field": one.field,
            "rule": one.rule,
            "value": one.value,
            "sentence": sentence,
            "remedy": remedy,
        }
        for one in case.set_aside
        for sentence, remedy in [set_aside_text(one, lang)]
    ]
    _write_csv(folder / "set_aside.csv", aside, _ASIDE_COLUMNS, lang)
    _write_csv(folder / "review.csv", review_rows(case, lang), REVIEW_COLUMNS, lang)
    waiting = list(quarantine_rows(case, lang))
    _write_csv(folder / "quarantine.csv", waiting, QUARANTINE_COLUMNS, lang)
    _write_csv(folder / "repairs.csv", list(repair_rows(case, lang)), REPAIR_COLUMNS, lang)
    for name, document in documents.items():
        (folder / name).write_text(json_text(document), encoding="utf-8", newline="\n")


def line_row(line: Line, case: Case, events: Mapping[str, Event], lang: Lang) -> dict[str, Any]:
    """A line with everything a clerk needs beside it."""
    programme = case.pack.programmes[line.programme]
    event = events.get(line.event) if line.event else None
    known = case.register.known(line.person)
    return {
        "person": line.person,
        "psn_no": known.psn_no,
        "name": known.name,
        "settlement": line.event,
        "visit": event.visit if event else None,
        "settled": event.settled.date() if event else None,
        "year": line.year,
        "programme": line.programme,
        "title": programme_title(case.pack, line.programme, lang),
        "office": programme.office,
        "fund": programme.fund,
        "simulated": programme.simulated,
        "status": str(line.status),
        "reason": str(line.reason) if line.reason else "",
        "reason_text": reason_text(line.reason, lang),
        "amount_fen": line.amount_fen,
        "held_fen": line.held_fen,
        "delivered_fen": line.delivered_fen,
        "difference_fen": difference_fen(line),
        "catch_up_fen": line.catch_up_fen,
        "provisional": line.provisional,
        "assumed": "、".join(line.assumed),
        "origin": event.origin if event else "",
    }


def difference_fen(line: Line) -> int:
    """What is still to be paid on a line, or below zero, what was paid too much.

    A held line's delivery is not judged before the line is.
    """
    return 0 if line.status is Status.HELD else line.amount_fen - line.delivered_fen


def listed_order(pack: Pack, choice: OrderChoice) -> tuple[str, ...]:
    """The members of a choice in the order in which the pack lists them."""
    layer = next(one for one in pack.layers if one.id == choice.layer)
    return tuple(member for member in layer.members if member in choice.chosen)


def _choice_row(choice: OrderChoice, case: Case, lang: Lang) -> dict[str, Any]:
    def titles(names: Iterable[str]) -> str:
        return " → ".join(programme_title(case.pack, name, lang) for name in names)

    alone = (
        f"{programme_title(case.pack, name, lang)} {format_yuan(left_fen)}"
        for name, left_fen in choice.alone_left_fen
    )
    return {
        "person": choice.person,
        "settlement": choice.event,
        "layer": choice.layer,
        "chosen": titles(choice.chosen),
        "listed": titles(listed_order(case.pack, choice)),
        "tied": choice.tied,
        "chosen_left_fen": choice.chosen_left_fen,
        "listed_left_fen": choice.listed_left_fen,
        "worst_left_fen": choice.worst_left_fen,
        "gain_fen": choice.listed_left_fen - choice.chosen_left_fen,
        "alone": "; ".join(alone),
    }


def _year_choice_row(choice: YearChoice, case: Case, lang: Lang) -> dict[str, Any]:
    return {
        "person": choice.person,
        "year": choice.year,
        "layer": choice.layer,
        "held_order": " → ".join(programme_title(case.pack, one, lang) for one in choice.held),
        "chosen_left_fen": choice.chosen_left_fen,
        "held_left_fen": choice.held_left_fen,
        "year_gain_fen": choice.chosen_left_fen - choice.held_left_fen,
        "compared": choice.compared,
        "applied": choice.applied,
    }


def _write_table(
    stem: Path, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Any], lang: Lang
) -> None:
    frame = pl.DataFrame(rows, schema=dict(columns), orient="row")
    frame.write_parquet(stem.with_suffix(".parquet"))
    _write_csv(stem.with_suffix(".csv"), rows, columns, lang)


def _write_csv(
    file: Path, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Any], lang: Lang
) -> None:
    cells = {
        say(COLUMNS[name.removesuffix(_FEN)], lang): [_cell(name, row[name], lang) for row in rows]
        for name in columns
    }
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    frame.write_csv(file, include_bom=True)


def _cell(name: str, value: object, lang: Lang) -> str | None:
    if value is None or value == "":
        return None
    if name == "status":
        return say(STATUS[Status(str(value))], lang)
    if name.endswith(_FEN) and isinstance(value, int):
        return format_yuan(value)
    if isinstance(value, bool):
        return say(("是", "yes") if value else ("否", "no"), lang)
    text = str(value)
    if len(text) > _EXCEL_DIGITS_MAX and text.isdigit():
        return text + "\t"
    # A cell that begins like a formula would be computed by a spreadsheet.
    is_formula = isinstance(value, str) and text.startswith(_FORMULA_BEGINNINGS)
    return "'" + text if is_formula else text
