"""Spreadsheets (.xlsx): every visible sheet as its rows, each row with its header words."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree
from openpyxl import load_workbook

from knowledge.errors import DocumentError
from knowledge.importing.limits import check_package
from knowledge.importing.source import Draft, SourceText
from knowledge.importing.tables import MAX_COLUMNS, Cell, read_table

MAX_ROWS, MAX_CELLS = 100_000, 1_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLAIN_SHEET = re.compile(r"^(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_DECIMALS = re.compile(r"0\.(0+)")

Sheet = tuple[str, list[list[str]]]


def read_xlsx(data: bytes, name: str) -> SourceText:
    """The text of a workbook."""
    check_package(data, ".xlsx", name)
    draft = Draft(name)
    found = _sheets(data, name, draft.warnings)
    for title, rows, merged in found:
        if len(found) > 1 and not _PLAIN_SHEET.match(title):
            draft.add(title)
        words: list[str] = []
        for block in _blocks(_cells(rows, merged)):
            lines, heads = read_table(block, words)
            words = heads if any(heads) else words
            draft.add_rows(lines)
    return draft.source()


def read_sheets(data: bytes, name: str) -> list[Sheet]:
    """The visible sheets as they are: title and rows of cell texts, for tables that are data and no text."""
    check_package(data, ".xlsx", name)
    return [(title, rows) for title, rows, _ in _sheets(data, name, [])]


Merged = dict[tuple[int, int], tuple[int, int]]


def _sheets(data: bytes, name: str, warnings: list[str]) -> list[tuple[str, list[list[str]], Merged]]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    found = []
    left_rows, left_cells = MAX_ROWS, MAX_CELLS
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            warnings.append(f"隐藏的工作表“{sheet.title[:40]}”没有导入；如需要请取消隐藏")
            continue
        sheet.reset_dimensions()  # what a sheet says of its own size may be anything
        rows: list[list[str]] = []
        for row in sheet.iter_rows(max_col=MAX_COLUMNS):
            values = [_shown(cell.value, str(getattr(cell, "number_format", "") or "")) for cell in row]
            while values and not values[-1]:
                values.pop()
            rows.append(values)
            left_rows -= 1
            left_cells -= len(values)
            if left_rows < 0 or left_cells < 0:
                raise DocumentError(
                    f"表格超过 {MAX_ROWS} 行或 {MAX_CELLS} 格；请删去空行，或拆成几个文件后再导入", name
                )
        while rows and not rows[-1]:
            rows.pop()
        if rows:
            found.append((sheet.title, rows, _merged(data, sheet)))
    book.close()
    return found


def _merged(data: bytes, sheet: Any) -> Merged:
    """First cell → rows and columns of the merged cells; the read-only sheet does not tell them."""
    found: Merged = {}
    path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    with zipfile.ZipFile(BytesIO(data)) as package, package.open(path) as part:
        for _, element in etree.iterparse(
            part, tag=[f"{_MAIN}mergeCell", f"{_MAIN}row"], resolve_entities=False, no_network=True
        ):
            match = _RANGE.fullmatch(element.get("ref", "")) if element.tag.endswith("mergeCell") else None
            if match and len(found) < MAX_ROWS:
                top, left, bottom, right = int(match[2]), _column(match[1]), int(match[4]), _column(match[3])
                found[top - 1, left] = (max(1, bottom - top + 1), max(1, right - left + 1))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cells(rows: list[list[str]], merged: Merged) -> Iterator[list[Cell]]:
    """Rows of cells without those that another covers."""
    width = min(MAX_COLUMNS, max((len(row) for row in rows), default=0))
    covered: dict[int, list[tuple[int, int]]] = {}
    for number, row in enumerate(rows):
        hidden = {c for first, wide in covered.pop(number, []) for c in range(first, first + wide)}
        cells = []
        column = 0
        while column < width:
            if column not in hidden:
                high, wide = merged.get((number, column), (1, 1))
                wide = min(wide, width - column)
                high = min(high, len(rows) - number)
                for below in range(number + 1, number + high):
                    covered.setdefault(below, []).append((column, wide))
                cells.append(Cell(row[column] if column < len(row) else "", wide, high))
                column += wide
            else:
                column += 1
        yield cells


def _blocks(rows: Iterator[list[Cell]]) -> Iterator[list[list[Cell]]]:
    """The tables of a sheet: parted by empty rows; a line over a table that fills one cell only becomes its caption."""
    block: list[list[Cell]] = []
    for row in rows:
        filled = [c for c in row if c.text]
        if not filled and not any(c.rows > 1 for c in row) and not (block and _open(block)):
            if block:
                yield block
            block = []
            continue
        if (
            len(filled) == 1
            and len(row) > 1
            and filled[0].rows == 1
            and not (block and _open(block))
            and (not block or row[0].text)
        ):
            row = [Cell(filled[0].text, sum(c.columns for c in row))]
        block.append(row)
    if block:
        yield block


def _open(block: list[list[Cell]]) -> bool:
    """Whether a merged cell of the block reaches into the next row."""
    return any(c.rows > len(block) - at for at, row in enumerate(block[-64:], max(0, len(block) - 64)) for c in row)


def _shown(value: object, number_format: str) -> str:
    """A value as the sheet shows it."""
    if value is None or isinstance(value, bool):
        return "" if value is None else ("是" if value else "否")
    if isinstance(value, datetime):
        day = f"{value.year}年{value.month}月{value.day}日"
        return day if (value.hour, value.minute) == (0, 0) else f"{day}{value:%H:%M}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        if number_format.endswith("%"):
            return _number(value * 100) + "%"
        return _number(value)
    text = str(value).strip()
    # The reader gives errors as their text; none of them is a value.
    return "" if re.fullmatch(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)", text) else text


def _number(value: int | float) -> str:
    """Plain digits, as many as the sheet's arithmetic is good for."""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else ""
    if value != value or abs(value) > 1e30:
        return ""
    shown = format(Decimal(f"{value:.12g}"), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
