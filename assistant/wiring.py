"""The one place where the product is put together."""

from __future__ import annotations

from assistant.chain import Assistant
from assistant.store import MemoryStore, SqliteStore
from knowledge.embed import load_embedder
from knowledge.errors import IndexUnusable
from knowledge.generation import open_current
from knowledge.home import Home
from knowledge.search import Retriever
from knowledge.settings import Settings


def open_retriever(settings: Settings) -> Retriever:
    """The retriever over the generation that answers.

    Raises IndexUnusable where there is none, or where it was built with another embedding model.
    """
    generation = open_current(Home(settings.home))
    embedder = load_embedder(settings.embedding_model)
    built_with = generation.manifest["embedder"]["identity"]
    if built_with != embedder.identity:
        raise IndexUnusable(
            f"知识库版本 {generation.number} 用的是模型 {built_with}，现在设置的是 {embedder.identity}；"
            "请运行 hotline knowledge build 重建"
        )
    return Retriever(generation, embedder)


def open_assistant(settings: Settings | None = None, *, keep: bool = False) -> Assistant:
    """The whole product. `keep`: conversations and gaps are stored in the home; else nothing is written."""
    settings = settings or Settings.load()
    store = SqliteStore(Home(settings.home).database) if keep else MemoryStore()
    return Assistant(open_retriever(settings), store, home_region=settings.region)
