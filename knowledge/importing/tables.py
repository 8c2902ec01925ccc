"""Tables to lines: every row says its own header words (`项目：住院；标准：500元。`), so that it can stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_COLUMNS, MAX_CELLS = 256, 1_000_000
_HEADER_LENGTH, _HEADER_ROWS = 24, 4
_FIGURE = re.compile(r"\d(?!\d{3}\s*年)[\d,.]*\s*(?:[%％元万亿天日个]|人|$)|^[-—/]$|\d{5,}")
_SENTENCE = re.compile(r"[。；;！!？?]")
_CLOSED = re.compile(r"[。！!？?；;：:]$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file has it; `header` where the file itself says that it heads others."""

    text: str
    columns: int = 1
    rows: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell in one place of the grid; `first` is where it begins."""

    cell: Cell
    first: tuple[int, int]


Grid = list[list[_Place]]
_EMPTY = Cell("")


def table_lines(rows: Sequence[Sequence[Cell]], above: Sequence[str] = ()) -> list[tuple[str, bool]]:
    """The lines of a table, each with whether it is a row; captions and section rows come as lines of their own.

    `above` are the header words of the table that this one goes on (the next page); used where the widths agree.
    """
    lines, _ = read_table(rows, above)
    return lines


def read_table(rows: Sequence[Sequence[Cell]], above: Sequence[str] = ()) -> tuple[list[tuple[str, bool]], list[str]]:
    """Lines as in table_lines, and the header words by column."""
    grid = [row for row in _grid(rows) if any(p.cell.text for p in row)]
    width = max((len(row) for row in grid), default=0)
    found: list[tuple[str, bool]] = []
    while grid and _whole(grid[0], width):
        found.append((_only(grid[0]), False))
        grid = grid[1:]
    count = _header_rows(grid, width)
    words = _words(grid[:count], width)
    if not count and len(above) == width:
        words = list(above)
    elif count == len(grid) and len(above) == width and count:
        words, count = list(above), 0  # a page that holds one last row, all words
    for row in grid[count:]:
        if width > 1 and _whole(row, width):
            found.append((_only(row), False))
        elif count == 0 or [p.cell.text for p in row] != [p.cell.text for p in grid[count - 1]]:
            if row_words(row) and row_words(row) == [w for w in words if w]:
                continue  # the header again, on a further page
            line = _line(row, words)
            if line:
                found.append((line, True))
    return found, words


def row_words(row: Sequence[_Place]) -> list[str]:
    """The texts of a row's cells that hold any."""
    return [p.cell.text for p in row if p.cell.text]


def _grid(rows: Sequence[Sequence[Cell]]) -> Grid:
    """Every place filled with the cell that covers it."""
    found: Grid = []
    open_: dict[int, tuple[Cell, tuple[int, int], int]] = {}
    total = 0
    for number, cells in enumerate(rows):
        row: dict[int, _Place] = {}
        for column, (cell, first, left) in list(open_.items()):
            row[column] = _Place(cell, first)
            if left > 1:
                open_[column] = (cell, first, left - 1)
            else:
                del open_[column]
        column = 0
        for cell in cells:
            while column in row:
                column += 1
            wide = min(max(1, cell.columns), MAX_COLUMNS - column)
            for at in range(column, column + wide):
                if at not in row:
                    row[at] = _Place(cell, (number, column))
                    if cell.rows > 1:
                        open_[at] = (cell, (number, column), cell.rows - 1)
            column += max(wide, 1)
            if column >= MAX_COLUMNS:
                break
        width = max(row, default=-1) + 1
        total += width
        if total > MAX_CELLS:
            break
        found.append([row.get(at, _Place(_EMPTY, (number, at))) for at in range(width)])
    return found


def _whole(row: Sequence[_Place], width: int) -> bool:
    """Whether one cell fills the row: a caption, or the heading of the rows below."""
    return len({p.first for p in row if p.cell.text}) == 1 and (
        len({p.first for p in row}) == 1 and len(row) == width and width > 1
    )


def _only(row: Sequence[_Place]) -> str:
    return next((p.cell.text for p in row if p.cell.text), "")


def _header_rows(grid: Grid, width: int) -> int:
    """How many rows at the top are header words."""
    if not grid or width < 2:
        return 0
    marked = 0
    while marked < len(grid) and all(p.cell.header for p in grid[marked] if p.cell.text):
        marked += 1
    if 0 < marked < len(grid):
        return min(marked, _HEADER_ROWS)
    if len(grid) < 2 or not _could_head(grid[0]):
        return 0
    high = max(min(p.cell.rows, _HEADER_ROWS) for p in grid[0])
    if high == 1 and any(p.cell.columns > 1 for p in grid[0]):
        high = 2
    while high > 1 and (high >= len(grid) or not all(_could_head(row) for row in grid[1:high])):
        high -= 1
    if width == 2 and high == 1 and not grid[0][0].cell.header and _is_form(grid):
        return 0
    return high


def _could_head(row: Sequence[_Place]) -> bool:
    words = {p.first: p.cell.text for p in row}
    filled = [w for w in words.values() if w]
    if len(filled) < 2 or len(filled) < len(words) - 1:
        return False
    return all(len(w) <= _HEADER_LENGTH and not _FIGURE.search(w) and not _SENTENCE.search(w) for w in filled)


def _is_form(grid: Grid) -> bool:
    """Two columns, a label and its value in every row, the first like all others (姓名 张某 / 电话 ……)."""
    labels = [row[0].cell.text for row in grid]
    if any(re.search(r"[:：]$", label) for label in labels):
        return True
    return labels[0] in ("单位名称", "机构名称", "事项名称", "姓名", "地址", "联系人", "联系电话", "电话", "办理地点")


def _words(rows: Grid, width: int) -> list[str]:
    """The header words of each column, an upper word before the one below it: 支付比例（在职）."""
    found = []
    for column in range(width):
        words: list[str] = []
        seen: set[tuple[int, int]] = set()
        for row in rows:
            if column < len(row) and row[column].first not in seen and row[column].cell.text:
                seen.add(row[column].first)
                words.append(_label(row[column].cell.text))
        found.append(words[0] + "".join(f"（{w}）" for w in words[1:]) if words else "")
    return found


def _label(text: str) -> str:
    text = re.sub(r"\s+", "", text) if re.search(r"[\u4e00-\u9fff]", text) else " ".join(text.split())
    return text.rstrip("：:")


def _line(row: Sequence[_Place], words: Sequence[str]) -> str:
    return "；".join(_fields(row, words)) + _end(row)


def _fields(row: Sequence[_Place], words: Sequence[str]) -> Iterator[str]:
    groups: list[tuple[list[str], Cell]] = []
    last: tuple[int, int] | None = None
    for column, place in enumerate(row):
        word = words[column] if column < len(words) else ""
        if place.first == last:
            if word:
                groups[-1][0].append(word)
            continue
        last = place.first
        groups.append(([word] if word else [], place.cell))
    filled = [(names, cell) for names, cell in groups if cell.text]
    if not any(names for names, _ in filled) and len(filled) == 2:
        yield f"{_label(filled[0][1].text)}：{_value(filled[1][1].text)}"
        return
    for names, cell in filled:
        yield f"{_common(names)}：{_value(cell.text)}" if names else _value(cell.text)


def _common(names: Sequence[str]) -> str:
    """The name of a cell that stands under several header words: 支付比例（在职、退休）."""
    unique = list(dict.fromkeys(names))
    parts = [re.fullmatch(r"([^（]+)（(.+)）", n) for n in unique]
    if len(unique) > 1 and all(parts) and len({p[1] for p in parts if p}) == 1 and parts[0]:
        return f"{parts[0][1]}（{'、'.join(p[2] for p in parts if p)}）"
    return "、".join(unique)


def _value(text: str) -> str:
    return " ".join(text.split()).rstrip("；;。")


def _end(row: Sequence[_Place]) -> str:
    words = row_words(row)
    return "" if not words or re.search(r"[！!？?：:]$", words[-1]) else "。"
