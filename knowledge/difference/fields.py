"""What a header and a clause say, field by field, with the words in which an editor reads it."""

from __future__ import annotations

from knowledge.clause import Clause
from knowledge.difference.change import Fields, Value
from knowledge.document import Header

_HEADER = {
    "title": "标题",
    "issuer": "发布机关",
    "document_number": "文号",
    "region": "地区",
    "kind": "类型",
    "published": "发布日期",
    "effective_from": "施行日期",
    "effective_to": "终止日期",
    "supersedes": "取代的文件",
    "source": "来源",
    "wording": "措辞",
    "owner": "负责人",
    "review_by": "复核日期",
    "topics": "主题",
}
SUPERSEDED = ("superseded", "由导入的原文取代，不再检索")
FACETS = {
    "facets.insured": "参保类型",
    "facets.status": "人员类别",
    "facets.care": "就医类别",
    "facets.tier": "机构级别",
    "facets.setting": "就医地",
}
_CLAUSE = {
    "headings": "标题",
    "text": "正文",
    "region": "地区",
    "effective_from": "施行日期",
    "effective_to": "终止日期",
    "nature": "性质",
    "period": "所述时期",
    **FACETS,
    "states": "内容",
    "questions": "所答问题",
    "unanswered": "未答的相近问题",
    "notice": "提示",
    "derived": "推算说明",
}


def header_fields(header: Header, *, superseded: bool) -> Fields:
    """A document's header, and whether an imported original took its place."""
    data = header.model_dump(mode="json")
    field, label = SUPERSEDED
    return {name: (text, _value(data[name])) for name, text in _HEADER.items()} | {field: (label, superseded)}


def clause_fields(clause: Clause) -> Fields:
    """All that a clause says. Where it stands in its source is left out: it moves with every line above it."""
    data = clause.model_dump(mode="json", exclude={"id", "document_id", "span"})
    data |= {f"facets.{name}": values for name, values in data.pop("facets").items()}
    return {name: (label, _value(data[name])) for name, label in _CLAUSE.items()}


def _value(data: str | list[str] | None) -> Value:
    return tuple(data) or None if isinstance(data, list) else data
