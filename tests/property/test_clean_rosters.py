"""Rows of rosters read column by column say what rows read one by one say."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mianshen.run import rosters
from mianshen.run.messages import InputError
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.periods import period_of
from mianshen.run.reading.tables import read_table
from mianshen.run.shipped import load, load_sources, locate
from mianshen.sources.layouts import Layout
from property.clean_reading import Clean, noting, one_by_one

PACK, SOURCES = load(locate("xinjin")), load_sources("xinjin")

CELLS: dict[str, tuple[str, ...]] = {
    "certno": (
        *("510118194901010118", "51011819490101011X", "11010519491231002X", "110105491231002"),
        *("11010519491231002x", "1101 0519491231002X", "1.10105194912310E+17", "null", ""),
        *("440524188001010014", "510118194901011000", "'110105194912310021", "H12345678"),
    ),
    "psn_no": ("", "P0001", "51011800001", "5.1E+10", "12 34", "null", "x" * 31, "１２３"),
    "name": (
        "张三",
        "李 四",
        " 王五",
        "張三",
        "欧阳·娜",
        "null",
        "",
        "'赵六",
        "Ａnna Ｌi",
        "钱?七",
    ),
    "cert_type": ("", "01", "1", "06", "90"),
    "disability_card": (
        *("51011819490101011X42", "51011819490101011X42B1", "5101181949010101", "", "1234567"),
        *("51011819490101011x42", "5101181949010101****", "51011849010101142"),
    ),
    "identity": ("城市低保", "农村特困", "没听过", "在乡复员军人", " 城市低保", "", "2303", "null"),
    "household": ("", "H1", "H2", " H3"),
    "born": ("", "1949-01-01", "1949年1月1日", "19490230", "1949/1/1", "?"),
    "sex": ("", "男", "1", "女性", "?"),
    "start": ("", "2024-01-01", "2024年1月", "2025-02-30", "45292", "20240105", "2026-01-01"),
    "end": ("", "", "2025-06-30", "2025年6月", "2020-01-01"),
    "recognised": ("", "2024-01-01", "x"),
    "change": ("", "新增", "终止", "莫名"),
    "township": ("", "花源街道", "花桥街道 "),
    "phone": ("", "13800000000", "028-1"),
    "died": ("", "2025-03-01", "nie"),
    "attribute.household_income": ("", "712.5", "一千", "1,000"),
    "attribute.xinjin_hukou": ("", "是", "否", "也许"),
    "former_name": ("", "张二", "李 二"),
}
OF_ROLE = {
    "roster": tuple(one for one in CELLS if one not in ("died", "former_name")),
    "people": tuple(one for one in CELLS if one not in ("identity", "recognised", "change")),
}


def layout_of(role: str, fields: tuple[str, ...], fixed: dict[str, str], fills: bool) -> Layout:
    return Layout.model_validate(
        {
            "id": "list",
            "role": role,
            "department": "民政局",
            "files": ["list.csv"],
            "columns": {field: [f"列 {field}"] for field in fields},
            "fixed": fixed,
            "vocabulary": "civil-affairs",
            "dates": ["yyyy年M月d日", "yyyy年M月", "yyyy-M-d", "yyyyMMdd", "serial"],
            "fill_down": [one for one in ("household", "township") if fills and one in fields],
            "footer": ["合计"],
            "list": "whole",
        }
    )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_clean_rows_are_read_by_column_as_they_are_one_by_one(
    tmp_path: Path, data: st.DataObject
) -> None:
    role = data.draw(st.sampled_from(("roster", "people")))
    more = data.draw(st.sets(st.sampled_from(OF_ROLE[role]), max_size=9))
    fields = tuple(dict.fromkeys(("certno", "name", *sorted(more))))
    fixed = {"identity": "困难党员"} if role == "roster" and "identity" not in fields else {}
    layout = layout_of(role, fields, fixed, data.draw(st.booleans()))
    # The first cells of each pool are the clean ones: most rows are read by column.
    cell = st.one_of(st.integers(0, 1), st.integers(0, 12))
    rows = data.draw(st.lists(st.tuples(*(cell for _ in fields)), max_size=6))
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow([f"列 {field}" for field in fields])
    for row in rows:
        writer.writerow(
            [CELLS[one][at % len(CELLS[one])] for one, at in zip(fields, row, strict=True)]
        )
    writer.writerow(["合计", *("" for _ in fields[1:])])
    path = tmp_path / "list.csv"
    path.write_text(content.getvalue(), encoding="utf-8")
    period = data.draw(st.sampled_from((None, period_of("202503"))))

    made: list[str] = []
    by_column = said(path, layout, period, noting(rosters.clean_rows, made))

    assert by_column == said(path, layout, period, one_by_one)


def test_a_clean_row_is_read_by_column(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "列 certno,列 name,列 identity,列 start\n"
        "51011819490101011X,张三,城市低保,2024-01-01\n"
        "51011819490101011x,李 四,城市低保,2024-01-01\n",
        encoding="utf-8",
    )
    made: list[str] = []
    layout = layout_of("roster", ("certno", "name", "identity", "start"), {}, False)

    said(path, layout, period_of("202503"), noting(rosters.clean_rows, made))

    assert made == ["list.csv:2"]


def said(path: Path, layout: Layout, period: Any, clean: Clean) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rosters, "clean_rows", clean)
        table = read_table(path, layout, "list.csv", period)
        ledger = Ledger()
        tables = ([table], []) if layout.role == "rosters" else ([], [table])
        try:
            read = rosters.read_rosters(*tables, PACK, SOURCES, ledger)
        except InputError as error:
            return tuple(error.messages), ledger
        return read, ledger
