"""A policy document: its header, its clauses, and the Markdown that editors read and write.

The file is a YAML header between `---` lines, then headings and text. A heading may carry its
clause's name in `{#…}`; directly below it stand the clause's own attributes, one a line:

    ## 起付标准 {#deductible}
    @region: 510700
    @from: 2023-01-01
    @insured: employee
    @question: 门槛费一年扣几次
    @unanswered: 住院的门槛费是多少

    实行累计计算，……

Text below a heading is one clause; a heading without text only groups. Unknown keys are errors.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from knowledge.clause import Clause, Nature, Span
from knowledge.errors import DocumentError, InputError
from knowledge.region import places


class Kind(StrEnum):
    """What sort of text a document is."""

    POLICY = "policy"
    NOTICE = "notice"
    INTERVIEW = "interview"
    NEWS = "news"
    REPORT = "report"


class Wording(StrEnum):
    """`original`: the source's own words. `digest`: our summary of them, shown as such."""

    ORIGINAL = "original"
    DIGEST = "digest"


class Header(BaseModel):
    """The YAML header. `region` None: the source names no place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")]
    title: Annotated[str, Field(min_length=1)]
    issuer: str | None = None
    document_number: str | None = None
    region: str | None = None
    kind: Kind = Kind.POLICY
    published: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    supersedes: str | None = None
    source: str | None = None
    wording: Wording = Wording.ORIGINAL
    owner: str | None = None
    review_by: date | None = None
    topics: tuple[str, ...] = ()

    @field_validator("region")
    @classmethod
    def _known_region(cls, value: str | None) -> str | None:
        try:
            return None if value is None else places().resolve(value)
        except InputError as error:  # pydantic carries on only what is a ValueError
            raise ValueError(str(error)) from error

    @property
    def full_number(self) -> str | None:
        """The document number with its year; one without, such as 84号, is borne by many and names no text."""
        return self.document_number if re.search(r"\d{4}", self.document_number or "") else None

    @property
    def in_force_from(self) -> date | None:
        """The stated first day, else the published date."""
        return self.effective_from or self.published

    def counts_from_published(self, clause: Clause) -> bool:
        """Whether the source names no first day for a clause of this document, so that its publication stands for it.

        A fact has no day of effect; it is never meant.
        """
        stated = self.effective_from is not None or clause.effective_from != self.published
        return clause.nature is Nature.NORM and self.published is not None and not stated


class Document(BaseModel):
    """A header and its clauses, in reading order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: Header
    clauses: tuple[Clause, ...]

    @property
    def id(self) -> str:
        """The document's id."""
        return self.header.id


# attribute key → field of Clause or of its facets
_SINGLE = {
    "region": "region",
    "from": "effective_from",
    "to": "effective_to",
    "nature": "nature",
    "period": "period",
    "notice": "notice",
    "derived": "derived",
    "span": "span",
}
_FACETS = ("insured", "status", "care", "tier", "setting")
_REPEATED = {"question": "questions", "unanswered": "unanswered"}
_KEYS = (*_SINGLE, *_FACETS, "states", *_REPEATED)

HEADING = re.compile(r"^(#+)\s*(.*?)\s*(?:\{#([A-Za-z0-9.-]+)\})?\s*$")
ATTRIBUTE = re.compile(r"^@([a-z]+):\s*(.*?)\s*$")
# A text line that would read as markup is written with a backslash before it; so is one that begins like that.
_MARKUP = re.compile(r"^(#|@[a-z]+:|\\+[@#])")
_ESCAPED = re.compile(r"^\\+[@#]")


class _Part:
    """A heading with what stands below it, while the file is being read."""

    def __init__(self, line: int, headings: tuple[str, ...], name: str | None) -> None:
        self.line, self.headings, self.name = line, headings, name
        self.attributes: dict[str, Any] = {}
        self.repeated: dict[str, list[str]] = {field: [] for field in _REPEATED.values()}
        self.body: list[str] = []


def read_document(path: Path) -> Document:
    """Read a document file; errors name the file and the line."""
    return decode_document(path.read_bytes(), path)


def decode_document(data: bytes, path: Path) -> Document:
    """The document that a file's bytes hold; `path` is only used in errors."""
    try:
        # As reading in text mode does, whatever system the editor wrote the file on.
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise DocumentError("不是 UTF-8 文本；请另存为 UTF-8 编码", path) from error
    return parse_document(text, path)


def parse_document(text: str, path: Path | str = "文档") -> Document:
    """Parse the Markdown form of a document; `path` is only used in errors."""
    header, body_line, body = _split_header(text, path)
    parts = _read_parts(body, body_line, path)
    clauses: list[Clause] = []
    seen: dict[str, int] = {}
    for part in parts:
        clause_text = "\n".join(part.body).strip()
        if not clause_text:
            if part.attributes or any(part.repeated.values()):
                raise DocumentError("标题下只有属性，没有正文；请补上条款正文或删去属性", path, part.line)
            continue
        if part.name is None:
            raise DocumentError("有正文的标题需要条款名，例如 “## 起付标准 {#deductible}”", path, part.line)
        if part.name in seen:
            raise DocumentError(f"条款名 {part.name} 与第 {seen[part.name]} 行重复；请换一个", path, part.line)
        seen[part.name] = part.line
        clauses.append(_clause(header, part, clause_text, path))
    if not clauses:
        raise DocumentError("没有任何条款；请在标题下写正文", path)
    return Document(header=header, clauses=tuple(clauses))


def _split_header(text: str, path: Path | str) -> tuple[Header, int, list[str]]:
    lines = text.split("\n")
    if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        raise DocumentError("文件须以 --- 包围的 YAML 文头开始", path, 1)
    end = next(i for i, line in enumerate(lines[1:], 1) if line.strip() == "---")
    try:
        data = yaml.load("\n".join(lines[1:end]), Loader=yaml.BaseLoader) or {}
        if not isinstance(data, dict):
            raise DocumentError("文头须是“键: 值”的形式", path, 1)
        header = Header.model_validate({k: None if v in ("", "null") else v for k, v in data.items()})
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DocumentError("文头不是合法的 YAML", path, mark.line + 2 if mark else 1) from error
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0])
        line = next((i for i, t in enumerate(lines[1:end], 2) if t.startswith(f"{key}:")), 1)
        raise DocumentError(f"文头 {key}：{_remedy(error)}", path, line) from error
    return header, end + 1, lines[end + 1 :]


def _read_parts(lines: list[str], first_line: int, path: Path | str) -> list[_Part]:
    stack: list[tuple[int, str]] = []
    parts: list[_Part] = []
    for number, line in enumerate(lines, first_line + 1):
        heading = HEADING.match(line)
        if heading:
            depth = len(heading[1])
            stack = [h for h in stack if h[0] < depth]
            if heading[2]:
                stack.append((depth, heading[2]))
            parts.append(_Part(number, tuple(h[1] for h in stack), heading[3]))
        elif not parts:
            if line.strip():
                raise DocumentError("正文之前需要一个标题，例如 “# 第一部分 {#p1}”", path, number)
        else:
            _take_line(parts[-1], line, number, path)
    return parts


def _take_line(part: _Part, line: str, number: int, path: Path | str) -> None:
    attribute = ATTRIBUTE.match(line)
    if not attribute or any(text.strip() for text in part.body):
        part.body.append(line[1:] if _ESCAPED.match(line) else line)
        return
    key, value = attribute.groups()
    if key not in _KEYS:
        raise DocumentError(f"不认识的属性 @{key}；可用：{'、'.join('@' + k for k in _KEYS)}", path, number)
    if key in _REPEATED:
        part.repeated[_REPEATED[key]].append(value)
    elif key in part.attributes:
        raise DocumentError(f"属性 @{key} 写了两次；多个值请用逗号隔开", path, number)
    else:
        part.attributes[key] = (value, number)


def _clause(header: Header, part: _Part, text: str, path: Path | str) -> Clause:
    values = {key: value for key, (value, _) in part.attributes.items()}
    lists = {
        key: frozenset(v.strip() for v in re.split("[,，]", values[key]))
        for key in (*_FACETS, "states")
        if key in values
    }
    fields: dict[str, Any] = {
        "id": f"{header.id}.{part.name}",
        "document_id": header.id,
        "headings": part.headings,
        "text": text,
        "region": header.region,
        "effective_from": header.in_force_from,
        "effective_to": header.effective_to,
        "nature": Nature.NORM,
        **{field: tuple(values) for field, values in part.repeated.items()},
        "facets": {key: lists[key] for key in _FACETS if key in lists},
        "states": lists.get("states", frozenset()),
    }
    for key, field in _SINGLE.items():
        if key in values:
            fields[field] = None if values[key] in ("", "null") else values[key]
    if isinstance(fields.get("span"), str):
        start, _, end = fields["span"].partition("-")
        fields["span"] = {"start": start, "end": end}
    try:
        if fields["region"] is not None:
            fields["region"] = places().resolve(fields["region"])
        return Clause.model_validate(fields)
    except ValidationError as error:
        bad = str(error.errors()[0]["loc"][-1])
        location = [str(x) for x in error.errors()[0]["loc"]]
        key = next((k for k in _KEYS if k in location or _SINGLE.get(k) in location), bad)
        line = part.attributes[key][1] if key in part.attributes else part.line
        raise DocumentError(f"@{key}：{_remedy(error)}", path, line) from error
    except InputError as error:
        raise DocumentError(f"@region：{error}", path, part.attributes.get("region", (None, part.line))[1]) from error


def _remedy(error: ValidationError) -> str:
    """One Chinese sentence for pydantic's first complaint."""
    first = error.errors()[0]
    kind, context = first["type"], first.get("ctx", {})
    if kind == "extra_forbidden":
        return "不认识的键；请查对拼写"
    if kind == "missing":
        return "缺少这一项"
    if kind.startswith("date"):
        return f"“{first['input']}”不是日期；请写成 2023-01-31 的形式"
    if kind in ("literal_error", "enum"):
        usable = re.sub(", | or ", "、", context.get("expected", "")).replace("'", "")
        return f"“{first['input']}”不在可用值之内：{usable}"
    if kind == "string_pattern_mismatch":
        return f"“{first['input']}”只能用字母、数字、“-”和“.”"
    if "error" in context:
        return str(context["error"])
    return f"“{first['input']}”不能用"


def write_document(document: Document) -> str:
    """The Markdown form of a document; `parse_document` reads the same document back."""
    header = document.header.model_dump(mode="json")
    lines = ["---"]
    for key, value in header.items():
        if value in (None, [], ()):
            if key == "region":
                lines.append("region: null")
            continue
        lines.append(f"{key}: {_yaml(value)}")
    lines.append("---")
    open_headings: tuple[str, ...] = ()
    for clause in document.clauses:
        lines += _clause_lines(document.header, clause, open_headings)
        open_headings = clause.headings
    return "\n".join(lines) + "\n"


def _yaml(value: Any) -> str:
    """A header value on one line; where it holds a line break of any kind, quoted so that the break is escaped."""
    for style in (None, '"'):
        text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, default_style=style, width=10**6)
        text = text.removesuffix("\n").removesuffix("\n...")
        if len(text.splitlines()) == 1:
            break
    return text


def _clause_lines(header: Header, clause: Clause, above: tuple[str, ...]) -> list[str]:
    name = clause.id.removeprefix(header.id + ".")
    shared = 0
    while shared < min(len(above), len(clause.headings)) and above[shared] == clause.headings[shared]:
        shared += 1
    lines: list[str] = []
    if shared == len(clause.headings):  # no heading of its own: an untitled part below the same headings
        lines += ["", f"{'#' * (len(clause.headings) + 1)} {{#{name}}}"]
    for depth in range(shared, len(clause.headings)):
        mark = f" {{#{name}}}" if depth == len(clause.headings) - 1 else ""
        lines += ["", f"{'#' * (depth + 1)} {clause.headings[depth]}{mark}"]
    lines += _attribute_lines(header, clause)
    lines.append("")
    lines += ["\\" + line if _MARKUP.match(line) else line for line in clause.text.split("\n")]
    return lines


def _attribute_lines(header: Header, clause: Clause) -> list[str]:
    lines = []
    inherited = {
        "region": header.region,
        "effective_from": header.in_force_from,
        "effective_to": header.effective_to,
        "nature": Nature.NORM,
    }
    for key, field in _SINGLE.items():
        value = getattr(clause, field)
        if value == inherited.get(field):
            continue
        if isinstance(value, Span):
            value = f"{value.start}-{value.end}"
        lines.append(f"@{key}: {'null' if value is None else value}")
    for key, values in (*clause.facets.sets().items(), ("states", frozenset(map(str, clause.states)))):
        if values:
            lines.append(f"@{key}: {', '.join(sorted(values))}")
    return lines + [f"@{key}: {value}" for key, field in _REPEATED.items() for value in getattr(clause, field)]
