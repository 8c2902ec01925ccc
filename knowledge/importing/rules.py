"""A benefit rule comes into a home: proved against the clauses that will be known, then stored under its id."""

from __future__ import annotations

from pathlib import Path

from knowledge.benefit import Rule, failures, parse_rule
from knowledge.errors import RuleError
from knowledge.importing.known import Known
from knowledge.importing.store import State
from knowledge.library import PACKAGE


def plan_rule(data: bytes, path: Path, known: Known) -> tuple[Rule, Path, State]:
    """The rule, the file in the home that it will be, and whether that is new; RuleError names file, key and remedy."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError("不是 UTF-8 文本；请另存为 UTF-8 编码", path) from error
    rule = parse_rule(text, known.clauses, path)
    for failure in failures(rule):
        raise RuleError(f"{failure.message}；请改正例子或参数", path, f"examples.{failure.example}")
    target = known.home.rules / f"{rule.id}.yaml"
    for held in known.library.rule_files:
        if held.name != target.name and _id_of(held) != rule.id:
            continue
        if PACKAGE in held.parents:
            raise RuleError(
                f"随产品发布的规则已用“{rule.id}”；请换一个编号，或设置 HOTLINE_BUILTIN=0 不用随产品发布的规则",
                path,
                "id",
            )
        target = held
    if not target.exists():
        return rule, target, "new"
    return rule, target, "same" if target.read_bytes() == data else "changed"


def _id_of(path: Path) -> str | None:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return next(
        (line.removeprefix("id:").split("#")[0].strip(" '\"") for line in lines if line.startswith("id:")), None
    )
