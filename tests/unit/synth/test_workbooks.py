"""Workbooks hold the rows they were given, as text or dates, in sheets that are never too long."""

import zipfile
from contextlib import ExitStack
from pathlib import Path

import polars as pl
import pytest

from mianshen.synth import deliveries
from mianshen.synth.deliveries import Delivery
from mianshen.synth.layouts import Source
from mianshen.synth.workbooks import Workbook
from unit.synth.district_factory import profile, rows_of, truth_of


def test_text_is_kept_to_the_letter_and_dates_are_dates(tmp_path: Path) -> None:
    cells = pl.DataFrame({"name": ["<𬱖&", "tab\t"], "start": ["45658", "2025-01-01"]})
    with ExitStack() as files:
        book = Workbook(tmp_path / "a.xlsx", files)
        sheet_of_names = book.new_sheet("名单")
        sheet_of_names.append(cells, ["start"])
        book.close([sheet_of_names])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as opened:
        sheet = opened.read("xl/worksheets/sheet1.xml").decode()
        assert opened.testzip() is None
    assert "&lt;𬱖&amp;</t>" in sheet
    assert ">tab\t</t>" in sheet
    assert '<c r="B1" s="1"><v>45658</v></c>' in sheet
    assert ">2025-01-01</t>" in sheet


def fill(delivery: Delivery, source: Source) -> None:
    for start in (0, 9):
        numbers = [str(number) for number in range(start, start + 9)]
        cells = {name: numbers if name == "certno" else ["同"] * 9 for name in source.headers}
        told = {name: [""] * 9 for name in ("holds", "dirt", "field", "clean")}
        truth = pl.DataFrame({"person": [int(number) for number in numbers], **told})
        delivery.append(pl.DataFrame(cells), truth, "五津街道")


def test_a_sheet_that_is_full_goes_on_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "ROWS_MAX", 8)
    source = profile("xinjin").sources["civil-affairs"]
    with ExitStack() as files:
        townships = ("五津街道", "花源街道")
        delivery = Delivery(tmp_path, "data/rosters", source, 202512, "青禾区", townships, files)
        fill(delivery, source)
        delivery.close()
    rows = rows_of(delivery.path, source)
    truth_rows = truth_of(tmp_path, delivery.name)
    assert len(rows) == 18
    assert len({sheet for sheet, _ in rows}) > 1
    assert max(row for _, row in rows) < 8
    assert {place: row["公民身份号码"] for place, row in rows.items()} == {
        place: told["person"] for place, told in truth_rows.items()
    }
