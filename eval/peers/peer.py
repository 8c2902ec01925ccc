"""Peers as the suite asks them: BM25 and LangChain's ensemble, whose first clause is the answer, and a stock RAG chain.

All search the same clauses, and are spared what they cannot know: clauses of other places than the case's are
taken out of what they find.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from langchain_classic.chains import create_retrieval_chain
from langchain_classic.chains.combine_documents import create_stuff_documents_chain
from langchain_core.documents import Document
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda

from assistant.render import citation
from assistant.reply import Citation, Kind, Reply
from eval.peers.extractive import QUESTION, UNKNOWN, Extractive
from eval.result import Answered
from eval.retrieval.rivals import Answer, plain_bm25, stock_ensemble
from knowledge.clause import Clause
from knowledge.embed import Embedder
from knowledge.generation import Generation
from knowledge.passage import passage, scope_of
from knowledge.search import Retriever

_STUFFED = 4
_PROMPT = "根据下面的资料回答问题；资料里没有就说" + UNKNOWN + "。\n\n{context}\n\n" + QUESTION + "{input}"


class Peer:
    """A way to find clauses and to answer from them, behind the suite's two protocols."""

    def __init__(self, retriever: Retriever, clauses: Sequence[Clause], find: Answer, *, chain: bool = False) -> None:
        self._retriever, self._clauses, self._find = retriever, clauses, find
        self._answer: Callable[[str, Sequence[Clause]], tuple[str, Sequence[Clause]]] = _first
        if chain:
            self._answer = _Chain()

    def search(self, query: str, *, region: str | None, as_of: date | None, top: int) -> list[str]:
        """Clause ids, best first."""
        return [clause.id for clause in self._found(query, region)[:top]]

    def converse(self, turns: Sequence[str], *, region: str | None, as_of: date | None) -> list[Answered]:
        """One reply a turn; what was said before is put in front, as stock chains do."""
        answered = []
        for number in range(1, len(turns) + 1):
            started = time.perf_counter()
            query = "\n".join(turns[:number])
            text, used = self._answer(query, self._found(query, region))
            reply = _reply(self._retriever.generation, text, used)
            answered.append(Answered(reply, time.perf_counter() - started))
        return answered

    def quoted(self, citation: Citation) -> bool:
        """It quotes whole clauses."""
        return True

    def _found(self, query: str, region: str | None) -> list[Clause]:
        scopes = self._retriever.scopes(region) if region else self._retriever.generation.scopes
        return [c for c in (self._clauses[number] for number in self._find(query)) if scope_of(c) in scopes]


def peers(retriever: Retriever, embedder: Embedder, folder: Path) -> dict[str, Peer]:
    """All peers over one generation; Chroma writes to `folder`."""
    clauses = list(retriever.generation.store.all().values())
    passages = [passage(clause) for clause in clauses]
    ensemble = stock_ensemble(folder, passages, embedder, len(passages))
    return {
        "bm25": Peer(retriever, clauses, plain_bm25(passages, len(passages))),
        "ensemble": Peer(retriever, clauses, ensemble),
        "chain": Peer(retriever, clauses, ensemble, chain=True),
    }


def _first(query: str, found: Sequence[Clause]) -> tuple[str, Sequence[Clause]]:
    return (found[0].text, found[:1]) if found else (UNKNOWN, ())


class _Chain:
    """LangChain's retrieval chain: documents stuffed into a prompt, an extractive model behind it."""

    def __init__(self) -> None:
        self._found: Sequence[Clause] = ()
        documents = RunnableLambda(self._documents)
        stuff = create_stuff_documents_chain(Extractive(), ChatPromptTemplate.from_template(_PROMPT))
        self._chain = create_retrieval_chain(documents, stuff)

    def __call__(self, query: str, found: Sequence[Clause]) -> tuple[str, Sequence[Clause]]:
        self._found = found[:_STUFFED]
        text = self._chain.invoke({"input": query})["answer"]
        used = [clause for clause in self._found if any(s in clause.text for s in _parts(text))]
        return text, used

    def _documents(self, asked: Mapping[str, Any]) -> list[Document]:
        return [Document(clause.text) for clause in self._found]


def _parts(text: str) -> list[str]:
    return [part for part in text.split("。") if part]


def _reply(generation: Generation, text: str, used: Sequence[Clause]) -> Reply:
    kind = Kind.ANSWER if used else Kind.NO_BASIS
    return Reply(
        conversation_id="peer",
        turn_id="peer",
        kind=kind,
        text=text,
        script="",
        citations=tuple(citation(number, clause, clause.text, generation) for number, clause in enumerate(used, 1)),
        generation=generation.number,
    )
