"""Headers and dates: what contradicts itself, what is due, what stands twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from knowledge.checks.problem import Problem, Scene
from knowledge.clause import Clause, Nature
from knowledge.document import Document, Kind
from knowledge.library import same_text, text_keys
from knowledge.region import places
from knowledge.reminders import stage

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def ids(scene: Scene) -> Iterator[Problem]:
    """A file is named as its document, and a document names others that are there."""
    for document in scene.library.documents.values():
        path = scene.library.paths[document.id]
        if path.stem != document.id:
            yield scene.in_document(
                "warning", document, "id", f"与文件名 {path.name} 不同", f"请把文件改名为 {document.id}.md"
            )
        named = document.header.supersedes or ""
        if _ID.fullmatch(named) and named not in scene.library.documents:
            yield scene.in_document(
                "warning", document, "supersedes", f"没有编号为 {named} 的文档", "请核对编号，或改写文号"
            )


def days(scene: Scene) -> Iterator[Problem]:
    """Days stand in their order, and no document is of tomorrow."""
    for document in scene.library.documents.values():
        header = document.header
        if header.effective_from and header.effective_to and header.effective_from > header.effective_to:
            yield scene.in_document(
                "error",
                document,
                "effective_to",
                f"终止日 {header.effective_to} 早于施行日 {header.effective_from}",
                "请改正其一",
            )
        if header.published and header.published > scene.today:
            yield scene.in_document("warning", document, "published", f"{header.published} 还没有到", "请核对发布日期")
        for clause in document.clauses:
            if clause.effective_from and clause.effective_to and clause.effective_from > clause.effective_to:
                key = "to" if clause.effective_to != header.effective_to else "from"
                yield scene.in_clause(
                    "error",
                    clause,
                    key,
                    f"起始日 {clause.effective_from} 晚于终止日 {clause.effective_to}",
                    "请改正其一",
                )


def due(scene: Scene) -> Iterator[Problem]:
    """What a person must look at again: review days that are past, norms that end within 60 days."""
    for document in scene.searched:
        header = document.header
        if header.review_by and header.review_by < scene.today:
            owner = f"（{header.owner}）" if header.owner else ""
            yield scene.in_document(
                "warning", document, "review_by", f"复核日 {header.review_by} 已过{owner}", "请核对内容后改写复核日"
            )
        ending = [c for c in document.clauses if c.nature is Nature.NORM and stage(c.effective_to, scene.today)]
        whole = [c for c in ending if c.effective_to == header.effective_to]
        if whole:
            yield scene.in_document(
                "warning",
                document,
                "effective_to",
                f"{len(whole)} 条规定将于 {header.effective_to} 到期（{stage(header.effective_to, scene.today)} 天内）",
                "请备好接续的文件，或改写终止日",
            )
        for clause in ending:
            if clause not in whole:
                yield scene.in_clause(
                    "warning",
                    clause,
                    "to",
                    f"将于 {clause.effective_to} 到期（{stage(clause.effective_to, scene.today)} 天内）",
                    "请备好接续的规定，或改写终止日",
                )


def regions(scene: Scene) -> Iterator[Problem]:
    """A clause belongs to its document's place, to one above it or to one inside it."""
    for document in scene.library.documents.values():
        own = document.header.region
        for clause in document.clauses:
            if own and clause.region and not places().on_one_line(own, clause.region):
                yield scene.in_clause(
                    "warning", clause, "region",
                    f"{places().full_name(clause.region)}既不在{places().full_name(own)}之内也不是其上级", "请核对",
                )  # fmt: skip


def twice(scene: Scene) -> Iterator[Problem]:
    """No document is there twice, and no clause stands twice in one document."""
    by_key: dict[str, list[Document]] = defaultdict(list)
    for document in scene.library.documents.values():
        others = {o.id: o for key in text_keys(document.header) for o in by_key[key] if _same(document, o)}
        for other in others.values():
            number = document.header.document_number if other.header.document_number else None
            key = "document_number" if number and number == other.header.document_number else "title"
            why = f"文号都是 {number}" if key == "document_number" else "标题、机关、日期相同"
            yield scene.in_document(
                "error", document, key, f"与文档 {other.id} 是同一份文件（{why}）", "请删去一份，或改正文头"
            )
        for key in text_keys(document.header):
            by_key[key].append(document)
        yield from _clauses_twice(scene, document)


def _same(one: Document, other: Document) -> bool:
    """Whether one of the two is too many: an original beside its digest is not, nor is the talk about a document."""
    head, beside = one.header, other.header
    talk = (Kind.INTERVIEW, Kind.NEWS)
    if (
        head.wording is not beside.wording
        or (head.kind in talk) != (beside.kind in talk)
        or not same_text(head, beside)
    ):
        return False
    if head.published or (head.document_number and head.document_number == beside.document_number):
        return True
    # 关于做好有关工作的通知 without a day is borne by many; then the words decide.
    shared = {c.text for c in one.clauses} & {c.text for c in other.clauses}
    return len(shared) * 2 >= min(len(one.clauses), len(other.clauses))


def _clauses_twice(scene: Scene, document: Document) -> Iterator[Problem]:
    seen: dict[str, Clause] = {}
    for clause in document.clauses:
        first = seen.setdefault(clause.text, clause)
        if first is clause:
            continue
        if clause.span and first.span:  # the source itself says it twice
            if clause.headings == first.headings:
                yield scene.in_clause("warning", clause, "", f"原文中与 {first.id} 重复", "可以删去一条")
        else:
            yield scene.in_clause("error", clause, "", f"正文与 {first.id} 相同", "请删去一条")
