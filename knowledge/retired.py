"""Ending a document: its norms, and the rules read from them, answer up to a last day; its facts stay.

A document of the home says so in its own file. A shipped one cannot be written to; the home's
`retired.yaml` names it, and the library applies that:

    qinan-notice-2018:
      effective_to: 2024-12-31
      superseded_by: qinan-notice-2025
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.benefit.rule import DatedValue, Parameter, Rule
from knowledge.clause import Clause, Nature
from knowledge.document import Document, Header
from knowledge.errors import DocumentError, InputError
from knowledge.layout import clause_key, layout_of


class Retirement(BaseModel):
    """The last day on which a shipped document's norms answer, and what took its place."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    effective_to: date
    superseded_by: str | None = None


def read_retired(path: Path) -> dict[str, Retirement]:
    """Document id → its retirement; empty without the file. DocumentError names the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = yaml.load(text, Loader=yaml.BaseLoader) or {}
    except FileNotFoundError:
        return {}
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise DocumentError("不是合法的 YAML；请核对缩进和冒号", path) from error
    if not isinstance(data, dict):
        raise DocumentError("须是“文档编号: {effective_to: 日期}”的形式", path, 1)
    found = {}
    for document_id, value in data.items():
        try:
            found[document_id] = Retirement.model_validate(value)
        except ValidationError as error:
            key = ".".join(map(str, (document_id, *error.errors()[0]["loc"])))
            raise DocumentError(
                f"{key} 不能用；须有 effective_to: 2023-01-31", path, line_of(text, document_id)
            ) from error
    return found


def write_retired(retired: dict[str, Retirement]) -> str:
    """The file's text."""
    data = {i: r.model_dump(mode="json", exclude_none=True) for i, r in sorted(retired.items())}
    return "# 本地已终止的、随产品发布的文档；由 hotline knowledge retire 写入\n" + yaml.safe_dump(
        data, allow_unicode=True
    )


def line_of(text: str, document_id: str) -> int | None:
    """The line on which an entry of the file begins."""
    lines = enumerate(text.split("\n"), 1)
    return next(
        (number for number, line in lines if re.match(rf"['\"]?{re.escape(document_id)}['\"]?\s*:", line)), None
    )


def ended(document: Document, day: date) -> Document:
    """The document with every norm ending on `day` at the latest."""
    header = document.header.model_copy(update={"effective_to": day})
    return Document(header=header, clauses=tuple(ended_clause(c, day) for c in document.clauses))


def ended_clause(clause: Clause, day: date) -> Clause:
    """The clause; a norm ends on `day` at the latest."""
    return clause.model_copy(update={"effective_to": day}) if _outlasts(clause, day) else clause


def successions(headers: Iterable[Header]) -> dict[str, date]:
    """Document id → its last day, where another says that it supersedes it and it names no last day itself."""
    headers = list(headers)
    named: dict[str, list[Header]] = {}
    for header in headers:
        for name in filter(None, (header.id, header.full_number)):
            named.setdefault(name, []).append(header)
    ends: dict[str, date] = {}
    for newer in headers:
        if newer.in_force_from is None:
            continue
        last = newer.in_force_from - timedelta(days=1)
        for name in names_superseded(newer):
            for older in named.get(name, ()):
                if older.id != newer.id and older.effective_to is None:
                    ends[older.id] = min(last, ends.get(older.id, last))
    return ends


def names_superseded(header: Header) -> list[str]:
    """What a header says that it supersedes: ids or document numbers, parted in it by 、, a comma or a semicolon."""
    return [name.strip() for name in re.split("[、,，;；]", header.supersedes or "")]


def ended_with_clauses(rule: Rule, clauses: Mapping[str, Clause]) -> Rule:
    """The rule with every value ending with the clauses that it was read from: figures outlast no norm.

    A value also ends the day before the next one begins, so that an ended one does not bring it back.
    """

    def clipped(value: DatedValue, following: DatedValue | None) -> DatedValue:
        named = {value.clause, *(c for figure in value.figures.values() for c in figure.clauses)}
        norms = [clauses[c] for c in named if c in clauses and clauses[c].nature is Nature.NORM]
        ends = [value.to, following and following.from_ - timedelta(days=1), *(c.effective_to for c in norms)]
        return value.model_copy(update={"to": min((end for end in ends if end), default=None)})

    def parameter(old: Parameter) -> Parameter:
        pairs = zip_longest(old.values, old.values[1:])
        return old.model_copy(update={"values": tuple(clipped(value, following) for value, following in pairs)})

    parameters = {name: parameter(old) for name, old in rule.parameters.items()}
    return rule.model_copy(update={"parameters": parameters})


def end_in_file(text: str, document: Document, day: date) -> str:
    """The text of a document's file in which it ends on `day`; every other line stays as it is.

    InputError where the document or one of its norms only begins later.
    """
    later = [c for c in document.clauses if c.nature is Nature.NORM and c.effective_from and c.effective_from > day]
    if later:
        raise InputError(
            f"条款 {later[0].id} 自 {later[0].effective_from} 起才施行，晚于终止日 {day}；请用 --on 写更晚的日期，或先改正该条款"
        )
    lines, layout = text.split("\n"), layout_of(text)
    for clause in document.clauses:
        at = layout.get((clause_key(clause), "to"))
        if at and _outlasts(clause, day):
            lines[at - 1] = f"@to: {day}"
    return with_header_key("\n".join(lines), "effective_to", str(day))


def with_header_key(text: str, key: str, value: str) -> str:
    """The text of a document's file with one key of its header set; `value` is written as it is."""
    lines, layout = text.split("\n"), layout_of(text)
    at = layout.get(("", key))
    if at:
        lines[at - 1] = f"{key}: {value}"
    else:
        end = next(i for i, line in enumerate(lines[1:], 1) if line.strip() == "---")
        lines.insert(end, f"{key}: {value}")
    return "\n".join(lines)


def _outlasts(clause: Clause, day: date) -> bool:
    return clause.nature is Nature.NORM and (clause.effective_to is None or clause.effective_to > day)
