"""Rows that wait for a person, as tables: in review, in quarantine, and what was repaired."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from mianshen.run.case import Case
from mianshen.run.masking import masked_name, masked_number
from mianshen.run.matching.candidates import CANDIDATES_MAX, Candidate
from mianshen.run.messages import Lang
from mianshen.run.reading.tables import DELIVERY_CHARS, line_of
from mianshen.run.review_words import EVIDENCE, REPAIRS, review_text
from mianshen.run.words import say

_CANDIDATES = tuple(range(1, CANDIDATES_MAX + 1))

REVIEW_COLUMNS = {
    "file": pl.String,
    "row": pl.Int64,
    "delivery": pl.String,
    "rule": pl.String,
    "name": pl.String,
    "person": pl.String,
    "psn_no": pl.String,
    "detail": pl.String,
    "is_used": pl.Boolean,
    **{f"candidate_{rank}": pl.String for rank in _CANDIDATES},
    **{f"evidence_{rank}": pl.String for rank in _CANDIDATES},
    "sentence": pl.String,
    "remedy": pl.String,
}
QUARANTINE_COLUMNS = {
    "file": pl.String,
    "row": pl.Int64,
    "delivery": pl.String,
    "field": pl.String,
    "rule": pl.String,
    "value": pl.String,
    "sentence": pl.String,
    "remedy": pl.String,
}
REPAIR_COLUMNS = {
    "file": pl.String,
    "row": pl.Int64,
    "field": pl.String,
    "rule": pl.String,
    "before": pl.String,
    "after": pl.String,
    "sentence": pl.String,
}


def review_rows(case: Case, lang: Lang) -> list[dict[str, Any]]:
    """Every row in review with its candidates, names and numbers masked."""
    rows = []
    deliveries = _deliveries(case)
    for one in case.reviews:
        file, line = line_of(one.place) if one.place else ("", None)
        sentence, remedy = review_text(one.reason, lang)
        row: dict[str, Any] = {
            "file": file,
            "row": line,
            "delivery": _delivery_of(file, deliveries),
            "rule": one.reason,
            "name": masked_name(one.name),
            "person": masked_number(one.certno),
            "psn_no": one.psn_no,
            "detail": one.detail,
            "is_used": one.is_used,
            "sentence": sentence,
            "remedy": remedy,
        }
        for rank in _CANDIDATES:
            found = one.candidates[rank - 1] if rank <= len(one.candidates) else None
            row[f"candidate_{rank}"] = _shown(found) if found else None
            row[f"evidence_{rank}"] = _evidence(found, lang) if found else None
        rows.append(row)
    return rows


def quarantine_rows(case: Case, lang: Lang) -> Iterator[dict[str, Any]]:
    """Every problem of every quarantined row; the first of a row comes first."""
    deliveries = _deliveries(case)
    for one in case.ledger.quarantined:
        file, line = line_of(one.place)
        for problem in one.problems:
            sentence, remedy = problem.parts(lang)
            yield {
                "file": file,
                "row": line,
                "delivery": _delivery_of(file, deliveries),
                "field": problem.where.removeprefix(one.place).lstrip(":"),
                "rule": problem.code.removeprefix("rule."),
                "value": problem.value,
                "sentence": sentence,
                "remedy": remedy,
            }


def repair_rows(case: Case, lang: Lang) -> Iterator[dict[str, Any]]:
    """Every cell that was not taken as written."""
    for one in case.ledger.repairs:
        file, line = line_of(one.place)
        yield {
            "file": file,
            "row": line,
            "field": one.field,
            "rule": one.rule,
            "before": one.before,
            "after": one.after,
            "sentence": say(REPAIRS[one.rule], lang),
        }


def _deliveries(case: Case) -> dict[str, str]:
    """By which sign corrections name the delivery of each file."""
    return {source.name: source.sha256[:DELIVERY_CHARS] for source in case.sources}


def _delivery_of(file: str, deliveries: Mapping[str, str]) -> str:
    return deliveries.get(file) or deliveries.get(file.partition("[")[0], "")


def _shown(one: Candidate) -> str:
    return f"{masked_name(one.name)} {masked_number(one.key)}".strip()


def _evidence(one: Candidate, lang: Lang) -> str:
    words = "、" if lang is Lang.ZH else ", "
    return f"{one.score}: {words.join(say(EVIDENCE[code], lang) for code in one.evidence)}"
