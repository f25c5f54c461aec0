"""What no delivered file may exceed; each limit is checked before the file is parsed."""

FILE_BYTES_MAX = 1_000_000_000
LINE_BYTES_MAX = 4_000_000
CELL_CHARS_MAX = 200_000
COLUMNS_MAX = 1_000
ROWS_MAX = 5_000_000
SHEETS_MAX = 200
HEADER_ROWS_SEARCHED = 30

# A workbook is a zip of XML, which a few kilobytes can blow up to more than memory holds.
MEMBERS_MAX = 10_000
MEMBER_BYTES_MAX = 400_000_000
WORKBOOK_BYTES_MAX = 800_000_000
RATIO_MAX = 200
RATIO_TESTED_FROM_BYTES = 5_000_000
SHEET_CELLS_MAX = 20_000_000

PARQUET_BYTES_MAX = 400_000_000
CHUNK_BYTES = 1 << 20
