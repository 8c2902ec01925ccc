"""A hospital directory comes into a home: rows of 名称, 等级, 地区 from a .csv or .xlsx file, merged by name and place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from knowledge.errors import DocumentError, InputError
from knowledge.hospital import COLUMNS, Hospital, Hospitals, hospital
from knowledge.importing.loaders import read_table_file

_TOLD = 20
Row = tuple[int, list[str]]
"""A line of the file, counted from 1, and its cells."""


def is_directory(data: bytes, path: Path) -> bool:
    """Whether a file is a directory: every .csv is meant as one, an .xlsx by its header."""
    return path.suffix.lower() == ".csv" or _header(_rows(data, path)) is not None


def read_directory(data: bytes, path: Path) -> tuple[list[Hospital], list[str]]:
    """The usable rows, and a sentence for each line that is not. DocumentError where no row can be used."""
    rows = _rows(data, path)
    header = _header(rows)
    if header is None:
        first, cells = rows[0] if rows else (1, [])
        missing = "、".join(c for c in COLUMNS if c not in map(_plain, cells))
        raise DocumentError(f"缺少列 {missing}；请在第一行写上 {'、'.join(COLUMNS)}", path, first)
    start, columns = header
    found: dict[tuple[str, str], Hospital] = {}
    faults: list[str] = []
    for line, cells in rows[start:]:
        try:
            row = hospital(*(cells[at] if at < len(cells) else "" for at in columns))
        except InputError as error:
            faults.append(f"第 {line} 行没有导入：{error}")
            continue
        same = found.setdefault((row.name, row.region), row)
        if same.tier != row.tier:
            faults.append(f"第 {line} 行没有导入：“{row.name}”前面已写为 {same.level}；请只留一行")
    if not found:
        reason = faults[0].replace("没有导入：", "：", 1) if faults else "表头下没有内容；请补上医院"
        raise DocumentError(f"没有一行可以导入：{reason}", path)
    if len(faults) > _TOLD:
        faults = [*faults[:_TOLD], f"另有 {len(faults) - _TOLD} 行没有导入；请改正以上各行后再导入一次"]
    return list(found.values()), faults


def merge_directory(held: Hospitals, rows: Iterable[Hospital]) -> tuple[list[Hospital], list[str]]:
    """The held rows with the new ones over them, by name and place; a sentence for each level that changes."""
    merged = {(row.name, row.region): row for row in held.rows}
    changes = []
    for row in rows:
        old = merged.get((row.name, row.region))
        if old and old.tier != row.tier:
            changes.append(f"“{row.name}”的等级由 {old.level} 改为 {row.level}")
        merged[row.name, row.region] = row
    return list(merged.values()), changes


def _rows(data: bytes, path: Path) -> list[Row]:
    """The rows that hold anything: of the first sheet whose header fits, else of the first."""
    sheets = [_filled(enumerate(rows, 1)) for _, rows in read_table_file(data, path)]
    return next((rows for rows in sheets if _header(rows)), sheets[0] if sheets else [])


def _filled(rows: Iterable[Row]) -> list[Row]:
    return [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]


def _header(rows: list[Row]) -> tuple[int, list[int]] | None:
    """The number of rows up to the header (a title may stand above it) and the places of the three columns."""
    for number, (_, cells) in enumerate(rows[:3], 1):
        names = [_plain(cell) for cell in cells]
        if all(column in names for column in COLUMNS):
            return number, [names.index(column) for column in COLUMNS]
    return None


def _plain(cell: str) -> str:
    return "".join(cell.split()).strip("*＊")
