"""What every command shares: days as people write them, progress, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import BaseModel
from tqdm import tqdm

from knowledge.errors import InputError

Row = TypeVar("Row", bound=BaseModel)


def parse_day(value: str | None) -> date | None:
    """A day as people write it on the command line; InputError says how."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(f"“{value}”不是日期；请写成 2023-01-31 的形式") from None


def bar(what: str) -> Callable[[str, int, int], None]:
    """A progress bar on stderr that follows (step, done, total); silent without a terminal."""
    bars: dict[str, tqdm[Any]] = {}

    def follow(step: str, done: int, total: int) -> None:
        if step not in bars:
            bars[step] = tqdm(total=total, desc=f"{what} {step}", disable=None, leave=False)
        bars[step].update(done - bars[step].n)

    return follow


def read_lines(path: Path) -> list[str]:
    """The lines of a JSON Lines file; InputError where it is no UTF-8."""
    try:
        # Not splitlines: a JSON text may hold the other line ends of Unicode.
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise InputError(f"{path}：不是 UTF-8 文本；请另存为 UTF-8 编码") from None


def refuse_overwriting(source: Path, target: Path) -> None:
    """InputError where the output is the input under another name or the same."""
    if target.exists() and target.samefile(source):
        raise InputError(f"{target}：输出会覆盖输入；请换一个输出文件名")


def show_rows(rows: Sequence[Row], line: Callable[[Row], str], *, as_json: bool) -> None:
    """Print what was listed: each row by `line`, or all of it as JSON."""
    if as_json:
        show_json([row.model_dump() for row in rows])
        return
    for row in rows:
        click.echo(line(row))


def show_json(data: object) -> None:
    """Print JSON as people and programs read it."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
