"""Read rule files. Every scalar is kept as text until pydantic makes `Decimal` and `date` of it.

A file is refused with its name, the key, the value and the remedy (RuleError), never half read: an
ignored key or a number that YAML took for something else would change money in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.benefit.consistency import inconsistencies
from knowledge.benefit.evidence import unproved
from knowledge.benefit.rule import Rule
from knowledge.clause import CLAUSE_ID, Clause
from knowledge.errors import RuleError

_LONGEST = 320
_FORMS = {  # what a pattern wants, for people who read none
    r"^[a-z][a-z0-9_]*$": "请用小写字母开头，只用小写字母、数字和下划线，例如 low_income",
    r"^[0-9]{6}$": "请填六位代码，例如 510700",
    r"^[0-9]{6}\.[a-z][a-z0-9-]*$": "请写成 510700.employee-outpatient 的形式",
    rf"^{CLAUSE_ID}$": "请填条款编号，例如 demo-2024.1",
}


class _TextLoader(yaml.BaseLoader):
    """BaseLoader (all scalars text) that also refuses duplicate keys, anchors and merges."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(None, None, "不用“*”引用；请把内容写全", event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "键须是一个词", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"键“{key.value}”重复；请删去一个", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=True)


def load_rule(path: Path, clauses: Mapping[str, Clause], read: Callable[[Path], bytes] = Path.read_bytes) -> Rule:
    """Read, check and prove one rule file against `clauses` (id → clause); RuleError on the first fault."""
    try:
        text = read(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise RuleError("不是 UTF-8 文本；请另存为 UTF-8 编码", path) from error
    except OSError as error:
        raise RuleError("文件打不开；请核对路径和权限", path) from error
    return parse_rule(text, clauses, path)


def parse_rule(text: str, clauses: Mapping[str, Clause], path: Path | str = "规则") -> Rule:
    """The rule that `text` states; `path` is only used in errors."""
    try:
        data = yaml.load(text, Loader=_TextLoader)
    except yaml.YAMLError as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
        ours = (
            problem
            if isinstance(error, yaml.constructor.ConstructorError)
            else "不是合法的 YAML；请核对缩进、冒号和引号"
        )
        raise RuleError(ours or "不是合法的 YAML", path, f"第{mark.line + 1}行" if mark else None) from error
    except RecursionError as error:
        raise RuleError("嵌套过深；请核对缩进", path) from error
    if not isinstance(data, dict):
        raise RuleError("规则文件须是“键: 值”的形式", path)
    try:
        rule = Rule.model_validate(data)
    except ValidationError as error:
        raise RuleError(_short(_remedy(error)), path, _short(_key(error))) from error
    for key, sentence in chain(inconsistencies(rule), unproved(rule, clauses)):
        raise RuleError(_short(sentence), path, _short(key))
    return rule


def load_rules(
    paths: Iterable[Path], clauses: Mapping[str, Clause], read: Callable[[Path], bytes] = Path.read_bytes
) -> dict[str, Rule]:
    """The rules of these files by id; RuleError also where two have one id. `read` gives a file's bytes."""
    rules: dict[str, Rule] = {}
    files: dict[str, Path] = {}
    for path in paths:
        rule = load_rule(path, clauses, read)
        if rule.id in rules:
            raise RuleError(f"“{rule.id}”已在 {files[rule.id].name} 里；请换一个编号或删去一个文件", path, "id")
        rules[rule.id], files[rule.id] = rule, path
    return rules


def _short(text: str) -> str:
    """One line that a terminal still shows whole, whatever it quotes from the file."""
    line = re.sub(r"[\s\x00-\x1f\x7f]+", " ", text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 60]}…{line[-59:]}"


def _key(error: ValidationError) -> str:
    """pydantic's location as the file writes it: parameters.ratio.values[0].from."""
    text = ""
    for part in error.errors()[0]["loc"]:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text.removesuffix(".[key]")


def _remedy(error: ValidationError) -> str:
    """One Chinese sentence for pydantic's first complaint."""
    first = error.errors()[0]
    kind, context, given = first["type"], first.get("ctx", {}), str(first["input"])[:40]
    if kind == "extra_forbidden":
        return f"不认识的键（值“{given}”）；请查对拼写或删去"
    if kind == "missing":
        return "缺少这一项；请补上"
    if kind.startswith("date"):
        return f"“{given}”不是日期；请写成 2023-01-31 的形式"
    if kind == "literal_error":
        allowed = context.get("expected", "").replace(" or ", "、").replace(", ", "、").replace("'", "")
        return f"“{given}”不能用；可用：{allowed}"
    if kind == "string_pattern_mismatch":
        pattern = context.get("pattern", "")
        return f"“{given}”不合格式；{_FORMS.get(pattern, f'须符合 {pattern}')}"
    if kind in ("too_short", "string_too_short"):
        return "不能为空；请补上"
    if kind == "string_too_long":
        return f"太长；请写在{context.get('max_length')}个字以内"
    if kind in ("tuple_type", "frozen_set_type"):
        return f"“{given}”不是列表；请写成 [甲, 乙] 的形式"
    if kind in ("dict_type", "model_type"):
        return f"“{given}”不能用在这里；请写成“键: 值”的形式"
    if kind == "string_type":
        return f"“{given}”不能用在这里；请写一段文字"
    if "error" in context:
        return str(context["error"])
    return f"“{given}”不能用在这里；请核对格式"
