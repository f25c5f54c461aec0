"""Files become tables, and rows know their line in the file."""

from pathlib import Path

import pytest

from mianshen.run.messages import InputError, Lang, bad
from mianshen.run.reading import Table, match_columns, read_table
from unit.run.table_factory import table


def written(folder: Path, text: str) -> Table:
    file = folder / "t.csv"
    file.write_bytes(text.encode())
    return read_table(file, "rosters", "t.csv")


def test_a_byte_order_mark_and_blank_lines_do_not_matter(tmp_path: Path) -> None:
    read = written(tmp_path, "\ufeffa,b\r\n\r\n1,2\r\n,\r\n3,4\r\n")
    assert read.header == ("a", "b")
    assert [(row.line, row.cells["b"]) for row in read.rows()] == [(3, "2"), (5, "4")]


def test_a_row_with_a_broken_line_in_a_cell_stands_at_its_first_line(tmp_path: Path) -> None:
    read = written(tmp_path, 'a,b\n1,"x\ny"\n2,z\n')
    assert [row.line for row in read.rows()] == [2, 4]


@pytest.mark.parametrize(
    ("text", "where"),
    [('a,b\n1,"x\n', "t.csv:2"), ("a,b\n1,2,3\n", "t.csv:2"), ("\n\n", "t.csv:1")],
)
def test_what_is_no_table_is_refused_at_its_line(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(InputError, match=where):
        list(written(tmp_path, text).rows())


def test_a_column_written_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"t\.csv:1:a: the header has this column more than once"):
        written(tmp_path, "a,a\n1,2\n")


def test_columns_are_found_without_case_width_or_blanks() -> None:
    read = table("t.csv", [{" 身份 证号": "1", "PSN_NO": "2"}])
    found = match_columns(read, {"certno": ("身份证号",), "psn_no": ("人员编号",)}, ())
    assert found == {"certno": " 身份 证号", "psn_no": "PSN_NO"}


def test_more_than_ten_problems_are_counted_in_either_language() -> None:
    one = bad("demo_missing").messages
    assert InputError(one * 12).lines(Lang.EN)[-1] == "There are 2 more problems like these."
    assert InputError(one * 12).lines(Lang.ZH)[-1] == "另有 2 处问题未列出。"
