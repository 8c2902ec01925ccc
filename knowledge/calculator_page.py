"""docs/calculator.md, written from the shipped rules and the documents that they rest on.

python -m knowledge.calculator_page > docs/calculator.md
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from knowledge.benefit import InputDescription, Rule, load_rules
from knowledge.benefit.figure import UNIT_WORDS
from knowledge.benefit.listing import by_place, describe_rule
from knowledge.benefit.moments import FORMS, is_when
from knowledge.document import Document, read_document
from knowledge.library import PACKAGE

_HEAD = """# 可以计算的待遇

What the calculator works out, place by place: written by `python -m knowledge.calculator_page` from the rule files.

随产品发布的计算规则都列在这里。每个标准都来自所列来源；来源没有写的，向人询问或者如实说明，不猜测。

终端里用 `hotline calculate 编号 名称=值 …`，程序用 `POST /api/v1/calculate/编号`，名称见各表。"""


def page() -> str:
    """The whole page."""
    documents = [read_document(path) for path in sorted((PACKAGE / "documents").glob("*.md"))]
    clauses = {clause.id: clause for document in documents for clause in document.clauses}
    rules = load_rules(sorted((PACKAGE / "rules").glob("*.yaml")), clauses)
    lines = [_HEAD]
    for place, below in by_place([describe_rule(rule) for rule in rules.values()]):
        lines += ["", f"## {place}"]
        for described in below:
            lines += ["", *_rule(rules[described.id], documents)]
    return "\n".join(lines) + "\n"


def _rule(rule: Rule, documents: list[Document]) -> Iterator[str]:
    described = describe_rule(rule)
    yield f"### {_plain(rule.title)}"
    yield ""
    yield f"编号 `{rule.id}`，{described.span}，最近核对 {rule.checked}。来源：{'、'.join(_sources(rule, documents))}。"
    yield ""
    if described.inputs:
        yield "| 名称 | 问什么 | 怎样回答 |"
        yield "|---|---|---|"
        for item in described.inputs:
            yield f"| `{item.name}` | {_plain(item.question)} | {_answer(item)} |"
    else:
        yield "不用问什么。"
    yield ""
    yield f"算出：{_plain('、'.join(rule.results.values()))}。"
    unclear = list(dict.fromkeys(_open(rule, documents)))
    if unclear:
        yield ""
        yield "来源没有说清的："
        yield ""
        yield from (f"- {_plain(sentence)}" for sentence in unclear)


def _sources(rule: Rule, documents: list[Document]) -> Iterator[str]:
    for document in documents:
        if any(clause.id in rule.clauses for clause in document.clauses):
            header = document.header
            dated = f"（{header.published}）" if header.published else ""
            yield f"[《{_plain(header.title)}》](../knowledge/documents/{header.id}.md){dated}"


def _answer(item: InputDescription) -> str:
    if item.options:
        form = "、".join(f"`{option.value}` {_plain(option.label)}" for option in item.options)
    elif is_when(item.unit):
        form = f"写成 `{FORMS[item.unit]}`"
    elif item.unit == "ratio":
        form = "百分数，如 `60%`"
    else:
        form = f"数，单位{UNIT_WORDS[item.unit]}" if item.unit and UNIT_WORDS[item.unit] else "整数"
    if item.required:
        return form
    return f"{form}；不说就{_plain(item.assumption)}" if item.assumption else f"{form}；可以不说，需要时会问"


def _open(rule: Rule, documents: list[Document]) -> Iterator[str]:
    """What the sources leave open: the rule's own gap, the caveats of its clauses, days that nobody stated."""
    if rule.gap:
        yield rule.gap
    for document in documents:
        for clause in document.clauses:
            if clause.id not in rule.clauses:
                continue
            if clause.notice:
                yield clause.notice
            if clause.derived:
                yield f"原文没有直接写出，由此算得：{clause.derived}。"
            if document.header.counts_from_published(clause):
                yield f"没有写从哪一天起执行，从公布的{document.header.published}起算。"


def _plain(text: str) -> str:
    """Text in which nothing is read as Markdown."""
    return re.sub(r"[\\`*_<|\[\]]", r"\\\g<0>", text)


if __name__ == "__main__":
    sys.stdout.write(page())
