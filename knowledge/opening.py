"""Opening what answers: the published generation; restored where it is damaged; else the one before it."""

from __future__ import annotations

import logging
from contextlib import suppress

from knowledge.console import bar
from knowledge.embed import Embedder, load_embedder
from knowledge.errors import IndexDamaged, IndexUnusable, VectorsUnavailable
from knowledge.generation import Generation
from knowledge.home import Home
from knowledge.pointer import read_pointer
from knowledge.restoring import restore, wrong_model
from knowledge.search import Retriever
from knowledge.settings import Settings

_LOG = logging.getLogger("hotline.knowledge")


def open_retriever(settings: Settings) -> Retriever:
    """The retriever over the generation that answers.

    A damaged index is made again from the sources; where that cannot be done, the last sound generation that was
    published before answers, and the retriever says so in `trouble`.
    Raises IndexUnusable where there is none, or where it was built with another embedding model.
    """
    home = Home(settings.home)
    published = [p.generation for p in reversed(read_pointer(home.pointer).published)]
    if not published:
        raise IndexUnusable(f"{home.root} 里还没有知识库；请先运行 hotline knowledge build")
    embedder = load_embedder(settings.embedding_model)
    wanted, *earlier = dict.fromkeys(published)
    try:
        return open_generation(settings, wanted, embedder)
    except (IndexDamaged, VectorsUnavailable, OSError) as error:
        _LOG.error("知识库版本 %d 打不开，也没能修复：%s", wanted, error)
        for number in earlier:
            with suppress(IndexUnusable, OSError):
                trouble = f"知识库版本 {wanted} 已损坏，现由版本 {number} 作答；请运行 hotline knowledge build"
                return open_generation(settings, number, embedder).with_trouble(trouble)
        raise


def open_generation(settings: Settings, number: int, embedder: Embedder) -> Retriever:
    """The retriever over one generation, its index made again first where it is damaged or was put away."""
    try:
        return _opened(settings, number, embedder)
    except IndexDamaged as damage:
        _LOG.warning("%s；正在由其文档重建", damage)
        restore(settings, number, embedder, bar("修复"))
        return _opened(settings, number, embedder)


def _opened(settings: Settings, number: int, embedder: Embedder) -> Retriever:
    generation = Generation(Home(settings.home), number, settings.chroma_url)
    if generation.manifest.embedder.identity != embedder.identity:
        raise wrong_model(generation.manifest, embedder)
    _ = generation.lexical
    with suppress(VectorsUnavailable, OSError):  # the words answer without them
        _ = generation.vectors
    return Retriever(generation, embedder)
