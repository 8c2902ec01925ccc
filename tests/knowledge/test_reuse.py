"""What is taken over from an earlier generation, or made again, is what a build from nothing makes."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

import knowledge.indexing
import knowledge.library
from knowledge.build import build
from knowledge.document import Document
from knowledge.embed import Embedder
from knowledge.indexing import _CODE
from knowledge.opening import open_retriever
from knowledge.settings import Settings
from tests.knowledge.faults import Answers, answers_of, settings_of, write_documents
from tests.knowledge.knowledge_texts import Counting, silent

CHANGED = "youxian-interview-2023"


def questions(shipped: dict[str, Document]) -> tuple[str, ...]:
    """Some of the questions that shipped clauses answer, and some headings."""
    clauses = [clause for document in shipped.values() for clause in document.clauses]
    return tuple(text for clause in clauses[::12] for text in (clause.heading, *clause.questions[:1]) if text)


def said(home: Path, queries: tuple[str, ...], *, builtin: bool) -> dict[str, Answers]:
    """What a home says to the questions, place by place."""
    retriever = open_retriever(Settings(home=home, builtin=builtin))
    return {region: answers_of(retriever, queries, region) for region in sorted(retriever.generation.regions)}


class Work:
    """What a build does anew: texts embedded, passages cut into words, documents of the home read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, embedder: Embedder) -> None:
        self.embedder = Counting(embedder)
        self.cut = self.read = 0
        cut, read = knowledge.indexing.tokens_of, knowledge.library.decode_document

        def cutting(*arguments: object) -> object:
            self.cut += 1
            return cut(*arguments)  # type: ignore[arg-type]

        def reading(data: bytes, path: Path) -> Document:
            self.read += knowledge.library.PACKAGE not in path.parents
            return read(data, path)

        monkeypatch.setattr("knowledge.build.load_embedder", lambda name: self.embedder)
        monkeypatch.setattr("knowledge.indexing.tokens_of", cutting)
        monkeypatch.setattr("knowledge.library.decode_document", reading)

    def of_build(self, home: Path) -> tuple[int, int, int]:
        """Build, and what was done anew."""
        self.embedder.texts = self.cut = self.read = 0
        build(settings_of(home), silent, publish=True)
        return self.embedder.texts, self.cut, self.read


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch, embedder: Embedder) -> Work:
    """Counts what builds do."""
    return Work(monkeypatch, embedder)


def test_restored_index(built_home: Path, tmp_path: Path, shipped: dict[str, Document]) -> None:
    """An index that is made again gives the same hits with the same scores, wherever one asks."""
    home = tmp_path / "home"
    shutil.copytree(built_home, home)
    queries = questions(shipped)
    before = said(home, queries, builtin=True)
    shutil.rmtree(next((home / "generations" / "000001").glob("index-*")))
    assert said(home, queries, builtin=True) == before
    assert sum(len(hits) for one in before.values() for hits in one.hits) > 500


def test_build_on_the_last_one(tmp_path: Path, package: Path, shipped: dict[str, Document], work: Work) -> None:
    """After one document changed, a build that reuses the rest gives the hits and scores of one from nothing."""
    one, other = tmp_path / "one", tmp_path / "other"
    shutil.copytree(package / "documents", one / "documents", ignore=shutil.ignore_patterns("national-*"))
    embedded, cut, read = work.of_build(one)
    assert read == len(shipped) - 1
    path = one / "documents" / f"{CHANGED}.md"
    text = path.read_text(encoding="utf-8")
    assert "200元" in text
    path.write_text(text.replace("200元", "210元"), encoding="utf-8")
    shutil.copytree(one / "documents", other / "documents")
    again = work.of_build(one)
    assert 0 < again[0] < embedded / 5
    assert 0 < again[1] < cut / 5
    assert again[2] == 1
    assert work.of_build(other) == (embedded, cut, read)
    queries = questions(shipped)
    found = said(one, queries, builtin=False)
    assert found == said(other, queries, builtin=False)
    assert "210元" in str(found)


def test_changed_words(tmp_path: Path, work: Work) -> None:
    """With other word lists no words are taken over; vectors and documents, which do not hang on them, are."""
    write_documents(tmp_path, 100)
    embedded, cut, read = work.of_build(tmp_path)
    assert min(embedded, cut, read) > 0
    assert work.of_build(tmp_path) == (0, 0, 0)
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "policy.txt").write_text("假天数\n", encoding="utf-8")
    assert work.of_build(tmp_path) == (0, cut, 0)
    write_documents(tmp_path / "new", 100)
    shutil.copytree(tmp_path / "words", tmp_path / "new" / "words")
    work.of_build(tmp_path / "new")
    queries = ("产假天数", "假天数")
    assert said(tmp_path, queries, builtin=False) == said(tmp_path / "new", queries, builtin=False)


def test_changed_code(tmp_path: Path, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other code made is not taken over: everything is read, cut and embedded anew."""
    write_documents(tmp_path, 100)
    first = work.of_build(tmp_path)
    monkeypatch.setattr("knowledge.build.code_digest", lambda: "other")
    assert work.of_build(tmp_path) == first


def test_other_model(tmp_path: Path, work: Work) -> None:
    """Vectors of another model are not taken over; words and documents are."""
    write_documents(tmp_path, 100)
    embedded, _, _ = work.of_build(tmp_path)
    work.embedder.identity = "other-model"
    assert work.of_build(tmp_path) == (embedded, 0, 0)


def test_digest_covers_the_code(package: Path) -> None:
    """Every module that a document, its words or its vectors go through is part of the digest that guards reuse."""
    seen: set[str] = set()
    left = ["document.py", "passage.py", "embed.py", "vectors.py", "lexical.py", "names.py"]
    while left:
        name = left.pop()
        seen.add(name)
        for node in ast.walk(ast.parse((package / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("knowledge."):
                module = f"{node.module.removeprefix('knowledge.')}.py"  # type: ignore[union-attr]
                if module not in seen:
                    left.append(module)
    assert seen - set(_CODE) == {"errors.py", "files.py"}
