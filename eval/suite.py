"""A suite of cases: its form, and the loader that says file, line, key and remedy.

    suite: youxian-faq
    kind: faq
    cases:
      - id: outpatient-cap
        turns: 在职的门诊统筹一年封顶是多少
        region: 游仙区
        as_of: 2023-06-01
        expect: answer                    # acceptable kinds, best first
        must: [2000元, [每年, 一年]]       # each a fact, or a list of ways to say it; blanks ignored
        must_not: [2500元]
        slots: {insured: employee}
        calc: 700元                       # the figure that has to be computed, exactly
        cite: [youxian-interview-2023.cap]
        gate: true                        # a failure of this case fails the run
        kind: time                        # where it puts something else to the test than its suite

`source` and `evidence` say instead of `cite` where a source holds the answer, without its words:
spans of its plain text, beside them the numbers of the sentences. Keys are closed. Messages never
repeat a value, so an error in a sealed suite gives nothing away.
"""

from __future__ import annotations

import fnmatch
import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError, model_validator

from assistant.reply import Kind
from eval.marked import Marked
from knowledge.clause import CLAUSE_ID, Span
from knowledge.errors import DocumentError, InputError
from knowledge.region import places

SUITES = Path(__file__).parent / "suites"
SEALED_FOLDER = "sealed"
NAME = r"^[a-z0-9][a-z0-9-]*$"

_PHONE = re.compile(r"\d{3,4}-\d{7,8}|\d{3}|1\d{4}")
ANSWERS = frozenset({Kind.ANSWER, Kind.PARTIAL})


class Subject(StrEnum):
    """What a suite puts to the test."""

    FAQ = "faq"
    CALCULATION = "calculation"
    CONVERSATION = "conversation"
    NOISY = "noisy"
    UNANSWERABLE = "unanswerable"
    CROSS_PLACE = "cross-place"
    TIME = "time"
    INJECTED = "injected"
    CONTACT = "contact"
    BLIND = "blind"  # mixed: each case is counted as what it looks like


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _day(value: object) -> object:
    # pydantic alone would read bare digits as seconds since 1970
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("不是日期；请写成 2023-01-31 的形式")
    return value


def _region(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return places().resolve(value)
    except InputError as error:
        raise ValueError('不是认得的地名或六位代码；同名的地方请写代码，例如 "510704"') from error


def _span(value: object) -> object:
    if isinstance(value, str):
        match = re.fullmatch(r"(\d+)-(\d+)", value)
        if not match or int(match[1]) >= int(match[2]):
            raise ValueError("不是原文区间；请写成 起-止，例如 1234-1250")
        return {"start": match[1], "end": match[2]}
    return value


def _figure(value: object) -> object:
    if isinstance(value, str) and not re.search(r"\d", value):
        raise ValueError("没有数字；请写出应算得的数和单位，例如 700元")
    return value


Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Ways = Annotated[tuple[Text, ...], BeforeValidator(_listed), Field(min_length=1)]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {k: v for k, v in data.items() if v is not None or k not in cls.model_fields}


class Passage(_Form):
    """Where the source holds the answer: a span of its plain text and the sentences that it touches."""

    at: Annotated[Span, BeforeValidator(_span)]
    sentences: tuple[Annotated[int, Field(ge=1)], ...] = ()


def _passage(value: object) -> object:
    return {"at": value} if isinstance(value, str) else value


class Case(_Form):
    """One question or conversation; all expectations are of the last reply."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    kind: Subject | None = None
    turns: Ways
    region: Annotated[str | None, BeforeValidator(_region)] = None
    as_of: Annotated[date | None, BeforeValidator(_day)] = None
    expect: Annotated[tuple[Kind, ...], BeforeValidator(_listed), Field(min_length=1)]
    source: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9-]+$")] = None
    evidence: tuple[Annotated[Passage, BeforeValidator(_passage)], ...] = ()
    cite: Annotated[tuple[Annotated[str, Field(pattern=rf"^{CLAUSE_ID}$")], ...], BeforeValidator(_listed)] = ()
    must: Annotated[tuple[Ways, ...], BeforeValidator(_listed)] = ()
    must_not: Annotated[tuple[Text, ...], BeforeValidator(_listed)] = ()
    slots: dict[str, Text] = {}
    calc: Annotated[str | None, BeforeValidator(_figure)] = None
    note: str | None = None
    gate: bool = False

    @model_validator(mode="after")
    def _evidence_has_a_source(self) -> Case:
        if self.evidence and self.source is None:
            raise ValueError("有 evidence 就要写 source；请补上来源编号")
        return self

    @property
    def answerable(self) -> bool:
        """Whether the best outcome is an answer."""
        return self.expect[0] in ANSWERS


class Suite(_Form):
    """Cases of one kind. `sealed`: only totals may leave a run, so that nobody tunes on its questions.

    `seed`: what `python -m eval.generate` drew it by; None where a person wrote it.
    """

    suite: Annotated[str, Field(pattern=NAME)]
    kind: Subject
    sealed: bool = False
    seed: int | None = None
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
    _digest: str = PrivateAttr("")

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the file that the suite was read from."""
        return self._digest

    def kind_of(self, case: Case) -> Subject:
        """What a case puts to the test: what it says itself, else what its suite says, else what it looks like."""
        if case.kind or self.kind is not Subject.BLIND:
            return case.kind or self.kind
        if case.calc is not None:
            return Subject.CALCULATION
        if len(case.turns) > 1:
            return Subject.CONVERSATION
        if not case.answerable:
            return Subject.UNANSWERABLE
        phones = any(_PHONE.fullmatch(way) for ways in case.must for way in ways)
        return Subject.CONTACT if phones else Subject.FAQ


def load_suite(path: Path) -> Suite:
    """Read one suite file; raises DocumentError with file, line, key and remedy."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise DocumentError("读不到这个文件；请检查路径和权限", path) from error
    except UnicodeDecodeError as error:
        raise DocumentError("不是 UTF-8 编码；请另存为 UTF-8", path) from error
    marked = Marked(text, path)
    if not isinstance(marked.data, dict):
        raise DocumentError("应是“键: 值”的形式，以 suite: 名称 开头", path, 1)
    try:
        suite = Suite.model_validate(marked.data)
    except ValidationError as error:
        raise _refusal(error, marked) from error
    if path.parent.name == SEALED_FOLDER and not suite.sealed:
        raise DocumentError("sealed：sealed 文件夹里的套件须写 sealed: true", path, marked.line(("sealed",)))
    first: dict[str, int] = {}
    for n, case in enumerate(suite.cases):
        line = marked.line(("cases", n, "id"))
        if case.id in first:
            raise DocumentError(f"cases[{n + 1}].id：与第 {first[case.id]} 行重复；请换一个", path, line)
        first[case.id] = line
    suite._digest = hashlib.sha256(raw).hexdigest()
    return suite


def load_suites(folder: Path = SUITES, names: Iterable[str] = ()) -> list[Suite]:
    """The suites of a folder and its subfolders by name; `names` may hold wildcards (`blind1-*`), none means all."""
    found: dict[str, tuple[Suite, Path]] = {}
    for path in sorted(folder.rglob("*.yaml")):
        suite = load_suite(path)
        if suite.suite in found:
            other = found[suite.suite][1]
            raise DocumentError(f"suite：名称 {suite.suite} 已用于 {other}；请换一个", path, 1)
        found[suite.suite] = (suite, path)
    if not found:
        raise InputError(f"{folder} 里没有套件（*.yaml）；请检查路径")
    wanted = list(names) or ["*"]
    for name in wanted:
        if not fnmatch.filter(found, name):
            raise InputError(f"没有名为 {name} 的套件；现有：{'、'.join(sorted(found))}")
    return [found[n][0] for n in sorted(found) if any(fnmatch.fnmatchcase(n, w) for w in wanted)]


def _refusal(error: ValidationError, marked: Marked) -> DocumentError:
    first = error.errors()[0]
    where = tuple(first["loc"])
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in where).removeprefix(".")
    remedy = _remedy(first["type"], first.get("ctx", {}), where)
    return DocumentError(f"{key}：{remedy}", marked.path, marked.line(where))


def _remedy(kind: str, context: dict[str, Any], where: Sequence[str | int]) -> str:
    """One Chinese sentence for pydantic's complaint; it never repeats the value."""
    if kind == "extra_forbidden":
        form: type[BaseModel] = Suite if len(where) == 1 else Passage if "evidence" in where else Case
        return f"不认识的键；可用：{'、'.join(form.model_fields)}"
    if kind in ("enum", "literal_error"):
        return "不在可用值之内：" + "、".join(re.findall(r"'([^']*)'", context.get("expected", "")))
    if kind == "value_error":
        return str(context["error"])
    return _REMEDIES.get(kind) or _REMEDIES.get(kind.split("_")[0]) or "这个值不能用"


_REMEDIES = {
    "missing": "缺少这一项；请补上",
    "date": "不是日期；请写成 2023-01-31 的形式",
    "bool": "只能写 true 或 false",
    "int": "应是正整数",
    "greater_than_equal": "应是正整数",
    "list": "应是列表，例如 [甲, 乙]",
    "tuple": "应是列表，例如 [甲, 乙]",
    "model": "应是“键: 值”的形式",
    "dict": "应是“键: 值”的形式",
    "string_type": "应是文字，不能为空",
    "string_too_short": "不能为空",
    "too_short": "不能为空",
    "string_pattern_mismatch": "不能为空，名称只能用字母、数字、“-”和“.”",
}
