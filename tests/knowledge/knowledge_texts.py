"""Hand-written documents, and homes that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.build import build
from knowledge.embed import Embedder, Vectors
from knowledge.generation import Generation
from knowledge.home import Home
from knowledge.settings import Settings


def policy(id: str, *clauses: str, title: str | None = None, wording: str = "original", **header: str) -> str:
    """The Markdown of a document whose clauses are named c1, c2, …; a clause may begin with attribute lines."""
    lines = ["---", f"id: {id}", f"title: {title or id}", f"wording: {wording}"]
    lines += [f"{key}: {value}" for key, value in header.items()]
    lines += ["---", "# 正文"]
    for number, clause in enumerate(clauses, 1):
        lines += [f"## 第{number}条 {{#c{number}}}", clause]
    return "\n".join(lines) + "\n"


def put(home: Path, *documents: str) -> None:
    """Write documents into a home, each under its id."""
    (home / "documents").mkdir(parents=True, exist_ok=True)
    for text in documents:
        name = text.split("\n")[1].removeprefix("id: ")
        (home / "documents" / f"{name}.md").write_text(text, encoding="utf-8")


def open_current(home: Home) -> Generation:
    """The generation that answers, as it lies there."""
    number = home.current()
    assert number is not None
    return Generation(home, number)


def silent(step: str, done: int, total: int) -> None:
    """A progress that nobody watches."""


def built(home: Path, *documents: str, builtin: bool = False, publish: bool = True) -> Settings:
    """Put documents into a home and build it; the settings that it was built with."""
    put(home, *documents)
    settings = Settings(home=home, builtin=builtin, embedding_model=None)
    build(settings, silent, publish=publish)
    return settings


class Counting:
    """An embedder that counts what it is given."""

    def __init__(self, inner: Embedder) -> None:
        self.inner, self.texts = inner, 0
        self.identity, self.dimension = inner.identity, inner.dimension

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts."""
        self.texts += len(texts)
        return self.inner.embed_documents(texts)

    def embed_query(self, text: str) -> Vectors:
        """The vector of one question."""
        return self.inner.embed_query(text)

    def embed_sentences(self, place: str, sentences: Sequence[str]) -> Vectors | None:
        """The vectors of sentences."""
        return self.inner.embed_sentences(place, sentences)
