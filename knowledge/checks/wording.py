"""Imported documents still say what their originals say: each clause's text is the original's at its span."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checks.problem import Problem, Scene
from knowledge.document import Document, Wording, parse_document
from knowledge.errors import HotlineError
from knowledge.importing.loaders import read_source
from knowledge.importing.merge import squeezed
from knowledge.importing.store import HomeStore


def as_the_original(scene: Scene) -> Iterator[Problem]:
    """The wording of every imported original, clause by clause, white space aside."""
    store = HomeStore(scene.home.documents)
    for document in scene.library.documents.values():
        if (
            document.header.wording is Wording.ORIGINAL
            and scene.home.documents in scene.library.paths[document.id].parents
        ):
            yield from _document(scene, store, document)


def _document(scene: Scene, store: HomeStore, document: Document) -> Iterator[Problem]:
    original = store.original(document.id)
    if original is None:
        if any(clause.span for clause in document.clauses):
            yield scene.in_document(
                "warning", document, "source", f"originals/{document.id} 里没有原文，措辞无法核对", "请重新导入原文"
            )
        return
    try:
        text = read_source(original).text
        own_format = text.startswith("---") and parse_document(text, original)
    except HotlineError as error:
        yield scene.in_document("error", document, "source", f"原文读不了，措辞无法核对：{error}", "请重新导入原文")
        return
    if own_format:  # its spans count the characters of a text that was never here
        whole = {squeezed(clause.text) for clause in own_format.clauses}
        for clause in document.clauses:
            if squeezed(clause.text) not in whole:
                yield scene.in_clause(
                    "error", clause, "", "正文与原文不同", f"请照 {original} 改回，或把文头 wording 改为 digest"
                )
        return
    plain = squeezed(text)
    for clause in document.clauses:
        said, span = squeezed(clause.text), clause.span
        if span and squeezed(text[span.start : span.end]) == said:
            continue
        if said not in plain:
            yield scene.in_clause("error", clause, "", "正文与原文不同", f"请照 {original} 改回")
        elif span:
            yield scene.in_clause("warning", clause, "span", "正文见于原文别处", "请改正起止位置，或删去 @span")
