"""Opening what answers: the published generation; restored where it is damaged; else the one before it."""

from __future__ import annotations

import logging
from contextlib import suppress

from knowledge.console import bar
from knowledge.embed import Embedder, load_embedder
from knowledge.errors import IndexDamaged, IndexUnusable, InputError, VectorsUnavailable
from knowledge.generation import Generation
from knowledge.home import Home
from knowledge.manifest import is_as_written, read_manifest
from knowledge.pointer import read_pointer
from knowledge.restoring import restore, wrong_model
from knowledge.search import Retriever
from knowledge.settings import Settings

_LOG = logging.getLogger("hotline.knowledge")


def open_retriever(settings: Settings, embedder: Embedder | None = None) -> Retriever:
    """The retriever over the generation that answers.

    A damaged index is made again from the sources; where that cannot be done, the last sound generation that was
    published before answers, and the retriever says so in `trouble`. `embedder`: where that of the settings is loaded.
    Raises IndexUnusable where there is none, or where it was built with another embedding model.
    """
    home = Home(settings.home)
    wanted, *earlier = published(home)
    embedder = embedder or load_embedder(settings.embedding_model)
    try:
        return open_generation(settings, wanted, embedder)
    except (IndexDamaged, VectorsUnavailable, OSError) as error:
        _LOG.error("知识库版本 %d 打不开，也没能修复：%s", wanted, error)
        for number in earlier:
            with suppress(IndexUnusable, OSError):
                trouble = f"知识库版本 {wanted} 已损坏，现由版本 {number} 作答；请运行 hotline knowledge build"
                return open_generation(settings, number, embedder).standing_in(trouble)
        raise


def open_generation(settings: Settings, number: int, embedder: Embedder) -> Retriever:
    """The retriever over one generation, its index made again first where it is damaged or was put away."""
    try:
        return _opened(settings, number, embedder)
    except IndexDamaged as damage:
        _LOG.warning("%s；正在由其文档重建", damage)
    restore(settings, number, embedder, bar("修复"), damaged=lambda: _damaged(settings, number, embedder))
    return _opened(settings, number, embedder)


def _damaged(settings: Settings, number: int, embedder: Embedder) -> bool:
    try:
        _opened(settings, number, embedder)
    except IndexDamaged:
        return True
    return False


def make_ready(settings: Settings, number: int) -> None:
    """See that a generation can answer; what is damaged or was put away is made again first.

    Raises InputError where there is none of this number, else what stands in its way.
    """
    folder, embedder = Home(settings.home).generation(number), load_embedder(settings.embedding_model)
    if not folder.is_dir():
        raise _unknown(number)
    manifest = read_manifest(folder)
    if manifest.embedder.identity != embedder.identity:
        raise wrong_model(manifest, embedder)

    def damaged() -> bool:
        return not is_as_written(folder, read_manifest(folder).checksums)

    if damaged():
        restore(settings, number, embedder, bar("修复"), damaged=damaged)
    if manifest.vectors == "server":  # files do not tell whether the vectors are there
        open_generation(settings, number, embedder)


def opened(settings: Settings, number: int | None = None) -> Generation:
    """A generation to read in, by its number or the one that answers; made again where it is damaged or put away.

    Raises InputError where there is none of this number, IndexUnusable before the first publish.
    """
    home = Home(settings.home)
    number = published(home)[0] if number is None else number
    if number not in home.generation_numbers():
        raise _unknown(number)
    try:
        return Generation(home, number)
    except IndexDamaged:
        return open_generation(settings, number, load_embedder(settings.embedding_model)).generation


def published(home: Home) -> list[int]:
    """Numbers of all that was published, the one that answers first; IndexUnusable where there is none."""
    found = [p.generation for p in reversed(read_pointer(home.pointer).published)]
    if not found:
        raise IndexUnusable(f"{home.root} 里还没有知识库；请先运行 hotline knowledge build")
    return list(dict.fromkeys(found))


def _unknown(number: int) -> InputError:
    return InputError(f"没有版本 {number}；可用的版本见 hotline knowledge versions")


def _opened(settings: Settings, number: int, embedder: Embedder) -> Retriever:
    return _retriever(Generation(Home(settings.home), number, settings.chroma_url), embedder)


def _retriever(generation: Generation, embedder: Embedder) -> Retriever:
    if generation.manifest.embedder.identity != embedder.identity:
        raise wrong_model(generation.manifest, embedder)
    generation.load()
    return Retriever(generation, embedder)
