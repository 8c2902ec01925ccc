"""Drawn lines to tables: where level and upright lines cross, there are cells; a missing edge joins two."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Box = tuple[float, float, float, float]
Line = tuple[float, float, float, float]  # x0, y0, x1, y1 with x0 == x1 or y0 == y1

_NEAR = 3.0  # points; lines closer than this are one
_SHORTEST = 5.0
_MAX_LINES = 3_000
_MAX_EDGES = 300


@dataclass(slots=True)
class GridCell:
    """A cell of a table; `content` is filled by who reads the page."""

    columns: int
    rows: int
    content: list[Any] = field(default_factory=list)


class Grid:
    """A ruled table: its edges, and the cells between them."""

    def __init__(self, xs: list[float], ys: list[float], level: Sequence[Line], upright: Sequence[Line]) -> None:
        self.xs, self.ys = xs, ys
        self.box: Box = (xs[0], ys[0], xs[-1], ys[-1])
        self._cells: list[list[GridCell | None]] = [[None] * (len(xs) - 1) for _ in ys[1:]]
        self._first: dict[int, tuple[int, int]] = {}
        walls = self._walls(upright)
        floors = self._floors(level)
        for row in range(len(ys) - 1):
            for column in range(len(xs) - 1):
                if self._cells[row][column] is None:
                    self._open(row, column, walls, floors)

    def at(self, x: float, y: float) -> GridCell | None:
        """The cell at a point, or None outside."""
        if not (self.box[0] - 1 <= x <= self.box[2] + 1 and self.box[1] - 1 <= y <= self.box[3] + 1):
            return None
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return self._cells[row][column]

    def rows(self) -> list[list[GridCell]]:
        """The cells by the row in which they begin."""
        found: list[list[GridCell]] = []
        for number, row in enumerate(self._cells):
            found.append([])
            for column, cell in enumerate(row):
                if cell is not None and self._first[id(cell)] == (number, column):
                    found[-1].append(cell)
        return found

    @property
    def count(self) -> int:
        """How many cells there are."""
        return len(self._first)

    def _open(self, row: int, column: int, walls: set[tuple[int, int]], floors: set[tuple[int, int]]) -> None:
        right = column
        while right + 1 < len(self.xs) - 1 and (row, right + 1) not in walls and self._cells[row][right + 1] is None:
            right += 1
        low = row
        while low + 1 < len(self.ys) - 1 and all((low + 1, c) not in floors for c in range(column, right + 1)):
            low += 1
        cell = GridCell(right - column + 1, low - row + 1)
        self._first[id(cell)] = (row, column)
        for r in range(row, low + 1):
            for c in range(column, right + 1):
                if self._cells[r][c] is None:
                    self._cells[r][c] = cell

    def _walls(self, upright: Sequence[Line]) -> set[tuple[int, int]]:
        """(row, column) of cells with a line at their left."""
        found = set()
        for x, y0, _, y1 in upright:
            column = _nearest(self.xs, x)
            for row in range(len(self.ys) - 1):
                top, bottom = self.ys[row], self.ys[row + 1]
                if min(y1, bottom) - max(y0, top) > 0.5 * (bottom - top):
                    found.add((row, column))
        return found

    def _floors(self, level: Sequence[Line]) -> set[tuple[int, int]]:
        """(row, column) of cells with a line at their top."""
        found = set()
        for x0, y, x1, _ in level:
            row = _nearest(self.ys, y)
            for column in range(len(self.xs) - 1):
                left, right = self.xs[column], self.xs[column + 1]
                if min(x1, right) - max(x0, left) > 0.5 * (right - left):
                    found.add((row, column))
        return found


def grids_of(lines: Sequence[Line]) -> list[Grid]:
    """The tables that lines make: at least two rows and two columns, from top to bottom."""
    level = _joined([line for line in lines if line[1] == line[3] and line[2] - line[0] >= _SHORTEST], flat=True)
    upright = _joined([line for line in lines if line[0] == line[2] and line[3] - line[1] >= _SHORTEST], flat=False)
    if len(level) < 2 or len(upright) < 2 or len(level) > _MAX_LINES or len(upright) > _MAX_LINES:
        return []
    found = []
    for flats, sides in _groups(level, upright):
        xs = _edges([line[0] for line in sides])
        ys = _edges([line[1] for line in flats])
        if not (3 <= len(xs) <= _MAX_EDGES and 3 <= len(ys) <= _MAX_EDGES):
            continue
        grid = Grid(xs, ys, flats, sides)
        if grid.count >= 4:
            found.append(grid)
    return sorted(found, key=lambda grid: grid.box[1])


def _joined(lines: list[Line], flat: bool) -> list[Line]:
    """Lines on one another or end to end as one."""
    a, b, across = (0, 2, 1) if flat else (1, 3, 0)
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: item[across]):
        if rows and line[across] - rows[-1][0][across] <= _NEAR:
            rows[-1].append(line)
        else:
            rows.append([line])
    found: list[Line] = []
    for row in rows:
        at = sum(line[across] for line in row) / len(row)
        spans: list[list[float]] = []
        for line in sorted(row, key=lambda item: item[a]):
            if spans and line[a] <= spans[-1][1] + _NEAR:
                spans[-1][1] = max(spans[-1][1], line[b])
            else:
                spans.append([line[a], line[b]])
        found += [(s, at, e, at) if flat else (at, s, at, e) for s, e in spans]
    return found


def _groups(level: list[Line], upright: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Lines that hang together by crossing or touching."""
    parent = list(range(len(level) + len(upright)))

    def top(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, (x0, y, x1, _) in enumerate(level):
        for j, (x, y0, _, y1) in enumerate(upright):
            if x0 - _NEAR <= x <= x1 + _NEAR and y0 - _NEAR <= y <= y1 + _NEAR:
                parent[top(i)] = top(len(level) + j)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for i, line in enumerate(level):
        groups.setdefault(top(i), ([], []))[0].append(line)
    for j, line in enumerate(upright):
        groups.setdefault(top(len(level) + j), ([], []))[1].append(line)
    return [group for group in groups.values() if group[0] and group[1]]


def _edges(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _nearest(values: list[float], value: float) -> int:
    return min(range(len(values)), key=lambda at: abs(values[at] - value))
