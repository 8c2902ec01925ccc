"""Spreadsheets: rows with their header words, values as shown, hidden sheets, many tables in one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from knowledge.errors import DocumentError
from knowledge.importing import xlsx
from knowledge.importing.loaders import SourceText, read_source, read_table_file
from knowledge.importing.tables import Cell, table_lines
from tests.knowledge.importing.papers import replaced, saved


def load(folder: Path, book: Workbook) -> SourceText:
    """Write and read a workbook."""
    path = folder / "a.xlsx"
    path.write_bytes(saved(book))
    return read_source(path)


def book_of(*rows: list[object]) -> Workbook:
    """A workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_rows_and_values(tmp_path: Path) -> None:
    """Every row says its header words; numbers, percentages and days stand as people write them."""
    book = book_of(
        ["2023年缴费标准表"], ["人群", "标准", "比例", "起始", "备注"],
        ["居民", 380.0, 0.6, datetime(2023, 1, 1), "#N/A"], ["学生", 350.5, 0.0825, None, True],
    )  # fmt: skip
    sheet = book.active
    sheet.merge_cells("A1:E1")
    sheet["C3"].number_format = "0%"
    sheet["C4"].number_format = "0.00%"
    source = load(tmp_path, book)
    assert source.text.split("\n") == [
        "2023年缴费标准表",
        "人群：居民；标准：380；比例：60%；起始：2023年1月1日。",
        "人群：学生；标准：350.5；比例：8.25%；备注：是。",
    ]
    assert len(source.rows) == 2


def test_merged_cells_count_for_each_row(tmp_path: Path) -> None:
    """A merged cell stands in every row that it covers."""
    book = book_of(["人群", "级别", "标准"], ["职工", "三级", 800], [None, "二级", 500], ["居民", "三级", 1000])
    book.active.merge_cells("A2:A3")
    assert load(tmp_path, book).text.split("\n")[1] == "人群：职工；级别：二级；标准：500。"


def test_sheets_and_tables(tmp_path: Path) -> None:
    """Several sheets are named, hidden ones are left out and said, an empty row parts two tables."""
    book = book_of(["单位", "电话"], ["医保局", "0816-1234567"], [], ["事项", "窗口"], ["参保登记", "3号"])
    book.active.title = "联系方式"
    secret = book.create_sheet("内部")
    secret.append(["密", "件"])
    secret.sheet_state = "hidden"
    book.create_sheet("Sheet3").append(["说明文字"])
    source = load(tmp_path, book)
    assert source.text.split("\n") == [
        "联系方式", "单位：医保局；电话：0816-1234567。", "事项：参保登记；窗口：3号。", "说明文字。",
    ]  # fmt: skip
    assert "内部" in source.warnings[0] and "密" not in source.text


def test_table_as_data(tmp_path: Path) -> None:
    """A directory comes as rows of plain cells, from .xlsx and .csv alike."""
    rows = [["名称", "等级", "地区"], ["县医院", "二级甲等", "某某县"]]
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(book_of(*rows)))
    assert read_table_file(path.read_bytes(), path) == [("Sheet", rows)]
    text = "\ufeff名称,等级,地区\r\n县医院,二级甲等,某某县\r\n"
    for encoding in ("utf-8", "gb18030"):
        assert read_table_file(text.lstrip("\ufeff").encode(encoding), tmp_path / "a.csv") == [("", rows)]
    with pytest.raises(DocumentError, match="不是表格"):
        read_table_file(b"abc", tmp_path / "a.txt")


def test_wide_and_far_cells(tmp_path: Path) -> None:
    """A sheet that claims to be endless costs only what is in it."""
    data = saved(book_of(["项目", "标准"], ["住院", 500]))
    data = replaced(data, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')
    data = replaced(data, "xl/worksheets/sheet1.xml", b'r="B2"', b'r="XFD2"')
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert "住院" in read_source(path).text


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than any policy has are refused."""
    monkeypatch.setattr(xlsx, "MAX_ROWS", 5)
    with pytest.raises(DocumentError, match="超过 5 行"):
        xlsx.read_xlsx(saved(book_of(*([["项目"]] * 6))), "a.xlsx")


def test_section_rows_and_repeated_headers() -> None:
    """A cell over the whole width is a line of its own; a header that comes again is no row."""
    rows = [["项目", "标准"], ["一、住院", None], ["三级", "800元"], ["项目", "标准"], ["二级", "500元"]]
    cells = [[Cell(str(row[0]), 2)] if row[1] is None else [Cell(str(v)) for v in row] for row in rows]
    assert table_lines(cells) == [
        ("一、住院", False), ("项目：三级；标准：800元。", True), ("项目：二级；标准：500元。", True),
    ]  # fmt: skip


def test_spans_of_any_size() -> None:
    """Cells that claim to cover thousands of rows and columns cost nothing."""
    assert table_lines([[Cell("甲", 10_000, 10_000), Cell("乙")], [Cell("丙")]])
