"""A talk: messages with what is to be understood of each.

suite: talks1-open
sealed: false
talks:
  - id: u1-c-001
    region: '510704'
    as_of: 2023-06-15
    turns:
      - say: 我老汉退休的，三甲看门诊花了一千二，报得到好多
        facts: {status: retired, tier: tertiary, care: outpatient, amount: '1200'}
        maybe: {insured: employee}    # right whether it was understood or not
        asks: [[amount, ratio]]       # for each ask the kinds that are right
        place: '510704'               # whose policy applies; ask: it has to be asked
      - say: 哦说错了，他是没退的
        facts: {status: active, amount: '1200'}
        not: {status: retired}        # taken back: must not be used
        asks: [[amount, ratio]]
        place: '510704'
        route: policy                 # which is also what stands for none
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.convert import flow
from eval.marked import Marked
from knowledge.errors import DocumentError

SUITES = Path(__file__).parent / "suites"
SEALED = SUITES / "sealed"


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(_Form):
    """One message and what is to be understood of it; `denied` stands as `not` in the file."""

    say: str
    facts: dict[str, str] = {}
    maybe: dict[str, str] = {}
    denied: dict[str, str] = Field(default={}, alias="not")
    asks: tuple[tuple[str, ...], ...] = ()
    route: str = "policy"
    place: str | None = None


class Talk(_Form):
    """One conversation, with the place and the day that it comes from."""

    id: str
    region: str | None = None
    as_of: date
    turns: tuple[Said, ...] = Field(min_length=1)


class TalkSuite(_Form):
    """Talks of one half; `sealed`: only totals may leave a run."""

    suite: str
    sealed: bool
    talks: tuple[Talk, ...]


def load(path: Path) -> TalkSuite:
    """Read one file; DocumentError with the line for what is not in the form."""
    marked = Marked(path.read_text(encoding="utf-8"), path)
    try:
        return TalkSuite.model_validate(marked.data)
    except ValidationError as error:
        where = error.errors()[0]["loc"]
        key = ".".join(map(str, where))
        raise DocumentError(
            f"{key}：不合写法；请对照 eval/talks/talk.py 开头的例子", path, marked.line(where)
        ) from error


def load_all(*, sealed: bool) -> list[TalkSuite]:
    """The suites of one half, by name."""
    return [load(path) for path in sorted((SEALED if sealed else SUITES).glob("*.yaml"))]


def written(suite: str, talks: list[dict[str, Any]], *, sealed: bool) -> str:
    """A suite's file, one turn a line."""
    lines = [f"suite: {suite}", f"sealed: {str(sealed).lower()}", "talks:"]
    for talk in talks:
        lines.append(f"  - id: {talk['id']}")
        if talk.get("region"):
            lines.append(f"    region: '{talk['region']}'")
        lines += [f"    as_of: {talk['as_of']}", "    turns:"]
        for turn in talk["turns"]:
            kept = {k: v for k, v in turn.items() if v not in ({}, [], None) and (k, v) != ("route", "policy")}
            lines.append("      - " + flow(kept))
    return "\n".join(lines) + "\n"
