"""Settlements read column by column say what settlements read one by one say."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mianshen.run import settlements
from mianshen.run.messages import InputError
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.tables import read_table
from mianshen.run.shipped import load_sources
from mianshen.sources.layouts import Layout, plain_layout
from property.clean_reading import Clean, noting, one_by_one

CELLS: dict[str, tuple[str, ...]] = {
    "setl_id": ("S1", "S2", "S 3", "1.0E+12", "5.10", "null", "", "x" * 31, "Ｓ4"),
    "setl_time": (
        *("2025-01-25 13:14:33", "2025-01-26 08:00:00", "2025-01-25", "20250125131433"),
        *("2025/1/25 13:14", "2025-02-30", "", "45682", "2025-01-25 13:14:33.5"),
    ),
    "medfee_sumamt": ("8460.78", "0.00", "-12.50", "12.345", "1,000", "¥3", "abc", "", "７.00"),
    "inscp_scp_amt": ("7902.37", "100.00", "100", "0.1", "1e3", "", "9" * 17, "+1.00", "1.0 元"),
    "mdtrt_id": ("V1", "V2", "V-3", "", "NULL"),
    "psn_no": ("P1", "p2", "", "5.1E+10", "P 4"),
    "certno": (
        *("51011819490101011X", "510118194901010118", "51011819490101011x", "510118194901010"),
        *("510118194901011000", "5101 18194901010118", "", "null"),
    ),
    "psn_cert_type": ("01", "1", "06", "", "身份证"),
    "psn_name": ("张三", "李 四", "", "張三", "null"),
    "brdy": ("1949-01-01", "1949年1月1日", "", "19490230"),
    "med_type": ("21", "11", "普通住院", "1", "", "21.0", "没听过"),
    "hosp_lv": ("05", "5", "", "5.0"),
    "pool_prop_selfpay": ("0.7", "1.2", "", "x"),
    "setldetail": ('[{"fund_pay_type": "310100", "fund_payamt": 5.10}]', "[]", "", "no"),
    "hifp_pay": ("", "5139.12", "5139.1"),
    "maf_pay": ("0.00", "", "12"),
    "referred": ("是", "", "否", "也许"),
    "备注列": ("", "随便", " 两边 "),
}
ALWAYS = ("setl_id", "setl_time", "medfee_sumamt", "inscp_scp_amt", "psn_no")


@hypothesis_settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_clean_settlements_are_read_by_column_as_they_are_one_by_one(
    tmp_path: Path, data: st.DataObject
) -> None:
    others = sorted(CELLS.keys() - set(ALWAYS))
    fields = (*ALWAYS, *sorted(data.draw(st.sets(st.sampled_from(others)))))
    # The first cells of each pool are the clean ones: most rows are read by column.
    cell = st.one_of(st.integers(0, 1), st.integers(0, 12))
    drawn = data.draw(st.lists(st.tuples(*(cell for _ in fields)), max_size=6))
    rows = [
        [CELLS[one][at % len(CELLS[one])] for one, at in zip(fields, row, strict=True)]
        for row in drawn
    ]
    path = written(tmp_path, fields, rows)
    layout = data.draw(st.sampled_from((plain_layout("settlements"), declared())))

    assert said(path, layout, settlements.clean_settlements) == said(path, layout, one_by_one)


def test_a_clean_settlement_is_read_by_column(tmp_path: Path) -> None:
    clean = [CELLS[one][0] for one in CELLS]
    mended = [*clean]
    mended[list(CELLS).index("medfee_sumamt")] = "¥3"
    path = written(tmp_path, tuple(CELLS), [clean, mended])
    made: list[str] = []

    said(path, plain_layout("settlements"), noting(settlements.clean_settlements, made))

    assert made == ["list.csv:2"]


def declared() -> Layout:
    layouts = load_sources("xinjin").layouts
    return next(one for one in layouts if one.role == "settlements")


def written(folder: Path, fields: tuple[str, ...], rows: list[list[str]]) -> Path:
    content = io.StringIO()
    csv.writer(content).writerows([fields, *rows])
    path = folder / "list.csv"
    path.write_text(content.getvalue(), encoding="utf-8")
    return path


def said(path: Path, layout: Layout, clean: Clean) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settlements, "clean_settlements", clean)
        ledger = Ledger()
        try:
            table = read_table(path, layout, "list.csv", None)
            taken = settlements.take_settlements(table, ledger)
        except InputError as error:
            return tuple(error.messages), ledger
        return [(repr(one), one) for one in taken], ledger
