"""What can be wrong with tables of facts, in Chinese and English."""

from collections.abc import Mapping

TABLE_SENTENCES: Mapping[str, tuple[str, str]] = {
    "tables_no_folder": (
        "没有这个文件夹；请给出存放事实表（events.parquet 等）的文件夹。",
        "there is no such folder; name the one that holds the tables (events.parquet and so on).",
    ),
    "tables_no_events": (
        "没有结算表 events.parquet；没有它就没有可测算的内容，请放入后再试。",
        "there is no table events.parquet; there is nothing to assess without it, so add it.",
    ),
    "tables_unknown": (
        "不认识这个表；可用的表是 {known}，请改名或移走。",
        "nobody reads this table; rename it to one of {known}, or take it away.",
    ),
    "tables_unreadable": (
        "表读不了（{reason}）；请重新导出为 Parquet。",
        "the table cannot be read ({reason}); export it as Parquet again.",
    ),
    "tables_column_missing": (
        "缺少 {column} 这一列；请补上。",
        "the column {column} is missing; add it.",
    ),
    "tables_column_unknown": (
        "没有人读这一列；请改名或删去，以免漏算。",
        "nobody reads this column; rename it or take it out, so that nothing is missed.",
    ),
    "tables_column_type": (
        "这一列的类型是 {found}，应为 {wanted}；金额用整数分，日期用日期类型。",
        "this column is of the type {found} and should be {wanted}; amounts are whole fen, days"
        " are dates.",
    ),
    "tables_cell_missing": (
        "有 {rows} 行的这一列是空的；每一行都要有值。",
        "{rows} rows have nothing in this column; every row needs a value.",
    ),
}
