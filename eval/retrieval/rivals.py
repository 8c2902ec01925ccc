"""What others would use: plain BM25 over words, and LangChain's stock ensemble of bm25s and Chroma."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import rjieba
from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever

from knowledge.chroma import folder_client
from knowledge.embed import Embedder

Answer = Callable[[str], list[int]]
"""A question → numbers of passages, best first."""
_K1, _B = 1.2, 0.75
_FEW = 50
_BATCH = 5_000


def plain_bm25(passages: Sequence[str], top: int) -> Answer:
    """BM25 over the words that jieba's search mode cuts (rjieba cuts the same), k1 1.2, b 0.75."""
    cut = rjieba.Jieba().cut_for_search
    index = bm25s.BM25(k1=_K1, b=_B)
    index.index([cut(passage, False) for passage in passages], show_progress=False)
    few = min(top, len(passages))

    def answer(question: str) -> list[int]:
        words = cut(question, False)
        if not words:
            return []
        found, scores = index.retrieve([words], k=few, show_progress=False)
        return [int(n) for n, score in zip(found[0], scores[0], strict=True) if score > 0]

    return answer


def stock_ensemble(folder: Path, passages: Sequence[str], embedder: Embedder, top: int) -> Answer:
    """LangChain's ensemble (reciprocal ranks) over bm25s and Chroma with the product's own embedder."""
    store = Chroma(
        client=folder_client(folder),
        collection_name="passages",
        embedding_function=_Embeddings(embedder),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    for first in range(0, len(passages), _BATCH):
        some = list(passages[first : first + _BATCH])
        store.add_texts(some, metadatas=[{"number": first + n} for n in range(len(some))])
    words = _Words(answer=plain_bm25(passages, _FEW), passages=passages)
    ensemble = EnsembleRetriever(retrievers=[words, store.as_retriever(search_kwargs={"k": _FEW})], weights=[0.5, 0.5])

    def answer(question: str) -> list[int]:
        return [document.metadata["number"] for document in ensemble.invoke(question)[:top]]

    return answer


class _Words(BaseRetriever):
    """bm25s as LangChain has retrievers."""

    answer: Any
    passages: Any

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [Document(self.passages[n], metadata={"number": n}) for n in self.answer(query)]


class _Embeddings(Embeddings):
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        found: list[list[float]] = self._embedder.embed_documents(texts).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        found: list[float] = self._embedder.embed_query(text).tolist()
        return found
