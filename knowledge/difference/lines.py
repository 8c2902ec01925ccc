"""A difference as lines for a terminal: totals, then a block for each document and each rule, then the files.

`+` came, `-` went, `~` changed, `=` is the same under another id. A figure that changed stands as
【1000元→1200元】 in its sentence, other words as ［-gone-］［+new+］.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

import click

from knowledge.difference.change import Change
from knowledge.difference.result import ClauseDifference, Difference, DocumentDifference, How, RuleDifference
from knowledge.difference.spoken import spoken
from knowledge.difference.wording import FigureChange, Part, Wording

NOTHING = "没有差别"

_SIGN: dict[How, str] = {"added": "+", "removed": "-", "changed": "~", "renamed": "="}
_COLOUR: dict[How, str] = {"added": "green", "removed": "red", "changed": "yellow", "renamed": "cyan"}
_HOW: dict[How, str] = {"added": "新增", "removed": "删去", "changed": "改动", "renamed": "只改编号"}
# Values longer than this are compared word by word; shorter ones are read at a glance as old → new.
_GLANCE = 24
# So many clauses with one and the same change are named.
_NAMED = 8
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")


def lines(difference: Difference) -> list[str]:
    """The lines, coloured by `click.style`; `click.echo` takes the colours off where there is no terminal."""
    if not difference:
        return [NOTHING]
    found = [click.style(_totals(difference), bold=True)]
    for block in _blocks(difference):
        found += ["", *block]
    return found


def _totals(difference: Difference) -> str:
    kinds: list[tuple[str, str, list[How]]] = [
        ("文档", "份", [item.how for item in difference.documents]),
        ("条款", "条", [item.how for item in difference.clauses]),
        ("规则", "个", [item.how for item in difference.rules]),
        ("其他文件", "个", [item.how for item in difference.files]),
    ]
    return "；".join(
        f"{name}：" + "，".join(f"{word} {hows.count(how)} {unit}" for how, word in _HOW.items() if how in hows)
        for name, unit, hows in kinds
        if hows
    )


def _blocks(difference: Difference) -> Iterator[Iterable[str]]:
    clauses: dict[str, list[ClauseDifference]] = defaultdict(list)
    for clause in difference.clauses:
        clauses[clause.document_id].append(clause)
    documents = {document.id: document for document in difference.documents}
    for document_id in sorted(documents.keys() | clauses.keys()):
        yield _document(
            document_id, difference.titles[document_id], documents.get(document_id), clauses.get(document_id, [])
        )
    for rule in difference.rules:
        yield _rule(rule)
    if difference.files:
        yield (_signed(file.how, file.name) for file in difference.files)


def _document(
    document_id: str, title: str, document: DocumentDifference | None, clauses: Sequence[ClauseDifference]
) -> Iterator[str]:
    how: How = document.how if document else "changed"
    yield _signed(how, f"{title} [{document_id}]")
    yield from _indented(_change(change) for change in (document.changes if document else ()))
    for group in _groups(clauses):
        yield from _indented(_clause(group))


def _groups(clauses: Iterable[ClauseDifference]) -> Iterable[list[ClauseDifference]]:
    """Each clause alone, but those with one and the same change together: a header's date or place reaches them all."""
    groups: dict[Hashable, list[ClauseDifference]] = defaultdict(list)
    for clause in clauses:
        alike = clause.how == "changed" and all(change.field != "text" for change in clause.changes)
        groups[clause.changes if alike else clause.id].append(clause)
    return groups.values()


def _clause(group: Sequence[ClauseDifference]) -> Iterator[str]:
    clause = group[0]
    side = clause.after or clause.before
    assert side is not None, "a difference has at least one side"
    if clause.how in ("added", "removed"):
        yield _signed(clause.how, f"[{clause.id}] {side.heading}")
        yield from _indented(_signed(clause.how, line) for line in side.text.split("\n"))
        return
    if clause.how == "renamed" and clause.before:
        yield _signed("renamed", f"[{clause.before.id} → {clause.id}] {side.heading}")
    elif len(group) > 1:
        named = "、".join(item.id.removeprefix(f"{item.document_id}.") for item in group[:_NAMED])
        yield _signed("changed", f"{len(group)} 条相同的改动：{named}{' 等' if len(group) > _NAMED else ''}")
    else:
        yield _signed("changed", f"[{clause.id}] {side.heading}")
    yield from _indented(_change(change) for change in clause.changes)
    if figures := list(dict.fromkeys(clause.figures)):
        yield from _indented([f"数字：{'；'.join(map(_figure, figures))}"])


def _rule(rule: RuleDifference) -> Iterator[str]:
    side = rule.after or rule.before
    assert side is not None, "a difference has at least one side"
    yield _signed(rule.how, f"规则 {side.title} [{rule.id}]")
    yield from _indented(_change(change) for change in rule.changes)


def _change(change: Change) -> str:
    """`施行日期：【2023-01-01→2024-01-01】`, `+ 主题：门诊`, `- 例子：…`."""
    old, new = spoken(change.field, change.old), spoken(change.field, change.new)
    if isinstance(change.old, bool) or isinstance(change.new, bool):
        return f"{change.label}：{old} → {new}"
    if isinstance(change.old, tuple) and isinstance(change.new, tuple) and change.field in ("questions", "unanswered"):
        gone = [_paint("removed", f"- {value}") for value in change.old if value not in change.new]
        came = [_paint("added", f"+ {value}") for value in change.new if value not in change.old]
        return f"{change.label}：{'　'.join((*gone, *came)) or '次序不同'}"
    if change.old is None or change.new is None:
        how: How = "added" if change.old is None else "removed"
        return _signed(how, f"{change.label}：{_one_line(new if change.old is None else old)}")
    wording = change.wording
    long = change.field == "text" or max(len(old), len(new)) > _GLANCE
    if wording and change.field != "region" and (wording.figures or long):
        return f"{change.label}：{_inline(wording)}"
    return f"{change.label}：{_one_line(old)} → {_one_line(new)}"


def _inline(wording: Wording) -> str:
    last = len(wording.parts) - 1
    return "".join(_part(part, first=n == 0, last=n == last) for n, part in enumerate(wording.parts))


def _part(part: Part, *, first: bool, last: bool) -> str:
    if part.figure:
        return click.style(f"【{part.old}→{part.new}】", fg="yellow", bold=True)
    if part.old == part.new:
        return _one_line(_around(part.new, first=first, last=last))
    gone = _paint("removed", f"［-{_one_line(part.old)}-］") if part.old else ""
    came = _paint("added", f"［+{_one_line(part.new)}+］") if part.new else ""
    return gone + came


def _around(text: str, *, first: bool, last: bool) -> str:
    """What stays, cut to the sentences beside a change; never within one, which could cut a figure in two."""
    sentences = [sentence for sentence in _SENTENCE.findall(text) if sentence]
    before = [] if first else sentences[:1]
    after = [] if last else sentences[-1:]
    if len(before) + len(after) + 1 >= len(sentences):
        return text
    return "".join((*before, "……", *after))


def _figure(figure: FigureChange) -> str:
    if figure.old is None:
        return f"新增 {figure.new}"
    return f"删去 {figure.old}" if figure.new is None else f"{figure.old}→{figure.new}"


def _signed(how: How, text: str) -> str:
    return _paint(how, f"{_SIGN[how]} {text}")


def _paint(how: How, text: str) -> str:
    return click.style(text, fg=_COLOUR[how])


def _one_line(text: str) -> str:
    return text.replace("\n", "⏎")


def _indented(block: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in block)
